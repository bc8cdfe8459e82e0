"""Pages of States, treaties, obligations and routes.

lp01  each answers in six languages; an unknown one is a sentence and 404
lp02  a treaty on a day: counts, what stands apart, and the same as a file
lp03  a day that cannot be read is told, and the page is that of today
lp04  what the library holds of a State stands on its page, in as many queries whatever it holds
"""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.kernel.languages import LANGUAGES
from tests.factories_of_library import ItemFactory, ItemLinkFactory

PAGES = (
    *("library/states/", "library/states/ESP/", "library/states/eue/", "library/routes/"),
    *("library/treaties/som/", "library/treaties/untoc/article-3/", "library/obligations/som-5/"),
    "library/routes/central_mediterranean/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_lp01_each_answers_in_six_languages(client, page):
    for language in LANGUAGES:
        answer = client.get(f"/{language}/{page}")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        *("states/XXX/", "states/UNK/", "treaties/none/", "treaties/som/article-99/"),
        *("obligations/som-99/", "obligations/untoc-3-1/", "routes/none/"),
    ],
)
def test_lp01_what_is_not_there_is_a_sentence(client, page):
    assert client.get(f"/en/library/{page}").status_code == 404


@pytest.mark.django_db
def test_lp02_the_page_and_its_file_say_the_same(client):
    page = client.get("/en/library/treaties/som/?on=2016-06-16").content.decode()
    file = b"".join(client.get("/en/library/treaties/som/parties.csv?on=2016-06-16")).decode()
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff"))))
    parties = sum(row["standing"] == "party" for row in rows)
    assert f'<dd class="big number">{parties}</dd>' in page
    assert [row["iso3"] for row in rows if row["standing"] == "undated"] == ["CIV", "SLE"]
    assert ">142<" in page  # what the report of that day counted stands beside it


@pytest.mark.django_db
def test_lp02_a_filter_shows_those_and_no_others(client):
    page = client.get("/en/library/treaties/som/?on=2018-10-15&standing=uncertain").content.decode()
    body = page[page.index("<tbody>", page.index("Participants</caption>")) :]
    assert re.findall(r"/en/library/states/([A-Z]{3})/", body) == ["SDN"]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["yesterday", "2016-02-31", "1999-01-01", "9" * 5000])
def test_lp03_a_day_that_cannot_be_read_is_told(client, day):
    answer = client.get("/en/library/treaties/som/", {"on": day})
    assert answer.status_code == 200
    assert 'class="notice is-problem"' in answer.content.decode()
    assert client.get("/en/library/treaties/som/parties.csv", {"on": day}).status_code == 400


@pytest.mark.django_db
def test_lp04_what_the_library_holds_stands_on_the_page_in_as_many_queries(client):
    def queries():
        with CaptureQueriesContext(connection) as told:
            page = client.get("/en/library/states/KEN/").content.decode()
        return len(told), page

    ItemFactory(country="KEN", titles={"en": "Of Kenya itself"})
    few, page = queries()
    assert "Of Kenya itself" in page
    for n in range(20):
        spoken = ItemFactory(country="UGA", titles={"en": f"Speaks of it {n}"})
        ItemLinkFactory(item=spoken, kind="state", target="KEN")
        own = ItemFactory(country="KEN")
        ItemLinkFactory(item=own, target="som-5", place=f"a{n}", note=f"article {n}")
    many, page = queries()
    assert many == few
    assert "41 </span>" in page or ">41</span>" in page
    assert page.count("article 1") >= 1
    assert "merely because they were smuggled" in page


@pytest.mark.django_db
def test_lp04_an_obligation_names_the_states_whose_records_are_tagged_with_it(client):
    for country in ("KEN", "UGA"):
        item = ItemFactory(country=country, titles={"en": f"Of {country}"})
        ItemLinkFactory(item=item, target="som-6-1-a")
    page = client.get("/en/library/obligations/som-6-1-a/").content.decode()
    assert "Records of 2 States are tagged with it" in page
    assert "Of KEN" in page
    assert "Of UGA" in page

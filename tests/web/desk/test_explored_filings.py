"""Explore at the desk over filings: who filed and who validated, and where a definition differs.

xf01 the source is named once, and in the place of a day of retrieval stands what is true of filings
xf02 a definition of a State's own is flagged at the numbers of its periods alone, everywhere
xf03 whoever may not see a filing finds neither its words nor its mark
xf04 a body is called by its name in the language of the reader, everywhere
"""

import csv
import io
import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from cairn.accounts.actions import name_organisation
from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import mali, niger, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
WORDS = "Everybody on board is counted, paid or not"


def validated_with_own_words(people, period: str) -> Filing:
    filing = drafted(people, period, 30)
    values = {"definitions": {"smuggled_detected": WORDS}}
    filing = save_details(filing=filing, values=values, by=people.officer)
    filing = submit_filing(filing=filing, by=people.officer)
    filing = clear_filing(filing=filing, by=people.contact, zeros_are_true=True)
    return validate_filing(filing=filing, by=people.secretary)


@pytest.fixture
def filed(niger):  # noqa: F811
    validated(niger.people, "2024-Q1", 12)
    validated_with_own_words(niger.people, "2024-Q2")
    desk_snapshot()
    return niger


def page(desk, people, language="en", **more):
    query = {"source": source_key(people.agency), "level": "quarter"} | more
    with override(language):
        address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    return text_of(desk.get(address, query))


def file(desk, people, block, kind, **more):
    query = {"source": source_key(people.agency), "level": "quarter"} | more
    answer = desk.get(reverse("desk:explore_file", args=["smuggled_migrants", block, kind]), query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_xf01_the_source_is_named_once_and_says_who_validated_what(filed):
    found = page(filed.secretary, filed.people)
    name = filed.people.agency.name
    bureau = filed.people.secretary.memberships.get().organisation.name
    assert f"{name}; {name}" not in found
    assert "Retrieved" not in found
    assert "<dt>Filed by</dt>" in found
    assert "<dt>Validated</dt>" in found
    assert f"by {bureau}" in found
    assert "smuggled_detected" not in found, "a key where a title belongs"
    assert "<dt>Table</dt><dd>Smuggled migrants detected" in found
    for filing in Filing.objects.all():
        assert filing.ref in found
    cited = file(filed.secretary, filed.people, "made", "txt").decode()
    assert cited.count(name) == 1
    assert "Last validated on" in cited


def test_xf02_the_flag_is_on_page_picture_table_and_files(filed):
    found = page(filed.secretary, filed.people)
    assert f"† The State’s own definition differs (Q2 2024): {WORDS}" in found
    assert "† own definition differs" in found, "in the table"
    drawn = file(filed.secretary, filed.people, "trend", "svg").decode()
    assert WORDS in drawn
    assert "30\u202f†" in drawn
    assert "12\u202f†" not in drawn
    lines = io.StringIO(file(filed.secretary, filed.people, "trend", "csv").decode("utf-8-sig"))
    told = {one["quarter"]: one for one in csv.DictReader(lines)}
    assert told["2024-Q1"]["definition_differs"] == "no"
    assert told["2024-Q2"]["definition_differs"] == "yes"
    assert told["2024-Q2"]["own_definition"] == WORDS
    about = json.loads(file(filed.secretary, filed.people, "made", "json"))
    assert about["own_definitions"] == [{"mark": "†", "words": WORDS, "periods": ["2024-Q2"]}]
    assert [one["own_definitions"] for one in about["filings"]] == [
        {},
        {"smuggled_detected": WORDS},
    ]


def test_xf02_a_selection_without_it_carries_no_flag(filed):
    found = page(filed.secretary, filed.people, period="2024-Q1")
    assert WORDS not in found
    assert "†" not in found


def test_xf02_a_comparison_marks_the_side_that_differs(filed):
    query = {"period": "2024-Q1", "with_period": "2024-Q2"}
    found = page(filed.secretary, filed.people, **query)
    assert '30 <span class="flagged">†</span>' in found
    assert '12 <span class="flagged">†</span>' not in found
    drawn = file(filed.secretary, filed.people, "comparison", "svg", **query).decode()
    assert "30\u202f†" in drawn


def test_xf03_another_state_finds_no_trace(filed, mali):  # noqa: F811
    validated(mali.people, "2024-Q1", 7)
    desk_snapshot()
    address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    with_words = text_of(mali.contact.get(address))
    Filing.objects.filter(owner=filed.people.agency).update(definitions={})
    without = text_of(mali.contact.get(address))
    assert with_words == without
    assert WORDS not in with_words


def test_xf03_words_of_a_filing_that_was_narrowed_are_not_shown(filed):
    before = page(filed.secretary, filed.people)
    assert WORDS in before
    hidden = Filing.objects.get(period=date(2024, 4, 1))
    Filing.objects.filter(pk=hidden.pk).update(audience_class="organisation")
    after = page(filed.secretary, filed.people)
    assert WORDS not in after
    assert hidden.ref not in after


def test_xf04_a_body_has_its_name_in_the_language_of_the_reader(filed):
    names = {"ar": "حرس الحدود", "fr": "Garde-frontière"}
    name_organisation(organisation=filed.people.agency, names=names, by=None)
    desk_snapshot()
    assert "Garde-frontière" in page(filed.secretary, filed.people, "fr")
    assert "حرس الحدود" in page(filed.secretary, filed.people, "ar")
    assert filed.people.agency.name in page(filed.secretary, filed.people, "es")
    listed = text_of(filed.secretary.get("/fr/desk/filings/"))
    assert "Garde-frontière" in listed
    assert filed.people.agency.name not in listed
    own = text_of(filed.officer.get("/ar/desk/filings/"))
    assert "حرس الحدود" in own

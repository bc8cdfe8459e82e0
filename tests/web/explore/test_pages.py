"""The page of a measure, as an answer to a request.

pg01 it says what it must          pg02 bad values are calm      pg03 empty states teach
pg04 kept by its mark              pg05 constant database work   pg06 nothing inline
pg07 safe against what addresses hold
"""

import re

import pytest
from django.test import Client

from cairn.figures.measures import measures
from cairn.web.explore import flow

DEATHS = "/en/explore/dead_and_missing/?period=2023&route=central_mediterranean"


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_pg01_the_number_stands_with_its_parts_caveat_and_family_tracing(public):
    page = text(public.get(DEATHS))
    assert (
        "<title>Dead and missing on migration routes (minimum): Central Mediterranean · 2023"
        in page
    )
    for words in (
        "corrections by the source",
        "recorded only together",
        "not all linked to smuggling",
        "https://familylinks.icrc.org/",
        "Date not precise enough",
        "How this number was made",
        "How sure is this?",
        "SHA-256",
        "An invented observatory",
    ):
        assert words in page
    assert 'rel="noopener' in page


def test_pg01_a_page_that_is_not_about_deaths_points_to_no_tracing(public):
    page = text(public.get("/en/explore/detections/"))
    assert "familylinks" not in page
    assert "These are detections, not persons" in page


def test_pg01_the_contents_lead_to_parts_that_are_there(public):
    page = public.get(f"{DEATHS}&with_period=2022").content.decode()
    strip = re.search(r'<nav class="contents".*?</nav>', page, re.DOTALL)
    targets = re.findall(r'href="#([^"]+)"', strip[0])
    assert targets[:3] == ["headline", "sure", "comparison"]
    for target in targets:
        assert page.count(f'id="{target}"') == 1, target
    assert {"trend", "breakdown", "map", "compare", "made"} <= set(targets)


def test_pg01_comparing_opens_where_something_is_to_be_corrected(public):
    closed, wrong = text(public.get(DEATHS)), text(public.get(f"{DEATHS}&with_period=soon"))
    assert '<details><summary><h2 id="compare-title">' in closed
    assert '<details open><summary><h2 id="compare-title">' in wrong


def test_pg01_two_sources_are_listed_with_their_numbers_and_never_summed(public):
    page = text(public.get("/en/explore/arrivals/?period=2023"))
    assert "2 sources answer; one at a time is shown" in page
    assert "never added" in page
    assert "1,070" not in page


def test_pg01_the_caveat_stands_with_every_block(public):
    page = text(public.get("/en/explore/detections/?period=2023&with_period=2022"))
    blocks = page.count('class="figure')
    assert page.count("These are detections, not persons") >= blocks - 1  # the form has no number


EVERYWHERE = [("dead_and_missing", code) for code in ("ar", "en", "es", "fr", "ru", "zh")]


@pytest.mark.parametrize(("key", "language"), [*EVERYWHERE, *((key, "ar") for key in measures())])
def test_pg01_every_measure_answers_and_every_language(public, key, language):
    response = public.get(f"/{language}/explore/{key}/?period=2022..2023")
    assert response.status_code == 200
    assert f'lang="{language}"' in text(response)


def test_pg01_the_index_leads_to_the_measure_that_was_chosen(public):
    response = public.get("/en/explore/?measure=detections&period=2023&utm=&route=")
    assert response.status_code == 302
    assert response["Location"] == "/en/explore/detections/?period=2023"
    assert "Dead and missing" in text(public.get("/en/explore/"))


@pytest.mark.parametrize(
    "address",
    [
        "period=soon",
        "route=%3Cscript%3E",
        "by=%27%3B--",
        "level=%00",
        "with_period=9999-99",
        "source=nobody",
        "map=globe",
        "origin=" + "x" * 3000,
        "period=2023&period=2022",
        "quality=1e9",
        "all=1&by=cause",
    ],
)
def test_pg02_no_address_breaks_the_page(public, address):
    response = public.get(f"/en/explore/dead_and_missing/?{address}")
    assert response.status_code == 200
    assert "<script>" not in text(response).replace("</script>", "").replace("<script src", "")


def test_pg02_the_sentence_stands_at_its_filter(public):
    page = text(public.get("/en/explore/dead_and_missing/?period=soon"))
    assert "is not a period; write 2015" in page
    assert 'aria-invalid="true"' in page
    assert re.search(r'aria-describedby="f-period-help f-period-problem"', page)


@pytest.mark.parametrize("address", ["period=2022-2023", "period=2023..2022", "route=nowhere"])
def test_pg02_what_was_not_understood_has_no_number_of_something_else(public, address):
    page = text(public.get(f"/en/explore/dead_and_missing/?{address}"))
    assert "No number is shown" in page
    assert 'class="huge' not in page
    assert 'href="#f-' in page


def test_pg02_a_range_written_otherwise_is_suggested_and_stays_in_its_field(public):
    page = text(public.get("/en/explore/dead_and_missing/?period=2022-2023"))
    assert "for several years write 2022..2023." in page
    assert 'value="2022-2023"' in page
    reversed_range = text(public.get("/en/explore/dead_and_missing/?period=2023..2022"))
    assert "ends before it begins" in reversed_range


def test_pg02_a_wrong_comparison_is_told_at_its_field_and_compares_nothing(public):
    page = text(public.get("/en/explore/detections/?period=2023&with_period=soon"))
    assert 'class="huge' in page
    assert "Nothing is compared until this is corrected." in page
    assert "s-with_period-problem" in page
    assert 'value="soon"' in page
    assert "Two selections beside each other" not in page


def test_pg02_a_measure_that_does_not_exist_is_not_found(public):
    assert public.get("/en/explore/happiness/").status_code == 404
    assert public.get("/en/explore/dead_and_missing/trend.exe").status_code == 404
    assert public.get("/en/explore/dead_and_missing/shoes.csv").status_code == 404


def test_pg02_what_nobody_recorded_is_said_not_to_be_a_zero(public):
    page = text(public.get("/en/explore/dead_and_missing/?period=1999"))
    assert "That is not a zero" in page
    assert 'class="huge' not in page


def test_pg03_without_a_snapshot_the_pages_teach(db):
    client = Client()
    for address in ("/en/explore/", "/en/explore/dead_and_missing/", "/en/", "/en/data/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "empty" in text(response)
    assert "cairn import incidents" in text(client.get("/en/explore/"))
    for query in ("", "?period=2023&route=central_mediterranean"):
        assert client.get(f"/en/explore/dead_and_missing/trend.csv{query}").status_code == 404


def test_pg04_an_answer_that_did_not_change_is_not_made_again(public, django_assert_num_queries):
    first = public.get(DEATHS)
    assert set(first["Cache-Control"].split(", ")) == {"max-age=300", "public"}
    with django_assert_num_queries(1):
        again = public.get(DEATHS, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_pg04_the_mark_differs_by_address_and_language(public):
    marks = {
        public.get(address)["ETag"]
        for address in (DEATHS, DEATHS.replace("2023", "2022"), DEATHS.replace("/en/", "/fr/"))
    }
    assert len(marks) == 3


def test_pg04_someone_of_the_desk_is_answered_for_herself(public):
    public.cookies["messages"] = "something"
    response = public.get(DEATHS)
    assert "private" in response["Cache-Control"]
    assert "ETag" not in response or response["ETag"] != ""


@pytest.mark.parametrize(
    ("address", "most"),
    # the first page also says what was withdrawn, and compares no release with one that was
    [(DEATHS, 2), ("/en/", 4), ("/en/data/", 2), ("/en/data/mmp/", 2)],
)
def test_pg05_the_database_is_asked_the_same_few_questions(
    public, address, most, django_assert_max_num_queries
):
    with django_assert_max_num_queries(most):
        assert public.get(address).status_code == 200


def test_pg06_nothing_in_the_page_needs_an_inline_style_or_script(public):
    for address in (DEATHS, f"{DEATHS}&map=areas", "/en/", "/en/data/mmp/"):
        page = text(public.get(address))
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r' on[a-z]+="', page)


def test_pg06_the_page_has_one_h1_and_no_id_twice(public):
    page = text(public.get(f"{DEATHS}&with_period=2022&map=areas"))
    assert page.count("<h1") == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_pg06_every_anchor_in_the_page_exists(public):
    page = text(public.get(DEATHS))
    for anchor in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{anchor}"' in page


def test_pg07_the_canonical_address_has_no_filters(public):
    page = text(public.get(DEATHS))
    assert 'rel="canonical" href="http://localhost:8000/en/explore/dead_and_missing/"' in page


def test_fl01_the_flow_is_named_and_fetched_when_it_comes_into_view(public, subject):
    address = "/en/explore/dead_and_missing/"
    panel = flow.panel(subject("dead_and_missing"))
    assert panel is None or panel.picture
    assert 'loading="lazy"' in text(public.get(address)) or panel is None

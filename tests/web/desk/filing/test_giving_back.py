"""What a filing gives back: a chart of one's own numbers with its table, source and files."""

import csv
import io
import re

import pytest

from cairn.audit.models import Event
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing
from cairn.web.say import say
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarters(niger):
    for period, value in (("2024-Q1", 120), ("2024-Q2", 240)):
        validated(niger.people, period, value)
    return drafted(niger.people, "2024-Q4", 90)  # none of the third quarter


def drawing(page: str) -> str:
    return re.search(r"<svg data-marks.*?</svg>", page, re.DOTALL)[0]


def test_the_chart_stands_with_its_table_source_and_files(niger, quarters):
    page = niger.officer.get(page_of("filing", quarters)).content.decode()
    svg = drawing(page)
    assert 'aria-label="Smuggled migrants detected. Bar chart, 3 periods; highest' in svg
    assert "120" in svg
    assert "240" in svg
    assert "Your own numbers, period by period" in page
    assert f"{niger.people.agency.name}, own filings" in text_of(
        niger.officer.get(page_of("filing", quarters))
    )
    assert "Lighter: not validated yet." in page
    assert page_of("filing_trend", quarters, "png") in page
    assert "Invented" not in svg


@pytest.mark.parametrize(("kind", "starts"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_it_is_taken_along_with_its_marking_and_the_log_says_so(niger, quarters, kind, starts):
    answer = niger.officer.get(page_of("filing_trend", quarters, kind))
    assert answer.content.startswith(starts)
    assert "TLP-AMBER" in answer["Content-Disposition"]
    if kind == "svg":
        assert "TLP:AMBER" in answer.content.decode()
        assert "own filings" in answer.content.decode()
    event = Event.objects.filter(kind="reporting.filing.exported").get()
    assert event.target == quarters.ref


def test_invented_numbers_say_so_inside_the_drawing_and_in_the_name(niger, quarters):
    Filing.objects.update(invented=True)
    page = niger.officer.get(page_of("filing", quarters)).content.decode()
    assert "Invented" in drawing(page)
    answer = niger.officer.get(page_of("filing_trend", quarters, "svg"))
    assert "INVENTED" in answer["Content-Disposition"]
    assert "Everything in this chart is invented." in answer.content.decode()


def test_red_leaves_in_no_file(niger, quarters):
    Filing.objects.filter(period="2024-01-01").update(marking="red")
    page = niger.officer.get(page_of("filing", quarters)).content.decode()
    assert page_of("filing_trend", quarters, "png") not in page
    assert niger.officer.get(page_of("filing_trend", quarters, "png")).status_code == 404


def test_the_numbers_of_the_chart_are_taken_along_with_marking_and_definition_on_every_line(
    niger, quarters
):
    Filing.objects.filter(period="2024-01-01").update(marking="green", uses=["analysis"])
    page = niger.officer.get(page_of("filing", quarters)).content.decode()
    assert page_of("filing_trend", quarters, "csv") in page
    answer = niger.officer.get(page_of("filing_trend", quarters, "csv"))
    assert "TLP-AMBER" in answer["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    first, *others = [one for one in lines if one["measure"] == "smuggled_detected"]
    assert (first["from"], first["value"], first["marking"]) == ("2024-01-01", "120", "TLP:GREEN")
    assert [one["value"] for one in others] == ["240", "90"]
    for one in lines:
        assert one["definition"]
        assert one["source"] == f"{niger.people.agency.name}, own filings"
        assert one["export"].startswith("exp-")
    assert {one["total_of_all_periods"] for one in [first, *others]} == {"450"}
    assert Event.objects.get(kind="reporting.filing.exported").target == quarters.ref


def test_a_picture_says_what_is_counted_and_how_many_in_all(niger, quarters):
    svg = niger.officer.get(page_of("filing_trend", quarters, "svg")).content.decode()
    said = " ".join(re.findall(r">([^<]+)<", svg))
    assert "Smuggled migrants detected" in said
    definition = say(section("smuggled_migrants").measures["smuggled_detected"].definition)
    assert " ".join(definition.split())[:40] in re.sub(r"\s+", " ", said)
    assert "Total of the 3 periods shown: 450" in said
    assert "TLP:AMBER" in said


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "csv"])
def test_nobody_else_gets_it_and_no_other_kind_is_drawn(niger, mali, quarters, kind):
    address = page_of("filing_trend", quarters, kind)
    seen = {desk.get(address).status_code for desk in (niger.contact, niger.secretary)}
    assert seen | {mali.officer.get(address).status_code} == {404}
    cleared = page_of("filing_trend", Filing.objects.get(period="2024-01-01"), kind)
    seen = {desk.get(cleared).status_code for desk in (niger.contact, niger.secretary)}
    assert seen | {mali.officer.get(cleared).status_code} == {404}
    assert niger.officer.get(address).status_code == (404 if kind == "pdf" else 200)


def test_it_says_who_reads_it_and_promises_nothing(niger, quarters):
    assert "only your organisation reads it" in text_of(
        niger.officer.get(page_of("filing", quarters))
    )
    old = Filing.objects.get(period="2024-01-01")
    told = text_of(niger.officer.get(page_of("filing", old)))
    assert "keeps it from every other State, so it opens nothing of theirs" in told


def test_the_first_filing_has_nothing_to_be_compared_with(niger):
    filing = drafted(niger.people)
    assert "What it gives back" not in text_of(niger.officer.get(page_of("filing", filing)))
    assert niger.officer.get(page_of("filing_trend", filing, "png")).status_code == 404

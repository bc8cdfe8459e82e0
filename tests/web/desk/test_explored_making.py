"""Explore at the desk: of what a number of filings was made, and under which words it leaves.

xm01 a longer period says of which parts it was made, on page, table, drawing and files
xm02 an amended number is told of with its day and the old one, where it counts and nowhere else
xm03 the reference of a filing leads to the version behind the number
xm04 a picture that leaves says what is counted, how many, of when, how marked and as of when
xm05 what a State files is called cells, not records
xm06 the unit behind a number has the form that the number takes
xm08 the list of what is counted keeps what States file apart and always holds what is shown
xm07 of what is marked TLP:RED nothing leaves as a file
xm10 a filing that its State recalled counts for that State still, and is named wherever it does
xm09 text and lines that are taken along hold the number, its meaning, its day and its marking
"""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cairn.figures.measures import measures
from cairn.kernel.dates import DateSpan, Level
from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, begin_version, save_counts
from cairn.reporting.filings.models import Filing
from cairn.web import numbers
from cairn.web.units import unit_behind
from tests.reporting.filings.doing import counted_again, drafted, validated
from tests.web.desk.filing.conftest import mali, niger, text_of  # noqa: F401

pytestmark = pytest.mark.django_db


def through(people, filing) -> Filing:
    filing = submit_filing(filing=counted_again(filing, people.officer), by=people.officer)
    filing = clear_filing(
        filing=filing, by=people.contact, zeros_are_true=True, repetition_is_true=True
    )
    return validate_filing(filing=filing, by=people.secretary)


def by_months(people, *values: int, period: str = "2024-Q1") -> Filing:
    """A quarter, filed month by month."""
    filing = drafted(people, period, sum(values))
    changes = [
        Change(CountInput("smuggled_detected", value, span=DateSpan.between(one.first, one.last)))
        for one, value in zip(filing.whole.split(Level.MONTH), values, strict=True)
    ]
    save_counts(filing=filing, changes=changes, by=people.officer)
    return through(people, filing)


def amended(people, filing, measure: str, value: int, was: int | None = None) -> Filing:
    newer = begin_version(filing=filing, by=people.officer)
    save_counts(
        filing=newer, changes=[Change(CountInput(measure, value), Was(was))], by=people.officer
    )
    return through(people, newer)


@pytest.fixture
def filed(niger):  # noqa: F811
    """2024 by three months and a quarter, 2023 by a quarter that was amended."""
    people = niger.people
    by_months(people, 1_000, 700, 500)
    validated(people, "2024-Q2", 12)
    amended(people, validated(people, "2023-Q4", 5), "smuggled_detected", 6, was=5)
    desk_snapshot()
    return niger


def page(desk, people, language="en", **more):
    query = {"source": source_key(people.agency), "level": "quarter"} | more
    with override(language):
        address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    return text_of(desk.get(address, query))


def file(desk, people, block, kind, language="en", **more):
    query = {"source": source_key(people.agency), "level": "quarter"} | more
    with override(language):
        address = reverse("desk:explore_file", args=["smuggled_migrants", block, kind])
    answer = desk.get(address, query)
    assert answer.status_code == 200
    found = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return found.decode("utf-8-sig")


def amended_words(people) -> str:
    newest = Filing.objects.get(number=2)
    day = numbers.day(newest.validated_at.date(), "en")
    return f"Amended on {day}: for Q4 2023 it was 5 and is 6."


def test_xm01_a_longer_period_says_of_which_parts_it_is(filed):
    found = page(filed.officer, filed.people, period="2024-Q1")
    assert "<li>Made of 3 months.</li>" in found
    assert "Q1 2024: Made of 3 months." in found, "beside the chart"
    assert "<td>Made of 3 months.</td>" in found, "in the table"
    assert "Made of 4 periods of different lengths." in page(
        filed.officer, filed.people, period="2024"
    )
    assert "Made of" not in page(filed.officer, filed.people, period="2024-Q2", level="quarter")
    drawn = file(filed.officer, filed.people, "trend", "svg")
    assert "Q1 2024: Made of 3 months." in drawn
    rows = csv.DictReader(io.StringIO(file(filed.officer, filed.people, "trend", "csv")))
    assert {one["quarter"]: one["made_of"] for one in rows} == {
        "2023-Q4": "",
        "2024-Q1": "Made of 3 months.",
        "2024-Q2": "",
    }
    assert "Made of 3 months." in file(
        filed.officer, filed.people, "breakdown", "svg", period="2024-Q1"
    )


def test_xm01_of_several_periods_in_a_row_it_is_said_of_each(filed):
    by_months(filed.people, 1, 2, 3, period="2024-Q3")
    by_months(filed.people, 1, 2, 3, period="2024-Q4")
    desk_snapshot()
    found = page(filed.officer, filed.people, period="2024")
    assert "Q1 2024 and Q3 2024 to Q4 2024: each made of 3 months." in found
    assert "Q1 2024: Made of 3 months." in page(filed.officer, filed.people, period="2024-Q1")


def test_xm01_a_comparison_says_it_of_each_side(filed):
    query = {"period": "2024-Q1", "with_period": "2023-Q4"}
    found = page(filed.officer, filed.people, **query)
    assert "Q1 2024: Made of 3 months." in found
    assert f"Q4 2023: {amended_words(filed.people)}" in found
    drawn = file(filed.officer, filed.people, "comparison", "svg", **query)
    assert "Q1 2024: Made of 3 months." in drawn


def test_xm02_an_amended_filing_is_told_of_where_it_counts(filed):
    told = amended_words(filed.people)
    assert f"<li>{told}</li>" in page(filed.officer, filed.people, period="2023")
    assert "Amended on" not in page(filed.officer, filed.people, period="2024")
    assert "none was amended" in page(filed.officer, filed.people, period="2024")
    found = page(filed.officer, filed.people)
    assert f"Q4 2023: {told}" in found
    assert f"<td>{told}</td>" in found
    assert told in file(filed.officer, filed.people, "trend", "svg")
    rows = csv.DictReader(io.StringIO(file(filed.officer, filed.people, "trend", "csv")))
    day = Filing.objects.get(number=2).validated_at.date().isoformat()
    assert [one["amended_on"] for one in rows] == [day, "", ""]


def test_xm02_a_filing_that_was_amended_for_another_number_changes_nothing_of_this_one(filed):
    people = filed.people
    amended(people, validated(people, "2022-Q4", 9), "dead", 3)
    desk_snapshot()
    assert "Amended on" not in page(filed.officer, people, period="2022")
    with override("en"):
        address = reverse("desk:explore_measure", args=["smuggled_dead"])
    told = text_of(filed.officer.get(address, {"period": "2022"}))
    assert "for Q4 2022 it was not recorded and is 3." in told


def test_xm02_who_may_not_see_the_newer_version_is_told_of_none(filed):
    assert "Amended on" in page(filed.contact, filed.people)
    Filing.objects.filter(number=2).update(audience_class="organisation")
    assert "Amended on" not in page(filed.contact, filed.people)


def test_xm03_a_reference_leads_to_the_version_behind_the_number(filed):
    found = page(filed.contact, filed.people)
    amended = Filing.objects.get(number=2)
    with override("en"):
        address = reverse("desk:filing_version", args=[amended.ref, 2])
    assert f'<a href="{address}"><bdi class="reference">{amended.ref}</bdi></a>' in found
    assert filed.contact.get(address).status_code == 200


def test_xm04_a_picture_that_leaves_says_what_it_shows(filed):
    drawn = file(filed.officer, filed.people, "trend", "svg", period="2024")
    asked = measures()["smuggled_migrants"]
    assert asked.question in drawn
    assert "Total: 2,212 people" in drawn
    assert ">2024<" in drawn, "the period"
    assert "TLP:AMBER" in drawn
    assert "Figures of" in drawn
    assert filed.people.agency.name in drawn
    assert "Total" not in file(
        filed.officer,
        filed.people,
        "comparison",
        "svg",
        period="2024-Q1",
        with_period="2024-Q2",
    ), "two selections have no total"
    without_period = file(filed.officer, filed.people, "trend", "svg")
    assert "1 Oct 2023 – 30 Jun 2024" in without_period.replace("\u2009", " ")


def test_xm04_the_narrowest_marking_is_named(filed):
    Filing.objects.filter(period="2024-04-01").update(marking="amber_strict")
    assert "TLP:AMBER+STRICT" in file(filed.officer, filed.people, "trend", "svg")
    first = file(filed.officer, filed.people, "trend", "svg", period="2024-Q1")
    assert "TLP:AMBER<" in first, "the narrower one is not in it"
    rows = csv.DictReader(io.StringIO(file(filed.officer, filed.people, "trend", "csv")))
    assert {one["marking"] for one in rows} == {"TLP:AMBER+STRICT"}
    assert "<dd>TLP:AMBER+STRICT" in page(filed.officer, filed.people)


def test_xm04_a_comparison_bears_the_narrower_marking_of_its_sides(filed):
    Filing.objects.filter(period="2024-04-01").update(marking="amber_strict")
    query = {"period": "2024-Q1", "with_period": "2024-Q2"}
    assert "TLP:AMBER+STRICT" in file(filed.officer, filed.people, "comparison", "svg", **query)


def test_xm07_what_is_marked_red_is_shown_and_never_a_file(filed):
    Filing.objects.filter(period="2024-04-01").update(marking="red")
    told = "Filings marked TLP:RED stand behind these numbers"
    found = page(filed.officer, filed.people)
    assert told in found
    assert " download>" not in found
    address = reverse("desk:explore_file", args=["smuggled_migrants", "trend", "csv"])
    source = source_key(filed.people.agency)
    assert filed.officer.get(address, {"source": source}).status_code == 404
    assert filed.officer.get(address, {"source": source, "bare": "light"}).status_code == 404
    assert filed.officer.get(address, {"source": source, "period": "2024-Q1"}).status_code == 200
    both = {"source": source, "period": "2024-Q1", "with_period": "2024-Q2"}
    compared = reverse("desk:explore_file", args=["smuggled_migrants", "comparison", "csv"])
    assert filed.officer.get(compared, both).status_code == 404
    assert told not in page(filed.officer, filed.people, period="2024-Q1")


def test_xm05_what_a_state_files_is_called_cells(filed):
    found = page(filed.officer, filed.people)
    assert "n = 5 numbers of filings · Source" in found
    assert "It rests on 5 numbers of filings." in found
    assert "Which numbers were counted" in found
    assert ">records</th>" not in found
    drawn = file(filed.officer, filed.people, "trend", "svg")
    assert "Numbers of filings: 5" in drawn
    about = json.loads(file(filed.officer, filed.people, "made", "json"))
    assert about["counted_as"] == "cells"


@pytest.mark.parametrize(
    ("language", "n", "form"),
    [
        ("en", 1, "person"),
        ("ar", 2_200, "شخص"),
        ("ar", 12, "شخصا"),
        ("ar", 5, "أشخاص"),
        ("ru", 21, "человек"),
        ("ru", 22, "человека"),
        ("fr", 0, "personne"),
    ],
)
def test_xm06_the_unit_takes_the_form_of_the_number(language, n, form):
    with override(language):
        assert unit_behind(measures()["smuggled_migrants"].unit, n) == form


def test_xm06_every_unit_has_its_forms():
    for one in measures().values():
        assert unit_behind(one.unit, 2) == one.unit


def test_xm06_the_page_and_its_pictures_use_them(filed):
    assert "<span>شخص<" in page(filed.officer, filed.people, "ar", period="2024-Q1")
    assert "<span>شخصا<" in page(filed.officer, filed.people, "ar", period="2024-Q2")
    drawn = file(filed.officer, filed.people, "trend", "svg", "ar", period="2024-Q2")
    assert "المجموع: 12 شخصا" in drawn


def test_xm08_the_list_of_measures_holds_what_is_shown_and_keeps_filings_apart(filed, mali):  # noqa: F811
    chosen = '<option value="smuggled_migrants" selected>'
    grouped = '<optgroup label="Filed by States">'
    assert f"{grouped}{chosen}" in page(filed.officer, filed.people)
    found = page(mali.officer, filed.people)
    assert chosen in found, "another would stand there as chosen"
    assert grouped not in found


def test_xm05_a_time_without_filings_has_no_filing_and_not_no_record(filed):
    found = page(filed.officer, filed.people, period="2023-Q4")
    assert "no filing" in found
    assert "no record" not in found


def test_xm06_no_russian_sentence_ends_in_two_full_stops(filed):
    for more in (
        {},
        {"period": "2024"},
        {"period": "2024-Q1"},
        {"period": "2024-Q1", "level": "month"},
    ):
        assert "г.." not in page(filed.officer, filed.people, "ru", **more)


def test_xm09_the_citation_as_text_holds_the_number_and_what_must_be_said_of_it(filed):
    told = file(filed.officer, filed.people, "made", "txt", period="2024-Q1")
    asked = measures()["smuggled_migrants"]
    for words in (
        *(asked.title, asked.question, asked.caveat),
        *("Q1 2024: 2,200 people\n", "Made of 3 months.", "TLP:AMBER\n", "Figures of "),
        *("It covers the whole of Q1 2024.", "Last validated on"),
    ):
        assert words in told
    query = {"period": "2024-Q1", "with_period": "2023-Q4"}
    both = file(filed.officer, filed.people, "made", "txt", **query)
    assert "Q1 2024: 2,200 people\n" in both
    assert f"Q4 2023: 6 people\n{amended_words(filed.people)}\n" in both


def test_xm09_each_line_of_numbers_says_what_it_is_and_of_which_day(filed):
    validated(filed.people, "2024-Q3", 4)
    rows = list(csv.DictReader(io.StringIO(file(filed.officer, filed.people, "trend", "csv"))))
    asked = measures()["smuggled_migrants"]
    day = Filing.objects.get(number=2).validated_at.date().isoformat()
    for one in rows:
        assert one["title"] == asked.title
        assert asked.question in one["definition"]
        assert (one["unit"], one["total_of_selection"]) == ("people", "2218")
        assert one["figures_of"] == one["last_validated"] == day
        assert "1 filing of your State" in one["on_the_way"]
    drawn = file(filed.officer, filed.people, "trend", "svg").replace("\n", " ")
    assert "1 filing of your State" in drawn


def test_xm09_the_name_of_a_file_bears_the_marking_and_that_it_is_invented(filed):
    address = reverse("desk:explore_file", args=["smuggled_migrants", "trend", "csv"])
    query = {"source": source_key(filed.people.agency)}
    name = filed.officer.get(address, query)["Content-Disposition"]
    assert 'filename="cairn-' in name
    assert re.search(r'_TLP-AMBER_exp-[0-9A-Z]{10}-.\.csv"', name)
    Filing.objects.update(invented=True, marking="amber_strict")
    desk_snapshot()
    name = filed.officer.get(address, query)["Content-Disposition"]
    assert 'filename="INVENTED_cairn-' in name
    assert re.search(r'_TLP-AMBER-STRICT_exp-[0-9A-Z]{10}-.\.csv"', name)


def test_xm10_a_recalled_filing_is_named_wherever_its_number_is(filed):
    mine = Filing.objects.get(period="2024-04-01")
    moment = timezone.now()
    Filing.objects.filter(pk=mine.pk).update(recalled_at=moment, recalled_by="somebody")
    day = numbers.day(timezone.localdate(moment), "en")
    told = f"Filing {mine.ref} of Q2 2024 was recalled on {day}"
    found = page(filed.officer, filed.people, period="2024")
    assert ">2,212<" in found, "the State's own number stays"
    assert f"<li>{told}" in found
    assert "none was amended" not in found
    assert "Of these recalled" in found
    assert f">recalled on {day}</span>" in found
    assert "recalled on" not in page(filed.officer, filed.people, period="2024-Q1")
    rows = csv.DictReader(io.StringIO(file(filed.officer, filed.people, "trend", "csv")))
    assert [one["recalled"].startswith(told) for one in rows] == [False, False, True]
    assert told in file(filed.officer, filed.people, "made", "txt", period="2024")
    about = json.loads(file(filed.officer, filed.people, "made", "json", period="2024"))
    days = {one["ref"]: one["recalled"] for one in about["filings"]}
    assert {ref for ref, day in days.items() if day} == {mine.ref}

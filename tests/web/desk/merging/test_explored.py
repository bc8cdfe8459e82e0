"""Explore over a national filing says of whose filings it was merged.

xg01 the agencies, who was counted once, and what was written by hand stand at the number and leave
     with it
xg02 a number that no merge is behind says nothing of it
xg04 of a time that is asked for, the national filing comes first, and each source has its time
xg05 what a source knows only apart is not called unsaid
xg03 another State finds no trace; who may only see the filing learns that it was merged
"""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import (
    asked_of,
    clear_filing,
    submit_filing,
    validate_filing,
)
from cairn.reporting.filings.combining import apply_merge
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts, save_details
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import Viewer
from cairn.web.desk.explored import merge_of
from cairn.web.explore.lives import Merged
from tests.reporting.filings.doing import World, drafted, validated
from tests.web.desk.filing.conftest import text_of
from tests.web.desk.merging.conftest import decide, entered

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(niger) -> Filing:
    """40 and 25 of the same people, merged to 40; the women written by hand."""
    filing = niger.begun()
    decide(niger.contact, filing, "larger")
    apply_merge(filing=filing, by=niger.people.contact)
    change = Change(CountInput("smuggled_detected", value=9, dims={"sex": "female"}), Was(10))
    save_counts(filing=filing, changes=[change], by=niger.people.contact)
    given = {"coverage_note": "All posts.", "answers": {}, "differences": {}}
    for one in asked_of(Filing.objects.get(pk=filing.pk)):
        if one.settles:
            given[one.settles][one.key] = "Looked up."
    save_details(filing=filing, values=given, by=niger.people.contact)
    filing = submit_filing(filing=filing, by=niger.people.contact)
    filing = clear_filing(filing=filing, by=niger.people.contact, zeros_are_true=True)
    filing = validate_filing(filing=filing, by=niger.people.secretary)
    desk_snapshot()
    return filing


def asked(desk, name, *args, **query):
    with override("en"):
        address = reverse(f"desk:explore_{name}", args=["smuggled_migrants", *args])
    return desk.get(address, query)


def test_xg01_the_number_says_of_what_it_was_merged(niger, merged):
    agencies = sorted([niger.first.owner.name, niger.second.owner.name])
    for desk in (niger.contact, entered(niger.people.secretary)):
        found = text_of(asked(desk, "measure", source=source_key(niger.ministry)))
        assert all(f"{name}" in found for name in agencies)
        assert "<li>Merged from the filings of " in found
        told = "Given by more than one agency and counted once in the total: 25."
        assert (told in found) == (desk is niger.contact)  # else one agency's number can be told
        assert "Written by hand, not by the merge: Female." in found
        assert "Filings of several agencies of its State were merged in it" in found
        assert "no other source is added" not in found
    source = source_key(niger.ministry)
    drawn = asked(niger.contact, "file", "trend", "svg", source=source).content.decode()
    assert "counted once in the total: 25." in drawn.replace("\n", " ")
    answer = asked(niger.contact, "file", "trend", "csv", source=source)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all("counted once in the total: 25." in one["merged"] for one in rows)
    told = asked(niger.contact, "file", "made", "json", source=source).json()
    assert sorted(told["filings"][0]["merged_from"]) == agencies


def test_xg02_an_agency_of_its_own_says_nothing_of_a_merge(niger, merged):
    Filing.objects.filter(pk=merged.pk).update(merged_from=[])
    found = text_of(asked(niger.contact, "measure", source=source_key(niger.ministry)))
    assert "Merged from" not in found


def test_xg03_who_is_of_neither_learns_only_that_it_was_merged(niger, mali, merged):
    found = text_of(asked(mali.contact, "measure"))
    assert "erged" not in found.split('id="answer"')[1]
    stranger = merge_of(merged, {"smuggled_detected"}, Viewer(today=date(2026, 1, 1)))
    assert stranger == Merged()


def test_xg04_of_a_time_that_is_asked_for_the_national_filing_is_shown_first(niger, merged):
    validated(niger.people, "2024-Q2", 99)
    desk_snapshot()
    found = text_of(asked(niger.contact, "measure", period="2024"))
    listed = found.split('<details class="sources"')[1].split("</details>")[0]
    assert f'aria-current="true">{niger.ministry.name}</a>' in listed
    assert '<span class="soft">Q1 2024</span></span> <span class="number">40</span>' in listed
    assert '<span class="soft">Q2 2024</span></span> <span class="number">99</span>' in listed
    assert "they are of different months too" in listed


def test_xg05_what_a_source_gives_but_not_together_is_not_called_unsaid(niger, merged):
    cut = [{"origin": "NER"}, {"sex": "female"}]
    changes = [Change(CountInput("smuggled_detected", value=10, dims=dims)) for dims in cut]
    filing = drafted(niger.people, "2024-Q3", 10)
    save_counts(filing=filing, changes=changes, by=niger.people.officer)
    filing = submit_filing(filing=filing, by=niger.people.officer)
    filing = clear_filing(filing=filing, by=niger.people.contact, zeros_are_true=True)
    validate_filing(filing=filing, by=niger.people.secretary)
    desk_snapshot()
    found = text_of(asked(niger.contact, "measure", sex="female", origin="NER"))
    agency = niger.people.agency.name
    assert f"{agency} gives each of these by itself and not together: origin and sex." in found
    assert f"{niger.ministry.name} does not say: origin." in found


def test_the_line_of_an_agency_says_who_goes_on_where_it_ends(niger, merged):
    """Before the merge one agency filed alone: the two are not joined, and it is said where."""
    validated(niger.people, "2023-Q4", 7)
    desk_snapshot()
    query = {"level": "quarter"}
    national = text_of(asked(niger.contact, "measure", source=source_key(niger.ministry), **query))
    alone = text_of(asked(niger.contact, "measure", source=source_key(niger.first.owner), **query))
    before = f"the numbers of Niger are those of {niger.first.owner.name}."
    after = f"the numbers of Niger are those of {niger.ministry.name}."
    assert f"From 1 Oct 2023 to 31 Dec 2023 {before}" in national
    assert after not in national
    assert f"From 1 Jan 2024 to 31 Mar 2024 {after}" in alone
    assert before not in alone
    for found, words in ((national, before), (alone, after)):
        assert found.count(words) == 1, "in the row of the table: no drawing shows that time"
    # Once the agency files again, its drawing has a place for the quarter that it left out.
    validated(niger.people, "2024-Q2", 9)
    desk_snapshot()
    agency, ministry = (source_key(one) for one in (niger.first.owner, niger.ministry))
    assert text_of(asked(niger.contact, "measure", source=agency, **query)).count(after) >= 2
    for source, told in ((agency, True), (ministry, False)):
        drawn = asked(niger.contact, "file", "trend", "svg", source=source, **query)
        words = re.sub(r"<[^>]+>|\s+", " ", drawn.content.decode())
        assert ("They are left out here" in words) is told


def test_own_numbers_taken_along_say_of_whose_they_were_merged(niger, merged):
    filing = drafted(World(niger.ministry, niger.people.contact, *[None] * 2), "2024-Q2", 50)
    answer = niger.contact.get(reverse("desk:filing_trend", args=[filing.ref, "csv"]))
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {(one["from"], one["merged_from"]) for one in lines}
    agencies = {niger.first.owner.called, niger.second.owner.called}
    [names] = [names for first, names in told if first == "2024-01-01"]
    assert set(names.split("; ")) == agencies
    assert ("2024-04-01", "") in told

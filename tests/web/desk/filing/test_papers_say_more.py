"""What receipt, print page and files say besides the numbers; what the check page says when."""

import csv
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import asked_of, clear_filing, submit_filing
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import World, drafted
from tests.reporting.filings.exchange import filed
from tests.web.desk.filing.conftest import office, page_of, says_purpose, text_of
from tests.web.desk.merging.conftest import TOTAL, two_agencies
from tests.web.desk.merging.test_changed_numbers import changed_to, written
from tests.web.desk.participation.test_pages import together

pytestmark = pytest.mark.django_db
WHY = "Seven came late."


@pytest.fixture
def national(db):
    """A merge whose total somebody wrote over, with a reason, handed over."""
    two = two_agencies()
    filing = written(two)
    changed_to(two, filing, "72")
    given = {"answers": {}, "differences": {}}
    for one in asked_of(Filing.objects.get(pk=filing.pk)):
        given[one.settles][one.key] = WHY
    filing = save_details(filing=filing, values=given, by=two.people.contact)
    return two, submit_filing(filing=filing, by=two.people.contact)


def exported(desk, filing, kind):
    answer = desk.get(page_of("filing_export", filing, kind))
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_receipt_shows_the_marking(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    assert text_of(niger.officer.get(page_of("filing_receipt", filing))).count("TLP:AMBER") == 2


def test_a_line_written_by_hand_carries_its_reason_and_every_line_the_agencies(national):
    two, filing = national
    text = exported(two.contact, filing, "csv").decode("utf-8-sig")
    lines = {(row["measure"], row["sex"]): row for row in csv.DictReader(io.StringIO(text))}
    total, part = lines[TOTAL, ""], lines[TOTAL, "female"]
    assert (total["by_hand"], WHY in total["reason_given"]) == ("yes", True)
    assert (part["by_hand"], part["reason_given"]) == ("no", "")
    names = {two.first.owner.name, two.second.owner.name}
    assert {frozenset(row["merged_from"].split("; ")) for row in lines.values()} == {
        frozenset(names)
    }


def test_the_notes_of_a_workbook_hold_the_reasons_and_the_agencies(national):
    two, filing = national
    book = openpyxl.load_workbook(io.BytesIO(exported(two.contact, filing, "xlsx")))
    notes = dict(book["notes"].iter_rows(min_row=3, max_col=2, values_only=True))
    assert WHY in notes.values()
    assert two.first.owner.name in notes["merged from"]


def test_of_what_was_not_merged_nothing_is_called_written_by_hand(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    text = exported(niger.officer, filing, "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["by_hand"], row["merged_from"]) == ("", "")


def test_the_print_page_says_what_it_was_made_from(national):
    two, filing = national
    page = text_of(two.contact.get(page_of("filing_return", filing)))
    assert "What it was made from" in page
    assert two.first.owner.name in page
    assert "Stands: 72. The merge gives: 65." in page


def test_the_secretariat_reads_that_a_number_was_written_by_hand_and_not_what_agencies_gave(
    national,
):
    two, filing = national
    clear_filing(filing=filing, by=two.people.contact, zeros_are_true=True)
    page = text_of(office("MLI").secretary.get(page_of("filing", filing)))
    assert "Stands: 72. Somebody wrote it by hand" in page
    assert WHY in page
    assert not re.search(r"\b65\b", page[page.index('id="made"') :].split("</section>")[0])


def test_an_agencys_own_history_tells_of_the_merge_and_hashes_stand_apart(national):
    two, filing = national
    page = text_of(two.contact.get(page_of("filing", two.first)))
    trail = page[page.index('id="history"') :].split("</ol>")[0]
    assert "Merged into the national filing" in trail
    assert filing.ref in trail
    assert "<code" not in trail
    assert "Check sums, to compare with a receipt" in page


def test_reasons_that_were_given_are_called_so_and_open_ones_are_asked_for(national):
    two, filing = national
    Filing.objects.filter(pk=filing.pk).update(status="draft", submitted_at=None, submitted_by=None)
    check = page_of("filing_check", filing)
    settled = text_of(two.contact.get(check))
    assert "Nothing is asked any more" in settled
    assert "Reasons that you gave" in settled
    assert "Correct this, or say why it is right" not in settled
    Filing.objects.filter(pk=filing.pk).update(answers={}, differences={})
    asked = text_of(two.contact.get(check))
    assert "Correct this, or say why it is right" in asked
    assert "Nothing is asked any more" not in asked


def test_with_zeros_to_attest_the_page_says_what_clearing_in_one_step_needs(niger):
    people = niger.people
    ministry = people.contact.memberships.get().organisation
    filing = drafted(World(ministry, people.contact, people.contact, people.secretary), value=0)
    page = text_of(niger.contact.get(page_of("filing_check", filing)))
    assert "It can be submitted" in page
    assert "Nothing is asked any more" not in page
    assert "and clear it in the same step." not in page


def test_the_coverage_note_is_not_called_optional(niger):
    page = text_of(niger.officer.get(page_of("filing_about", drafted(niger.people))))
    label = page[page.index('for="id_coverage_note"') :].split("</label>")[0]
    assert "optional" not in label
    assert "Needed before you submit" in page


def test_a_page_of_filings_is_short_and_leads_to_the_rules_from_its_head(niger):
    for year in range(2000, 2006):
        for quarter in range(1, 5):
            drafted(niger.people, f"{year}-Q{quarter}")
    answer = niger.officer.get(reverse("desk:filings"))
    assert len(answer.context["lines"]) == 20
    page = text_of(niger.contact.get(reverse("desk:filings")))
    assert page.index(reverse("desk:filing_rules")) < page.index("No filings yet")


def test_another_state_that_may_read_it_learns_nothing_of_how_it_was_merged(niger, mali):
    together(niger, mali)
    filing, _own = filed(niger.people, "2024-Q1"), filed(mali.people, "2024-Q1")
    agency = drafted(niger.people, "2023-Q1")
    about = {"merged_from": [agency.ref], "answers": {f"merged|{TOTAL}||12": WHY}}
    Filing.objects.filter(pk=filing.pk).update(**about)
    Filing.objects.filter(pk=agency.pk).update(merged_into=filing.ref)
    inside, outside = (
        next(
            row
            for row in csv.DictReader(
                io.StringIO(exported(desk, filing, "csv").decode("utf-8-sig"))
            )
            if row["measure"] == TOTAL
        )
        for desk in (niger.officer, says_purpose(mali.officer))
    )
    assert (inside["merged_from"], inside["reason_given"]) == (agency.owner.name, WHY)
    assert (outside["merged_from"], outside["by_hand"], outside["reason_given"]) == ("", "", "")
    for name in ("filing", "filing_return"):
        assert "What it was made from" in text_of(niger.officer.get(page_of(name, filing)))
        assert "What it was made from" not in text_of(mali.officer.get(page_of(name, filing)))
        assert WHY in text_of(niger.officer.get(page_of(name, filing)))
        assert WHY not in text_of(mali.officer.get(page_of(name, filing)))

"""After a sheet was taken over: going back leads to what it became, and several filings of one
sheet are looked at and submitted together."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.urls import reverse

from cairn.kernel.dates import Period
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.sheets import arriving
from cairn.reporting.sheets.arriving import expire_sheets
from cairn.reporting.sheets.models import SheetFile, SheetTaken
from cairn.web.numbers import period
from tests.factories import ScheduleFactory
from tests.web.desk.sheets.test_sheet_page import address, text_of

MONTHS = ["janv", "févr", "mars", "avr", "mai", "juin"]


@pytest.fixture
def two_quarters(tmp_path) -> Path:
    """Two tables of one quarter each, with nothing that must be asked."""
    path = tmp_path / "2024.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for quarter in (1, 2):
            page = book.add_worksheet(f"T{quarter}")
            page.write(0, 0, "Migrants objet d'un trafic, détectés par poste")
            page.write_row(2, 0, ["Nationalité", *(
                f"{month}-24" for month in MONTHS[3 * quarter - 3 : 3 * quarter])])  # fmt: skip
            for row, name in enumerate(("Niger", "Mali", "Syrie"), 3):
                page.write_row(row, 0, [name, 10 * row, 20 + row, 6 + quarter])
            page.write_row(6, 0, ["Total", 120, 72, 3 * (6 + quarter)])
    return path


@pytest.fixture
def quarterly(officer):
    return ScheduleFactory(
        organisation=officer.people.agency, section="smuggled_migrants", level="quarter"
    )


def taken(officer, path) -> str:
    """Sent and taken over; where the sheet was."""
    officer.send_sheet(path)
    at = address()
    if SheetFile.objects.get().missing:
        officer.act(at, "answer", **{"q-word|": "not_recorded", "q-word|-": "zero"})
    answer = officer.post(at, officer.form(at, "take"))
    assert answer.status_code == 302
    return at


def test_back_from_the_filing_leads_to_the_filing_again(officer, path):
    at = taken(officer, path)
    back = officer.get(at)
    assert back.status_code == 302
    assert back.url.endswith(f"/filings/{Filing.objects.get().ref}/")
    upload = SheetTaken.objects.get().came_from
    assert officer.get(reverse("desk:sheet_arrived", args=[upload])).url == at


def test_where_a_sheet_went_is_told_to_nobody_else_and_only_for_a_month(
    officer, other, path, monkeypatch
):
    at = taken(officer, path)
    absent = other.get(reverse("desk:sheet", kwargs={"ref": "sht-0000000000-0"}))
    assert other.get(at).status_code == absent.status_code == 404
    upload = SheetTaken.objects.get().came_from
    assert other.get(reverse("desk:sheet_arrived", args=[upload])).status_code == 404
    expire_sheets()
    assert officer.get(at).status_code == 302
    monkeypatch.setattr(arriving, "LEADS_ON", -arriving.LEADS_ON)
    expire_sheets()
    assert officer.get(at).status_code == 404


def test_back_to_the_form_of_a_submitted_filing_leads_to_the_filing(officer, path):
    taken(officer, path)
    filing = Filing.objects.get()
    pages = [
        reverse(f"desk:{name}", args=[filing.ref])
        for name in ("filing_write", "filing_about", "filing_check", "workbook", "filing_file")
    ]
    assert [officer.get(one).status_code for one in pages] == [200] * 5
    form = officer.fields(pages[2])
    Filing.objects.update(conduct="smuggling", coverage_note="All posts.")
    submit_filing(filing=filing, by=officer.people.officer)
    for one in pages:
        back = officer.get(one, follow=True)
        assert back.redirect_chain == [(reverse("desk:filing", args=[filing.ref]), 302)]
        assert "is not open for writing any more" in text_of(back)
    assert officer.post(pages[2], form).status_code == 403  # what is sent is refused, not swallowed


def test_several_filings_of_one_sheet_are_submitted_in_one_step(officer, two_quarters, quarterly):
    at = taken(officer, two_quarters)
    page = officer.get(at)
    text = text_of(page)
    assert "The sheet became 2 filings" in text
    assert text.count("#id_conduct") == text.count("#id_coverage_note") == 2  # said of each
    assert "Submit these 2 filings" in text
    refused = officer.act(at, "submit")
    assert refused.status_code == 400
    assert "Nothing was submitted yet" in text_of(refused)
    done = officer.act(at, "submit", conduct="smuggling", coverage_note="All posts.")
    assert done.status_code == 200
    assert "2 filings were submitted." in text_of(done)
    assert {(one.status, one.conduct, one.coverage_note) for one in Filing.objects.all()} == {
        (FilingStatus.SUBMITTED, "smuggling", "All posts.")
    }
    assert 'value="submit"' not in officer.get(at).content.decode()


def test_what_is_open_in_one_keeps_it_back_and_the_others_may_go(officer, two_quarters, quarterly):
    at = taken(officer, two_quarters)
    first, second = Filing.objects.order_by("period")
    Filing.objects.filter(pk=first.pk).update(conduct="smuggling", coverage_note="The north.")
    assert officer.act(at, "submit").status_code == 400
    assert not Filing.objects.filter(status=FilingStatus.SUBMITTED).exists()
    done = officer.act(at, "ready")
    assert "1 filing was submitted." in text_of(done)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (FilingStatus.SUBMITTED, FilingStatus.DRAFT)
    assert first.coverage_note == "The north."


def test_a_name_in_what_is_said_of_all_is_told_and_nothing_is_submitted(
    officer, two_quarters, quarterly
):
    at = taken(officer, two_quarters)
    given = {"conduct": "smuggling", "coverage_note": "Call amina@example.org."}
    refused = officer.act(at, "submit", **given)
    assert refused.status_code == 400
    assert "amina@example.org" in text_of(refused)  # what was written is still in the field
    assert not Filing.objects.exclude(status=FilingStatus.DRAFT).exists()


def test_a_reason_is_written_where_it_is_wanted_and_the_desk_leads_back_to_the_page(
    officer, two_quarters, quarterly
):
    at = taken(officer, two_quarters)
    home = reverse("desk:home")
    told = officer.get(home).content.decode()
    both = period(Period(date(2024, 1, 1), date(2024, 6, 30)), "en")
    assert f'href="{at}"' in told
    assert f"· {both}</a>" in told, "of which periods it is"
    first = Filing.objects.order_by("period").first()
    total = first.counts.filter(when_earliest__isnull=True, origin=None).first()
    was = Was(total.value) if total else Was()
    change = Change(CountInput("smuggled_detected", value=999), was)
    save_counts(filing=first, changes=[change], by=officer.people.officer)
    [field] = [
        one.field(check)
        for one in officer.get(at).context["filings"]
        for check in one.asked
        if one.filing.ref == first.ref and check.code == "parts_differ"
    ][:1]
    assert f'name="{field}"' in officer.get(at).content.decode().replace("&amp;", "&")
    given = officer.form(at, "save") | {field: "The total counts the desert too."}
    answer = officer.post(at, given)
    assert answer.status_code == 302
    first.refresh_from_db()
    assert "The total counts the desert too." in first.differences.values()


def test_they_are_marked_together_where_nobody_marked_one_otherwise(
    officer, two_quarters, quarterly
):
    at = taken(officer, two_quarters)
    page = text_of(officer.get(at))
    assert "It is marked TLP:AMBER and goes out so" in page
    said = {"conduct": "smuggling", "coverage_note": "All posts."}
    first, _second = Filing.objects.order_by("period")
    shown = officer.form(at, "save") | said | {"marking": "green"}
    Filing.objects.filter(pk=first.pk).update(marking="red")  # meanwhile
    officer.post(at, shown)
    assert [one.marking for one in Filing.objects.order_by("period")] == ["red", "green"]
    assert "They are marked each in its way now" in text_of(officer.get(at))
    done = officer.act(at, "submit")
    assert "2 filings were submitted." in text_of(done)
    assert [one.marking for one in Filing.objects.order_by("period")] == ["red", "green"]


def test_one_marking_chosen_for_all_goes_into_all(officer, two_quarters, quarterly):
    at = taken(officer, two_quarters)
    said = {"conduct": "smuggling", "coverage_note": "All posts."}
    officer.act(at, "submit", marking="green", **said)
    assert {(one.status, one.marking) for one in Filing.objects.all()} == {
        (FilingStatus.SUBMITTED, "green")
    }

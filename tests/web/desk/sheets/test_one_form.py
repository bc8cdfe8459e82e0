"""On the page: what one button keeps of what was said elsewhere on it, and what stays untouched.

- answers, choices about filings and reasons for totals are one form: either button keeps all
- a zero that is only proposed is not confirmed by the button of the totals
- numbers that the sheet does not speak of are listed, also where everything comes from the sheet
- a row without a sex is told before it goes in; nothing is left out before anybody was asked
"""

import re

import xlsxwriter
from django.urls import reverse

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.models import SheetFile
from tests.reporting.filings.doing import drafted
from tests.reporting.sheets.books import ministry
from tests.reporting.sheets.test_unsaid import ROWS, SUMS, by_sex
from tests.web.desk.sheets.test_meeting_page import address, text_of


def put(filing, world, *inputs):
    save_counts(filing=filing, changes=[Change(one) for one in inputs], by=world.officer)
    return filing


def test_either_button_keeps_what_was_said_beside_the_other(officer, tmp_path):
    put(drafted(officer.people, "2024-Q1", 400), officer.people, CountInput("dead", 2))
    officer.send_sheet(ministry(tmp_path / "a.xlsx", off=5))
    page = text_of(officer.get(address()))
    [filing] = set(re.findall(r'name="(f-filing[^"]+)" value="take"', page))
    reason = {"r-total|T1 2024!E12": "Cinq ont été comptés deux fois."}
    officer.act(address(), "answer", **{"q-word|": "not_recorded", filing: "take"}, **reason)
    said = SheetFile.objects.get().said
    assert (said[filing.removeprefix("f-")], *reason.values()) == (
        "take",
        said["total|T1 2024!E12"],
    )
    officer.act(address(), "settle", **{"q-word|-": "not_available"})
    file = SheetFile.objects.get()
    assert file.answers["words"] == {"": "not_recorded", "ras": "zero", "-": "not_available"}


def test_a_zero_that_is_proposed_is_not_confirmed_by_another_button(officer, tmp_path):
    officer.send_sheet(ministry(tmp_path / "a.xlsx", off=5))
    given = officer.form(address(), "settle")
    assert given["q-word|ras"] == "zero"
    officer.act(address(), "settle", **{"q-word|": "not_recorded"})
    assert SheetFile.objects.get().answers["words"] == {"": "not_recorded"}


def test_what_stays_in_any_case_is_listed(officer, tmp_path):
    draft = drafted(officer.people, "2024-Q2", 2425)
    put(draft, officer.people, CountInput("dead", 2), CountInput("missing", 3))
    page = officer.send_sheet(by_sex(tmp_path / "a.xlsx", *ROWS, SUMS))
    text = text_of(page)
    assert "3 cells say no sex where others of their table do" in text
    # The page speaks of meeting filings only where there is something to decide.
    put(draft, officer.people, CountInput("smuggled_detected", 9, dims={"origin": "YEM"}))
    text = text_of(officer.get(address()))
    assert "2 numbers stay in any case" in text
    [field] = set(re.findall(r'name="(f-filing[^"]+)" value="take"', text))
    officer.act(address(), "settle", **{field: "take"})
    assert "2 numbers stay in any case" in text_of(officer.get(address()))
    page = officer.act(address(), "take")
    assert "2 other numbers of the filings were kept" in text_of(page)
    held = dict(Filing.objects.get().counts.values_list("key", "value"))
    assert (held["dead|"], held["missing|"], held["smuggled_detected|"]) == (2, 3, 2425)
    assert "smuggled_detected||origin=YEM" not in held


def test_nothing_is_left_out_before_it_was_asked(officer, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        page = book.add_worksheet("2024")
        page.write_row(0, 0, ["Nationalité", "janvier 2024", "février 2024", "mars 2024"])
        page.write_row(1, 0, ["Niger", 1, 2, 3])
        page.write_row(2, 0, ["Mali", 4, 5, 6])
    text = text_of(officer.send_sheet(tmp_path / "b.xlsx"))
    assert "6 to be asked" in re.search(r'<p id="tally">(.*?)</p>', text)[1]
    assert "left out" not in re.search(r'<p id="tally">(.*?)</p>', text)[1]


def test_a_reason_names_the_cell_of_its_total(officer, tmp_path):
    officer.send_sheet(ministry(tmp_path / "a.xlsx", off=5))
    given = {"q-word|": "not_recorded", "q-word|-": "not_recorded"}
    officer.act(address(), "answer", **given, **{"r-total|T1 2024!E12": "Deux postes en plus."})
    officer.act(address(), "take")
    filing = Filing.objects.get()
    text = text_of(officer.get(reverse("desk:filing", args=[filing.ref])))
    assert re.search(r"<li>total in cell \S*E12\S*: <strong><bdi>Deux postes en plus", text)

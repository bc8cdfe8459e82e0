"""What the page of a sheet offers where an answer is hard to find.

SP-1 a month that is not over is left aside with one click, and another answer says why it is none
SP-2 a cell that cannot be read leads to the form, where its number is written
SP-3 years, months and decimals stand as the reader writes them
"""

import re
from datetime import timedelta
from html import unescape

import xlsxwriter
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.dates import Level, Period
from cairn.reporting.sheets.models import SheetFile
from cairn.web import numbers


def address(language: str = "en") -> str:
    at = reverse("desk:sheet", kwargs={"ref": SheetFile.objects.get().ref})
    return at.replace("/en/", f"/{language}/", 1)


def text_of(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode())))


def book(path, heads, rows):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, "Migrants objet d'un trafic, détectés")
        date = held.add_format({"num_format": "mmm\\-yy"})
        page.write(2, 0, "Nationalité")
        for at, head in enumerate(heads, 1):
            page.write(2, at, head, date) if hasattr(head, "year") else page.write(2, at, head)
        for at, row in enumerate(rows, 3):
            page.write_row(at, 0, row)
    return path


def test_sp1_a_month_that_is_not_over_goes_with_one_click(officer, tmp_path):
    today = timezone.localdate()
    after = Period.of(today.replace(day=28) + timedelta(days=10), Level.MONTH)
    this = Period.of(today, Level.MONTH)
    rows = [["Niger", 12, 9], ["Mali", 6, 4], ["Tchad", 3, 2]]
    page = officer.send_sheet(book(tmp_path / "a.xlsx", [str(this), str(after)], rows))
    name = numbers.period(after, "en")
    assert f"{name} is not over" in text_of(page)
    assert f"Leave {name} aside" in text_of(page)
    page = officer.act(address(), "answer", **{"q-period|Feuil1|0": str(after)})
    assert page.status_code == 400
    assert f"“{after}” does not settle it" in text_of(page)
    form = officer.form(address(), "answer") | {"act": "aside:period|Feuil1|0"}
    page = officer.post(address(), form, follow=True)
    assert page.status_code == 200
    assert "Nothing is open" in text_of(page)


def test_sp2_sp3_a_number_is_written_where_none_can_be_read(officer, tmp_path):
    first = timezone.datetime(2024, 1, 1)
    heads = [first.replace(month=n) for n in (1, 2, 3)]
    rows = [["Niger", 71.5, 9, 1200], ["Mali", 6, 4, 2], ["Tchad", 3, 2, 1]]
    path = book(tmp_path / "b.xlsx", heads, rows)
    officer.send_sheet(path)
    body = officer.get(address()).content.decode()
    [link] = {
        unescape(one) for one in re.findall(r'href="(\?sheet=0&amp;from=\d+&amp;at=B4#say)"', body)
    }
    page = officer.get(address() + link.partition("#")[0])
    assert '<option value="number" selected>' in page.content.decode()
    page = officer.act(address(), "correct", at="B4", scope="cell", what="number", text="71")
    assert "71, written by hand" in text_of(page)
    assert "Nothing is open" in text_of(page)
    french = officer.get(address("fr"))
    assert "71,5" in text_of(french)
    assert "71.5" not in text_of(french)
    assert "janv. 2024" in text_of(french)
    assert "1 janv. 2024" not in text_of(french)

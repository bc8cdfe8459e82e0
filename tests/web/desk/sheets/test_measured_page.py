"""What the page of a sheet says before anything is taken over.

MP-1 what its numbers count is named, with the title that says it and one click to say otherwise
MP-2 a question of a title names what the title would say of all numbers
MP-3 where a heading may be a period or a country, there is a field to write it
MP-4 what a heading is read as keeps its own direction of writing
"""

import re
from html import unescape

import xlsxwriter
from django.urls import reverse

from cairn.reporting.sheets.models import SheetFile
from tests.web.desk.sheets.test_said_on_the_page import address, text_of


def sent(officer, path, title, heads):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("Feuil1")
        page.write(0, 0, title)
        page.write_row(2, 0, heads)
        for at, row in enumerate([["Niger", 2, 1], ["Mali", 3, 4]], 3):
            page.write_row(at, 0, row)
    return officer.send_sheet(path, section="irregular_migration")


def test_mp1_what_is_counted_is_named_and_said_anew_with_one_click(officer, tmp_path):
    heads = ["Nationalité", "2024-01", "2024-02"]
    page = sent(officer, tmp_path / "a.xlsx", "Refus d'entrée à la frontière", heads)
    assert "Feuil1!A3: Refusals of entry" in text_of(page)
    assert "the title says it: “Refus d'entrée à la frontière”" in text_of(page)
    body = page.content.decode()
    counts = body[body.index('id="counts"') :]
    [link] = re.findall(r'href="([^"]*change=[^"]*)#asks"', counts.partition("</section>")[0])
    page = officer.get(address() + unescape(link))
    [field] = re.findall(r'<select id="q0" name="([^"]*)"', page.content.decode())
    form = officer.form(address() + unescape(link), "answer")
    page = officer.post(address(), form | {unescape(field): "exits_intercepted"}, follow=True)
    assert "Feuil1!A3: Irregular exits intercepted" in text_of(page)


def test_mp2_what_a_title_would_say_of_all_numbers_is_named(officer, tmp_path):
    heads = ["Nationalité", "2024-01", "2024-02"]
    title = "Entrées irrégulières par mer à la frontière"
    page = sent(officer, tmp_path / "a.xlsx", title, heads)
    assert "may say this of all numbers: “By sea”" in text_of(page)


def test_mp3_a_heading_that_is_a_period_is_written_beside_it(officer, tmp_path):
    heads = ["Nationalité", "2024-Q1", "Phase deux"]
    page = sent(officer, tmp_path / "a.xlsx", "Entrées irrégulières détectées", heads)
    [field] = re.findall(r'name="(t-heading[^"]*)"', page.content.decode())
    key = unescape(field).removeprefix("t-")
    page = officer.act(address(), "answer", **{f"q-{key}": "period", f"t-{key}": "2024-Q2"})
    assert page.status_code == 200
    assert "Nothing is open" in text_of(page)


def test_mp4_a_reading_is_isolated_from_the_writing_of_the_sheet(officer, tmp_path):
    heads = ["Date", "Nombre de cas", "2024-02"]
    sent(officer, tmp_path / "a.xlsx", "Entrées irrégulières détectées", heads)
    at = reverse("desk:sheet", kwargs={"ref": SheetFile.objects.get().ref})
    body = officer.get(at.replace("/en/", "/ar/", 1)).content.decode()
    found = re.findall(r"<small>(.*?)</small>", body)
    assert found
    assert all("<bdi>" in one for one in found)

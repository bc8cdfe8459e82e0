"""The page of a spreadsheet: what it shows, what it asks, and that plain forms do everything."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from cairn.files.models import Upload
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.models import RefusedSheet, SheetFile
from cairn.reporting.uploads import path_of
from cairn.web.desk.sheets import showing
from tests.reporting.sheets.books import ministry

JSON = {"Accept": "application/json"}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def address() -> str:
    return reverse("desk:sheet", kwargs={"ref": SheetFile.objects.get().ref})


def test_a_sheet_goes_from_the_file_to_the_draft_by_plain_forms(officer, path):
    page = officer.send_sheet(path)
    assert page.status_code == 200
    text = text_of(page)
    assert "70 cells:" in text
    assert "12 numbers" in text
    assert "1 zero in words" in text
    assert "2 to be asked" in text
    page = officer.act(address(), "answer", **{"q-word|": "not_recorded", "q-word|-": "zero"})
    assert "RAS" not in re.findall(r"<legend>.*?</legend>", page.content.decode())
    taken = officer.post(address(), officer.form(address(), "take"))
    filing = Filing.objects.get()
    assert taken.status_code == 302
    assert taken.url.endswith(f"/desk/filings/{filing.ref}/")
    assert filing.counts.filter(value=0).count() == 2


def test_every_cell_says_what_it_is_understood_as(officer, path):
    body = officer.send_sheet(path).content.decode()
    for kind in ("k-header", "k-label", "k-data", "k-zero", "k-missing_asked", "k-total", "k-note"):
        assert f'class="{kind}' in body
    assert re.search(r'data-at="A5"[^>]*data-why="[^"]+\(\d+', body)
    assert "January 2024" in body
    assert 'rowspan="2"' in body
    assert 'colspan="3"' in body


def test_the_whole_is_taken_over_once_however_often_it_is_sent(officer, path):
    officer.send_sheet(path)
    officer.act(address(), "answer", **{"q-word|": "not_recorded", "q-word|-": "zero"})
    at, form = address(), officer.form(address(), "take")
    answers = [officer.post(at, form) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Filing.objects.count() == 1


def test_an_answer_that_is_not_understood_is_told_beside_its_question(officer, tmp_path):
    people = {"Atlantide": [1, 2, 3], "Niger": [1, 2, 3], "Mali": [4, 5, 6], "Soudan": [1, 1, 1]}
    officer.send_sheet(ministry(tmp_path / "a.xlsx", people))
    page = officer.act(address(), "answer", **{"q-country|Atlantide": "Lemuria"})
    assert page.status_code == 400
    assert "Lemuria" in text_of(page)
    page = officer.act(address(), "answer", **{"q-country|Atlantide": "leave_out"})
    assert page.status_code == 200


def test_a_cell_is_corrected_with_the_form_below_the_sheet(officer, path):
    officer.send_sheet(path)
    page = officer.act(address(), "correct", at="A6", scope="cell", what="country", text="Tchad")
    assert "Chad" in text_of(page)


@pytest.mark.parametrize(
    "given",
    [
        {"at": "ZZ99", "scope": "cell", "what": "place"},
        {"at": "no cell", "scope": "cell", "what": "place"},
        {"at": "A6", "scope": "cell", "what": "measure:none"},
        {"at": "A6", "scope": "everything", "what": "place"},
        {"at": "A14", "scope": "cell", "what": "place"},  # no table stands below it
    ],
)
def test_what_is_no_correction_is_said_and_changes_nothing(officer, path, given):
    officer.send_sheet(path)
    before = SheetFile.objects.get().layout
    page = officer.act(address(), "correct", **given)
    assert page.status_code == 400
    assert "That was not done" in text_of(page)
    assert SheetFile.objects.get().layout == before


def test_nobody_else_learns_that_a_sheet_exists(officer, other, path):
    officer.send_sheet(path)
    hidden = other.get(address())
    absent = other.get(reverse("desk:sheet", kwargs={"ref": "sht-0000000000-0"}))
    assert hidden.status_code == absent.status_code == 404
    told = [unquote(text_of(one)) for one in (hidden, absent)]  # a check character may be "="
    ref = SheetFile.objects.get().ref
    assert told[0].replace(ref, "") == told[1].replace("sht-0000000000-0", "")


def test_slices_go_on_where_they_stopped_and_the_sheet_is_read_once(officer, path):
    content = path.read_bytes()
    given = {"name": path.name, "size": len(content), "mark": "m", "section": "smuggled_migrants"}
    given["organisation"] = officer.people.agency.ref
    told = officer.post(reverse("desk:sheet_uploads"), given, headers=JSON).json()
    half = len(content) // 2
    for offset, part in ((0, content[:half]), (half, content[half:])):
        span = f"bytes {offset}-{offset + len(part)}/{len(content)}"
        told = officer.put(
            told["url"],
            part,
            content_type="application/octet-stream",
            headers=JSON | {"Content-Range": span},
        ).json()
    upload = Upload.objects.get()
    assert upload.file is None  # never among the stored files
    at = path_of(upload)
    assert told["whole"]
    assert at.exists()
    for _ in range(2):
        page = officer.get(told["next"], follow=True)
        assert page.status_code == 200
    assert SheetFile.objects.count() == 1
    assert not at.exists()
    assert not Upload.objects.exists()


def test_a_name_of_a_file_that_may_identify_somebody_is_refused_before_it_is_sent(officer):
    given = {"name": "passport no. AB1234567.xlsx", "size": 9000, "mark": "m", "section": ""}
    given["organisation"] = officer.people.agency.ref
    answer = officer.post(reverse("desk:sheet_uploads"), given, headers=JSON)
    assert answer.status_code in (400, 403)
    assert "name of the file" in answer.json()["message"]
    assert not Upload.objects.exists()


def test_a_refused_file_leaves_codes_only(officer, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 400)
    page = officer.send_sheet(path)
    assert page.status_code == 400
    assert "The file was not taken" in text_of(page)
    refused = RefusedSheet.objects.get()
    assert refused.codes
    assert len(refused.digest) == 64
    assert not Upload.objects.exists()
    assert not SheetFile.objects.exists()


def test_a_section_that_the_sheet_names_is_found(officer, path):
    officer.send_sheet(path, section="")
    assert SheetFile.objects.get().section == "smuggled_migrants"


def test_a_section_that_the_sheet_does_not_name_is_asked(officer, tmp_path):
    path = tmp_path / "bare.csv"
    path.write_text("Nationalité;janvier 2024;février 2024\nNiger;1;2\nMali;3;4\nTchad;5;6\n")
    page = officer.send_sheet(path, section="")
    assert "On what does the sheet report?" in text_of(page)
    here = page.redirect_chain[-1][0]
    page = officer.follow(here, section="smuggled_migrants")
    assert SheetFile.objects.get().section == "smuggled_migrants"
    assert "Which number of the section does this table give?" in text_of(page)


def test_a_sheet_is_given_up(officer, path):
    officer.send_sheet(path)
    page = officer.act(address(), "drop")
    assert "Nothing of it is left" in text_of(page)
    assert not SheetFile.objects.exists()


def test_answers_that_say_nothing_are_told_with_what_is_open(officer, path):
    officer.send_sheet(path)
    form = officer.form(address(), "answer")
    empty = {key: "" if key.startswith("q-") else text for key, text in form.items()}
    page = officer.post(address(), empty, follow=True)
    text = text_of(page)
    assert page.status_code == 400
    assert "Nothing was filled in" in text
    assert text.count("This is still open.") == 3
    assert re.search(r'<form[^>]*action="#asks"', text)
    page = officer.act(address(), "answer", **{"q-word|": "not_recorded"})
    assert page.status_code == 200


def test_all_totals_are_told_and_come_in_pages(officer, tmp_path, monkeypatch):
    officer.send_sheet(ministry(tmp_path / "T1.xlsx"))
    text = text_of(officer.get(address()))
    number = int(re.search(r"All totals, one by one \((\d+)\)", text)[1])
    monkeypatch.setattr(showing, "MOST_TOTALS", 5)
    seen, first = [], 1
    while first:
        text = text_of(officer.get(address(), {"totals": first}))
        assert f"of {number}" in text
        part = re.search(r'id="one-by-one" open.*?</details>', text)[0]
        seen += re.findall(r'<th scope="row"><bdi>([^<]+)</bdi>', part)
        after = re.search(r"totals=(\d+)#one-by-one\">Totals after", part)
        first = int(after[1]) if after else 0
    assert len(seen) == len(set(seen)) == number > 5

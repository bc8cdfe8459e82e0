"""A file that is no spreadsheet is refused first, in one sentence; nothing is asked about it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.files.models import Upload
from tests.web.desk.sheets.test_sheet_page import JSON, text_of

NO_SPREADSHEET = "This file is not a spreadsheet"


@pytest.mark.parametrize("name", ["T1.pdf", "T1.PNG", "rapport.docx", "scan.jpeg", "all.zip"])
def test_a_file_of_another_kind_is_refused_before_anything_is_asked(officer, name):
    page = reverse("desk:sheets")
    given = officer.fields(page) | {"file": SimpleUploadedFile(name, b"%PDF-1.7"), "period": "?"}
    refused = officer.post(page, given)
    assert refused.status_code == 400
    assert list(refused.context["form"].errors) == ["file"]
    assert text_of(refused).count(NO_SPREADSHEET) >= 1
    told = officer.post(
        reverse("desk:sheet_uploads"),
        {"name": name, "size": 8, "organisation": "", "period": "?", "section": ""},
        headers=JSON,
    )
    assert (told.status_code, told.json()["message"].count(".")) == (400, 2)
    assert told.json()["message"].startswith(NO_SPREADSHEET)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("T1.xlsx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
        ("T1.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("T1.xlsx", b"PK\x03\x04\x14\0\0\0word/document.xml"),
        ("notes.txt", b"We met in the morning.\nNothing was counted.\n"),
    ],
)
def test_a_wrong_content_under_a_right_name_is_refused_and_never_asked_about(
    officer, name, content
):
    page = reverse("desk:sheets")
    given = officer.fields(page) | {"file": SimpleUploadedFile(name, content)}
    refused = officer.post(page, given, follow=True)
    assert refused.status_code == 400
    assert "On what does the sheet report?" not in text_of(refused)
    assert not Upload.objects.exists()

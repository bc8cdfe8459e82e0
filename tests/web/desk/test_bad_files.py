"""Every bad file ends in a sentence on a page, and nothing of it is half-written."""

import re

import pytest
from django.urls import reverse

from cairn.formats.errors import FileError
from cairn.formats.limits import DEFAULT
from cairn.jobs.models import JobNote
from cairn.reporting.models import Account, ImportBatch
from tests.formats.corpus import BAD_FILES, BadFile

pytestmark = pytest.mark.django_db
HUGE = {
    "300_mb.csv",
    "200_mb_of_nothing.csv",
}  # too large for a form in a test
SMALL = [bad for bad in BAD_FILES if bad.name not in HUGE and bad.limits == DEFAULT]


@pytest.fixture
def content(tmp_path):
    def make(bad: BadFile) -> bytes:
        path = tmp_path / bad.name
        bad.make(path)
        return path.read_bytes()

    return make


def sentences(page) -> str:
    text = page.content.decode()
    assert "Traceback" not in text
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("bad", SMALL, ids=lambda bad: bad.name)
def test_a_bad_file_is_told_in_a_sentence(desk, content, new_source, bad):
    step1 = desk.bring(content(bad), name=bad.name)
    if step1.status_code == 400:
        assert "The file is empty" in sentences(step1)
        return
    step2 = desk.get(step1.url)
    text = sentences(step2)
    if step2.status_code == 400:
        refused = isinstance(bad.expect, type) and issubclass(bad.expect, FileError)
        assert refused, text
        assert "This file cannot be read" in text
        assert ImportBatch.objects.count() == 0
        return
    assert step2.status_code == 200
    step3 = desk.check(step1.url, **new_source)
    assert step3.status_code == 302, step3.context["form"].errors
    page = desk.get(step3.url)
    assert page.status_code == 200
    sentences(page)
    batch = ImportBatch.objects.first()
    if batch is None:  # not settled how it is read: the page says what is lacking
        assert page.context["found"].lacking is not None
        return
    assert batch.status in {"staged", "discarded"}, JobNote.objects.values("sentence", "error")
    assert Account.objects.current().count() == 0
    assert Account.objects.count() == (batch.rows_new if batch.status == "staged" else 0)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(desk):
    fields = {"name": "300_mb.csv", "size": 300 * 1024 * 1024, "kind": "incidents"}
    answer = desk.post(reverse("desk:uploads"), fields, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "300" in answer.json()["message"]
    assert "250" in answer.json()["message"]


def test_a_form_that_is_too_large_is_refused_before_it_is_read(desk):
    answer = desk.generic(
        "POST", reverse("desk:import_new"), b"", CONTENT_LENGTH=str(300 * 1024 * 1024)
    )
    assert answer.status_code == 400
    assert "250" in answer.content.decode()

"""Checkpoints at the desk: taken along, and held against the log."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cairn.audit.checkpoints import make_checkpoint, statement_of
from cairn.audit.models import Event, Holding, Seal
from cairn.audit.seal import seal_pending
from cairn.kernel.languages import LANGUAGES
from tests.factories import EventFactory
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:checkpoints")
DAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path


@pytest.fixture
def desk(db):
    return Desk().enter(person("reader", "analyst"))


@pytest.fixture
def held(db):
    EventFactory(by="somebody")
    return make_checkpoint(today=DAY)


def file_of(day) -> str:
    return reverse("desk:checkpoint_file", args=[day])


def test_it_is_taken_along_as_a_text_and_that_is_noted_once(desk, held):
    assert "your organisation has it" not in text_of(desk.get(PAGE))
    for _ in range(2):
        answer = desk.get(file_of("2026-11-29"))
        assert answer.content.decode() == statement_of(held).text
    assert 'filename="cairn-checkpoint-2026-11-29.txt"' in answer["Content-Disposition"]
    assert Holding.objects.count() == 1
    assert "your organisation has it" in text_of(desk.get(PAGE))


def test_a_look_at_the_head_takes_nothing_along(desk, held):
    desk.head(file_of("2026-11-29"))
    assert not Holding.objects.exists()


@pytest.mark.parametrize("day", ["2026-11-28", "yesterday", "2026-13-01", "٢٠٢٦-١١-٢٩"])
def test_a_day_without_one_is_not_found(desk, held, day):
    assert desk.get(file_of(day)).status_code == 404


def test_one_that_holds_and_one_after_the_log_was_rewritten(desk, held):
    text = statement_of(held).text
    assert "It holds" in text_of(desk.post(PAGE, {"text": text}))
    Event.objects.filter(by="somebody").update(by="somebody else")
    Seal.objects.all().delete()
    seal_pending()
    file = SimpleUploadedFile("kept.txt", text.encode())
    assert "The log was changed" in text_of(desk.post(PAGE, {"file": file}))


@pytest.mark.parametrize("sent", ["", "   ", "nothing", "cairn checkpoint 1\nday 2026-11-29\n"])
def test_what_is_none_is_said_and_the_page_stays(desk, held, sent):
    answer = desk.post(PAGE, {"text": sent})
    assert answer.status_code == 400
    assert answer.context["wrong"]
    assert answer.context["newest"]


def test_a_large_file_is_read_only_in_its_beginning(desk, held):
    file = SimpleUploadedFile("kept.txt", statement_of(held).text.encode() + b"x" * 3_000_000)
    assert desk.post(PAGE, {"file": file}).status_code == 400


def test_the_page_teaches_before_there_is_one_and_nobody_outside_reads_it(desk):
    assert "No checkpoint yet" in text_of(desk.get(PAGE))
    assert Client().get(PAGE).status_code == 302


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_it_is_drawn_in_every_language(desk, held, language, catalogues):
    answer = desk.get(PAGE.replace("/en/", f"/{language}/"))
    assert f'lang="{language}"' in text_of(answer)

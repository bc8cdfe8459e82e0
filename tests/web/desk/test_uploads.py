"""A file that comes in slices, over a bad line, perhaps twice."""

import os
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cairn.files.models import StoredFile, Upload
from cairn.files.store import open_content
from cairn.kernel.errors import NotFound
from cairn.reporting.uploads import OtherOffset, drop, expire, path_of, receive
from tests.web.desk.conftest import EVENTS, Desk, person

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
CONTENT = EVENTS.encode() * 50


def announce(desk, content: bytes = CONTENT, mark: str = "m1", **fields) -> dict:
    given = {"name": "events.csv", "size": len(content), "mark": mark, "kind": "incidents"} | fields
    answer = desk.post(reverse("desk:uploads"), given, headers=JSON)
    assert answer.status_code == 201, answer.content
    return answer.json()


def put(desk, told: dict, part: bytes, offset: int):
    span = f"bytes {offset}-{offset + len(part)}/{told['size']}"
    return desk.put(
        told["url"],
        part,
        content_type="application/octet-stream",
        headers=JSON | {"Content-Range": span},
    )


def test_slices_become_the_file(desk):
    told = announce(desk)
    for offset in range(0, len(CONTENT), 1000):
        answer = put(desk, told, CONTENT[offset : offset + 1000], offset)
        assert answer.status_code == 200
    assert answer.json()["whole"]
    upload = Upload.objects.get()
    with open_content(upload.file) as file:
        assert file.read() == CONTENT
    assert not path_of(upload).exists()
    assert desk.get(answer.json()["next"]).status_code == 200


def test_a_slice_at_the_wrong_place_is_told_where_to_go_on(desk):
    told = announce(desk)
    put(desk, told, CONTENT[:1000], 0)
    again = put(desk, told, CONTENT[:1000], 0)  # the answer to the first was lost on the way
    assert again.status_code == 409
    assert again.json()["received"] == 1000
    assert put(desk, told, CONTENT[1000:], 1000).json()["whole"]


def test_another_day_goes_on_where_the_line_was_cut(desk, steward):
    told = announce(desk)
    put(desk, told, CONTENT[:3000], 0)
    other_machine = Desk().enter(steward)
    same = announce(other_machine)
    assert (same["url"], same["received"]) == (told["url"], 3000)
    page = other_machine.get(reverse("desk:import_new")).content.decode()
    assert "choose the same file again" in page
    assert put(other_machine, same, CONTENT[3000:], 3000).json()["whole"]


def test_what_is_on_disk_decides_even_where_the_row_knows_less(desk):
    told = announce(desk)
    upload = Upload.objects.get()
    path_of(upload).parent.mkdir(parents=True)
    path_of(upload).write_bytes(CONTENT[:700])  # arrived, and the process died before it said so
    assert put(desk, told, CONTENT, 0).json()["received"] == 700
    assert put(desk, told, CONTENT[700:], 700).json()["whole"]


def test_a_process_that_dies_after_the_last_slice_loses_nothing(desk):
    told = announce(desk)
    path_of(Upload.objects.get()).parent.mkdir(parents=True)
    path_of(Upload.objects.get()).write_bytes(CONTENT)
    assert put(desk, told, b"", len(CONTENT)).json()["whole"]


def test_more_than_was_announced_is_not_kept(desk):
    told = announce(desk, CONTENT[:1000])
    assert put(desk, told, CONTENT, 0).json()["whole"]
    assert Upload.objects.get().file.size == 1000


@pytest.mark.django_db(transaction=True)
def test_who_falls_silent_keeps_nobody_from_sending_the_same_file(desk, steward):
    told = announce(desk)
    silent, go_on, late = threading.Event(), threading.Event(), []

    def parts() -> Iterator[bytes]:
        yield CONTENT[:1000]
        silent.set()
        go_on.wait(30)
        yield CONTENT[1000:2000]

    def hang() -> None:
        try:
            receive(upload=Upload.objects.get(), offset=0, parts=parts(), by=steward)
        except OtherOffset as problem:
            late.append(problem.values["held"])
        connection.close()

    first = threading.Thread(target=hang)
    first.start()
    try:
        assert silent.wait(10)
        begun = time.monotonic()
        answer = put(desk, told, CONTENT[1000:], 1000)
        assert time.monotonic() - begun < 5
        assert answer.json()["whole"]
    finally:
        go_on.set()
        first.join(10)
    assert late == [len(CONTENT)]
    with open_content(Upload.objects.get().file) as file:
        assert file.read() == CONTENT
    assert not path_of(Upload.objects.get()).exists()


def test_a_slice_for_a_file_that_was_forgotten_meanwhile_leaves_nothing(desk, steward):
    told = announce(desk)
    upload = Upload.objects.get()

    def parts() -> Iterator[bytes]:
        yield CONTENT[:1000]
        drop(upload=Upload.objects.get(), by=steward)
        yield CONTENT[1000:]

    with pytest.raises(NotFound):
        receive(upload=upload, offset=0, parts=parts(), by=steward)
    assert not path_of(upload).exists()
    assert put(desk, told, CONTENT, 0).status_code == 404


def test_nobody_reaches_the_upload_of_another(desk):
    told = announce(desk)
    other = Desk().enter(person("second", "steward"))
    assert other.get(told["url"], headers=JSON).status_code == 404
    assert put(other, told, CONTENT, 0).status_code == 404
    assert other.get(told["next"]).status_code == 404


def test_who_may_not_import_may_not_send(db):
    analyst = Desk().enter(person("reader", "analyst"))
    fields = {"name": "a.csv", "size": 10, "kind": "incidents"}
    assert analyst.post(reverse("desk:uploads"), fields, headers=JSON).status_code == 403
    assert analyst.get(reverse("desk:import_new")).status_code == 403


def test_a_session_that_ended_is_told_to_the_script(desk):
    told = announce(desk)
    desk.logout()
    answer = put(desk, told, CONTENT, 0)
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"


def test_a_full_disk_is_a_sentence_and_keeps_what_came(desk, monkeypatch):
    told = announce(desk)
    put(desk, told, CONTENT[:1000], 0)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = put(desk, told, CONTENT[1000:2000], 1000)
    assert answer.status_code == 507
    assert "disk is full" in answer.json()["message"]
    held = desk.get(told["url"], headers=JSON).json()["received"]
    assert held >= 1000
    assert put(desk, told, CONTENT[held:], held).json()["whole"]


def test_what_nobody_goes_on_with_is_forgotten(desk, new_source):
    told = announce(desk)
    put(desk, told, CONTENT[:1000], 0)
    step2 = desk.bring(EVENTS)
    desk.check(step2.url, **new_source)
    kept = StoredFile.objects.get()
    assert expire() == 0
    assert expire(before=timezone.now()) == 2
    assert Upload.objects.count() == 0
    assert StoredFile.objects.get() == kept  # the import has it


def test_a_file_can_be_forgotten_by_its_owner(desk):
    told = announce(desk)
    put(desk, told, CONTENT, 0)
    upload = Upload.objects.get()
    desk.send(reverse("desk:import_new"), drop=upload.ref)
    assert Upload.objects.count() == 0
    assert StoredFile.objects.count() == 0

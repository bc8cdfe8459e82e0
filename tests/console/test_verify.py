"""`cairn verify`: what was changed behind the program's back is found, and the rest is listed.

vf01  a whole instance is whole            vf03  what no question reaches is said
vf02  changes of every kind are found      vf04  checkpoints and the export, from the console
"""

import hashlib
import random
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from cairn.audit.checkpoints import make_checkpoint, statement_of
from cairn.audit.models import Checkpoint, Event, Seal
from cairn.console.management.commands.verify import CannotWrite, NotProven
from cairn.console.verifying import examine
from cairn.files.models import StoredFile
from cairn.files.store import path_of, put
from cairn.history.models import Version
from cairn.observatory.actions import desk_snapshot, snapshots_root
from cairn.reporting.filings.models import Filing, FilingCount
from tests.reporting.filings.doing import drafted, validated, world

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 29)


@pytest.fixture
def instance(settings, tmp_path):
    """A filing in two versions, a file, a snapshot and a checkpoint."""
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    people = world()
    validated(people, "2024-Q1")
    validated(people, "2024-Q2", value=31)
    drafted(people, "2024-Q3")
    put([b"what somebody sent " * 100])
    desk_snapshot()
    make_checkpoint(today=DAY)
    return tmp_path


def wrong():
    return {found.question: len(found.wrong) for found in examine() if found.wrong}


def test_vf01_a_whole_instance_is_whole(instance, capsys):
    assert wrong() == {}
    call_command("verify")
    said = capsys.readouterr().out
    assert "All that was looked at is what it was." in said
    assert "Not covered:" in said


CHANGES = {
    "an event": lambda: Event.objects.filter(kind="reporting.filing.cleared").update(by="somebody"),
    "an event is gone": lambda: Event.objects.order_by("pk")[0].delete(),
    "a seal": lambda: Seal.objects.filter(number=3).update(salt="0" * 32),
    "a seal is gone": lambda: Seal.objects.filter(number=3).delete(),
    "a checkpoint": lambda: Checkpoint.objects.update(chain="0" * 64),
    "a version": lambda: Version.objects.filter(reason="cleared").update(body="{}"),
    "a version is gone": lambda: Version.objects.filter(reason="cleared").first().delete(),
    "a version that is no JSON": lambda: Version.objects.filter(reason="validated").update(
        body="x"
    ),
    "an event without values": lambda: Event.objects.update(values={}),
    "a number": lambda: FilingCount.objects.filter(value=31).update(value=13),
    "a number is gone": lambda: FilingCount.objects.filter(value=31).delete(),
    "the State": lambda: Filing.objects.filter(status="validated").update(state="MLI"),
    "a marking": lambda: Filing.objects.filter(status="validated").update(marking="clear"),
    "the status": lambda: Filing.objects.filter(status="validated").update(status="cleared"),
    "a file": lambda: path_of(StoredFile.objects.get().sha256).write_bytes(b"else"),
    "a file is gone": lambda: path_of(StoredFile.objects.get().sha256).unlink(),
    "a file is called erased": lambda: erase_behind_the_back(),
    "a snapshot": lambda: _spoil(next(snapshots_root().rglob("counts.parquet"))),
    "a cube": lambda: _spoil(next(snapshots_root().rglob("cubes/*.parquet"))),
}


def erase_behind_the_back():
    path_of(StoredFile.objects.get().sha256).unlink()
    StoredFile.objects.update(erased_at=timezone.now(), erased_under="era-0000000000-0")


def _spoil(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("what", CHANGES)
def test_vf02_one_change_behind_the_back_is_found(instance, what):
    CHANGES[what]()
    assert wrong()
    with pytest.raises(NotProven):
        call_command("verify", stdout=StringIO())


def test_vf02_a_version_whose_digest_was_changed_too_is_found(instance):
    body = '{"number": 1}'
    held = Version.objects.filter(reason="cleared").first()
    Version.objects.filter(pk=held.pk).update(
        body=body, sha256=hashlib.sha256(body.encode()).hexdigest()
    )
    assert "histories" in wrong()


COVERED = (Event, Seal, Checkpoint, Version, StoredFile)


def test_vf02_of_200_changes_at_random_places_each_is_found(instance):
    """A field of a row, or a byte of a file, is changed; then all is put back."""
    draws = random.Random(20261129)
    files = [
        path
        for path in instance.rglob("*")
        if path.is_file() and path.name in KEPT_FILES or path.suffix == ".parquet"
    ]
    files += [path_of(one.sha256) for one in StoredFile.objects.all()]
    missed = []
    for _ in range(200):
        if draws.random() < 0.3:
            path = draws.choice(files)
            content = path.read_bytes()
            at = draws.randrange(len(content))
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            found = wrong()
            path.write_bytes(content)
            where = f"{path.name}, byte {at}"
        else:
            row, name, old = _changed(draws)
            found = wrong()
            type(row).objects.filter(pk=row.pk).update(**{name: old})
            where = f"{row._meta.label}.{name}"
        if not found:
            missed.append(where)
    assert not missed
    assert not wrong()


KEPT_FILES = ("manifest.json",)
LEFT_OUT = {  # no question reaches these, or another field stands for them
    "audit.Checkpoint": {"id", "at", "day"},
    "history.Version": {"id", "model", "at", "by", "reason", "schema", "erased_at"},
    "files.StoredFile": {"id", "size", "media_type", "stored_at", "erased_under"},
    "audit.Event": {"id"},
    "audit.Seal": {"id"},
}


def _changed(draws):
    model = draws.choice(COVERED)
    row = draws.choice(list(model.objects.all()))
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in LEFT_OUT[model._meta.label]
    ]
    name = draws.choice(names)
    old = getattr(row, name)
    model.objects.filter(pk=row.pk).update(**{name: _other(model._meta.get_field(name), old)})
    return row, name, old


def _other(field, old):
    match field:
        case models.JSONField():
            return {**old, "more": 1}
        case models.DateTimeField() if old is None:
            return timezone.now()
        case models.DateTimeField():
            return old.replace(year=old.year - 1)
        case models.IntegerField():
            return old + 100_000
    return ("0" if str(old)[:1] != "0" else "1") + str(old)[1:]


def test_vf03_what_is_not_covered_is_said_with_every_run(instance, capsys):
    call_command("verify")
    said = capsys.readouterr().out
    for words in ("newest checkpoint", "reads of the database", "drafts", "passwords", "batch"):
        assert words in said


def test_vf03_a_draft_that_is_changed_is_among_what_is_not_covered(instance):
    Filing.objects.filter(status="draft").update(coverage_note="Something else.")
    assert wrong() == {}


def test_vf04_a_checkpoint_that_was_kept_is_held_against_the_log(instance, tmp_path, capsys):
    kept = tmp_path / "kept.txt"
    kept.write_text(statement_of(Checkpoint.objects.get()).text)
    call_command("verify", checkpoint=[str(kept)])
    assert "checkpoints that were handed over: 1" in capsys.readouterr().out
    Event.objects.filter(kind="reporting.filing.cleared").update(by="somebody")
    Seal.objects.all().delete()
    Checkpoint.objects.all().delete()
    make_checkpoint(today=DAY)
    assert wrong() == {}  # from inside, all fits
    with pytest.raises(NotProven):
        call_command("verify", checkpoint=[str(kept)])
    assert "its log does not pass through it any more" in capsys.readouterr().out


def test_vf04_a_file_that_is_none_is_named(instance, tmp_path, capsys):
    other = tmp_path / "photo.txt"
    other.write_bytes(b"\xff\xd8 nothing")
    with pytest.raises(NotProven):
        call_command("verify", checkpoint=[str(other), str(tmp_path / "absent.txt")])
    said = capsys.readouterr().out
    assert "photo.txt: no checkpoint can be read there" in said
    assert "absent.txt: no checkpoint can be read there" in said


def test_vf04_the_chain_is_written_once_and_never_over_something(instance, tmp_path, capsys):
    target = tmp_path / "chain.jsonl"
    call_command("verify", export=str(target))
    lines = target.read_text().splitlines()
    assert len(lines) == 1 + Seal.objects.count()
    assert "payload" not in lines[1]
    with pytest.raises(CannotWrite):
        call_command("verify", export=str(target))
    assert target.read_text().splitlines() == lines

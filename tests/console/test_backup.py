"""Backups: one encrypted file of a running instance, and the instance again from it alone.

bk01  what was backed up comes back, with its keys and files
bk02  nothing but the recovery key opens it
bk03  a process that is killed leaves no backup and no half one
bk04  a changed or cut file is refused
bk05  only into an empty place
bk06  consistent while others write
bk07  nothing is served from what was restored by half; the restore is begun again
"""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cairn.console import archive
from tests.instances import ROOT, Instance, new_database, wait_for

pytestmark = pytest.mark.process
NO_LEDGER = "--without-ledger"
FILL = """
from cairn.files.store import put
from tests.reporting.filings.doing import validated, world
people = world()
validated(people, "2024-Q1")
put([b"what somebody sent " * 5000])
"""
COUNTS = """
import json
from django.apps import apps
print(json.dumps({m._meta.label: m.objects.count() for m in apps.get_models()}))
"""


WRITER = """
import time
from tests.factories import EventFactory, OrganisationFactory
from django.db import transaction
for _ in range(200):
    with transaction.atomic():
        OrganisationFactory(key=f"pair-{_}")
        EventFactory(kind="tests.pair")
    time.sleep(0.005)
"""
PAIRS = """
from cairn.accounts.models import Organisation
from cairn.audit.models import Event
print(Organisation.objects.filter(key__startswith="pair-").count(),
      Event.objects.filter(kind="tests.pair").count())
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """An instance with something in it, its recovery key in a file, and a backup that was made
    while others wrote."""
    instance = Instance(tmp_path_factory.mktemp("backup") / "one")
    instance.make_empty()
    instance.python(FILL)
    key = instance.data.parent / "recovery-key"
    key.write_text(instance.cairn("backup", "--new-key").stdout)
    code = f"import django; django.setup()\n{WRITER}"
    environment = instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"}
    writer = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=ROOT)
    time.sleep(1.5)
    path = backed_up(instance)
    writer.wait(timeout=60)
    assert writer.returncode == 0
    yield instance, key, path
    instance.end()


def backed_up(instance) -> Path:
    target = instance.data.parent / "backups"
    done = instance.cairn("backup", str(target))
    assert done.returncode == 0, done.stderr
    return max(target.glob("*.tar.age"))


def counts(instance) -> dict[str, int]:
    return json.loads(instance.python(COUNTS).splitlines()[-1])


def killed(instance: Instance, *words: str) -> None:
    """In the middle, with the keys in their place and before anything was erased again."""
    running = instance.start(*words)
    wait_for(lambda: (instance.data / "secret-key").exists())
    running.kill()
    running.communicate()
    assert (instance.data / "run/restoring").exists()


def test_bk01_bk06_bk07_what_was_backed_up_comes_back_whole_with_half_of_nothing(held, tmp_path):
    instance, key, path = held
    new = Instance(tmp_path / "two")
    killed(new, "restore", str(path), "--key", str(key), NO_LEDGER)
    refused = new.cairn("serve", "--port", "0")
    assert (refused.returncode, "was cut off" in refused.stderr) == (1, True), refused.stderr
    if address := new.variables.get("CAIRN_DATABASE"):
        new.variables["CAIRN_DATABASE"] = new_database(address)  # the first may hold tables
    done = new.cairn("restore", str(path), "--key", str(key), NO_LEDGER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All that was looked at is what it was." in done.stdout
    assert (new.data / "secret-key").read_text() == (instance.data / "secret-key").read_text()
    before, after = counts(instance), counts(new)
    growing = {"audit.Event", "audit.Seal", "audit.Checkpoint", "accounts.Organisation"}
    growing |= {"guarded.Altered"}  # what waited for the index, which is made anew
    assert {k: n for k, n in after.items() if k not in growing} == {
        k: n for k, n in before.items() if k not in growing
    }
    organisations, events = map(int, new.python(PAIRS).splitlines()[-1].split())
    assert 0 < organisations == events
    new.python("from tests.factories import EventFactory; EventFactory()")  # sequences go on
    new.end()


def test_bk02_the_server_keeps_only_the_public_half_and_nothing_else_opens_it(held, tmp_path):
    instance, key, path = held
    secret = next(line for line in key.read_text().split() if line.startswith("AGE-SECRET"))
    kept = [file for file in instance.data.rglob("*") if file.is_file()]
    assert not [file for file in kept if secret.encode() in file.read_bytes()]
    assert b"what somebody sent" not in path.read_bytes()
    other = tmp_path / "other-key"
    other.write_text(archive.new_key()[0])
    with pytest.raises(archive.CannotOpen):
        archive.read(path, archive.read_key(other), _pass_over)
    for none in (instance.data / "backup-recipient", tmp_path / "absent"):
        with pytest.raises(archive.NotAKey):
            archive.read_key(none)
    done = instance.cairn("restore", "--check", str(path), "--key", str(key))
    assert (done.returncode, "Whole: made at" in done.stdout) == (0, True)


def test_a_second_key_is_not_made_by_mistake(held):
    instance, _key, _path = held
    done = instance.cairn("backup", "--new-key")
    assert (done.returncode, "already" in done.stderr) == (1, True)


def test_without_a_key_or_a_place_to_write_no_backup_is_made(held, tmp_path):
    instance, _key, path = held
    file = tmp_path / "a-file"
    file.write_text("x")
    done = instance.cairn("backup", str(file))
    assert (done.returncode, "no backup was made" in done.stderr) == (1, True)
    public = instance.data / "backup-recipient"
    content = public.read_text()
    public.unlink()
    done = instance.cairn("backup", str(tmp_path / "backups"))
    public.write_text(content)
    assert (done.returncode, "no recovery key yet" in done.stderr) == (1, True)
    assert not (tmp_path / "backups").exists()


def test_bk03_a_killed_backup_leaves_nothing_that_looks_like_one(held):
    instance, _key, path = held
    target = path.parent
    words = [sys.executable, "-m", "cairn.console.main", "backup", str(target)]
    known = set(target.glob("*.tar.age"))
    process = subprocess.Popen(words, env=instance.variables, cwd=ROOT, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not list(target.glob("*.part")) and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert set(target.glob("*.tar.age")) == known
    (instance.data / "run" / "backup-left").mkdir(exist_ok=True)
    backed_up(instance)
    assert not list(target.glob("*.part"))
    assert not list((instance.data / "run").glob("backup-*"))  # nor a copy that is not encrypted


def test_bk04_a_byte_that_was_changed_and_a_file_that_was_cut_are_refused(held, tmp_path):
    _instance, key, path = held
    whole = path.read_bytes()
    identity = archive.read_key(key)
    draws = random.Random(4)
    spoilt = tmp_path / "spoilt.tar.age"

    def refused(content):
        spoilt.write_bytes(content)
        with pytest.raises((archive.DamagedBackup, archive.CannotOpen)):
            archive.read(spoilt, identity, _pass_over)

    for _ in range(30):
        at = draws.randrange(len(whole))
        refused(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    for keep in (0, 10, 200, len(whole) // 2, len(whole) - 1):
        refused(whole[:keep])
    refused(whole + b"x")


def _pass_over(name, content):
    while content.read(1 << 20):
        continue


def test_bk04_a_damaged_backup_leaves_the_empty_folder_empty(held, tmp_path):
    _instance, key, path = held
    content = path.read_bytes()
    spoilt = tmp_path / "spoilt.tar.age"
    spoilt.write_bytes(content[: len(content) * 2 // 3])
    new = Instance(tmp_path / "two")
    new.data.mkdir()
    done = new.cairn("restore", str(spoilt), "--key", str(key), NO_LEDGER)
    assert done.returncode == 1
    assert "is damaged or was changed" in done.stderr or "cannot be opened" in done.stderr
    assert list(new.data.iterdir()) == []


def test_bk05_only_into_an_empty_folder_and_never_over_something(held):
    instance, key, path = held
    before = (instance.data / "secret-key").read_text()
    done = instance.cairn("restore", str(path), "--key", str(key), NO_LEDGER)
    assert (done.returncode, "is not empty" in done.stderr) == (1, True)
    assert (instance.data / "secret-key").read_text() == before


def test_bk05_a_database_of_the_other_kind_or_one_in_use_is_refused(held, tmp_path):
    instance, key, path = held
    new = Instance(tmp_path / "two")
    if address := instance.variables.get("CAIRN_DATABASE"):
        new.variables["CAIRN_DATABASE"] = address
        said = "has tables already"
    else:
        new.variables["CAIRN_DATABASE"] = "postgresql://nobody@127.0.0.1:1/none"
        said = "same kind of database"
    done = new.cairn("restore", str(path), "--key", str(key), NO_LEDGER)
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert list(new.data.iterdir()) == []

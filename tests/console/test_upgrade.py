"""Upgrades of an instance that an earlier version left: wholly, or not at all.

up01  an upgrade keeps what was there, says what it does, and enters it in the log
up02  a backup of the earlier version is written first, read back, and can be restored
up03  whatever goes wrong in the middle, the instance is exactly what it was
up04  killed at any point, the instance is the old one or the new one, and the next upgrade ends it
up05  nobody works meanwhile, and nothing else brings an instance up to date
up06  an instance of a later version is left alone
"""

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from cairn.console import archive
from cairn.console.working import StillWorking, UpgradeAtWork, alone, beside
from tests.console.test_backup import COUNTS, FILL
from tests.instances import Instance, _on_server, new_database, wait_for

pytestmark = pytest.mark.process
BEFORE = ("rights zero", "erasure zero", "audit 0002", "files 0003", "sharing 0001")
STEPS = """
from cairn.audit.models import Event
print(*Event.objects.get(kind="console.upgraded").values["steps"])
"""
GROWING = {
    "guarded.Altered",
    "audit.Event",
    "audit.Seal",
    "audit.Checkpoint",
    "migrations.Migration",
}
WITH = """
import os, resource, signal, sys, time
import django
django.setup()
from importlib import import_module
from django.db import connection, migrations
def also(apps, editor):
    cursor = connection.cursor()
    cursor.execute("UPDATE accounts_organisation SET key = key || '-spoilt'")
    {harm}
last = import_module("cairn.sharing.migrations.0002_groups").Migration
last.operations = [*last.operations, migrations.RunPython(also)]
from cairn.console.main import main
sys.exit(main(["upgrade", "--without-backup"]))
"""
# Several in one process: what one leaves there, the next one meets.
ONE_BY_ONE = """
import contextlib, io, json, os, sys
import django
django.setup()
from importlib import import_module
from django.db import connection, migrations
from cairn.console.main import main
last = import_module("cairn.sharing.migrations.0002_groups").Migration
plain = last.operations
def also(apps, editor):
    cursor = connection.cursor()
    cursor.execute("UPDATE accounts_organisation SET key = key || '-spoilt'")
    exec(harm)
last.operations = [*plain, migrations.RunPython(also)]
for line in sys.stdin:
    harm, said = json.loads(line), io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        status = main(["upgrade", "--without-backup"])
    connection.close()
    print(json.dumps([status, said.getvalue()]), flush=True)
"""
HARMS = {
    "raise KeyError('word')": "The step sharing.0002_groups failed (KeyError).",
    "cursor.execute('SELECT nothing FROM nowhere')": "The step sharing.0002_groups failed (",
    "raise KeyboardInterrupt": "It was interrupted.",
    "cursor.execute('DELETE FROM files_storedfile')": "The table files_storedfile had 1 rows and",
    "cursor.execute(\"UPDATE audit_event SET kind = 'other' WHERE id = 2\")": "changed, removed",
}


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    """What an earlier version left, with something in it. It is only ever copied."""
    instance = Instance(tmp_path_factory.mktemp("upgrade") / "older")
    instance.make_empty()
    instance.python(f"{FILL}\nfrom cairn.audit.seal import seal_pending\nseal_pending()")
    instance.python(
        "from django.core.management import call_command\n"
        f"for words in {BEFORE!r}: call_command('migrate', *words.split(), verbosity=0)"
    )
    (instance.data / "backup-recipient").unlink(missing_ok=True)
    return instance


@pytest.fixture
def instance(older, tmp_path):
    one = Instance.__new__(Instance)
    one.data, one.processes = tmp_path / "data", []
    one.variables = older.variables | {"CAIRN_DATA": str(one.data)}
    shutil.copytree(older.data, one.data)
    if address := older.variables.get("CAIRN_DATABASE"):
        one.variables["CAIRN_DATABASE"] = made = new_database(address)
        name, model = (urlsplit(each).path.strip("/") for each in (made, address))
        _on_server(made, f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE {model}")
    yield one
    one.end()


def everything(instance) -> list[str]:
    """The whole database as text: its tables, indices, constraints and rows."""
    address = instance.variables.get("CAIRN_DATABASE")
    if not address:
        with closing(sqlite3.connect(instance.data / "cairn.sqlite3")) as connection:
            return sorted(connection.iterdump())
    import psycopg

    with psycopg.connect(address) as connection:

        def ask(query: str) -> list[str]:
            return sorted(str(row) for row in connection.execute(query.encode()).fetchall())

        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        told = ask(
            "SELECT table_name, column_name, data_type, is_nullable, column_default "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        )
        told += ask("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
        told += ask("SELECT conrelid, conname, pg_get_constraintdef(oid) FROM pg_constraint")
        for (table,) in connection.execute(tables.encode()).fetchall():
            told += [f"{table} {row}" for row in ask(f'SELECT * FROM "{table}"')]
        return told


def upgrade_with(instance, harm: str, **options) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WITH.format(harm=harm)],
        env=instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
        cwd=instance.data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def counts(instance) -> dict[str, int]:
    return json.loads(instance.python(COUNTS).splitlines()[-1])


def test_up01_up02_after_a_backup_that_can_be_restored_all_is_there_and_up_to_date(
    instance, tmp_path
):
    before = everything(instance)
    (tmp_path / "a-file").write_text("x")

    def refused(*words: str) -> str:
        done = instance.cairn("upgrade", *words)
        assert done.returncode == 1
        assert everything(instance) == before
        return done.stderr

    assert "--without-backup" in refused()
    assert "--without-backup" in refused("--backup", "there", "--without-backup")
    assert "no recovery key yet" in refused("--backup", "there")
    key = tmp_path / "recovery-key"
    secret, public = archive.new_key()
    key.write_text(secret)
    (instance.data / "backup-recipient").write_text(public)
    assert "no backup was made" in refused("--backup", "a-file")

    done = instance.cairn("upgrade", "--backup", "backups")
    assert done.returncode == 0, done.stderr
    assert "  rights: 0001_initial" in done.stdout
    assert "Written, closed and read back:" in done.stdout
    assert "was brought up to date" in done.stdout
    steps = instance.python(STEPS).split()
    assert "sharing.0002_groups" in steps
    again = instance.cairn("upgrade")
    assert (again.returncode, "is up to date" in again.stdout) == (0, True)

    (path,) = (tmp_path / "backups").iterdir()
    new = Instance(tmp_path / "new")
    done = new.cairn("restore", str(path), "--key", str(key), "--without-ledger")
    assert done.returncode == 0, done.stdout + done.stderr  # it was verified as well
    held, restored = counts(instance), counts(new)
    assert held["files.StoredFile"] == held["filings.Filing"] == 1
    assert {label for label in held if held[label] != restored[label]} <= GROWING


def test_up03_whatever_goes_wrong_the_instance_is_exactly_what_it_was(instance):
    before = everything(instance)
    process = subprocess.Popen(
        [sys.executable, "-c", ONE_BY_ONE],
        env=instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
        cwd=instance.data.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        for harm, sentence in HARMS.items():
            process.stdin.write(f"{json.dumps(harm)}\n")
            process.stdin.flush()
            status, said = json.loads(process.stdout.readline())
            assert (status, sentence in said) == (1, True), said
            assert said.strip().endswith(
                "The upgrade was taken back: the instance is exactly what it was, and the version "
                "before serves it."
            )
            assert len(said.strip().splitlines()) == 1
            assert everything(instance) == before, harm
    finally:
        process.kill()
        process.communicate()


def test_up03_what_verify_found_before_can_be_accepted(instance):
    instance.python(
        "from django.db import connection\n"
        "connection.cursor().execute(\"UPDATE audit_event SET kind = 'other' WHERE id = 2\")"
    )
    done = instance.cairn("upgrade", "--without-backup", "--despite-findings")
    assert (done.returncode, "✘ events and their seals" in done.stdout) == (0, True)


if "CAIRN_DATABASE" not in os.environ:  # a server has a disk of its own

    def test_up03_on_a_full_disk_the_instance_is_exactly_what_it_was(instance):
        before = everything(instance)
        size = (instance.data / "cairn.sqlite3").stat().st_size
        most = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 8}, {size // 8}))"
        process = upgrade_with(instance, f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN); {most}")
        _out, said = process.communicate(timeout=60)
        assert (process.returncode, said.startswith("The disk is full.")) == (1, True), said
        assert everything(instance) == before


def test_up04_killed_at_any_point_it_is_the_old_one_or_the_new_one(instance):
    before = everything(instance)

    def killed_at(point: str) -> None:
        done = wait_for(lambda: _not_waiting(instance, CAIRN_CRASH_AT=f"upgrade.{point}"))
        assert done.returncode == -signal.SIGKILL

    for point in ("begin", "migrated", "commit"):
        killed_at(point)
        assert everything(instance) == before, point
    refused = instance.cairn("serve", "--port", "0")
    assert (refused.returncode, "“cairn upgrade”" in refused.stderr) == (1, True)
    killed_at("end")
    assert everything(instance) != before
    done = _not_waiting(instance)
    assert (done.returncode, "is up to date" in done.stdout) == (0, True)
    assert instance.cairn("verify").returncode == 0


def _not_waiting(instance, **variables):
    """What the upgrade came to; None while the database still ends what was killed before."""
    wait_for(lambda: _nobody_is_connected(instance))  # to ask it is quicker than to try
    done = instance.cairn("upgrade", "--without-backup", **variables)
    return None if "stop it first" in done.stderr else done


def _nobody_is_connected(instance) -> bool:
    address = instance.variables.get("CAIRN_DATABASE")
    if not address:
        return True
    import psycopg

    name = urlsplit(address).path.strip("/")
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl()) as connection:
        return connection.execute(query, [name]).fetchone() == (0,)


def test_up05_nobody_works_while_an_upgrade_does(instance, tmp_path):
    marker = tmp_path / "in-the-middle"
    process = upgrade_with(instance, f"open({str(marker)!r}, 'w'); time.sleep(60)")
    try:
        wait_for(marker.exists)
        for words in (("serve", "--port", "0"), ("jobs",)):
            done = instance.cairn(*words)
            assert (done.returncode, "An upgrade is at work" in done.stderr) == (1, True)
        done = instance.cairn("upgrade", "--without-backup")
        assert (done.returncode, "stop it first" in done.stderr) == (1, True)
    finally:
        process.kill()
        process.communicate()


def test_up05_an_upgrade_waits_for_nobody_who_works(instance):
    before = everything(instance)
    (instance.data / "run").mkdir(exist_ok=True)
    with (instance.data / "run" / "runner.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # all that a version before holds
        done = instance.cairn("upgrade", "--without-backup")
    assert (done.returncode, "stop it first" in done.stderr) == (1, True)
    if address := instance.variables.get("CAIRN_DATABASE"):
        import psycopg

        with psycopg.connect(address):  # from whatever machine
            done = instance.cairn("upgrade", "--without-backup")
        assert (done.returncode, "stop it first" in done.stderr) == (1, True)
    for command in ("init", "demo", "serve"):
        done = instance.cairn(command)
        assert (done.returncode, "“cairn upgrade” brings it" in done.stderr) == (1, True), command
    assert everything(instance) == before


@pytest.mark.parametrize("ended", [False, True])
def test_up05_the_lock_of_a_server_lasts_as_long_as_its_last_child(tmp_path, ended):
    code = "import sys, time; print(flush=True); time.sleep(30)"
    with beside(tmp_path) as lock:
        words = [sys.executable, "-c", code]
        child = subprocess.Popen(words, pass_fds=(lock,), stdout=subprocess.PIPE)
        child.stdout.readline()
    try:
        if ended:
            child.kill()
            child.wait()
            with alone(tmp_path), pytest.raises(UpgradeAtWork), beside(tmp_path):
                pytest.fail("a server began in the middle of an upgrade")
        else:
            with pytest.raises(StillWorking), alone(tmp_path):
                pytest.fail("an upgrade began while a child of a server lived")
    finally:
        child.kill()
        child.communicate()


def test_up06_an_instance_of_a_later_version_is_left_alone(instance):
    instance.python(
        "from django.db.migrations.recorder import MigrationRecorder; from django.db import "
        "connection; MigrationRecorder(connection).record_applied('audit', '0999_later')"
    )
    before = everything(instance)
    done = instance.cairn("upgrade", "--without-backup")
    assert (done.returncode, "(it knows a step audit.0999_later)" in done.stderr) == (1, True)
    assert everything(instance) == before

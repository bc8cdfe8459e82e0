"""Files on their way into the library.

kb01  every row is accounted for: read = new + updated + unchanged + rejected
kb02  nothing is kept while a row is rejected, unless those rows are left out; a trial keeps nothing
kb03  a killed import is finished by beginning it again, and ends as if nothing had happened
kb04  one key stands once in a file, and every record has one
kb05  who may not change the library brings nothing in
"""

import random
import signal
import sqlite3
import subprocess
import sys
import time

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.accounts.permissions import MissingPermission
from cairn.history.models import Version
from cairn.knowledge.editing.actions import put_entry
from cairn.knowledge.editing.bringing import NothingToRead, bring
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.models import Item
from tests.instances import ROOT, Instance
from tests.knowledge.leaflet.there import body, file_of, line

pytestmark = pytest.mark.usefixtures("leaflets")
GOOD = [line("a"), line("b"), line("c")]
BRING = """
import django; django.setup()
import sys
from pathlib import Path
from cairn.knowledge import kinds
from tests.knowledge.leaflet.there import LEAFLET
kinds.KINDS = (LEAFLET,)
from cairn.knowledge.editing.bringing import bring
def tell(rows):
    print(rows, flush=True)
made = bring(kind="leaflet", path=Path(sys.argv[1]), name="many.jsonl", progress=tell)
print(made.new, made.updated, made.unchanged, made.rejected, flush=True)
"""


def brought(path, by=None, **options):
    made = bring(kind="leaflet", path=path, by=by, name=path.name, **options)
    assert made.read == made.new + made.updated + made.unchanged + made.rejected
    return made


@pytest.mark.django_db
def test_kb01_every_row_is_accounted_for(tmp_path, people):
    put_entry(kind="leaflet", key="a", body=body(), by=people.librarian)
    put_entry(kind="leaflet", key="b", body=body("Another"), by=people.librarian)
    made = brought(file_of(tmp_path / "f.jsonl", *GOOD), people.librarian)
    assert (made.new, made.updated, made.unchanged, made.rejected) == (1, 1, 1, 0)
    assert made.committed
    newest = Entry.objects.get(key="c")
    assert (newest.status, newest.origin) == ("in_review", "f.jsonl")
    assert newest.changed_by == people.librarian
    assert not Item.objects.exists()
    before = Version.objects.count()
    again = brought(tmp_path / "f.jsonl", people.librarian)
    assert (again.unchanged, Version.objects.count()) == (3, before)


@pytest.mark.django_db
@given(kinds_of_row=st.lists(st.sampled_from("anbk"), min_size=1, max_size=8))
def test_kb01_whatever_the_rows_are_the_account_closes(tmp_path, kinds_of_row):
    """a: new, n: the same key again, b: wrong content, k: no key."""
    Entry.objects.all().delete()
    rows = {"n": line("n"), "b": line("b", pages="x"), "k": line("")}
    lines = [rows.get(one, line(f"a{at}")) for at, one in enumerate(kinds_of_row)]
    path = file_of(tmp_path / "f.jsonl", *lines)
    looked = brought(path, dry_run=True)
    assert not Entry.objects.exists()
    made = brought(path, leave_out=True)
    assert (made.new, made.rejected) == (looked.new, looked.rejected)
    assert (made.new, Entry.objects.count()) == (made.new, made.new)
    good = kinds_of_row.count("a") + ("n" in kinds_of_row)
    assert made.new == good
    assert len({at for at, _ in made.problems}) == made.rejected


@pytest.mark.django_db
def test_kb02_nothing_is_kept_while_a_row_is_rejected(tmp_path):
    path = file_of(tmp_path / "f.jsonl", *GOOD, line("d", pages="x", free="y"))
    made = brought(path)
    assert (made.committed, made.rejected, Entry.objects.count()) == (False, 1, 0)
    assert [(at, one.place) for at, one in made.problems] == [(4, "pages"), (4, "free")]
    left = brought(path, leave_out=True)
    assert (left.committed, Entry.objects.count()) == (True, 3)


@pytest.mark.django_db
def test_kb02_what_does_not_fit_its_columns_is_told_before_anything_is_kept(tmp_path):
    made = brought(file_of(tmp_path / "f.jsonl", *GOOD, line("d", country="Italy")))
    assert (made.committed, made.rejected, Entry.objects.count()) == (False, 1, 0)


@pytest.mark.django_db
def test_kb02_a_file_without_a_record_is_a_sentence(tmp_path):
    with pytest.raises(NothingToRead):
        brought(file_of(tmp_path / "f.jsonl", "", "  "))


@pytest.mark.django_db
def test_kb04_a_key_stands_once_and_every_record_has_one(tmp_path):
    made = brought(file_of(tmp_path / "f.jsonl", line("a"), line("a", "Other"), line("")))
    assert [(at, one.error.code) for at, one in made.problems] == [
        (2, "key_twice"),
        (3, "no_key"),
    ]


@pytest.mark.django_db
def test_kb05_who_may_not_change_the_library_brings_nothing_in(tmp_path, people):
    with pytest.raises(MissingPermission):
        brought(file_of(tmp_path / "f.jsonl", *GOOD), people.editor)


@pytest.mark.process
def test_kb03_a_killed_import_is_finished_by_beginning_again(tmp_path):
    instance = Instance(tmp_path / "var")
    instance.make_empty()
    path = file_of(tmp_path / "many.jsonl", *(line(f"k{n:04}") for n in range(1, 401)))
    variables = instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"}
    asked = [sys.executable, "-c", BRING, str(path)]

    def start():
        return subprocess.Popen(
            asked, env=variables, cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    for _ in range(2):  # killed twice, each time somewhere else
        process = start()
        began = False
        for told in process.stdout:
            if began:
                break
            began = told.strip() == "400"  # all rows were looked at: what follows is kept
        time.sleep(random.random() / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    halves = rows(instance, "SELECT count(*) FROM editing_entry")[0][0]
    assert halves > 0
    process = start()
    told = process.stdout.read().splitlines()
    process.stdout.close()
    assert process.wait() == 0
    assert [int(one) for one in told[-1].split()] == [400 - halves, 0, halves, 0]
    assert rows(instance, "SELECT count(*), count(DISTINCT key) FROM editing_entry") == [(400, 400)]
    versions = "SELECT count(*) FROM history_version WHERE model = 'editing.entry'"
    events = "SELECT count(*) FROM audit_event WHERE kind = 'knowledge.entry.changed'"
    assert rows(instance, versions) == rows(instance, events) == [(400,)]
    assert rows(instance, "SELECT count(*) FROM knowledge_item") == [(0,)]


def rows(instance: Instance, sql: str) -> list[tuple]:
    address = instance.variables.get("CAIRN_DATABASE")
    if not address:
        with sqlite3.connect(instance.data / "cairn.sqlite3", timeout=20) as connection:
            return connection.execute(sql).fetchall()
    with psycopg.connect(address) as connection:
        return connection.execute(sql).fetchall()

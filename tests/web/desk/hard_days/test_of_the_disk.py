"""The day on which the disk is full, as docs/hard-days.md tells it.

hd03  whole or not at all, in a sentence; said before; everything goes on afterwards

Promise 7 of the design.
"""

import resource
import shutil
import signal
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cairn.accounts.actions import change_password
from cairn.audit.models import Event
from cairn.config.environment import Environment
from cairn.console import deployment
from cairn.erasure import ledger
from cairn.jobs.duties import DUTIES, Duty, do_what_is_due
from cairn.jobs.models import State
from cairn.jobs.queue import enqueue
from cairn.jobs.runner import run_until_empty
from cairn.reporting import uploads
from cairn.reporting.filings.models import Filing
from cairn.sharing.reads.models import Read
from cairn.web import health
from tests.jobs import work
from tests.reporting.filings.doing import drafted
from tests.reporting.filings.exchange import filed
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import form_of, page_of, says_purpose, text_of
from tests.web.desk.hard_days.doing import PASSWORD
from tests.web.desk.participation.test_pages import together

YEAR = timedelta(days=365)


# ---- hd03


@contextmanager
def files_no_larger_than(size: int):
    """No file of this process may grow beyond that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@contextmanager
def full_disk():
    """The database may not grow: the system refuses SQLite each page; a server's disk cannot
    be filled from here, so there each write gets the answer that PostgreSQL gives."""
    if connection.vendor == "sqlite":
        with files_no_larger_than(4096):
            yield
        return

    def refuse(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            problem = OperationalError("could not extend file")
            problem.__cause__ = psycopg.errors.DiskFull()
            raise problem
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.django_db(transaction=True)
def test_hd03_on_a_full_disk_a_form_is_saved_whole_or_not_at_all_and_goes_on_later(niger, mali):
    together(niger, mali)
    filed(mali.people, "2024-Q1")
    theirs = filed(niger.people, "2024-Q1")
    says_purpose(mali.officer)
    draft = drafted(niger.people, "2024-Q2")
    officer = change_password(user=niger.people.officer, password=PASSWORD, by=None)
    niger.officer.enter(officer)
    for desk in (niger.officer, niger.contact, niger.secretary, mali.officer):
        desk.raise_request_exception = False
    address = page_of("filing_about", draft)
    text = "Posts at the lake and along the road to the north. " * 30
    form = form_of(niger.officer, address) | {"coverage_note": text}
    before = (Event.objects.count(), Filing.objects.get(pk=draft.pk).revision, Read.objects.count())
    with full_disk():
        answer = niger.officer.post(address, form)
        assert answer.status_code == 507
        assert "The disk of this server is full, so nothing was saved" in text_of(answer)
        saved = niger.officer.post(address, form, headers={"accept": "application/json"})
        assert (saved.status_code, saved.json()["code"]) == (507, "out_of_room")
        assert niger.officer.get(address).status_code == 200  # what only reads goes on
        assert niger.officer.get("/en/desk/").status_code == 200
        hidden = mali.officer.get(page_of("filing", theirs))  # what is read must be logged first
        assert hidden.status_code == 507
        assert "All posts." not in hidden.content.decode()
        stranger = Client(raise_request_exception=False)
        sent = {"login": niger.people.officer.username, "password": PASSWORD}
        assert stranger.post("/en/account/login/", sent).status_code == 507
    now = Filing.objects.get(pk=draft.pk)
    assert before == (Event.objects.count(), now.revision, Read.objects.count())
    assert now.coverage_note == "All posts."
    assert niger.officer.post(address, form).status_code == 302  # the same form, sent again
    assert Filing.objects.get(pk=draft.pk).coverage_note == text.strip()
    assert mali.officer.get(page_of("filing", theirs)).status_code == 200


@pytest.mark.django_db
def test_hd03_a_job_waits_for_room_and_is_not_given_up():
    note = enqueue(work.find_no_room)
    work.failures_left[0] = 7  # more often than a job may fail
    for left in range(7, 0, -1):
        assert work.failures_left[0] == left
        run_until_empty()
        DBTaskResult.objects.update(run_after=timezone.now())
        note.refresh_from_db()
        assert (note.state, note.attempt) == (State.WAITING, 0)
    run_until_empty()
    note.refresh_from_db()
    assert note.state == State.DONE


@pytest.mark.django_db
def test_hd03_it_is_said_before_and_large_files_are_refused_first(settings, monkeypatch):
    ada, steward = person("ada", "administrator"), person("steward", "steward")
    free = {"bytes": 0}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free["bytes"]))
    pages = Desk().enter(ada), Desk().enter(steward)
    for left, words, level in (
        (600 << 20, "fills up: 600 MB are left", "error"),
        (200 << 20, "nearly full: 200 MB are left", "error"),
        (2 << 30, "", "warning"),
        (20 << 30, "", "fine"),
    ):
        free["bytes"] = left
        texts = [text_of(page.get("/en/desk/")) for page in pages]
        assert words in texts[0]
        assert "MB are left" not in texts[1] + ("" if words else texts[0])
        assert next(deployment.room(settings)).level.value == level
        assert health.disk() is (left > 256 << 20)
    free["bytes"] = 100 << 20
    desk = pages[1]
    desk.raise_request_exception = False
    answer = desk.bring("Date,Dead\n2024-03-01,3\n")
    assert answer.status_code in (302, 200)  # a small file finds room
    with pytest.raises(uploads.NoSpace):
        uploads.announce(name="a.csv", size=50 << 20, mark="", plan={}, by=steward)


@pytest.mark.django_db
def test_hd03_no_key_and_no_line_of_the_ledger_is_half_written(settings, tmp_path):
    ledger.begin()
    size = ledger.home().stat().st_size
    line = {"ref": "ers-1", "rule": "identifier", "target": "fil-1", "digest": "0" * 64}
    with files_no_larger_than(size + 40), pytest.raises(ledger.LedgerNotWritten):
        ledger.enter(line)
    assert ledger.home().stat().st_size == size
    ledger.enter(line)
    assert [one.about["ref"] for one in ledger.read()] == ["ers-1"]
    empty = Environment(data=tmp_path / "new")
    with files_no_larger_than(10), pytest.raises(OSError, match="large"):
        empty.read_secret_key()
    assert list(empty.data.iterdir()) == []
    assert len(empty.read_secret_key()) > 60


def test_hd03_what_fails_every_two_seconds_is_said_once(caplog):
    def fails() -> None:
        raise OSError(28, "No space left on device")

    kept = dict(DUTIES)
    DUTIES.clear()
    try:
        DUTIES["fails"] = Duty(fails, 0.0)
        for _ in range(5):
            do_what_is_due()
    finally:
        DUTIES.clear()
        DUTIES.update(kept)
    assert [one.getMessage().partition("failed: ")[2] for one in caplog.records] == [
        "the disk is full"
    ]

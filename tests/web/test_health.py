"""What machines are told that look after the server.

hr01  /health says that the process lives, under any name of the host and without the database
hr02  /ready is no where one thing is missing, and says to nobody which
hr03  /metrics is for who has the token; for everybody else it does not exist
hr04  requests are added up over all workers of a server
"""

import os
import re
import time
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from cairn.jobs.models import State
from cairn.jobs.runner import LOCK, only_one
from cairn.web import counting, health
from cairn.web.desk import metrics
from tests.factories import JobNoteFactory, PublishedSnapshotFactory

TOKEN = "a-token-that-nobody-can-guess"


@pytest.fixture
def alive(settings, tmp_path, db):
    """An instance with a runner at work."""
    settings.CAIRN_DATA = tmp_path
    with only_one(tmp_path):
        yield tmp_path


def test_hr01_the_process_lives_whatever_it_is_called(client):
    answer = client.get("/health", headers={"host": "10.0.0.7"})  # no `db`: a query would fail
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer["Cache-Control"] == "no-store"


def test_hr02_everything_is_there(client, alive):
    answer = client.get("/ready", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def _no_database(_alive, monkeypatch, _settings):
    def away():
        raise OperationalError("could not connect to db.example.org as cairn")

    monkeypatch.setattr(health, "database", away)


def _no_room(_alive, monkeypatch, _settings):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))


def _late_runner(alive, _monkeypatch, _settings):
    os.utime(alive / LOCK, (time.time() - 600,) * 2)


def _no_runner(alive, _monkeypatch, _settings):
    (alive / LOCK).unlink()


def _nothing_to_show(_alive, _monkeypatch, _settings):
    PublishedSnapshotFactory(is_current=True)


def _behind(_alive, monkeypatch, _settings):
    metrics._migrated.cache_clear()
    plan = [("filings.0099_not_there", False)]
    monkeypatch.setattr(metrics.MigrationExecutor, "migration_plan", lambda *_: plan)


@pytest.mark.parametrize(
    "break_it",
    [_no_database, _no_room, _late_runner, _no_runner, _nothing_to_show, _behind],
)
def test_hr02_one_missing_thing_is_a_no_without_a_word(
    client, alive, monkeypatch, settings, break_it
):
    break_it(alive, monkeypatch, settings)
    answer = client.get("/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


@pytest.mark.parametrize(
    ("token", "header"),
    [
        (TOKEN, ""),
        (TOKEN, "Bearer"),
        (TOKEN, f"Bearer {TOKEN}x"),
        (TOKEN, TOKEN),
        (TOKEN, "Bearer ütf"),
        ("", "Bearer "),
        ("short", "Bearer short"),
    ],
)
def test_hr03_without_the_token_there_is_no_such_page(client, settings, db, token, header):
    settings.ENVIRONMENT = settings.ENVIRONMENT.__class__(metrics_token=token)
    answer = client.get("/metrics", headers={"authorization": header})
    nowhere = client.get("/nowhere", headers={"authorization": header})
    assert answer.status_code == 404
    assert _masked(answer) == _masked(nowhere)


def _masked(answer) -> str:
    return answer.content.decode().replace("/metrics", "/nowhere")


def test_hr03_with_the_token_there_are_numbers_of_the_machinery(client, settings, alive):
    settings.ENVIRONMENT = settings.ENVIRONMENT.__class__(metrics_token=TOKEN)
    JobNoteFactory(state=State.WAITING)
    JobNoteFactory(state=State.WAITING)
    told = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert told.status_code == 200
    lines = told.content.decode().splitlines()
    assert 'cairn_ready{check="database"} 1' in lines
    assert 'cairn_ready{check="runner"} 1' in lines
    assert 'cairn_jobs{state="waiting"} 2' in lines
    assert 'cairn_jobs{state="running"} 0' in lines
    form = re.compile(r'# TYPE \w+ (gauge|counter|histogram)|\w+(\{\w+="[^"]*"\})? [0-9.e+-]+')
    assert [line for line in lines if not form.fullmatch(line)] == []


def test_hr04_what_forked_workers_count_is_added_up():
    counters = counting.Counters()
    children = []
    for _ in range(4):
        if not (child := os.fork()):
            for _ in range(500):
                counters.add(200, 0.2)
            os._exit(0)
        children.append(child)
    counters.add(503, 30)
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    lines = list(counters.lines())
    assert 'cairn_requests_total{status="2xx"} 2000' in lines
    assert 'cairn_requests_total{status="5xx"} 1' in lines
    assert 'cairn_request_seconds_bucket{le="0.1"} 0' in lines
    assert 'cairn_request_seconds_bucket{le="0.3"} 2000' in lines
    assert 'cairn_request_seconds_bucket{le="+Inf"} 2001' in lines
    assert "cairn_request_seconds_sum 430.0" in lines
    assert "cairn_request_seconds_count 2001" in lines

"""Small runs of every part end, store what they found, and leave nothing else behind."""

import json
import os
import re
import subprocess
import sys

import pytest

from bench import explore, imports, lists, start
from bench.processes import family, memory
from bench.runs import Options, Run

pytestmark = pytest.mark.process
SERVER = """
run:
	@{python} -m http.server $(PORT) --bind 127.0.0.1 >/dev/null 2>&1
"""


@pytest.fixture
def options(tmp_path):
    def make(rows: int) -> Options:
        folders = {"results": tmp_path / "results", "work": tmp_path / "work"}
        return Options(rows=rows, peer=False, browser=False, **folders)

    return make


def stored(path, tmp_path):
    assert path.parent == tmp_path / "results"
    assert not list((tmp_path / "work").iterdir())
    text = path.read_text("utf-8")
    assert not re.search(r"/(?:home|root|tmp|work|Users)/", text)
    return json.loads(text)


def test_an_import_is_measured_against_the_same_rows_at_the_floor(options, tmp_path):
    found = stored(imports.run(options(700)), tmp_path)
    assert (found["ours"]["read"], found["ours"]["rejected"]) == (700, 7)
    assert found["floor"]["same"] is True
    assert found["floor"]["tables"]["reporting_account"] == 693
    assert found["goals"]["ratio_to_floor"]["value"] > 0
    assert found["goals"]["longest_lock_ms"]["value"] > 0
    assert found["visitor"]["failed"] == 0


def test_every_panel_is_measured_under_three_selections(options, tmp_path, monkeypatch):
    monkeypatch.setattr(explore, "REPEATS", 1)
    monkeypatch.setattr(explore, "MEASURES", explore.MEASURES[:1])
    found = stored(explore.run(options(1_000)), tmp_path)
    assert {one["filters"] for one in found["panels"]} == {"no", "one", "three"}
    assert all(one["ratio"] > 0 and one["columns"] > 0 for one in found["panels"])
    assert {one["cube"] for one in found["panels"]} == {True, False}


def test_lists_are_asked_at_two_sizes(options, tmp_path, monkeypatch):
    monkeypatch.setattr(lists, "REPEATS", 1)
    found = stored(lists.run(options(1_200)), tmp_path)
    assert found["goals"]["worst_ratio"]["value"] > 0
    assert all(one["queries"][1] > 0 for one in found["pages"].values())


def test_a_start_is_timed_until_the_first_page_and_its_processes_are_ended(options, tmp_path):
    toy = tmp_path / "toy"
    (toy / "en").mkdir(parents=True)
    (toy / "en" / "index.html").write_text("hello")
    (toy / "Makefile").write_text(SERVER.format(python=sys.executable))
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "toy"]):
        subprocess.run([*git, *words], cwd=toy, check=True)
    found = stored(start.run(options(1), source=toy, rest=0.1), tmp_path)
    assert found["goals"]["cold_seconds"]["value"] > 0
    assert found["goals"]["idle_mb"]["value"] > 0
    assert [one["process"] for one in found["idle"]]


def test_a_run_that_was_cut_off_goes_on_and_another_size_begins_anew(options):
    done = []
    first = Run("imports", options(10), 10)
    assert first.step("one", lambda: done.append("one") or 1) == 1
    again = Run("imports", options(10), 10)
    assert again.step("one", lambda: done.append("again") or 2) == 1
    other = Run("imports", options(20), 20)
    assert other.step("one", lambda: done.append("other") or 3) == 3
    assert done == ["one", "other"]


def test_memory_is_that_of_the_process_and_all_below_it():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in family(os.getpid())
        assert all(one["pss_mb"] >= 0 for one in memory(os.getpid()))
    finally:
        child.communicate(b"\n")

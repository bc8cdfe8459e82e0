"""A small run of the part that takes forms in, with the server killed in the middle."""

import json

import pytest

from bench import filing
from bench.runs import Options

pytestmark = pytest.mark.process


def test_forms_of_a_few_phones_are_all_there_after_the_server_was_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(filing, "REPEATS", 2)
    options = Options(rows=3, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(filing.run(options).read_text("utf-8"))
    assert found["forms"]["acknowledged"] == found["autosaves"]["acknowledged"] == 3
    assert found["killed"]["acknowledged"] == 3
    assert found["floor"]["rows"] == 3 * found["numbers_of_a_form"]
    goals = found["goals"]
    for name in ("acknowledged_and_lost", "saved_twice", "errors"):
        assert goals[name]["met"], name
    assert found["autosave"]["1"]["bytes_sent"] < found["autosave"]["50"]["bytes_sent"]

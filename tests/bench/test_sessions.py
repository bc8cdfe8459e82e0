"""A few people for a few seconds, with an instance brought back meanwhile."""

import json

import pytest

from bench import sessions
from bench.runs import Options

pytestmark = pytest.mark.process


def test_people_work_while_an_instance_is_brought_back(tmp_path, monkeypatch):
    for name, value in {"MINUTES": 0.1, "THINKS": (0.1, 0.3), "EACH": 1.0, "AT_ONCE": (1,)}.items():
        monkeypatch.setattr(sessions, name, value)
    options = Options(rows=2, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(sessions.run(options).read_text("utf-8"))
    assert found["goals"]["errors"]["value"] == 0, found["thinking"]["errors"]
    assert found["drill"]["filings_saved_before"] == 2
    assert found["drill"]["lost"] == found["drill"]["verify_status"] == 0
    assert set(found["thinking"]["p95_ms_of"]) == {"home", "filings", "filing", "form", "save"}
    assert found["hurried"]["1"]["answers"] > 1

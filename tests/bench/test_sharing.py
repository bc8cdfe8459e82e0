"""A small run of the part that measures who may see what."""

import json

from bench import sharing
from bench.runs import Options


def test_decisions_are_counted_and_lists_are_asked_with_and_without_them(tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "REPEATS", 2)
    options = Options(rows=300, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(sharing.run(options).read_text("utf-8"))
    assert set(found["decisions"]) == {"the database", "the plain loop", "DuckDB"}
    assert found["seen"] == 240  # of ten accounts she sees eight
    assert set(found["pages"]) >= {"accounts", "imports", "filings"}

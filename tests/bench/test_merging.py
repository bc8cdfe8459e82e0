"""A small run of the part that merges two agencies."""

import json

from bench import merging
from bench.runs import Options


def test_a_small_merge_is_measured_with_its_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(merging, "REPEATS", 2)
    options = Options(rows=60, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(merging.run(options).read_text("utf-8"))
    assert found["few"] == 30
    assert set(found["pages"]) >= {"first", "middle", "near the end", "summary"}
    assert found["goals"]["more_queries"]["value"] == 0
    assert found["steps"]["compare"] > 0

"""A small run of the part that reads a cross-tab."""

import json

from bench import crosstabs
from bench.runs import Options


def test_a_small_cross_tab_is_read_as_it_was_made_and_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(crosstabs, "REPEATS", 1)
    options = Options(rows=1_200, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(crosstabs.run(options).read_text("utf-8"))
    assert found["cells"] == 1_200
    assert found["seconds"] > 0
    assert found["page_seconds"] > 0
    assert set(found["goals"]) == {
        "seconds",
        "ratio_to_bare_parser",
        "checked_on_its_page_seconds",
    }

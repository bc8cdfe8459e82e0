"""A small run of the part that withholds complements, and a complement that protects nothing."""

import json
from dataclasses import replace

import pytest

from bench import disclosure
from bench.runs import Options
from cairn.releases.disclosure.complement.solving import fast_complement


def test_a_small_linked_table_is_protected_verified_and_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(disclosure, "MANY", 2)
    options = Options(rows=120, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(disclosure.run(options).read_text("utf-8"))
    best, fast = found["best"], found["fast"]
    assert (best["ended"], best["gap"], best["bound"]) == ("proven", 0, best["cost"])
    assert fast["cost"] >= best["cost"] > 0
    assert 80 < best["cells"] < 250
    assert found["fast_on_many"]["cells"] > best["cells"]
    assert set(found["goals"]) == {"gap_to_the_optimum"}


def test_a_complement_with_one_cell_printed_again_is_caught():
    question = disclosure.asked(disclosure.made(120))
    done = fast_complement(question)
    small = {question.keys[at] for at in question.primary}
    used = {question.keys[at] for proof in done.proofs.values() for at in proof}
    again = sorted(used - small, key=str)[0]
    with pytest.raises(RuntimeError, match="not protected"):
        disclosure.verify(question, replace(done, withheld=done.withheld - {again}))

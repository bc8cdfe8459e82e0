"""Search is measured beside its peers, and its answers to judged questions."""

import json

import pytest

from bench import search, search_quality
from bench.search_quality import Misread, ndcg, read
from cairn.search.outbox import indexing
from tests.search import shelf
from tests.search.conftest import library  # noqa: F401


def test_gain_is_a_share_of_the_best_order():
    assert ndcg([3, 2, 1], [1, 2, 3]) == 1
    assert ndcg([], [1]) == 0
    assert 0 < ndcg([1, 2, 3], [3, 2, 1]) < 1
    assert ndcg([0] * 10 + [3], [3]) == 0  # not among the first ten
    assert ndcg([0, 1], [1]) == pytest.approx(0.6309, abs=1e-4)


def test_judged_questions_show_what_expansion_brings(library, db, tmp_path, capsys):  # noqa: F811
    refs = shelf.fill()
    indexing.rebuild()
    lines = [
        {"query": "embarcation pneumatique", "language": "fr", "relevant": {refs["arabic"]: 2}},
        {"query": "boats", "language": "en", "relevant": {"law:boat": 1}},
        {"query": "aggravated", "language": "en", "relevant": {"law:boat#art-2": 1}},
    ]
    path = tmp_path / "judged.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in lines))
    assert search_quality.main([str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["questions"] == 3
    assert told["with_expansion"]["fr"] > 0
    assert told["without_expansion"]["fr"] == 0
    assert told["with_expansion"]["en"] == told["without_expansion"]["en"] > 0.8


def test_a_line_that_is_no_judgement_stops_the_measure(tmp_path):
    path = tmp_path / "judged.jsonl"
    for line in ("{", "[]", '{"query": "x", "language": "fr", "relevant": {"a": 0}}'):
        path.write_text(line)
        with pytest.raises(Misread, match="line 1"):
            read(path)


@pytest.mark.process
def test_search_is_measured_beside_the_bare_engine_and_sqlite(tmp_path, monkeypatch):
    from bench.runs import Options

    monkeypatch.setattr(search, "QUESTIONS", 6)
    options = Options(rows=60, results=tmp_path, work=tmp_path / "work", peer=False)
    found = json.loads(search.run(options).read_text())
    assert set(found["ms"]) == {"ours", "bare", "fts5", "fts5_words"}
    assert found["goals"]["median_to_bare"]["value"] > 0
    assert found["edit_seconds"]["worst"] > 0

"""The screening benchmark counts as it says, and keeps the figures that cannot be taken again."""

import json

from bench.screening import judge, store


def one(text, *spans, language="en"):
    marked = [
        {"start": text.index(part), "end": text.index(part) + len(part), "kind": kind}
        for part, kind in spans
    ]
    return {"text": text, "language": language, "where": "text", "spans": marked}


def test_recall_cover_precision_and_alarms_are_counted_apart():
    found = judge(
        [
            one("Passport no. AB1234567", ("AB1234567", "passport")),
            one("Passport no. CD1234567", ("CD1234567", "phone")),
            one("the colour of the door", ("door", "name")),
            one("Call +216 98 123 456"),
            one("Nothing at all"),
        ]
    )["en"]
    assert (found["spans"], found["recall"], found["touched"]) == (3, 0.3333, 0.6667)
    assert (found["covered"], found["precision"]) == (0.6667, 0.6667)
    assert (found["ordinary_texts"], found["false_alarms_per_1000_texts"]) == (2, 500.0)


def test_a_new_run_keeps_the_frozen_figures(tmp_path):
    (tmp_path / "screening.json").write_text(json.dumps({"frozen": {"commit": "abc"}}))
    store({"open": {}}, tmp_path)
    told = json.loads((tmp_path / "screening.json").read_text())
    assert told["frozen"] == {"commit": "abc"}
    assert told["speed"]["cells_hit"] == 0

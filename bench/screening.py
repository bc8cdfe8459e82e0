"""Part `screening`: how much of what identifies a person is found, and how often alarms are false.

    cairn bench screening                       the corpus that the tests keep; stored
    python -m bench.screening FOLDER [PART …]   another one; printed only

A folder holds `<language>.<part>.jsonl`, one text a line: `text`, `language`, `where` and `spans`
(start, end, kind). Recall: a span is found if a hit of its kind overlaps it, and `touched` if any
hit does; it is `covered` if hits leave no letter or digit of it, which is what masking needs.
Precision: a hit is right if it overlaps any span. False alarms are texts without a span in which
something was found, per 1,000 such texts. Names in social networks, which the corpus does not mark,
are left out of precision. The figures of the day on which the sealed half was opened are `frozen`;
a new run keeps them as they are, for they cannot be measured again.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.runs import ROOT, Options, commit, machine, tell
from cairn.reporting.screening.findings import Hit, Kind, Where
from cairn.reporting.screening.screen import screen, screen_cells

CORPUS = ROOT / "tests" / "reporting" / "screening" / "data"
PARTS = ("open", "sealed", "second")
CELLS = 100_000


def texts(folder: Path, part: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(f"*.{part}.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def judge(corpus: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The figures by language and by kind, and of all together."""
    tallies: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in corpus:
        text, language = one["text"], one["language"]
        hits = screen(text, where=Where(one.get("where", "text")))
        for span in one["spans"]:
            for key in (language, "all", f"{language} {span['kind']}", f"all {span['kind']}"):
                tally = tallies[key]
                tally["spans"] += 1
                over = [hit for hit in hits if hit.start < span["end"] and span["start"] < hit.end]
                tally["found"] += any(hit.kind.value == span["kind"] for hit in over)
                tally["touched"] += bool(over)
                tally["covered"] += _covered(text, span, over)
        for hit in hits:
            if hit.kind is Kind.HANDLE:
                continue
            right = any(hit.start < s["end"] and s["start"] < hit.end for s in one["spans"])
            for key in (language, "all", f"{language} {hit.kind.value}", f"all {hit.kind.value}"):
                tallies[key]["hits"] += 1
                tallies[key]["right"] += right
        if not one["spans"]:
            for key in (language, "all"):
                tallies[key]["ordinary"] += 1
                tallies[key]["alarmed"] += bool(hits)
    return {key: _figures(tally) for key, tally in sorted(tallies.items())}


def _covered(text: str, span: dict[str, Any], over: list[Hit]) -> bool:
    taken = {at for hit in over for at in range(hit.start, hit.end)}
    return all(at in taken or not text[at].isalnum() for at in range(span["start"], span["end"]))


def _figures(tally: dict[str, int]) -> dict[str, Any]:
    spans, hits, ordinary = tally["spans"], tally["hits"], tally["ordinary"]
    found: dict[str, Any] = {"spans": spans, "hits": hits}
    if spans:
        found |= {
            name: round(tally[of] / spans, 4)
            for name, of in (("recall", "found"), ("touched", "touched"), ("covered", "covered"))
        }
    if hits:
        found["precision"] = round(tally["right"] / hits, 4)
    if ordinary:
        found |= {"ordinary_texts": ordinary, "texts_alarmed": tally["alarmed"]}
        found["false_alarms_per_1000_texts"] = round(1000 * tally["alarmed"] / ordinary, 1)
    return found


def speed() -> dict[str, Any]:
    """Seconds for cells as most tables have them: numbers, dates, short words that recur."""
    words = ("Libya", "sea", "Central Mediterranean", "boat", "not recorded", "2023-05-01", "male")
    rows = [(row, [row, row % 7, 35.5, words[row % 7], None]) for row in range(CELLS // 5)]
    screen("warm")
    began = time.perf_counter()
    hits = sum(1 for _ in screen_cells(rows, ["id", "dead", "lat", "place", "note"]))
    seconds = time.perf_counter() - began
    return {"cells": CELLS, "seconds": round(seconds, 3), "cells_hit": hits}


def table(found: dict[str, dict[str, Any]]) -> str:
    lines = ["| | spans | recall | covered | precision | ordinary texts | false alarms per 1,000 |"]
    lines.append("|---|---|---|---|---|---|---|")
    for key, one in found.items():
        shown = [one.get(name, "–") for name in ("spans", "recall", "covered", "precision")]
        shown += [one.get("ordinary_texts", "–"), one.get("false_alarms_per_1000_texts", "–")]
        lines.append(f"| {key} | " + " | ".join(str(value) for value in shown) + " |")
    return "\n".join(lines)


def measure(folder: Path, part: str) -> dict[str, Any]:
    found = judge(texts(folder, part))
    print(f"{part}\n{table(found)}", flush=True)
    return found


def run(options: Options) -> Path:
    """The kept corpora: both halves of the first, which are spent, and the second."""
    return store({part: measure(CORPUS, part) for part in PARTS}, options.results)


def store(found: dict[str, Any], folder: Path) -> Path:
    path = folder / "screening.json"
    folder.mkdir(parents=True, exist_ok=True)
    told = {"part": "screening", "machine": machine(), "commit": commit(), "speed": speed()} | found
    if path.exists() and (frozen := json.loads(path.read_text("utf-8")).get("frozen")):
        told["frozen"] = frozen
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    tell(f"screening: stored in {path.name}")
    return path


if __name__ == "__main__":
    for name in sys.argv[2:] or ["open"]:
        measure(Path(sys.argv[1]), name)

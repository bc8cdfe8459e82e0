"""How often linking is right: precision and recall on the two files that share no identifier.

    python bench/linking.py FOLDER     (the folder of the Missing Migrants files)

The truth is built from what linking never sees: the publisher's free text of the place, which both
files carry and Cairn does not keep. Same text, same day and same point (to three decimals): one
event. If such a key stands several times, total and survivors decide among its rows, and rows that
agree in these too are twins, any of which is right. A pair is wrong if either of its two has such a
partner elsewhere. Where neither has one, the files were edited between their dates: the pair is
taken for right if the texts are nearly equal (90 of 100 by `rapidfuzz`), or if day and point are
equal and one text holds the words of the other; else it is undecided, and counts as wrong in the
precision that is stated. Recall is of the pairs that the first rule knows.

The threshold is chosen on the official identifiers whose digest is even and judged on the others:
the lowest at which no pair of the first half is wrong and its precision is at least `WANTED`. A
harder question stands beside it: the first half of the official records against the other file
without the partners found for them, where hardly any link can be right. Prints one JSON object.
"""

import csv
import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from cairn.formats.tables import open_table
from cairn.reporting.matching import CERTAIN, LISTED, Told, is_certain
from cairn.reporting.pairing import Pair, pair_up
from cairn.reporting.reading.boxes import boxes
from cairn.reporting.reading.layouts import table_for
from cairn.reporting.reading.rows import RowReader

OFFICIAL = ("mmp_global_2014-2024-11.csv", "Location of Incident", "Incident ID")
PACKAGE = ("mmp_gdidata_2014-2025-06.csv", "location", "")
WANTED = 0.995  # the precision for which the threshold is chosen on the first half


@dataclass(frozen=True, slots=True)
class Known:
    """One row with what only this script may look at."""

    telling: Told
    text: str
    own: str

    @property
    def where(self) -> tuple[Any, ...] | None:
        told = self.telling
        if told.latitude is None or told.longitude is None:
            return None
        return (told.earliest, round(told.latitude, 3), round(told.longitude, 3))

    @property
    def key(self) -> tuple[Any, ...] | None:
        return (self.where, self.text) if self.where and self.text else None

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        return (self.telling.total, self.telling.survivors)


def rows_of(path: Path, text: str, own: str, prefix: str) -> Iterator[Known]:
    """Every row with a date, as Cairn reads it, beside its raw text."""
    sheet = open_table(path).sheet(None)
    table = table_for(sheet.header, kind="incidents", name="missing-migrants", hint=path.name)
    assert table is not None
    reader = RowReader(table.mapping, sheet.header, today=date.today(), boxes=boxes())  # noqa: DTZ011
    place = {name: at for at, name in enumerate(sheet.header)}
    for number, cells in sheet.rows(lambda problem: None):
        for draft in reader.read(number, cells).drafts:
            if draft.span is None:
                continue
            values = draft.values
            names = ("latitude", "longitude", "total", "survivors", "country", "cause", "origin")
            telling = Told(
                f"{prefix}-{number:06}",
                draft.span.earliest,
                draft.span.latest,
                **{name: values.get(name) for name in names},
            )
            words = " ".join(str(cells[place[text]] or "").lower().split())
            yield Known(telling, words, str(cells[place[own]]) if own else "")


def verdict(pair: Pair, known: dict[str, Known], keyed: dict[Any, list[list[Known]]]) -> str:
    one, other = known[pair.left.ref], known[pair.right.ref]
    groups = [keyed.get(row.key) for row in (one, other)]
    if one.key == other.key and groups[0]:
        if one.numbers == other.numbers:
            return "right"
        same = any(row.numbers == one.numbers for row in groups[0][1])
        return "wrong" if same else "right"  # the number was edited, not the words
    if any(group and all(group) for group in groups):
        return "wrong"
    alike = fuzz.ratio(one.text, other.text) >= 90
    if one.where == other.where and one.where is not None:
        alike = alike or fuzz.token_set_ratio(one.text, other.text) >= 90
    return "right" if alike else "undecided"


@dataclass(frozen=True, slots=True)
class Judged:
    pair: Pair
    verdict: str
    expected: bool  # among the pairs of which recall is


def half(known: Known) -> int:
    return hashlib.sha256(known.own.encode()).digest()[0] % 2


def judge(pairs: list[Judged], expected: int, threshold: float) -> dict[str, Any]:
    """Precision of what would be linked without asking, and how much of the truth that is."""
    linked = [one for one in pairs if one.pair.clear and is_certain(one.pair.likeness, threshold)]
    found = Counter(one.verdict for one in linked)
    known = sum(one.verdict == "right" and one.expected for one in linked)
    return {
        "linked": len(linked),
        **{word: found[word] for word in ("right", "wrong", "undecided")},
        "precision": round(found["right"] / len(linked), 5) if linked else None,
        "recall": round(known / expected, 4),
    }


def main(folder: Path) -> None:
    csv.field_size_limit(10**7)
    left = list(rows_of(folder / OFFICIAL[0], *OFFICIAL[1:], "off"))
    right = list(rows_of(folder / PACKAGE[0], *PACKAGE[1:], "gdi"))
    known = {row.telling.ref: row for row in (*left, *right)}
    keyed: dict[Any, list[list[Known]]] = defaultdict(lambda: [[], []])
    for side, rows in enumerate((left, right)):
        for row in rows:
            if row.key:
                keyed[row.key][side].append(row)
    streams = [
        sorted((row.telling for row in rows), key=lambda told: (told.earliest, told.ref))
        for rows in (left, right)
    ]
    began = time.perf_counter()
    pairs = list(pair_up(*streams))
    seconds = time.perf_counter() - began
    judged: list[list[Judged]] = [[], []]
    for pair in pairs:
        one, other = known[pair.left.ref], known[pair.right.ref]
        sure = one.key is not None and one.key == other.key
        judged[half(one)].append(Judged(pair, verdict(pair, known, keyed), sure))
    expected = [0, 0]
    for first, second in keyed.values():
        for row in first[: len(second)]:
            expected[half(row)] += 1
    taken = {pair.right.ref for pair in pairs if half(known[pair.left.ref]) == 0}
    decoys = [
        pair
        for pair in pair_up(
            (one for one in streams[0] if half(known[one.ref]) == 0),
            (one for one in streams[1] if one.ref not in taken),
        )
        if pair.clear
    ]
    steps = [round(LISTED + step / 100, 2) for step in range(31)]
    tried = {step: judge(judged[0], expected[0], step) for step in steps}
    fit = [
        step
        for step in steps
        if not tried[step]["wrong"] and (tried[step]["precision"] or 0) >= WANTED
    ]
    told = {
        "rows": [len(left), len(right)],
        "seconds": round(seconds, 1),
        "pairs": len(pairs),
        "chosen_on_first_half": fit[0] if fit else None,
        "in_use": CERTAIN,
        "first_half": judge(judged[0], expected[0], CERTAIN),
        "second_half": judge(judged[1], expected[1], CERTAIN),
        "thresholds_on_first_half": {str(step): tried[step] for step in steps[::2]},
        "linked_after_removing_every_partner": {
            "events": sum(half(known[one.ref]) == 0 for one in streams[0]),
            "linked": sum(is_certain(pair.likeness) for pair in decoys),
        },
        "listed_for_a_person": dict(
            Counter(
                one.verdict
                for one in (*judged[0], *judged[1])
                if not (one.pair.clear and is_certain(one.pair.likeness))
            )
        ),
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

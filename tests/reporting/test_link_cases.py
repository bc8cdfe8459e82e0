"""Linking on real records whose truth is known: an excerpt small enough to check by hand.

The whole of both files is measured by `bench/linking.py`; here the mistakes that cost most are kept
from coming back.
"""

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cairn.reporting.matching import Told, is_certain
from cairn.reporting.pairing import Pair, pair_up

CASES = Path(__file__).parent / "data" / "link_cases.csv"

POINT, NUMBERS = ("latitude", "longitude"), ("total", "survivors")


class Case(NamedTuple):
    kind: str
    official: list[Told]
    package: list[Told]


def cases(kind: str) -> list[Case]:
    found: dict[str, Case] = {}
    with CASES.open(newline="") as file:
        for row in csv.DictReader(file):
            number, told_as, side, event = (
                row.pop(name) for name in ("case", "kind", "side", "event")
            )
            case = found.setdefault(number, Case(told_as, [], []))
            getattr(case, side).append(_told(f"{number}-{side}-{event}", row))
    return [case for case in found.values() if case.kind == kind]


def _told(ref: str, said: dict[str, str]) -> Told:
    days = [date.fromisoformat(said.pop(name)) for name in ("earliest", "latest")]
    point = [float(text) if (text := said.pop(name)) else None for name in POINT]
    numbers = [int(text) if (text := said.pop(name)) else None for name in NUMBERS]
    return Told(ref, *days, *point, *numbers, *(text or None for text in said.values()))


def pairs_of(chosen: list[Case]) -> list[Pair]:
    return [pair for case in chosen for pair in pair_up(case.official, case.package)]


def joined(pairs: list[Pair]) -> list[Pair]:
    """What would be joined without asking."""
    return [pair for pair in pairs if pair.clear and is_certain(pair.likeness)]


def event(told: Told) -> str:
    return told.ref.split("-")[2]


def test_one_event_told_twice_is_found_and_mostly_joined():
    known = cases("one event")
    found = pairs_of(known)
    assert len(known) == 18
    assert len(found) >= 16
    assert len(joined(found)) >= 14


def test_two_events_close_in_time_and_place_are_never_joined():
    known = cases("two events")
    assert len(known) >= 10
    pairs = pairs_of(known)
    assert len(joined(pairs)) >= len(known)
    assert not [pair for pair in joined(pairs) if event(pair.left) != event(pair.right)]


def test_with_the_right_partner_missing_on_each_side_nothing_is_joined_in_its_place():
    chosen = []
    for case in cases("two events"):
        official = [told for told in case.official if event(told) == "A"]
        package = [told for told in case.package if event(told) == "B"]
        chosen.append(Case(case.kind, official, package))
    assert pairs_of(chosen)  # some are alike enough to ask about
    assert not joined(pairs_of(chosen))


def test_twins_pair_one_to_one():
    for case in cases("twins"):
        assert len(joined(pairs_of([case]))) == 2
        assert not joined(pairs_of([Case(case.kind, case.official, case.package[:1])]))

"""A mapping for a table that nobody declared: proposed from headings and from what stands below.

Every proposal has a score and a reason and is a person's to correct. The console takes the certain
ones and says what it left aside.
"""

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cairn.formats.headers import Lexicon, Proposal, normalize_header, propose
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.reading.mapping import FIGURES, Mapping, Rule
from cairn.reporting.reading.probes import PROBES


class UndeclaredSeries(CairnError):
    text = noop(
        "The columns of this file are those of no series that we know; name its layout, or add one."
    )


class NoColumnOfDates(CairnError):
    text = noop("No column was recognized as the date or the year; say which column holds it.")


class NoColumnOfFigures(CairnError):
    text = noop(
        "No column was recognized as a number of people (dead, missing, both together, survivors); "
        "say which column holds it."
    )


@cache
def lexicon(kind: str) -> Lexicon:
    path = files("cairn.reporting").joinpath(f"data/headings_{kind}.yaml")
    return Lexicon.of(yaml.safe_load(path.read_text("utf-8")))


def propose_mapping(
    headers: Sequence[str], samples: Sequence[Sequence[Any]], *, kind: str
) -> tuple[Mapping, tuple[Proposal, ...]]:
    """The mapping made of all sure proposals, and every proposal with its reason.

    A series that nobody declared says what it counts only to a person, so it is refused here.
    """
    if kind != "incidents":
        raise UndeclaredSeries()
    known = lexicon(kind)
    short = without_groups(headers, known)
    proposals = tuple(
        replace(found, column=header)
        for header, found in zip(
            headers, propose(short, samples, known, probes=PROBES), strict=True
        )
    )
    rules = tuple(
        Rule(found.field, found.column) for found in proposals if found.sure and found.field
    )
    check_fields({rule.field for rule in rules})
    return Mapping(kind=kind, rules=rules), proposals


def without_groups(headers: Sequence[str], known: Lexicon) -> list[str]:
    """The headings without what a merged header put in front of several of them.

    Only where the rest is a known spelling that no other column has: "Persons Dead" is "Dead".
    """
    spellings = frozenset().union(*known.spellings.values())
    rests = {header: _rest(header) for header in headers}
    names = Counter(normalize_header(rest or header) for header, rest in rests.items())
    return [
        rest
        if rest
        and normalize_header(header) not in spellings
        and normalize_header(rest) in spellings
        and names[normalize_header(rest)] == 1
        else header
        for header, rest in rests.items()
    ]


@cache
def _groups() -> re.Pattern[str]:
    path = files("cairn.reporting").joinpath("data/headings_groups.yaml")
    words = sorted(map(str, yaml.safe_load(path.read_text("utf-8"))), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\W+(?=\w)", re.IGNORECASE)


def _rest(header: str) -> str:
    """What follows the words of a group; empty where the heading begins with none."""
    found = _groups().match(header.strip())
    return header.strip()[found.end() :] if found else ""


def check_fields(found: Set[str]) -> None:
    """An event needs a day or a year, and at least one number of people."""
    if not found & {"date", "year"}:
        raise NoColumnOfDates()
    if not found & set(FIGURES):
        raise NoColumnOfFigures()

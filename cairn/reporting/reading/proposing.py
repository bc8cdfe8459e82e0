"""A mapping for a table that nobody declared: proposed from headings and from what stands below.

Every proposal has a score and a reason and is a person's to correct. The console takes the certain
ones and says what it left aside.
"""

from collections.abc import Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cairn.formats.headers import Lexicon, Proposal, propose
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
    proposals = tuple(propose(headers, samples, lexicon(kind), probes=PROBES))
    rules = tuple(
        Rule(found.field, found.column) for found in proposals if found.sure and found.field
    )
    check_fields({rule.field for rule in rules})
    return Mapping(kind=kind, rules=rules), proposals


def check_fields(found: Set[str]) -> None:
    """An event needs a day or a year, and at least one number of people."""
    if not found & {"date", "year"}:
        raise NoColumnOfDates()
    if not found & set(FIGURES):
        raise NoColumnOfFigures()

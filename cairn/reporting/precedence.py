"""Which account gives the figure of an event that several sources speak of.

A dated rule, shown on the record. A source's own newest version always stands for that source;
among sources the one that recorded most figures stands for the event, and where two recorded as
many, the first by name. Nothing is added up and nothing is averaged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.text import noop

SINCE = date(2026, 11, 22)
FIGURES = ("dead", "missing", "total", "survivors", "females", "males", "children")
RULE = noop(
    "A source's newest version stands for that source. Among sources, the one that recorded most "
    "figures gives the figures of the event; where two recorded as many, the first by name."
)
ALONE = noop("Only %(source)s speaks of this event.")
MOST = noop("%(source)s recorded %(figures)s figures, more than any other source.")
BY_NAME = noop(
    "%(source)s and another source recorded as many figures (%(figures)s); it comes first by name."
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source says of the event, in its newest version."""

    ref: str
    source: str  # its key
    title: str
    number: int  # version
    figures: Mapping[str, int | None]

    @property
    def recorded(self) -> int:
        return sum(self.figures.get(name) is not None for name in FIGURES)


@dataclass(frozen=True, slots=True)
class Precedence:
    """The account that gives the figure, and why: a template with its values."""

    ref: str
    because: str
    values: Mapping[str, Any]


def newest(tellings: Iterable[Telling]) -> list[Telling]:
    """The newest version of each account."""
    kept: dict[str, Telling] = {}
    for telling in tellings:
        held = kept.get(telling.ref)
        if held is None or telling.number > held.number:
            kept[telling.ref] = telling
    return list(kept.values())


def gives_the_figure(tellings: Sequence[Telling]) -> Precedence:
    """Decide among the accounts of one event; there is at least one."""
    ordered = sorted(newest(tellings), key=lambda one: (-one.recorded, one.source, one.ref))
    first, others = ordered[0], ordered[1:]
    values = {"source": first.title, "figures": first.recorded}
    if all(other.source == first.source for other in others):
        return Precedence(first.ref, ALONE, values)
    rival = next(other for other in others if other.source != first.source)
    because = MOST if rival.recorded < first.recorded else BY_NAME
    return Precedence(first.ref, because, values)

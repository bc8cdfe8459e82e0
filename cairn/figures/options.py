"""What the drop-down lists offer: the values that occur, with their number of records.

Each list is counted under all other filters of the question and without its own, so that a person
sees where a further choice leads. Numbers of records are given by source: the same event may stand
in two. Only what the viewer may see is counted, so a value that occurs in hidden records only does
not exist.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from cairn.figures.counting import Counted, records_by
from cairn.figures.dimensions import SOURCE
from cairn.figures.engine import answer, visible_sources
from cairn.figures.questions import Question, UnknownValue, Value
from cairn.figures.snapshot import Snapshot
from cairn.figures.tabs import known_dimensions
from cairn.kernel.predicates import Predicate

SUGGESTED = 12  # values named when one is unknown


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a dimension; `value` None is "the source does not say"."""

    value: Value
    records: tuple[tuple[str, int], ...]  # (source, number of records), largest first

    @property
    def most(self) -> int:
        """The largest number of records that one source has; by it the list is ordered."""
        return max((n for _, n in self.records), default=0)


def options(
    snapshot: Snapshot,
    question: Question,
    dimensions: Collection[str] | None = None,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> dict[str, tuple[Option, ...]]:
    """The values of each dimension (None: all that any source knows), `source` among them."""
    known = dimensions_known(snapshot, question, visible=visible, deny=deny)
    asked = (SOURCE, *question.defined.dimensions) if dimensions is None else tuple(dimensions)
    lists = [n for n in asked if n != SOURCE and any(n in names for names in known.values())]
    counted = dict(records_by(snapshot, question, lists, visible=visible, deny=deny))
    if SOURCE in asked:
        everyone = question.but(by=(), without=SOURCE)
        reply = answer(snapshot, everyone, visible=visible, deny=deny)
        counted[SOURCE] = {one.source: {one.source: row.records} for one, row in reply}
    return {name: _listed(counted[name]) for name in asked if name in counted}


def _listed(counted: Counted) -> tuple[Option, ...]:
    listed = [
        Option(value, tuple(sorted(by_source.items(), key=lambda one: (-one[1], one[0]))))
        for value, by_source in counted.items()
    ]
    listed.sort(key=lambda option: (option.value is None, -option.most, str(option.value)))
    return tuple(listed)


def dimensions_known(
    snapshot: Snapshot,
    question: Question,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> dict[str, frozenset[str]]:
    """What each source of this measure may be filtered and broken down by."""
    seen = visible_sources(snapshot, question, visible, deny)
    known = known_dimensions(snapshot, question)
    return {source: names for source, names in known.items() if source in seen}


def check_values(
    snapshot: Snapshot,
    question: Question,
    *,
    visible: Predicate | None = None,
    deny: Collection[str] = (),
) -> None:
    """Refuse a filter value that occurs nowhere; name those that resemble it."""
    for name, values in question.where:
        unfiltered = Question(question.measure)
        found = options(snapshot, unfiltered, [name], visible=visible, deny=deny).get(name, ())
        possible = {str(option.value): option.value for option in found}
        for value in values:
            if value is not None and value not in possible.values():
                near = difflib.get_close_matches(str(value), possible, SUGGESTED, 0.3)
                listed = near or [text for text in possible if text != "None"][:SUGGESTED]
                raise UnknownValue(value=value, dimension=name, possible=", ".join(listed) or "–")

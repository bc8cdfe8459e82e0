"""What may be counted, and what it may be added to: the measures, read from `definitions/*.yaml`.

A measure names its unit, its record type and its count basis. Numbers of two sources, of two tables
of one source or of two measures are never added; the one exception is declared in the files
themselves: dead and missing of one source, in the measure that shows both. Texts are templates in
English, translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Self

import yaml

from cairn.figures import components
from cairn.figures.dimensions import DIMENSIONS
from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop


class UnknownMeasure(CairnError):
    text = noop("There is no measure %(value)r; the measures are: %(possible)s.")


class UnreadableMeasure(CairnError):
    text = noop("The definition %(file)s cannot be read: %(problem)s.")


class NotAddable(Refused):
    text = noop(
        "%(first)s and %(second)s may not be added: they count different things, or the same "
        "people twice."
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """One definition. An invalid one cannot exist."""

    key: str
    title: str
    question: str
    unit: str
    table: str
    caveat: str
    source_note: str
    dimensions: tuple[str, ...]
    value: str = ""  # the column that is summed; empty: the records themselves are counted
    basis: tuple[str, ...] = ()  # the count bases of `counts` that this measure speaks of
    addable_with: tuple[str, ...] = ()  # measures it may be shown together with, in `sum_of`
    sum_of: tuple[str, ...] = ()  # the parts that are always shown beside the number
    beside: tuple[str, ...] = ()  # other measures that may be shown beside it, never added
    not_the_same: str = ""  # what sets it apart from those

    def __post_init__(self) -> None:
        if self.table not in DIMENSIONS:
            raise UnreadableMeasure(file=self.key, problem=f"table: {self.table}")
        if self.value and self.value not in components.SUMMED[self.table]:
            raise UnreadableMeasure(file=self.key, problem=f"value: {self.value}")
        if unknown := set(self.dimensions) - set(DIMENSIONS[self.table]):
            raise UnreadableMeasure(file=self.key, problem=f"dimensions: {sorted(unknown)}")
        if bool(self.basis) != (self.table == "counts"):
            raise UnreadableMeasure(file=self.key, problem=f"basis: {list(self.basis)}")
        if not all((self.title, self.question, self.unit, self.caveat, self.source_note)):
            raise UnreadableMeasure(file=self.key, problem="a text is empty")

    @classmethod
    def parse(cls, key: str, values: Mapping[str, Any]) -> Self:
        """Read one definition; a key that means nothing is an error."""
        known = {field.name for field in fields(cls)} - {"key"}
        if unknown := sorted(set(values) - known):
            raise UnreadableMeasure(file=key, problem=f"unknown: {', '.join(unknown)}")
        if absent := sorted({"title", "question", "unit", "table"} - set(values)):
            raise UnreadableMeasure(file=key, problem=f"absent: {', '.join(absent)}")
        read: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else str(value).strip()
            for name, value in values.items()
        }
        return cls(key=key, **{"caveat": "", "source_note": "", "dimensions": (), **read})

    @property
    def has_parts(self) -> bool:
        """True where both parts stand beside every number."""
        return bool(self.sum_of)

    @property
    def components(self) -> tuple[str, ...]:
        return components.needed(self.table, self.value, self.has_parts)

    @property
    def without_parts(self) -> tuple[str, ...]:
        """The components of the number alone."""
        return components.needed(self.table, self.value, parts=False)


@cache
def measures() -> Mapping[str, Measure]:
    """All measures by key, in the order of their keys."""
    found = {}
    for file in files("cairn.figures").joinpath("definitions").iterdir():
        if file.name.endswith(".yaml"):
            key = file.name.removesuffix(".yaml")
            found[key] = Measure.parse(key, yaml.safe_load(file.read_text(encoding="utf-8")))
    return dict(sorted(found.items()))


def measure(key: str) -> Measure:
    """The measure of this key; `dead+missing` is the measure that may show both."""
    if "+" in key:
        first, second = key.split("+", 1)
        return together(measure(first), measure(second))
    try:
        return measures()[key]
    except KeyError:
        raise UnknownMeasure(value=key, possible=", ".join(measures())) from None


def together(first: Measure, second: Measure) -> Measure:
    """The measure in which both may be added, or a refusal."""
    if second.key in first.addable_with and first.key in second.addable_with:
        for candidate in measures().values():
            if set(candidate.sum_of) == {first.key, second.key}:
                return candidate
    raise NotAddable(first=first.key, second=second.key)

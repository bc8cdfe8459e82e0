"""Which laws are one and the same, though one source gives facts of them and another the text.

`identified.csv` says it by State and official number, for laws that a person compared; a law is
never taken for another because their names are alike. Alike names are told as a question.
"""

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cairn.knowledge.laws.schema import Type
from cairn.knowledge.texts import Standing
from cairn.reference.folding import compact

FILE = Path(__file__).parent / "data" / "identified.csv"
NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Named:
    """One law: its key in the library, and its name as the source of facts has it."""

    key: str
    country: str
    official_id: str
    type: Type
    language: str
    standing: Standing
    name: str


@functools.cache
def _rows() -> tuple[Named, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Named(
                row["key"],
                row["country"],
                row["official_id"],
                Type(row["type"]),
                row["language"],
                Standing(row["standing"]),
                row["name"],
            )
            for row in csv.DictReader(file)
        )


@functools.cache
def by_key() -> Mapping[str, Named]:
    """Of a law that has a number in each of two languages, the first row."""
    return {one.key: one for one in reversed(_rows())}


@functools.cache
def _by_number() -> Mapping[tuple[str, str], str]:
    return {(one.country, compact(one.official_id)): one.key for one in _rows() if one.official_id}


def key_of(country: str, official_id: str) -> str:
    """The key of a law: that under which it is known, else one made of State and number."""
    known = _by_number().get((country, compact(official_id)))
    slug = NO_LETTER.sub("-", f"{country} {official_id}".lower()).strip("-")
    return known or slug[:200]


def same_perhaps(country: str, *names: str) -> tuple[Named, ...]:
    """Laws of the State that are called the same; whether they are the same nobody has said."""
    wanted = {compact(one) for one in names if one}
    return tuple(
        one for one in by_key().values() if one.country == country and compact(one.name) in wanted
    )

"""Any record of the library as a page shows it: headed sections, facts, texts and tables.

What is not recorded is left out where a record may hold hundreds of fields; the form shows them
all. A list of small records is a table, a list of large ones a section each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from typing import Any

from cairn.kernel.dates import DateSpan
from cairn.knowledge.describing import Part, parts_of
from cairn.knowledge.texts import WORDS, Text
from cairn.web.components import Column, Fact, Table
from cairn.web.desk.library.wording import label_of, said
from cairn.web.say import say

DEEPEST = 6  # headings have six levels


@dataclass(slots=True)
class Block:
    """One record, or one field that holds records."""

    heading: str
    level: int
    facts: list[Fact] = field(default_factory=list)
    texts: list[tuple[str, Text, str]] = field(default_factory=list)  # label, text, its standing
    tables: list[Table] = field(default_factory=list)
    inside: list["Block"] = field(default_factory=list)


def drawn(record: Any, heading: str = "", level: int = 2) -> Block:
    """The whole record."""
    block = Block(heading, min(level, DEEPEST))
    for part in parts_of(type(record)):
        value = getattr(record, part.name)
        if value is None or value == "" or value == ():
            continue
        _enter(block, part, value)
    return block


def _enter(block: Block, part: Part, value: Any) -> None:
    label = label_of(part)
    match value:
        case Text():
            block.texts.append((label, value, _standing(value)))
        case tuple() if all(isinstance(one, Text) for one in value):
            block.texts += [(label, one, _standing(one)) for one in value]
        case tuple() if all(is_dataclass(one) for one in value):
            _many(block, label, value)
        case Mapping():
            held = Block(label, min(block.level + 1, DEEPEST))
            for name, one in value.items():
                _enter(held, Part(name, name, True, "text"), one)
            block.inside.append(held)
        case DateSpan():
            block.facts.append(Fact(label, value))
        case _ if is_dataclass(value):
            block.inside.append(drawn(value, label, block.level + 1))
        case str() if len(value) > 200 or "\n" in value:
            block.texts.append((label, Text(value, ""), ""))
        case _:
            block.facts.append(Fact(label, said(value, part)))


def _many(block: Block, label: str, records: tuple[Any, ...]) -> None:
    parts = parts_of(type(records[0]))
    if all(_small(part) for part in parts) and len({type(one) for one in records}) == 1:
        there = [p for p in parts if any(getattr(one, p.name) not in (None, "") for one in records)]
        if there:
            block.tables.append(_table(label, there, records))
        return
    held = Block(label, min(block.level + 1, DEEPEST))
    held.inside = [
        drawn(one, f"{label} {at}", block.level + 2) for at, one in enumerate(records, start=1)
    ]
    block.inside.append(held)


def _table(label: str, parts: list[Part], records: tuple[Any, ...]) -> Table:
    columns = [
        Column(label_of(part), "number" if part.holds == "whole" else "text") for part in parts
    ]
    rows = [[said(getattr(one, part.name), part) for part in parts] for one in records]
    return Table(label, columns, rows, stacked=True)


def _small(part: Part) -> bool:
    if part.holds == "many":
        return isinstance(part.of, type) and not is_dataclass(part.of)
    return part.holds not in ("record", "pairs", "any")


def _standing(text: Text) -> str:
    words = [say(WORDS[text.standing])]
    return " · ".join([*words, text.translator] if text.translator else words)

"""Cases as one long table: a line for each fact, with its place in the record. Nothing is lost in
it, whatever a case holds, and a spreadsheet program can sort and filter it.

The lines of one case stand together. A place is written as in `people[0].stood[1].status`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

FACTS = ("case", "place", "kind", "value")
TEXT, NUMBER, YES_NO, NOTHING = "text", "number", "yes_no", "nothing"
STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)((?:\[\d{1,6}\])*)")


class NoSuchPlace(CairnError):
    text = noop(
        "%(place)s is no place in a case; write it as people[0].label, and the members of a list "
        "in their order."
    )


class NoSuchFact(CairnError):
    text = noop("%(place)s: %(value)r is not a value of the kind %(kind)s.")


def fact_lines(key: str, body: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The cells of `FACTS`."""
    for place, value in _leaves(body, ""):
        match value:
            case bool():
                yield [key, place, YES_NO, "yes" if value else "no"]
            case int():
                yield [key, place, NUMBER, value]
            case str():
                yield [key, place, TEXT, value]
            case _:
                yield [key, place, NOTHING, ""]


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for name, one in value.items():
            yield from _leaves(one, f"{place}.{name}" if place else name)
    elif isinstance(value, list | tuple) and value:
        for number, one in enumerate(value):
            yield from _leaves(one, f"{place}[{number}]")
    else:
        yield place, value


def body_of_facts(lines: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The JSON that the lines of one case mean; raise the first that means nothing."""
    body: dict[str, Any] = {}
    for line in lines:
        steps = _steps(line.get("place", ""))
        value = _value(line)
        _put(body, steps, value, line.get("place", ""))
    return body


def _steps(place: str) -> list[str | int]:
    found: list[str | int] = []
    for part in place.split("."):
        read = STEP.fullmatch(part)
        if read is None:
            raise NoSuchPlace(place=place[:80])
        found += [read[1], *(int(one) for one in re.findall(r"\d+", read[2]))]
    return found


def _value(line: Mapping[str, str]) -> Any:
    kind, value = line.get("kind") or TEXT, line.get("value", "")
    if kind == TEXT:
        return value
    if kind == YES_NO and value in ("yes", "no"):
        return value == "yes"
    if kind == NUMBER and re.fullmatch(r"-?\d{1,15}", value, re.ASCII):
        return int(value)
    if kind == NOTHING and not value:
        return {}
    raise NoSuchFact(place=line.get("place", "")[:80], value=value[:40], kind=kind[:20])


def _put(body: dict[str, Any], steps: list[str | int], value: Any, place: str) -> None:
    here: Any = body
    for at, step in enumerate(steps):
        last = at == len(steps) - 1
        new: Any = value if last else ([] if isinstance(steps[at + 1], int) else {})
        if isinstance(step, int):
            if not isinstance(here, list) or step > len(here) or (last and step < len(here)):
                raise NoSuchPlace(place=place[:80])
            if step == len(here):
                here.append(new)
        elif not isinstance(here, dict) or (last and step in here):
            raise NoSuchPlace(place=place[:80])
        else:
            here.setdefault(step, new)
        here = here[step]

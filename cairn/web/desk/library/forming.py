"""The form of a kind, made from its dataclasses: what stands in it, and what was sent of it.

The name of a field is the way to its value, as problems name it ("sections[2].heading"), so that an
error stands beside its field. Lists grow and shrink by buttons that send the form; nothing is kept
by that. A list that would have too many fields is one field in the form of exchanged files.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cairn.knowledge.describing import LONG, Part, each, parts_of
from cairn.web.desk.library.wording import choices_of, label_of
from cairn.web.given import whole_number

MOST = 500  # members of one list in single fields
LARGEST = 1_000  # fields of one list; a form may send 5,000 in all
WHOLE = re.compile(r"-?\d{1,15}\Z")


@dataclass(slots=True)
class Node:
    """One field, one record, or one list. `draws`: input, area, select, check, record, many."""

    draws: str
    name: str
    label: str
    value: Any = ""
    help: str = ""
    errors: list[str] = field(default_factory=list)
    required: bool = False
    plain: bool = False
    choices: list[tuple[str, str]] = field(default_factory=list)
    nodes: list["Node"] = field(default_factory=list)
    one: str = ""  # of a member of a list: its place, by which it is removed

    @property
    def id(self) -> str:
        return "f-" + re.sub(r"[^a-zA-Z0-9]+", "-", self.name).strip("-")

    @property
    def count(self) -> int:
        return len(self.nodes)


def form_of(
    cls: Any, body: Mapping[str, Any], errors: Mapping[str, list[str]], extra: str = ""
) -> list[Node]:
    """The fields of a record; `extra`: the list that is to have one more member."""
    return [_node(one, body.get(one.name), one.name, errors, extra) for one in parts_of(cls)]


def sent_of(cls: Any, data: Mapping[str, str], place: str = "") -> dict[str, Any]:
    """What the form says, without what was left empty; what is no number stays as it is."""
    found = {}
    for part in parts_of(cls):
        value = _sent(part, data, f"{place}.{part.name}" if place else part.name)
        if value not in (None, "", [], {}):
            found[part.name] = value
    return found


def without(body: dict[str, Any], place: str) -> dict[str, Any]:
    """The content without one member of a list or of pairs."""
    steps = re.findall(r"[^.\[\]]+", place)
    held: Any = body
    for step in steps[:-1]:
        held = held[int(step)] if isinstance(held, list) else held.get(step, {})
    at = int(steps[-1])
    if isinstance(held, list):
        del held[at]
    elif isinstance(held, dict):
        del held[list(held)[at]]
    return body


def _node(
    part: Part, value: Any, place: str, errors: Mapping[str, list[str]], extra: str, one: str = ""
) -> Node:
    made = Node("input", place, label_of(part), errors=errors.get(place, []), one=one)
    made.required, made.plain = part.required, part.plain
    match part.holds:
        case "record":
            inner = value if isinstance(value, Mapping) else {}
            made.draws = "record"
            made.nodes = [
                _node(p, inner.get(p.name), f"{place}.{p.name}", errors, extra)
                for p in parts_of(part.of)
            ]
        case "many" | "pairs":
            return _members(part, value, made, errors, extra)
        case "enum":
            made.draws = "select"
            made.choices = [] if part.required or part.default else [("", "–")]
            made.value = str(value or (part.default.value if part.default else ""))
            made.choices += choices_of(part, made.value)
        case "maybe":
            made.draws, made.value = "select", {True: "yes", False: "no"}.get(value, "")
            made.choices = [("", _("not recorded")), ("yes", _("yes")), ("no", _("no"))]
        case "yes":
            made.draws, made.value = "check", part.default if value is None else value
        case "any":
            made.draws, made.value = "area", "" if value is None else _json(value)
            made.help = _("As in exchanged files, in JSON.")
        case _:
            text = part.default if value is None else value
            made.value = "" if text is None else str(text)
            if part.holds in ("span", "day"):
                made.help = _("2009, 2009-05 or 2009-05-12; from–to as 2009-05/2010-01.")
            elif choices := choices_of(part, made.value):
                made.draws, made.choices = "select", [("", "–"), *choices]
            elif part.keys and part.keys.states:
                made.help = _("The three letters of the State, such as ESP.")
            elif part.name in LONG or len(made.value) > 120:
                made.draws = "area"
    return made


def _members(
    part: Part, value: Any, made: Node, errors: Mapping[str, list[str]], extra: str
) -> Node:
    made.draws, kind = "many", each(part.of, part)
    held = value if isinstance(value, (list, dict)) else []
    if len(held) > MOST or _fields(kind, held) > LARGEST:
        made.draws, made.name, made.value = "area", f"{made.name}{{}}", _json(held)
        made.help = _("Too long for single fields, so it stands here as in exchanged files (JSON).")
        inside = made.name.removesuffix("{}")
        made.errors = [
            text for at, told in errors.items() if at.startswith(inside) for text in told
        ]
        return made
    named = list(held.items()) if isinstance(held, dict) else [("", one) for one in held]
    if extra == made.name:
        named.append(("", None))
    for at, (key, one) in enumerate(named):
        place = f"{made.name}[{at}]"
        member = _node(kind, one, place, errors, extra, place)
        member.label = f"{made.label} {at + 1}"
        if part.holds == "pairs":
            member.errors = errors.get(f"{made.name}.{key}", [])
            name = Node("input", f"{place}key", _("Name"), key)
            member = Node("record", place, member.label, nodes=[name, member], one=place)
            member.nodes[1].one = ""
        made.nodes.append(member)
    return made


def _fields(kind: Part, held: Any) -> int:
    """How many single fields these would have."""
    if kind.holds == "record":
        inner = held if isinstance(held, list) else held.values()
        return sum(
            _fields(each(p.of, p), one.get(p.name) or []) + 1 if p.holds in ("many", "pairs") else 1
            for one in inner
            if isinstance(one, Mapping)
            for p in parts_of(kind.of)
        )
    return len(held)


def _sent(part: Part, data: Mapping[str, str], place: str) -> Any:
    text = data.get(place, "").replace("\r\n", "\n")
    match part.holds:
        case "record":
            return sent_of(part.of, data, place)
        case "many" | "pairs":
            return _sent_members(part, data, place)
        case "maybe":
            return {"yes": True, "no": False}.get(text)
        case "yes":
            return None if bool(text) == bool(part.default) else bool(text)
        case "whole":
            return int(text) if WHOLE.match(text.strip()) else text.strip()
        case "any":
            return _read(text)
        case "enum" if part.default is not None and text == part.default.value:
            return None
    return None if text == part.default else text.strip()


def _sent_members(part: Part, data: Mapping[str, str], place: str) -> Any:
    if f"{place}{{}}" in data:
        return _read(data[f"{place}{{}}"])
    kind = each(part.of, part)
    found: list[tuple[str, Any]] = []
    for at in range(min(whole_number(data.get(f"{place}#", ""), 0), MOST + 1)):
        key = data.get(f"{place}[{at}]key", "").strip()
        value = _sent(kind, data, f"{place}[{at}]")
        if key or value not in (None, "", [], {}):
            found.append((key, value))
    if part.holds == "many":
        return [value for _key, value in found]
    pairs: dict[str, Any] = {}
    for key, value in found:
        while key in pairs:
            key += "′"  # one name twice: neither is lost
        pairs[key] = value
    return pairs


def _read(text: str) -> Any:
    """JSON, or the text itself, which the kind then refuses in words."""
    try:
        return json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return text


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def ids_of(nodes: Iterable[Node]) -> dict[str, str]:
    """Place → the element that a problem there leads to."""
    found = {}
    for node in nodes:
        found[node.name.removesuffix("{}")] = node.id
        found |= ids_of(node.nodes)
    return found

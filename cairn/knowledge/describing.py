"""What a kind's dataclasses say of their fields: what each holds, and how it is called.

`labels` in the package of a kind names its fields in `LABELS` ("number" or "Section.number"), and
in `KEYS` says which of its texts are keys of a list; `words` names the values of its enums in
`WORDS`. All hold sentences to translate. What several kinds have is named in `labels` beside this
module. What nobody named is called as it is in the files that are exchanged.
"""

import enum
import sys
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Union, get_args, get_origin, get_type_hints

from cairn.kernel.dates import DateSpan

LONG = frozenset({"text", "summary", "note", "notes", "facts", "reasoning", "quotation"})
SHARED = "cairn.knowledge.labels"


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the keys that a text may be are said: a shared vocabulary, sentences of the kind
    itself, or both; or the States."""

    vocabulary: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    states: bool = False


STATES = Keys(states=True)


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a record. `holds`: record, many, pairs, enum, span, day, whole, yes, any, text;
    `of`: the dataclass, the list of values, or what each of many is."""

    name: str
    label: str  # to translate, unless `plain`
    plain: bool  # nobody named it: it is called as in files
    holds: str
    of: Any = None
    required: bool = False
    default: Any = None
    keys: Keys | None = None  # of the text, of each of many, or of the values of an enum


def parts_of(cls: Any) -> tuple[Part, ...]:
    """The fields of a dataclass, in their order."""
    return _parts(cls)


@cache
def _parts(cls: Any) -> tuple[Part, ...]:
    hints = get_type_hints(cls)
    return tuple(_part(cls, one, hints[one.name]) for one in fields(cls) if one.init)


def words_of(value: enum.Enum) -> str | None:
    """What a value of a list is called; None where nobody says. Two lists of one module may have
    one key and members of both are equal, so such a module names them by list and key."""
    named = _named(type(value), "words", "WORDS")
    found = named.get((type(value), value.value)) or named.get(value)
    return found if isinstance(found, str) else None


def each(hint: Any, part: Part) -> Part:
    """What each of many is, of which `part` is the field."""
    holds, of = _held(hint)
    return Part(part.name, part.label, part.plain, holds, of, keys=part.keys)


def _part(cls: Any, one: Any, hint: Any) -> Part:
    label, keys = _said(cls, one.name, "LABELS"), _said(cls, one.name, "KEYS")
    holds, of = _held(hint)
    required = one.default is MISSING and one.default_factory is MISSING
    default = None if one.default is MISSING else one.default
    shown = label or one.name.replace("_", " ")
    return Part(one.name, shown, label is None, holds, of, required, default, keys)


def _said(cls: Any, name: str, what: str) -> Any:
    """What is said of a field: by its kind, else of all kinds."""
    for named in (_named(cls, "labels", what), getattr(import_module(SHARED), what)):
        found = named.get(f"{cls.__name__}.{name}") or named.get(name)
        if found is not None:
            return found
    return None


@cache
def _named(cls: Any, file: str, what: str) -> Mapping[Any, Any]:
    """A table of the module of a class, or of the one of that name beside it."""
    own: Mapping[Any, Any] | None = getattr(sys.modules[cls.__module__], what, None)
    beside = f"{cls.__module__.rpartition('.')[0]}.{file}"
    if own is None and find_spec(beside):
        own = getattr(import_module(beside), what, None)
    return own or {}


def _held(hint: Any) -> tuple[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (hint,) = [one for one in arguments if one is not type(None)]
        return ("maybe", None) if hint is bool else _held(hint)
    if origin is tuple:
        return "many", arguments[0]
    if origin is not None and issubclass(origin, Mapping):
        return "pairs", arguments[1]
    if hint is DateSpan:
        return "span", None
    if is_dataclass(hint):
        return "record", hint
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return "enum", hint
    simple = {bool: "yes", int: "whole", str: "text", Any: "any"}
    return simple.get(hint, "day"), None

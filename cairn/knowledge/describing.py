"""What a kind's dataclasses say of their fields: what each holds, and how it is called.

A module with dataclasses may name its fields in `LABELS` ("number" or "Section.number") and the
values of its lists in `WORDS`; both hold sentences to translate. What is not named is called as it
is in the files that are exchanged.
"""

import enum
import sys
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from cairn.kernel.dates import DateSpan

LONG = frozenset({"text", "summary", "note", "notes", "facts", "reasoning", "quotation"})


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


def parts_of(cls: Any) -> tuple[Part, ...]:
    """The fields of a dataclass, in their order."""
    return _parts(cls)


@cache
def _parts(cls: Any) -> tuple[Part, ...]:
    hints = get_type_hints(cls)
    return tuple(_part(cls, one, hints[one.name]) for one in fields(cls) if one.init)


def words_of(value: enum.Enum) -> str | None:
    """What a value of a list is called; None where its module does not say."""
    named: Mapping[Any, str] = getattr(sys.modules[type(value).__module__], "WORDS", {})
    found = named.get(value)
    return found if isinstance(found, str) else None


def each(hint: Any, name: str = "", label: str = "", plain: bool = True) -> Part:
    """What a type hint lets stand there."""
    holds, of = _held(hint)
    return Part(name, label, plain, holds, of)


def _part(cls: Any, field: Any, hint: Any) -> Part:
    named: Mapping[str, str] = getattr(sys.modules[cls.__module__], "LABELS", {})
    label = named.get(f"{cls.__name__}.{field.name}") or named.get(field.name)
    holds, of = _held(hint)
    required = field.default is MISSING and field.default_factory is MISSING
    default = None if field.default is MISSING else field.default
    shown = label or field.name.replace("_", " ")
    return Part(field.name, shown, label is None, holds, of, required, default)


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

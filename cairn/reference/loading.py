"""Turns the shipped YAML and CSV into frozen dataclasses, and refuses what nobody would read.

A key with a typing error in a data file is otherwise a fact that silently disappears, so every
unknown, missing or wrongly typed key stops the load and says where it stands and what to do. What
the values mean is decided by the dataclasses; this module only builds them.
"""

import csv
import functools
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

DATA = Path(__file__).parent / "data"

T = TypeVar("T")


class UnknownKey(CairnError):
    text = noop(
        "%(file)s, %(where)s: nothing reads the key %(key)r; correct its spelling or remove it. "
        "Known keys: %(known)s."
    )


class MissingKey(CairnError):
    text = noop("%(file)s, %(where)s: the key %(key)r is missing; add it.")


class RepeatedKey(CairnError):
    text = noop("%(file)s, line %(line)s: the key %(key)r stands here twice; keep one.")


class WrongValue(CairnError):
    text = noop("%(file)s, %(where)s: %(key)r is %(value)r, which is not %(expected)s; correct it.")


def load(cls: type[T], mapping: Mapping[str, Any], *, file: str = "?", where: str = "?") -> T:
    """Build one `cls` from `mapping`; lists become tuples, nested mappings nested dataclasses."""
    plan: dict[str, tuple[Any, bool]] = _plan(cls)  # type: ignore[arg-type]
    for key in mapping:
        if key not in plan:
            raise UnknownKey(file=file, where=where, key=key, known=", ".join(sorted(plan)))
    values = {}
    for name, (hint, required) in plan.items():
        if name in mapping:
            values[name] = _convert(hint, mapping[name], (file, where, name))
        elif required:
            raise MissingKey(file=file, where=where, key=name)
    return cls(**values)


@functools.cache
def _plan(cls: Any) -> dict[str, tuple[Any, bool]]:
    """For each field: its type, and whether the file must give it."""
    hints = get_type_hints(cls)
    return {
        field.name: (
            hints[field.name],
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(cls)
        if field.init
    }


def _convert(hint: Any, value: Any, place: tuple[str, str, str]) -> Any:
    file, where, key = place
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        (hint,) = [argument for argument in arguments if argument is not type(None)]
        return _convert(hint, value, place)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise WrongValue(file=file, where=where, key=key, value=value, expected=noop("a list"))
        return tuple(
            _convert(arguments[0], item, (file, where, f"{key}[{number}]"))
            for number, item in enumerate(value)
        )
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise WrongValue(
                file=file, where=where, key=key, value=value, expected=noop("a mapping")
            )
        return types.MappingProxyType(
            {
                _convert(arguments[0], name, (file, where, key)): _convert(
                    arguments[1], item, (file, where, f"{key}.{name}")
                )
                for name, item in value.items()
            }
        )
    if is_dataclass(hint):
        if isinstance(value, hint):  # type: ignore[arg-type]
            return value
        return load(hint, value, file=file, where=f"{where}, {key}")  # type: ignore[arg-type]
    return _scalar(hint, value, place)


def _scalar(hint: Any, value: Any, place: tuple[str, str, str]) -> Any:
    file, where, key = place
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            expected = ", ".join(str(member.value) for member in hint)
            raise WrongValue(
                file=file, where=where, key=key, value=value, expected=expected
            ) from None
    if hint is float and type(value) is int:
        return float(value)
    if hint is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise WrongValue(
                file=file, where=where, key=key, value=value, expected=noop("a date")
            ) from None
    # `type is`, not isinstance: YAML reads an unquoted NO (Norway) as False, and True is an int.
    if type(value) is not hint:
        raise WrongValue(file=file, where=where, key=key, value=value, expected=hint.__name__)
    return value


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The C parser where it is built in, and no key twice: YAML would keep the last in silence."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            mark = key_node.start_mark
            raise RepeatedKey(file=Path(mark.name).name, line=mark.line + 1, key=key)
        seen.add(key)
    return dict(loader.construct_pairs(node, deep=True))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(name: str, folder: Path = DATA) -> Any:
    """Return the content of one shipped YAML file."""
    with (folder / name).open("rb") as stream:
        return yaml.load(stream, Loader=_Loader)


def read_csv(name: str, columns: tuple[str, ...], folder: Path = DATA) -> Iterator[dict[str, str]]:
    """Yield the rows of one shipped CSV file, whose header must be exactly `columns`."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        header = tuple(reader.fieldnames or ())
        for column in header:
            if column not in columns:
                raise UnknownKey(file=name, where="1", key=column, known=", ".join(columns))
        for column in columns:
            if column not in header:
                raise MissingKey(file=name, where="1", key=column)
        for row in reader:
            if None in row or None in row.values():
                raise WrongValue(
                    file=name,
                    where=str(reader.line_num),
                    key="",
                    value=len([value for value in row.values() if value is not None]),
                    expected=f"{len(columns)} columns",
                )
            yield row

"""The values by which figures are broken down: keys, labels and the spellings of open series.

Labels are sentences for translation like any other (`noop`): a caller translates what it shows.
Countries, routes and places are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a dimension; `spellings` are compared without case."""

    key: str
    label: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """What figures may be broken down by."""

    key: str
    title: str
    values: Mapping[str, Value]
    note: str = ""


@cache
def dimensions() -> Mapping[str, Dimension]:
    """All dimensions with closed lists of values, by key."""
    text = files("cairn.reference").joinpath("data/dimensions.yaml").read_text("utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = {}
    for key, body in loaded.items():
        values = {
            name: Value(name, value["label"], tuple(value.get("spellings", ())))
            for name, value in body["values"].items()
        }
        if unknown := set(body) - {"title", "values", "note"}:
            raise ValueError(f"dimensions.yaml, {key}: unknown key {sorted(unknown)}")
        found[key] = Dimension(key, body["title"], values, body.get("note", ""))
    return found


@cache
def spellings(dimension: str) -> Mapping[str, str]:
    """From each spelling in lower case to the key it means; keys mean themselves."""
    found = {}
    for value in dimensions()[dimension].values.values():
        found[value.key] = value.key
        found |= {spelling.casefold(): value.key for spelling in value.spellings}
    return found


def label_of(dimension: str, key: str) -> str:
    """The English label, for translation; an unknown key is its own label."""
    known = dimensions().get(dimension)
    value = known.values.get(key) if known else None
    return value.label if value else key

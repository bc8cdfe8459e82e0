"""The words of the field and ours, with their names in six languages.

Names are data, from United Nations treaties and documents where these have a word (`usage`).
Definitions are ours, written in English and translated like any other sentence. `GLOSSARY.md` is
written from the same file by `tools/glossary.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext

from cairn.kernel.languages import LANGUAGES, direction

PATH = Path(__file__).parent / "data/glossary.yaml"


class Usage(StrEnum):
    """On whose authority a name stands."""

    TREATY = "treaty"  # as in the Protocol or its Convention, in each authentic language
    FIELD = "field"  # as United Nations documents or the publishers of the figures commonly say
    OURS = "ours"  # a word of this platform


@dataclass(frozen=True, slots=True)
class Name:
    """The term in one language."""

    language: str
    words: str

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Presented:
    """An entry as one reader sees it."""

    key: str
    name: str
    definition: str
    usage: Usage
    others: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    group: str
    usage: Usage
    names: Mapping[str, str]  # by language, all six
    definition: str  # English

    def presented(self, language: str) -> Presented:
        others = tuple(Name(code, self.names[code]) for code in LANGUAGES if code != language)
        name = self.names.get(language, self.names["en"])
        return Presented(self.key, name, gettext(self.definition), self.usage, others)


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str  # English


@dataclass(frozen=True, slots=True)
class Glossary:
    groups: tuple[Group, ...]
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry:
        return next(entry for entry in self.entries if entry.key == key)

    def of(self, group: Group) -> list[Entry]:
        return [entry for entry in self.entries if entry.group == group.key]


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    return read(yaml.safe_load(PATH.read_text(encoding="utf-8")))


def read(document: Mapping[str, Any]) -> Glossary:
    """Build the glossary; an unknown key or a missing language is an error."""
    groups = tuple(Group(**group) for group in document["groups"])
    entries = tuple(_entry(**entry) for entry in document["terms"])
    keys = [entry.key for entry in entries]
    if len(set(keys)) != len(keys):
        raise ValueError("a key of the glossary occurs twice")
    if strange := {entry.group for entry in entries} - {group.key for group in groups}:
        raise ValueError(f"groups that are not declared: {strange}")
    return Glossary(groups, entries)


def _entry(*, key: str, group: str, usage: str, definition: str, **names: str) -> Entry:
    if set(names) != set(LANGUAGES):
        raise ValueError(f"{key}: languages are {sorted(names)}, not {sorted(LANGUAGES)}")
    return Entry(key, group, Usage(usage), names, " ".join(definition.split()))

"""Words by which columns are known: field → spellings in several languages, given by the caller.

The YAML is a mapping of fields, each with a list of spellings or a mapping of languages to lists:

    place_of_death:
      en: [location of death, place of death]
      fr: [lieu du décès]

What the fields mean is the caller's business. A spelling that names two fields is an error.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from cairn.formats.months import fold


@lru_cache(maxsize=4096)
def normalize_header(text: str) -> str:
    """A header without case, accents and punctuation: "No. Dead/Missing" → "no dead missing"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    words = "".join(
        c if c.isalnum() or unicodedata.category(c) == "Mn" else " " for c in fold(spaced)
    )
    return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Field → its spellings, normalized."""

    spellings: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls, text: str) -> "Lexicon":
        """Read the YAML described above."""
        content = yaml.safe_load(text)
        if not isinstance(content, dict):
            raise ValueError("a lexicon is a mapping of fields to spellings")
        return cls.of({str(name): _flat(entry, name) for name, entry in content.items()})

    @classmethod
    def of(cls, fields: Mapping[str, list[str]]) -> "Lexicon":
        """Take fields and spellings as they are; the name of a field is a spelling of it."""
        owner: dict[str, str] = {}
        spellings: dict[str, set[str]] = {}
        for name, words in fields.items():
            for word in (name, *words):
                key = normalize_header(word)
                if not key:
                    raise ValueError(f"{name}: {word!r} holds no letter or digit")
                if owner.setdefault(key, name) != name:
                    raise ValueError(f"{word!r} names both {owner[key]} and {name}")
                spellings.setdefault(name, set()).add(key)
        return cls({name: frozenset(words) for name, words in spellings.items()})


def _flat(entry: Any, name: object) -> list[str]:
    lists = list(entry.values()) if isinstance(entry, dict) else [entry]
    if not all(isinstance(words, list) for words in lists):
        raise ValueError(f"{name}: give a list of spellings, or one for each language")
    return [str(word) for words in lists for word in words]

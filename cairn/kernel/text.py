"""Sentences that people read: marked for translation here, translated only at the door.

Pure code raises and returns templates with their values; `cairn.web` and `cairn.console` translate
them in the language of the person. So a sentence is never an f-string, and Babel finds it by the
names `noop` and `Message`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable


def noop(text: str) -> str:
    """Mark `text` for translation and return it unchanged."""
    return text


@runtime_checkable
class Named(Protocol):
    """A value that is called otherwise in each language, such as a country: said by its name."""

    def in_language(self, language: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with a number in it; Arabic has six forms for what English says in two."""

    one: str
    many: str
    n: int
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return (self.one if self.n == 1 else self.many) % {"n": self.n, **self.values}

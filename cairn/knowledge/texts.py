"""What a record says, in whichever languages it says it.

A text is a row: language, what it is (original, official or unofficial translation, made by a
machine, or our own paraphrase), who translated it, and whether a person has read it. Translations
are never shown as the original, and whoever asks for a language gets the nearest text there is
together with what it is.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from cairn.kernel.text import noop

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi"})


class Standing(enum.StrEnum):
    """What a text is, towards the words in which the thing itself speaks."""

    ORIGINAL = "original"
    OFFICIAL = "official"  # translated by whoever has the authority to
    UNOFFICIAL = "unofficial"
    MACHINE = "machine"
    PARAPHRASE = "paraphrase"  # a summary in this project's own words


WORDS = {
    Standing.ORIGINAL: noop("original"),
    Standing.OFFICIAL: noop("official translation"),
    Standing.UNOFFICIAL: noop("unofficial translation"),
    Standing.MACHINE: noop("translated by a machine"),
    Standing.PARAPHRASE: noop("summary in our own words"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language; `language` is a BCP 47 tag."""

    text: str
    language: str
    standing: Standing = Standing.ORIGINAL
    translator: str = ""
    reviewed: bool = False  # a person has read it against the original

    @property
    def direction(self) -> str:
        return "rtl" if self.language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


_RANK = {
    Standing.ORIGINAL: 0,
    Standing.OFFICIAL: 1,
    Standing.PARAPHRASE: 2,
    Standing.UNOFFICIAL: 3,
    Standing.MACHINE: 4,
}


def best(texts: Iterable[Text], language: str) -> Text | None:
    """The text to show to a reader of `language`: in it, else the original, else in English, else
    any; among equals the one nearest to the original."""
    found = list(texts)

    def place(text: Text) -> tuple[int, int]:
        tag = text.language.split("-")[0]
        if tag == language:
            return 0, _RANK[text.standing]
        if text.standing is Standing.ORIGINAL:
            return 1, 0
        return (2 if tag == "en" else 3), _RANK[text.standing]

    return min(found, key=place) if found else None

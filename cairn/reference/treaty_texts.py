"""The treaties in their own words, as far as they are held, and our paraphrases in six languages.

Two of the six authentic languages are held, English and Spanish. A language that is not held is
said, and nothing is translated. Slips of the printed sources are kept. A paraphrase is ours, is for
orientation, and was read by no lawyer: the authentic text prevails.
"""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cairn.kernel.languages import LANGUAGES
from cairn.reference.loading import DATA, load, read_yaml
from cairn.reference.treaties import obligations

AUTHENTIC = ("ar", "zh", "en", "fr", "ru", "es")  # all six languages of the United Nations
HELD = ("en", "es")
FOLDER = "treaty_texts"


@dataclass(frozen=True, slots=True)
class Article:
    """One article: a string for each paragraph or lettered item, in order."""

    number: int
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One authentic text of one treaty."""

    treaty: str
    language: str
    source: str
    state: date  # the day of the edition that was read
    read: date
    preamble: tuple[str, ...]
    articles: tuple[Article, ...]

    def article(self, number: int) -> Article | None:
        return next((one for one in self.articles if one.number == number), None)


@dataclass(frozen=True, slots=True)
class _Paraphrases:
    language: str
    review: str
    paraphrases: Mapping[str, str]


@functools.cache
def text(treaty: str, language: str) -> Text | None:
    """The authentic text in this language, or None where it is not held."""
    if language not in HELD:
        return None
    name = f"{treaty}.{language}.json"
    found = json.loads((DATA / FOLDER / name).read_text("utf-8"))
    return load(Text, found, file=name, where=treaty)


def not_held() -> tuple[str, ...]:
    """The authentic languages in which no text is held."""
    return tuple(one for one in AUTHENTIC if one not in HELD)


@functools.cache
def _paraphrases(language: str) -> Mapping[str, str]:
    name = f"obligations.{language}.yaml"
    return load(_Paraphrases, read_yaml(name), file=name, where=language).paraphrases


PARAPHRASED = frozenset({"som"})  # the treaty whose paraphrases are in all six languages


def paraphrase(obligation: str, language: str) -> str:
    """What an obligation of the Protocol asks, in our words and the language of the reader."""
    spoken = language.split("-")[0].lower()
    if spoken != "en" and spoken in LANGUAGES:
        return _paraphrases(spoken)[obligation]
    return obligations()[obligation].paraphrase

"""Invented documents in six languages for the part `search`, the same on every run.

Words follow one another as often as Zipf says; a twentieth are words of our vocabularies, so that
questions name concepts that documents are tagged with and that stand in their texts. They are in no
database; as a module in `SEARCHED` this says only that they can be read.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from cairn.kernel.refs import new_refs
from cairn.search.documents import Document, Mark, Words
from cairn.search.lexicon import Concept, lexicon

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
LETTERS = {
    "ar": ("بتثجحخدرزسشصطعفقكلمنهوي", ""),
    "en": ("bcdfghlmnprst", "aeiou"),
    "es": ("bcdfglmnprst", "aeioáéó"),
    "fr": ("bcdfglmnprstv", "aeiouéè"),
    "ru": ("бвгдзклмнпрстх", "аеиоуыя"),
    "zh": ("".join(chr(code) for code in range(0x4E10, 0x5600, 3)), ""),
}
KNOWN, LENGTH = 15_000, 120  # words of a language, and of a text
STATES = [f"{a}{b}X" for a in "ABCDEF" for b in "ABCDEFGHIJ"]
KINDS = ("case", "law", "publication", "document")
BEGIN = date(1985, 1, 1)
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


class Maker:
    """Makes documents and questions from one seed."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.known = {language: self._words(language) for language in LANGUAGES}
        self.weights = [1 / (place + 2) for place in range(KNOWN)]
        self.concepts = [one for one in lexicon().concepts.values() if _is_tag(one)]

    def documents(self, number: int) -> Iterator[Document]:
        refs = new_refs("lib", number)
        for at, ref in enumerate(refs):
            language = LANGUAGES[at % len(LANGUAGES)]
            concepts = self.random.sample(self.concepts, 3)
            day = BEGIN + timedelta(days=self.random.randrange(14_000))
            yield Document(
                ref=ref,
                kind=self.random.choice(KINDS),
                titles=(Words(language, self.text(language, 7)),),
                texts=(Words(language, self.text(language, LENGTH, concepts[0])),),
                published=WHEN + timedelta(seconds=at),
                stamp="1",
                country=self.random.choice(STATES),
                first=day,
                last=day,
                marks=tuple(Mark("topic", one.key) for one in concepts[1:]),
                licence="CC BY 4.0",
            )

    def text(self, language: str, length: int, concept: Concept | None = None) -> str:
        words = self.random.choices(self.known[language], self.weights, k=length)
        if concept is not None:
            words.insert(length // 2, concept.name_in(language))
        return ("" if language == "zh" else " ").join(words)

    def questions(self, number: int) -> list[tuple[str, str, bool]]:
        """(words, language, whether it is narrowed): one to three words, or a concept by name."""
        found = []
        for at in range(number):
            language = LANGUAGES[at % len(LANGUAGES)]
            if at % 4 == 3:
                text = self.random.choice(self.concepts).name_in(language)
            else:
                words = self.random.choices(self.known[language][20:3_000], k=1 + at % 3)
                text = " ".join(words)
            found.append((text, language, at % 2 == 1))
        return found

    def _words(self, language: str) -> list[str]:
        first, second = LETTERS[language]
        found: dict[str, None] = {}
        while len(found) < KNOWN:
            size = self.random.choice((1, 2, 2) if language == "zh" else (2, 3, 3, 4))
            pick = self.random.choice
            word = "".join(pick(first) + (pick(second) if second else "") for _ in range(size))
            found[word if language != "ar" else word + pick(first)] = None
            if language == "zh" and len(found) > 9_000 and size == 1:
                continue
        return list(found)


def _is_tag(concept: Concept) -> bool:
    return concept.of not in {"country", "treaty", "route"}


def published(refs: Iterable[str]) -> set[str]:
    """All of them, as if the query of the library, which is asked too, had found them."""
    return set(refs)


def documents(refs: Iterable[str]) -> list[Document]:
    """None of what an edit is about."""
    return []

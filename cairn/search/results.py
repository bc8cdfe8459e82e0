"""One hit as it is shown: its title and a piece of its text with marks, and why it was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from cairn.kernel.text import noop
from cairn.search.documents import ELEMENT, Document, Words
from cairn.search.marking import Mark, Marker, Shown, composed, show
from cairn.search.questions import Hit, Place

WORDS = noop("words: %(words)s")
CONCEPT = noop("concept %(concept)s")
THROUGH = noop("concept %(concept)s, through its name in %(language)s: %(name)s")
TRANSLATED = noop("the words %(found)s, which mean %(name)s")
HINT = noop("perhaps the concept %(concept)s")
REREAD = noop("%(word)s read as %(instead)s")
LACKS = noop("not in it: %(words)s")
LONGEST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class LanguageName:
    """What a language is called in that of the reader."""

    tag: str

    def in_language(self, language: str) -> str:
        try:
            name = Locale.parse(language.replace("-", "_")).languages.get(self.tag.split("-")[0])
        except (UnknownLocaleError, ValueError):
            name = None
        return str(name or self.tag)

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True)
class ConceptName:
    """What a concept is called in the language of the reader."""

    names: Mapping[str, str]
    key: str

    def in_language(self, language: str) -> str:
        found = self.names.get(language.split("-")[0]) or self.names.get("en") or self.key
        return f"“{found}”"

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why it was found, or what of the question is not in it; a template with values."""

    kind: str
    text: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """One hit of a page."""

    document: Document
    title: Shown
    snippet: Shown | None
    why: tuple[Reason, ...]
    score: float
    place: Place


def result_of(hit: Hit, marker: Marker, language: str) -> Result:
    """A hit with its marks, for a reader of this language."""
    document = hit.document
    title = document.title_in(language)
    headings = [Words(title.language, document.heading)] if document.heading else []
    marked: list[tuple[Words, list[Mark]]] = []
    for one in (*document.titles, *headings, *document.texts):
        text = composed(one.text[:LONGEST_LOOKED_AT])
        marked.append((Words(one.language, text), marker.marks(text, one.language) if text else []))
    told = len(document.titles) + len(headings)
    head = composed(title.text)
    in_title = next((marks for one, marks in marked if one.text == head), [])
    return Result(
        document,
        show(title, in_title, length=600),
        _snippet(marked[told:], language),
        tuple(_why(document, marker, [one for _, marks in marked for one in marks], language)),
        hit.score,
        hit.place,
    )


def _snippet(marked: Sequence[tuple[Words, list[Mark]]], language: str) -> Shown | None:
    if not marked:
        return None

    def worth(pair: tuple[Words, list[Mark]]) -> tuple[int, bool]:
        own = pair[0].language.split("-")[0] == language.split("-")[0]
        return len({one.unit for one in pair[1]}), own

    return show(*max(marked, key=worth))


def _why(document: Document, marker: Marker, marks: Sequence[Mark], language: str) -> list[Reason]:
    keys, units, quoted = document.keys, marker.units, marker.quoted
    own = {one.unit for one in marks if not one.name}
    translated = {one.unit: one.name for one in reversed(marks) if one.name}
    found: list[Reason] = []
    words = [quoted[at] for at, unit in enumerate(units) if at in own and not unit.reread]
    if words:
        found.append(Reason("words", WORDS, {"words": ", ".join(words)}))
    lacking = []
    for at, unit in enumerate(units):
        if unit.reread and at in own:
            instead = ", ".join(f"“{one}”" for one in unit.reread.instead)
            values = {"word": f"“{unit.reread.word}”", "instead": instead}
            found.append(Reason("reread", REREAD, values))
        through = [one for one in unit.named if one.concept.key in keys]
        if through and through[0].concept.of == ELEMENT:  # the first says all that the others say
            through = through[:1]
        for one in through[:3]:
            concept = ConceptName(one.concept.names, one.concept.key)
            own_words = one.language in document.languages
            if one.language == language.split("-")[0] and own_words:
                found.append(Reason("concept", CONCEPT, {"concept": concept}))
                continue
            spoken = LanguageName(one.language)
            told = {"concept": concept, "language": spoken, "name": f"“{one.name}”"}
            found.append(Reason("concept", THROUGH, told))
        hinted = [one for one in unit.hinted if one.concept.key in keys]
        for one in hinted[:1]:
            concept = ConceptName(one.concept.names, one.concept.key)
            found.append(Reason("hint", HINT, {"concept": concept}))
        if at in translated and at not in own:
            values = {"found": f"“{translated[at]}”", "name": quoted[at]}
            found.append(Reason("translated", TRANSLATED, values))
        if at not in own and at not in translated and not through and not hinted:
            lacking.append(quoted[at])
    if lacking and found:
        found.append(Reason("lacks", LACKS, {"words": ", ".join(lacking)}))
    return found

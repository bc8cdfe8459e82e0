"""In which fields of an index a document stands, and by which terms.

`fold` has every word as it stands, `title` those of titles, headings and numbers; `stem_` and
`head_` with a language have their stems; `concept` has the keys of tags, States and obligations.
"""

from collections.abc import Iterable
from typing import Any

from cairn.search.analysis import STEMMED, folded, stems
from cairn.search.documents import Document

SCHEMA = 2  # raise it where what stands in an index changes; an older one is made anew
LONGEST = 400_000  # signs of one text that are looked into
KEPT = 20_000  # signs of one text that are kept to be shown
LANGUAGES = (*STEMMED, "zh")
TEXT_FIELDS = ("fold", "title")
STEM_FIELDS = tuple(f"{kind}_{one}" for one in LANGUAGES for kind in ("stem", "head"))


def terms(document: Document) -> dict[str, list[list[str]]]:
    """Field → the terms of each text that stands in it."""
    heads = [(one.language, one.text) for one in document.titles]
    if document.heading:
        heads.append((heads[0][0] if heads else "und", document.heading))
    named = " ".join((document.number, document.ref))
    found: dict[str, list[list[str]]] = {"fold": [], "title": [], "concept": []}
    for language, text in (*heads, ("und", named)):
        told = folded(text)
        found["title"].append(told)
        found["fold"].append(told)
        _stemmed(found, "head", language, text)
        _stemmed(found, "stem", language, text)
    for one in document.texts:
        text = one.text[:LONGEST]
        found["fold"].append(folded(text))
        _stemmed(found, "stem", one.language, text)
    found["concept"].append(sorted(document.keys))
    return found


def _stemmed(found: dict[str, list[list[str]]], kind: str, language: str, text: str) -> None:
    language = language.split("-")[0].lower()
    if language in LANGUAGES:
        found.setdefault(f"{kind}_{language}", []).append(stems(text, language))


def values(document: Document) -> dict[str, list[str]]:
    """Facet → its values in this document; a year is written as a number."""
    return {
        "kind": [document.kind],
        "country": [document.country] if document.country else [],
        "language": list(document.languages),
        "year": [str(document.year)] if document.year else [],
        "tag": sorted({f"{one.field}:{one.key}" for one in document.marks}),
    }


def shown(document: Document) -> dict[str, Any]:
    """What is kept to show a hit without asking the database; long texts are cut."""
    held = document.plain()
    if "texts" in held:
        held["texts"] = [[language, text[:KEPT]] for language, text in held["texts"]]
    return held


def facet(name: str, value: str) -> tuple[str, str]:
    """The facet and value under which a filter stands: those of marks stand among the tags."""
    if name in {"kind", "country", "language", "year"}:
        return name, value
    return "tag", f"{name}:{value}"


def by_field(counts: Iterable[tuple[str, int]]) -> dict[str, dict[str, int]]:
    """Counts of "field:key", by field."""
    found: dict[str, dict[str, int]] = {}
    for value, n in counts:
        name, _, key = value.partition(":")
        found.setdefault(name, {})[key] = n
    return found

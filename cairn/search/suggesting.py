"""What a question that has only begun may become: names of the vocabularies, and titles.

Only concepts that some published record bears and titles of published records are offered.
"""

from dataclasses import dataclass
from typing import Literal

from cairn.search.analysis import folded, seen
from cairn.search.documents import Document
from cairn.search.index import Reader
from cairn.search.lexicon import lexicon
from cairn.search.providers import published
from cairn.search.questions import AnyOf, AtLeast, Node, Plan, Term

LONGEST = 100
MOST = 8
GOES_ON = 30  # words in titles that begin as the last word does


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that find something; of a title also whose it is."""

    kind: Literal["concept", "title"]
    text: str
    language: str
    ref: str = ""


def suggest(text: str, language: str, index: Reader, *, limit: int = MOST) -> list[Suggestion]:
    """A few ways to go on, concepts first."""
    text = seen(text[:LONGEST]).strip()
    words = folded(text)
    if not words or len(text) < 2:
        return []
    concepts = [Suggestion("concept", one, language) for one in _concepts(text, language, index)]
    titles = _titles(words, language, index, limit)
    most = max(limit // 2, limit - len(titles))
    return [*concepts[:most], *titles][:limit]


def _concepts(text: str, language: str, index: Reader) -> list[str]:
    found: dict[str, int] = {}
    for concept in lexicon().labelled(text, language):
        n = index.frequency("concept", concept.key)
        if n:
            found.setdefault(concept.name_in(language), n)
    return sorted(found, key=lambda name: (-found[name], name))[:MOST]


def _titles(words: list[str], language: str, index: Reader, limit: int) -> list[Suggestion]:
    last = [one for one, _ in index.terms("title", words[-1], limit=GOES_ON)]
    if not last:
        return []
    parts: list[Node] = [Term("title", word) for word in words[:-1]]
    parts.append(AnyOf(tuple(Term("title", one) for one in last)))
    node = AtLeast(tuple(parts), len(parts))
    found: dict[str, Document] = {}
    for hit in index.find(Plan(node), limit=3 * limit).hits:
        if not hit.document.anchor:
            found.setdefault(hit.document.title_in(language).text, hit.document)
    there = published({one.ref for one in found.values()})
    return [
        Suggestion("title", title, one.title_in(language).language, one.ref)
        for title, one in found.items()
        if one.ref in there
    ][:limit]

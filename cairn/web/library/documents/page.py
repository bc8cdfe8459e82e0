"""The page of one document: contents, paragraphs with anchors, and what leads there and away.

A program recognized States, documents, dates and figures; the page says so wherever it shows them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.knowledge.documents.schema import Claim, Is, Piece, Recognized, Record
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.queries import cited_in, item, that_cite
from cairn.reference.countries import name_of
from cairn.web.components import Fact
from cairn.web.library.answering import kept
from cairn.web.library.documents.listing import KIND
from cairn.web.library.documents.words import RECOGNIZED, subject_words
from cairn.web.library.linking import linked_in_page
from cairn.web.library.stubs import stub
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a program recognized; `address` where the library has what it names."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the document as the page shows it."""

    piece: Piece
    level: int  # of the heading on the page
    lines: Sequence[str]
    marks: Sequence[tuple[str, Sequence[Mark]]]
    claims: Sequence[tuple[str, Claim]]
    citing: Sequence[Line]


@require_safe
def document(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of(KIND).load(found.body)
    citing = _citing(found)
    values = {
        "item": found,
        "record": record,
        "linked": linked_in_page(found, record),
        "facts": list(_facts(record, found)),
        "shown": list(_shown(record, _cited(found), citing)),
        "contents": [one for one in record.pieces if one.kind is Is.HEADING],
        "citing": _each_once(citing),
        "claims": len(record.claims),
    }
    return kept(request, render(request, "library/documents/page.html", values))


def _facts(record: Record, found: Item) -> Iterator[Fact]:
    none = _("not recorded")
    paragraphs = sum(one.kind is Is.PARAGRAPH for one in record.pieces)
    yield Fact(_("Symbol"), record.symbol or none)
    yield Fact(_("Body"), record.organ or none)
    yield Fact(_("Session"), record.session or none)
    yield Fact(_("Date"), record.dated or none)
    yield Fact(_("Paragraphs"), paragraphs)
    yield Fact(_("Text"), _("held") if record.text_held else _("not held"))
    yield Fact(_("Read on"), record.read_on or none)
    yield Fact(_("Terms"), record.licence or none)


def _shown(
    record: Record, cited: Mapping[str, Line], citing: Sequence[tuple[str, Line]]
) -> Iterator[Shown]:
    claims: dict[str, list[tuple[str, Claim]]] = {}
    for one in record.claims:
        claims.setdefault(one.anchor, []).append((subject_words(one.subject.value), one))
    here: dict[str, list[Line]] = {}
    for place, line in citing:
        here.setdefault(place, []).append(line)
    for piece in record.pieces:
        yield Shown(
            piece,
            min(6, max(3, piece.level + 1)),
            piece.text.split("\n") if piece.text else (),
            tuple(_marks(piece, cited)),
            claims.get(piece.anchor, ()),
            here.get(piece.anchor, ()),
        )


def _marks(piece: Piece, cited: Mapping[str, Line]) -> Iterator[tuple[str, Sequence[Mark]]]:
    """Kind by kind what was recognized, States by their names in the language of the reader."""
    for kind in Recognized:
        marks: dict[Mark, None] = {}
        for one in piece.found:
            if one.kind is not kind:
                continue
            if kind is Recognized.STATE:
                marks[Mark(name_of(one.value, current()))] = None
            elif kind is Recognized.SYMBOL:
                line = cited.get(f"document:{one.value}")
                marks[Mark(one.value, line.address if line else "")] = None
            else:
                marks[Mark(one.said)] = None
        if marks:
            yield say(RECOGNIZED[kind]), tuple(marks)


def _cited(found: Item) -> Mapping[str, Line]:
    """Documents of the library that this one names."""
    items = cited_in(found.links.filter(kind="entry"))
    return {name: line_of(one) for name, one in items.items()}


def _citing(found: Item) -> list[tuple[str, Line]]:
    """(the paragraph here that is meant, the record that cites it)."""
    return [(one.target_place, line_of(one.item)) for one in that_cite(found)]


def _each_once(citing: Sequence[tuple[str, Line]]) -> list[Line]:
    return list(dict.fromkeys(line for _place, line in citing))

"""The page of one publication: how to cite it, what is known of it and what is not, who cites."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.publications import citing
from cairn.knowledge.publications.schema import Record
from cairn.knowledge.publications.words import METHODS, SCOPES, THEMES
from cairn.knowledge.queries import cited_in, item, that_cite
from cairn.knowledge.texts import WORDS, Text, best
from cairn.reference.countries import name_of
from cairn.web.components import Fact, Link
from cairn.web.library.answering import kept
from cairn.web.library.linking import linked_in_page
from cairn.web.library.publications.listing import ENDINGS, KIND
from cairn.web.library.publications.words import language_words, type_words
from cairn.web.library.stubs import stub
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Told:
    """A text with what it is; `again` where it is not in the language of the reader."""

    text: Text
    standing: str


@require_safe
def publication(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of(KIND).load(found.body)
    values = {
        "item": found,
        "record": record,
        "linked": linked_in_page(found, record),
        "title": citing.plain(record.title),
        "authors": [citing.spoken(one) for one in record.csl.get("author", ())],
        "type": type_words(str(record.csl["type"])),
        "address": citing.address(record.csl),
        "citations": [
            (_("By author and year"), citing.author_date(record.csl)),
            (_("As a note"), citing.note(record.csl)),
        ],
        "files": [
            Link(words, reverse("library:publication_alone", args=[ref, ending]))
            for ending, words in ENDINGS.items()
        ],
        "facts": list(_facts(record)),
        "synopsis": _told(record.annotation.synopsis),
        "critique": _told(record.annotation.critique),
        "abstract": citing.plain(str(record.csl.get("abstract", ""))),
        "fields": list(_fields(record.csl)),
        "citing": _citing(found),
        "leads": _leads(found),
    }
    return kept(request, render(request, "library/publications/page.html", values))


def _facts(record: Record) -> Iterator[Fact]:
    """What is known, in one order for all; what is not says so."""
    note, none = record.annotation, _("not recorded")
    comma = ", "
    language = language_words(record.language) if record.language else none
    reviewed = {True: _("yes"), False: _("no"), None: none}[note.peer_reviewed]
    yield Fact(_("Published"), record.issued or citing.year(record.csl) or none)
    yield Fact(_("Language"), language)
    about = [name_of(one, current()) for one in note.countries]
    yield Fact(_("States that it is about"), comma.join(about) or none)
    yield Fact(_("Themes"), comma.join(say(THEMES[one]) for one in note.themes) or none)
    yield Fact(
        _("Method of the study"), comma.join(say(METHODS[one]) for one in note.methods) or none
    )
    yield Fact(_("How data were gathered"), note.gathering or none)
    yield Fact(_("Informants"), note.informants or none)
    yield Fact(_("Size of the sample"), none if note.sample_size is None else note.sample_size)
    yield Fact(_("Period of the data"), note.data_period or none)
    yield Fact(_("Scope"), say(SCOPES[note.scope]) if note.scope else none)
    yield Fact(_("Peer-reviewed"), reviewed)
    yield Fact(_("Terms of the publication"), note.work_licence or none)
    yield Fact(_("Entry checked in"), note.verified or none)
    yield Fact(_("Terms of this entry"), record.licence or none)


def _told(texts: tuple[Text, ...]) -> Told | None:
    found = best(texts, current())
    return Told(found, say(WORDS[found.standing])) if found else None


def _fields(csl: Any) -> Iterator[tuple[str, str]]:
    """Every field of the entry by its own name, as it is kept."""
    for name, value in csl.items():
        if name in ("author", "editor", "translator") or (
            isinstance(value, list) and value and isinstance(value[0], dict)
        ):
            yield name, "; ".join(citing.spoken(one) for one in value)
        elif isinstance(value, str):
            yield name, value
        else:
            yield name, json.dumps(value, ensure_ascii=False)


def _citing(found: Item) -> list[tuple[Line, str]]:
    """Records that cite this one, each once with the place."""
    return [(line_of(one.item), one.place) for one in that_cite(found)]


def _leads(found: Item) -> list[Line]:
    """Records of the library that this one rests on."""
    items = cited_in(found.links.all())
    return [line_of(one) for one in dict.fromkeys(items.values())]

"""The folder: what somebody collected, as a page, a document for a word processor, a PDF or
citations.

Nothing is kept here. The page is drawn from its address; notes that a person writes beside things
stay in her browser and come only with the request for the document, which changes nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cairn.formats.documents import Block, Facts, Grid, Part, docx
from cairn.formats.printed import pdf
from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.web import numbers
from cairn.web.components import Table, Value
from cairn.web.library.folder.excerpts import Excerpt, excerpts
from cairn.web.library.folder.keys import Key, read
from cairn.web.say import current

LONGEST_NOTE = 5_000
LONGEST_TITLE = 200
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def folder(request: HttpRequest) -> HttpResponse:
    """What the address holds; without anything, what a folder is."""
    problem, keys, wrong = None, [], 0
    try:
        keys, wrong = read(request.GET.getlist("i"))
    except CairnError as error:
        problem = error
    shown = [replace(one, without=_without(keys, one.key)) for one in excerpts(keys)]
    values = {"items": shown, "wrong": wrong, "problem": problem, "bare": "i" not in request.GET}
    answer = render(request, "library/folder/page.html", values)
    patch_cache_control(answer, private=True, no_store=True)  # what somebody collects is her own
    return answer


@csrf_exempt  # it answers with a document and changes nothing
@require_POST
def bundle(request: HttpRequest) -> HttpResponse:
    """The folder as a document for a word processor, with the notes that were sent along."""
    title, parts = _asked(request)
    return _document(docx(title, parts, language=current()), DOCX, "docx")


@csrf_exempt
@require_POST
def printed(request: HttpRequest) -> HttpResponse:
    """The same as PDF: fixed pages, numbered, with tags."""
    title, parts = _asked(request)
    day = numbers.day(timezone.localdate(), current())
    foot = _("%(title)s · Cairn, %(day)s") % {"title": title, "day": day}
    made = pdf(title, parts, language=current(), contents=_("Contents"), foot=foot)
    return _document(made, "application/pdf", "pdf")


def _asked(request: HttpRequest) -> tuple[str, list[Part]]:
    keys, _wrong = read(request.POST.getlist("i"))
    notes = {key: text[:LONGEST_NOTE] for key, text in _notes(request)}
    title = request.POST.get("title", "").strip()[:LONGEST_TITLE] or _("Hearing bundle")
    return title, list(_parts(excerpts(keys), notes))


def _document(made: bytes, media_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{_name()}.{ending}"'
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_safe
def citations(request: HttpRequest) -> HttpResponse:
    """How to cite everything in the folder, one paragraph each."""
    keys, _wrong = read(request.GET.getlist("i"))
    lines = [one.citation or f"{one.title}. {one.address}" for one in excerpts(keys)]
    answer = HttpResponse("\n\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_name()}.txt"'
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _parts(found: Iterable[Excerpt], notes: dict[str, str]) -> Iterable[Part]:
    day = numbers.day(timezone.localdate(), current())
    yield Block(
        _(
            "Made with Cairn on %(day)s from published records. Each thing says its source and the "
            "day on which it was read; what is not recorded is not said."
        )
        % {"day": day},
        "small",
    )
    for number, one in enumerate(found, start=1):
        yield Block(f"{number}. {one.title}", "heading", one.language)
        if one.kind:
            yield Block(capfirst(one.kind), "small")
        if one.facts:
            yield Facts(one.facts)
        if one.table:
            yield _grid(one.table)
            if one.table.help:
                yield Block(one.table.help, "small")
        for note in one.notes:
            yield Block(note)
        for passage in one.passages:
            place = numbers.comma(current()).join(filter(None, (passage.place, passage.standing)))
            yield Block(place, "label")
            yield Block(passage.text, "quote", passage.language)
        if own := notes.get(one.key, "").strip():
            yield Block(_("Note"), "heading", level=2)
            yield Block(own)
        if one.sources:
            yield Block(_("Sources"), "heading", level=2)
            for source in one.sources:
                yield Block(source, "small")
        if one.citation:
            yield Block(one.citation, "small")


def _grid(table: Table) -> Grid:
    """A table as a document holds it: what is not recorded is said in words."""
    numeric = frozenset(at for at, one in enumerate(table.columns) if one.numeric)
    rows = [[_in_words(value) for value in row] for row in table.rows]
    return Grid([one.label for one in table.columns], rows, numeric)


def _in_words(value: Value) -> str:
    match value:
        case Cell.WITHHELD:
            return _("withheld")
        case Cell():
            return _("not recorded")
        case None:
            return ""
        case int() | float():
            return numbers.number(value, current())
    return str(value)


def _notes(request: HttpRequest) -> Iterable[tuple[str, str]]:
    for name, text in request.POST.items():
        if name.startswith("note-"):
            yield name.removeprefix("note-"), str(text)


def _without(keys: list[Key], key: str) -> str:
    left = [("i", str(one)) for one in keys if str(one) != key]
    address = reverse("library:folder")
    return f"{address}?{urlencode(left)}" if left else f"{address}?i="


def _name() -> str:
    return f"cairn-folder-{timezone.localdate().isoformat()}"

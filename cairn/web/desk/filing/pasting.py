"""Pasting a table into the breakdown of a measure: read, looked at by a person, then saved like
anything else that is written there."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level
from cairn.kernel.errors import CairnError, NotFound
from cairn.reporting.filings.counts import NO_ONE_COUNTRY
from cairn.reporting.filings.definitions import COUNTRIES, section
from cairn.reporting.reading.crosstabs.words import word_key
from cairn.web import numbers
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.doors import find_own
from cairn.web.desk.filing.pasted_words import Meant
from cairn.web.desk.filing.tables import ZERO, Pasted, Read, read_table
from cairn.web.desk.filing.words import asked_by, cut_words, options, value_words
from cairn.web.desk.importing.doors import needs
from cairn.web.say import current, say

WORD = "word."  # begins the name of a field that says what a word means
NOT_RECORDED = Cell.NOT_RECORDED.value
CELLS = 50  # of one kind that are named; of more it is said how many there are
LARGEST = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a pasted line: what it means, or what it may mean."""

    name: str
    written: str
    value: str
    words: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PastedLine:
    index: int
    values: list[Value]
    text: str
    reason: str

    @property
    def certain(self) -> bool:
        return all(one.value for one in self.values)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
def paste(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Show how the table was read; nothing is saved here."""
    filing = find_own(request, ref)
    asked = section(filing.section).measures.get(key)
    if asked is None:
        raise NotFound()
    text = request.POST.get("table", "")[:LARGEST]
    read: Read | None = None
    problem: CairnError | None = None
    if request.method == "POST":
        months = len(list(filing.whole.split(Level.MONTH)))
        try:
            read = read_table(filing, asked_by(asked, months), text, _said(request))
        except CairnError as error:
            problem = error
    context: dict[str, Any] = {
        **heading.headed(filing),
        "measure": asked,
        "title": say(asked.title),
        "text": text,
        "read": read,
        "problem": problem,
        "step": 1,
    }
    if read:
        lines = [_line(index, one) for index, one in enumerate(read.lines, start=1)]
        said = _said(request)
        context |= {
            "words": [
                (
                    WORD + word_key(sign),
                    sign,
                    cells[:CELLS],
                    max(0, len(cells) - CELLS),
                    said.get(word_key(sign), ""),
                )
                for sign, cells in read.words.items()
            ],
            "unread": read.unread[:CELLS],
            "more_unread": max(0, len(read.unread) - CELLS),
            "outside": read.outside[:CELLS],
            "whole": numbers.period(filing.whole, current()),
            "uncertain": [one for one in lines if not one.certain],
            "certain": [one for one in lines if one.certain],
            "cut": cut_words(read.names),
        }
    return render(request, "desk/filings/paste.html", context, status=400 if problem else 200)


def _line(index: int, one: Pasted) -> PastedLine:
    return PastedLine(index, [_value(meant) for meant in one.of], one.text, one.reason)


def _said(request: HttpRequest) -> dict[str, str]:
    """Word → what a person said that it means."""
    given = {
        name.removeprefix(WORD): value
        for name, value in request.POST.items()
        if name.startswith(WORD)
    }
    return {word: str(value) for word, value in given.items() if value in (ZERO, NOT_RECORDED)}


def _value(meant: Meant) -> Value:
    name = meant.dimension
    codes = [] if meant.value else list(meant.candidates)
    if name == "origin" and not meant.value:
        codes += NO_ONE_COUNTRY
    listed = [(code, value_words(name, code)) for code in codes]
    if name not in COUNTRIES and not meant.value:
        listed = options(name)
    words = value_words(name, meant.value) if meant.value else ""
    return Value(name, meant.written, meant.value, words, listed)

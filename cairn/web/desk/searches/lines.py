"""A saved search as the desk shows it: its name, what it asks in words, and what is new."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from cairn.kernel.errors import CairnError
from cairn.search.asking import Question
from cairn.search.saved.asked import asked_of, question_asked
from cairn.search.saved.models import SavedSearch
from cairn.web.components import Choice
from cairn.web.desk.importing.doors import person_of
from cairn.web.library import found
from cairn.web.navigation import url_of


@dataclass(frozen=True, slots=True)
class Line:
    """One saved search."""

    ref: str
    name: str
    words: str
    chosen: tuple[Choice, ...]
    like: bool  # it asks for what is like a record
    fresh: int
    since: datetime
    paused: bool
    address: str  # of the search itself; "" where this process does not serve it


def own(request: HttpRequest) -> list[SavedSearch]:
    return list(SavedSearch.objects.filter(user=person_of(request)).order_by("name"))


def line_of(saved: SavedSearch) -> Line:
    try:
        question = question_asked(saved)
    except CairnError:  # of another version of the program, which read it otherwise
        question = Question(language=saved.language)
    return Line(
        str(saved.ref),
        saved.name,
        question.text,
        tuple(found.chosen(question)),
        bool(question.like),
        saved.fresh,
        saved.since,
        saved.paused,
        address_of(saved.asked),
    )


def address_of(asked: str, *, newest: bool = False) -> str:
    """The page that answers; `newest`: what was published last stands first."""
    page = url_of("library:search")
    if page is None:
        return ""
    parts = [part for part in (asked, "sort=newest" if newest else "") if part]
    return f"{page}?{'&'.join(parts)}" if parts else page


def asked_in(question: Question) -> tuple[str, tuple[Choice, ...], str]:
    """Words, what narrows, and the question as an address holds it."""
    return question.text, tuple(found.chosen(question)), asked_of(question)

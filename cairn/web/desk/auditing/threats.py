"""What is prevented here and what is not, for administrators: the table of threats of today."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.text import noop
from cairn.web.desk.auditing.server import told_of_server
from cairn.web.desk.importing.doors import needs
from cairn.web.say import say
from cairn.web.threats import State, threats

STATES = {
    State.TESTED: ("done", noop("prevented, and tested")),
    State.PARTLY: ("attention", noop("prevented in part")),
    State.NOT_BUILT: ("information", noop("not built yet")),
    State.NOT_PREVENTED: ("problem", noop("not prevented")),
}
LAPTOP = noop(
    "SQLite: this is for one organisation. One system user and one process read everything; no "
    "role of the database keeps anybody from anything."
)
ONE_PROCESS = noop(
    "Public pages and desk are served by one process with one role, so that a fault in a public "
    "page is a fault in front of everything."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One threat in the reader's language."""

    number: int
    threat: str
    answer: str
    open: str
    kind: str
    words: str


@require_safe
@needs(Permission.MEMBERSHIP_WRITE)
def page(request: HttpRequest) -> HttpResponse:
    """All rows, and what this very instance does not keep apart."""
    here = _here()
    context = {
        "lines": list(_lines(apart=not here)),
        "here": say(here),
        "server": told_of_server(request),
    }
    return render(request, "desk/auditing/threats.html", context)


def _lines(*, apart: bool) -> Iterator[Line]:
    for one in threats():
        holds = apart or not one.halves
        kind, words = STATES[one.state if holds else State.NOT_PREVENTED]
        yield Line(one.number, say(one.threat), say(one.answer), say(one.open), kind, say(words))


def _here() -> str:
    environment = settings.ENVIRONMENT
    if not environment.database:
        return LAPTOP
    return "" if environment.public_role else ONE_PROCESS

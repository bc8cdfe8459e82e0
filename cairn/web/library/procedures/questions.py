"""The eight questions of the background paper of 2022 as views with addresses of their own.

Each is answered from what the library holds, State by State; of all other States it says that
nothing is held, which is no finding about them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.kernel.collation import in_order
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.models import Item, ItemLink
from cairn.knowledge.procedures.eight import EIGHT, PAPER, Asked, asked_of
from cairn.knowledge.queries import cited_in
from cairn.reference.countries import invented_states, name_of
from cairn.web.components import Link
from cairn.web.library.answering import kept
from cairn.web.library.procedures.holding import Entry, entries
from cairn.web.library.states import participants
from cairn.web.say import current, say

COLUMNS = (
    *("state", "iso3", "invented", "record", "question", "answer", "text", "language"),
    *("as_on", "confirmation", "sources", "read_on", "address"),
)


class NoSuchQuestion(NotFound):
    text = noop("There is no question of this name; all eight stand on their first page.")


@dataclass(frozen=True, slots=True)
class Held:
    """One State and all that answers."""

    code: str
    name: str
    address: str  # of its page; "" of an invented State
    invented: bool
    entries: tuple[Entry, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    values = {
        "asked": [(one.letter, say(one.short), say(one.words), _address(one.key)) for one in EIGHT],
        "paper": _paper(),
    }
    return kept(request, render(request, "library/procedures/questions.html", values))


@require_safe
def question(request: HttpRequest, key: str) -> HttpResponseBase:
    asked = _asked(key)
    held = _held(asked)
    there = {one.code for one in held}
    names = {code: name_of(code, current()) for code in participants() if code not in there}
    paper = _paper()
    values = {
        "asked": asked,
        "short": say(asked.short),
        "words": say(asked.words),
        "rests_on": say(asked.rests_on),
        "held": held,
        "states": sum(not one.invented for one in held),
        "not_held": [names[code] for code in in_order(names, current(), names.__getitem__)],
        "paper": paper,
        "paragraphs": _paragraphs(asked, paper),
        "others": [Link(say(one.short), _address(one.key), one is asked) for one in EIGHT],
    }
    return kept(request, render(request, "library/procedures/question.html", values))


@require_safe
def question_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """The same answers as a table."""
    rows = _rows(_held(_asked(key)))
    answer = StreamingHttpResponse(
        stream_csv(rows, COLUMNS), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="cairn-{key}.csv"'
    return answer


def _asked(key: str) -> Asked:
    found = asked_of(key)
    if found is None:
        raise NoSuchQuestion()
    return found


def _address(key: str) -> str:
    return reverse("library:procedure_question", args=[key])


def _held(asked: Asked) -> list[Held]:
    by_state: dict[str, list[Entry]] = {}
    for one in entries(asked):
        by_state.setdefault(one.country, []).append(one)
    names = {code: name_of(code, current()) for code in by_state}
    pages = set(participants())
    return [
        Held(
            code,
            names[code],
            reverse("library:state", args=[code]) if code in pages else "",
            code in invented_states(),
            tuple(by_state[code]),
        )
        for code in in_order(names, current(), names.__getitem__)
    ]


def _paper() -> Item | None:
    """The background paper, where the library has it."""
    return cited_in([ItemLink(kind="entry", target=PAPER)]).get(PAPER)


def _paragraphs(asked: Asked, paper: Item | None) -> list[Link]:
    """Paragraphs of the paper that bear on the question."""
    address = reverse("library:document", args=[paper.ref]) if paper else ""
    return [
        Link(one.removeprefix("p"), f"{address}#{one}" if address else "")
        for one in asked.paragraphs
    ]


def _rows(held: Sequence[Held]) -> Iterator[tuple[object, ...]]:
    for state in held:
        for one in state.entries:
            read = sorted({source.read_on for source in one.sources if source.read_on})
            yield (
                *(state.name, state.code, state.invented, one.line.title, one.question),
                "; ".join(value.words for value in one.values),
                " ".join(text.text for text in one.texts),
                one.texts[0].language if one.texts else "",
                one.as_on.as_written if one.as_on else "",
                one.state[1] if one.state else "",
                "; ".join(source.words for source in one.sources),
                "; ".join(day.isoformat() for day in read),
                one.address,
            )

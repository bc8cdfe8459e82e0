"""The procedure of one State: question by question, each answer with what it rests on.

A question without an answer is not recorded, and the page says so where the answer would stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.procedures.face import confirmation_of
from cairn.knowledge.procedures.schema import GROUPS, QUESTIONS, Record
from cairn.knowledge.queries import item, that_cite
from cairn.reference.countries import name_of
from cairn.web.components import Fact
from cairn.web.library import resting
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import best_spoken
from cairn.web.library.procedures import words
from cairn.web.library.procedures.listing import KIND
from cairn.web.library.stubs import stub
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with its answer where one is recorded."""

    key: str
    title: str
    answer: words.Shown | None


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one thing."""

    key: str
    title: str
    questions: tuple[Question, ...]
    answered: int


@require_safe
def procedure(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of(KIND).load(found.body)
    there = cited(record)
    values = {
        "item": found,
        "record": record,
        "state": name_of(record.country, current()),
        "invented": record.invented,
        "groups": list(_groups(record, there)),
        "answered": sum(True for _ in record.answers()),
        "questions": len(QUESTIONS),
        "facts": list(_facts(record)),
        "notes": [best for text in record.notes if (best := best_spoken([text]))],
        "others": _others(found),
        "citing": list(dict.fromkeys(line_of(one.item) for one in that_cite(found))),
    }
    return kept(request, render(request, "library/procedures/page.html", values))


def cited(*records: Record | None) -> dict[str, Item]:
    """What the library has of the records that these cite. One query."""
    return resting.cited(name for one in records if one for name in words.cited_by(one))


def _groups(record: Record, there: dict[str, Item]) -> Iterator[Group]:
    for key, questions in GROUPS.items():
        found = tuple(_question(record, one, there) for one in questions)
        answered = sum(one.answer is not None for one in found)
        yield Group(key, say(words.GROUPS[key]), found, answered)


def _question(record: Record, key: str, there: dict[str, Item]) -> Question:
    answer = record.answer(key)
    made = words.shown(key, answer, there, record.as_on) if answer else None
    return Question(key, words.question_words(key), made)


def _facts(record: Record) -> Iterator[Fact]:
    read = [one.read_on for _, answer in record.answers() for one in answer.sources if one.read_on]
    yield Fact(_("State"), name_of(record.country, current()))
    yield Fact(_("As on"), record.as_on)
    yield Fact(_("Sources last read on"), max(read) if read else _("not recorded"))
    yield Fact(_("Confirmation"), words.confirmed_words(confirmation_of(record)))


def _others(found: Item) -> list[Line]:
    """Records of the same State as on other days."""
    rows = Item.objects.published().filter(kind=KIND, country=found.country).exclude(pk=found.pk)
    return [line_of(one) for one in rows.defer("body").order_by("-span_latest", "ref")[:12]]

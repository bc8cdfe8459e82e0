"""How questions and answers of a procedure are said; presenters, none of which asks a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.kernel.dates import DateSpan
from cairn.kernel.text import Message, noop
from cairn.knowledge.models import Item
from cairn.knowledge.procedures.labels import LABELS
from cairn.knowledge.procedures.schema import (
    QUESTIONS,
    Answer,
    Confirmed,
    Provision,
    Record,
    Technique,
)
from cairn.knowledge.procedures.words import WORDS, Who
from cairn.reference.vocabularies import label
from cairn.web import numbers
from cairn.web.components import Link
from cairn.web.library.laws.said import Spoken, language_name, spoken
from cairn.web.library.resting import Rests, rests
from cairn.web.say import current, paired, say

GROUPS = {
    "opening": noop("Opening and leading"),
    "means": noop("Techniques and money"),
    "evidence": noop("Evidence from elsewhere"),
    "people": noop("People who were smuggled"),
    "sharing": noop("Sharing and requests"),
    "practice": noop("Practice, and what the State says of it"),
}
CONFIRMED = {
    "all": noop("every answer is confirmed by the State"),
    "some": noop("some answers are confirmed by the State"),
    "none": noop("no answer is confirmed by the State"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """One value in words; `key` is what is compared."""

    words: str
    key: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as pages show it."""

    question: str
    title: str
    values: tuple[Given, ...]
    texts: tuple[Spoken, ...]
    provisions: tuple[Link, ...]
    sources: tuple[Rests, ...]
    as_on: DateSpan | None
    state: tuple[str, str]  # kind and words
    confirmed: Confirmed | None


def question_words(key: str) -> str:
    """A question as it is asked; a key that nobody knows as it is."""
    if key not in QUESTIONS:
        return key
    return say(LABELS.get(key) or LABELS[f"Record.{key}"])


def confirmed_words(key: str) -> str:
    return say(CONFIRMED[key]) if key in CONFIRMED else key


def shown(question: str, answer: Answer, there: dict[str, Item], as_on: DateSpan) -> Shown:
    """An answer; `there`: what the library has of what it cites, `as_on`: day of the record."""
    best = [one for one in answer.texts if one.language.split("-")[0] == current()]
    return Shown(
        question,
        question_words(question),
        given(question, answer),
        tuple(spoken(one) for one in best or answer.texts[:1]),
        tuple(_provision(one, there) for one in answer.provisions),
        tuple(rests(one, there) for one in answer.sources),
        answer.as_on if answer.as_on and answer.as_on != as_on else None,
        standing(answer.confirmed),
        answer.confirmed,
    )


def given(question: str, answer: Answer) -> tuple[Given, ...]:
    """The values of an answer in words."""
    return tuple(Given(_value(question, one), one) for one in answer.values)


def standing(confirmed: Confirmed | None) -> tuple[str, str]:
    """The state of an answer: icon and words."""
    if confirmed is None:
        return "waiting", _("not confirmed by the State")
    return "done", _("as the State confirmed")


def cited_by(record: Record) -> Iterator[str]:
    """Every record of the library that the answers cite, as "kind:key"."""
    for _question, answer in record.answers():
        yield from (one.law for one in answer.provisions if one.law)
        yield from (one.document for one in answer.sources if one.document)


def _value(question: str, value: Any) -> str:
    if isinstance(value, Technique):
        return technique_words(value)
    if question == "languages":
        return language_name(value)
    if question == "joint":
        return label("international_cooperation_forms", value, current())
    return say(WORDS[value])


def technique_words(one: Technique) -> str:
    """A technique with its threshold and who allows it, in one line."""
    found = [label("investigation_techniques", one.kind, current())]
    parts = []
    if one.permitted is not None:
        parts.append(_("allowed") if one.permitted else _("not allowed"))
    if one.least_years is not None:
        words = Message(
            "for offences that carry at least %(n)s year",
            "for offences that carry at least %(n)s years",
            one.least_years,
        )
        parts.append(say(words))
    if one.authorized_by:
        parts.append(paired(_("authorized by"), _whose(one.authorized_by)))
    if one.urgent_by:
        parts.append(paired(_("without delay by"), _whose(one.urgent_by)))
    if one.longest_days is not None:
        parts.append(say(Message("at most %(n)s day", "at most %(n)s days", one.longest_days)))
    told = numbers.comma(current()).join(parts)
    return paired(found[0], told) if told else found[0]


def _whose(many: tuple[Who, ...]) -> str:
    return numbers.comma(current()).join(say(WORDS[one]) for one in many)


def _provision(one: Provision, there: dict[str, Item]) -> Link:
    item = there.get(one.law)
    if item is None:
        return Link(one.cited, "")
    if one.article:
        return Link(one.cited, reverse("library:law_article", args=[item.ref, one.article]))
    return Link(one.cited, reverse("library:law", args=[item.ref]))

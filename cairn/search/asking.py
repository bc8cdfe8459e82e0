"""One question to the index of what anyone may read, and everything a page says of its answer.

Pages, API, feeds and console ask here. Nothing of it asks the database but which of the records of
a page can still be read, in one query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.search.alike import alike
from cairn.search.analysis import folded
from cairn.search.beside import beside
from cairn.search.documents import Document
from cairn.search.helping import Help, help_for
from cairn.search.index import Reader
from cairn.search.lexicon import lexicon
from cairn.search.marking import Marker
from cairn.search.opened import reader
from cairn.search.planning import Thought, think
from cairn.search.providers import published
from cairn.search.questions import Facets, Narrow, Order, Place, Plan, Within
from cairn.search.reading import UNKNOWN_VALUE, Note, Typed, read
from cairn.search.results import Result, result_of

OWN = ("kind", "country", "language")  # fields that every index has
PAGE = 20


class NothingLikeIt(NotFound):
    text = noop("The library has no such record.")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: words, what was chosen beside them, and from where on."""

    text: str = ""
    language: str = "en"  # of the reader, and of the words where they may be of several
    narrow: tuple[Narrow, ...] = ()
    within: Within | None = None
    order: Order | None = None  # None: the best first where there are words, else the newest
    like: str = ""  # a reference: what is like this record
    limit: int = PAGE
    after: Place | None = None
    expand: bool = True  # by the vocabularies


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows."""

    question: Question
    typed: Typed
    thought: Thought
    plan: Plan
    total: int
    results: tuple[Result, ...]
    next: Place | None
    facets: Facets = field(default_factory=Facets)
    notes: tuple[Note, ...] = ()
    help: Help | None = None
    like: Document | None = None


def ask(question: Question, *, index: Reader | None = None, facets: bool = True) -> Answer:
    """The answer to one question, from the newest state of the index."""
    index = index or reader()
    typed, thought, plan, model = _planned(question, index)
    counted = beside(index.facets, plan) if facets else None
    found = index.find(plan, limit=question.limit, after=question.after)
    there = published({one.document.ref for one in found.hits})
    marker = Marker(thought.units)
    results = tuple(
        result_of(one, marker, question.language) for one in found.hits if one.document.ref in there
    )
    notes = (*typed.notes, *_unknown_values(plan.narrow, index))
    return Answer(
        question,
        typed,
        thought,
        plan,
        found.total,
        results,
        found.hits[-1].place if found.more else None,
        counted.result() if counted else Facets(),
        notes,
        None if found.total else help_for(plan, thought.units, index),
        model,
    )


def published_since(question: Question, since: datetime, index: Reader) -> int:
    """How much of what answers a question was published in this second or later."""
    return index.count(replace(_planned(question, index)[2], since=since))


def _planned(question: Question, index: Reader) -> tuple[Typed, Thought, Plan, Document | None]:
    """A question taken apart and thought about; the record that others are to be like."""
    known = known_fields(index)
    typed = read(question.text, naming=lambda *one: named(index, *one), known=known)
    model: Document | None = None
    if question.like:
        model = next(iter(index.get(question.like)), None)
        if model is None or model.ref not in published([model.ref]):
            raise NothingLikeIt()
        thought, plan = Thought((), None), alike(model, index)
    else:
        thought = think(typed, index, lexicon() if question.expand else None, question.language)
        plan = Plan(thought.node)
    narrow = _together([*question.narrow, *typed.narrow])
    within = typed.within or question.within
    order = question.order or ("newest" if plan.node is None else "score")
    return typed, thought, Plan(plan.node, narrow, within, plan.without, order), model


def known_fields(index: Reader) -> list[str]:
    """The names that can be written before a colon."""
    others = sorted(set(index.whole().counts) - {*OWN, "tag", "year"})
    return [*OWN, *others]


def named(index: Reader, name: str, value: str) -> tuple[str, str] | None:
    """What a field and its value mean here: a key, or the name of what bears it."""
    whole = index.whole().counts
    name = {"state": "country", "lang": "language", "type": "kind"}.get(name, name)
    if name not in OWN and (name not in whole or name in {"tag", "year"}):
        return None
    known = whole.get(name, {})
    for one in (value, value.lower(), value.upper(), value.lower().replace(" ", "_")):
        if one in known:
            return name, one
    terms = tuple(folded(value))
    if terms:
        for found in lexicon().naming(terms, "en"):
            if found.concept.key in known or (name, found.concept.of) == ("country", "country"):
                return name, found.concept.key
    if name == "kind" and value.lower().rstrip("s") in known:
        return name, value.lower().rstrip("s")
    return name, value.upper() if name == "country" else value


def _together(given: Sequence[Narrow]) -> tuple[Narrow, ...]:
    """Values of one field beside one another, each once."""
    held: dict[str, dict[str, None]] = {}
    for one in given:
        held.setdefault(one.field, {}).update(dict.fromkeys(one.values))
    return tuple(Narrow(name, tuple(values)) for name, values in held.items())


def _unknown_values(narrow: Iterable[Narrow], index: Reader) -> Iterable[Note]:
    whole = index.whole().counts
    for one in narrow:
        for value in one.values:
            if value not in whole.get(one.field, {}):
                yield Note(UNKNOWN_VALUE, {"field": one.field, "value": value[:40]})

"""What search found, as its page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from cairn.kernel.collation import sort_key
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.languages import direction
from cairn.kernel.text import Message, noop
from cairn.knowledge.kinds import kind_of
from cairn.reference.countries import name_of
from cairn.search.addresses import OWN, cursor_of, pairs_of
from cairn.search.asking import Answer, Question
from cairn.search.documents import Document
from cairn.search.marking import Shown
from cairn.search.questions import Narrow
from cairn.search.results import Result
from cairn.web.components import Choice
from cairn.web.library.folder.excerpts import makers
from cairn.web.library.folder.keys import Key
from cairn.web.library.naming import field_words, kind_words, value_words
from cairn.web.numbers import number
from cairn.web.say import current, say

FIRST = ("kind", "country", "element", "mode", "outcome", "obligation", "language", "year")
SHOWN = 8  # values of a facet that are seen at once
MOST = 200


@dataclass(frozen=True, slots=True)
class Foreign:
    """A text in pieces; `language` where it is not that of the reader."""

    shown: Shown

    @property
    def language(self) -> str:
        own = self.shown.language.split("-")[0] == current().split("-")[0]
        return "" if own else self.shown.language

    @property
    def direction(self) -> str:
        return direction(self.shown.language)


@dataclass(frozen=True, slots=True)
class Line:
    """One result."""

    title: Foreign
    address: str  # "" where no page shows it
    kind: str
    heading: str
    country: str
    span: DateSpan | None
    number: str
    invented: bool
    snippet: Foreign | None
    why: tuple[str, ...]
    like: str
    folder: str = ""  # by which it is put into the folder; "" where it cannot be
    on: date | None = None  # the day as on which it is shown


@dataclass(frozen=True, slots=True)
class Option:
    words: str
    n: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its values: those that are seen at once, and the others."""

    name: str
    label: str
    first: tuple[Option, ...]
    others: tuple[Option, ...]
    chosen: bool
    rare: bool = False  # behind the others


@dataclass(frozen=True, slots=True)
class Way:
    """Something else that finds something."""

    words: str
    address: str


def lines(answer: Answer) -> list[Line]:
    return [_line(one, answer.typed.on) for one in answer.results]


def _line(result: Result, on: date | None) -> Line:
    """`on`: the day that was typed; an article is led to and collected as on it."""
    one = result.document
    on = on if (one.record or one.kind) == "law" and one.anchor else None
    span = DateSpan.between(one.first, one.last) if one.first and one.last else None
    return Line(
        Foreign(result.title),
        page_of(one, on),
        kind_words(one.kind),
        one.heading,
        name_of(one.country, current()) if one.country else "",
        span,
        one.number,
        one.invented,
        Foreign(result.snippet) if result.snippet else None,
        tuple(say(_Said(one.text, **one.values)) for one in result.why),
        "" if one.anchor else f"?{urlencode({'like': one.ref})}",
        str(Key(one.ref, one.anchor, on)) if (one.record or one.kind) in makers() else "",
        on,
    )


def page_of(one: Document, on: date | None = None) -> str:
    """Where the record can be read, at the part that was found; "" where no page shows it."""
    try:
        address = reverse(kind_of(one.record or one.kind).address, args=[one.ref])
    except (NoReverseMatch, NotFound):
        return ""
    if on:
        address += f"?on={on.isoformat()}"
    return f"{address}#{one.anchor}" if one.anchor else address


class _Said(CairnError):
    """A sentence with values that are said in the language of the reader."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__()
        self.text, self.values = text, values


def told(text: str, values: object) -> str:
    """A template of search with its values."""
    return say(_Said(text, **dict(values)))  # type: ignore[call-overload]


def facets(answer: Answer) -> list[Facet]:
    """Filters in the order of the page; those with one value that is not chosen say nothing."""
    counts = answer.facets.counts
    names = [*FIRST, *sorted(set(counts) - {*FIRST, "tag"}, key=field_words)]
    found = []
    for name in names:
        chosen = {value for one in answer.plan.narrow if one.field == name for value in one.values}
        held = dict(counts.get(name, {}))
        held |= dict.fromkeys(chosen - held.keys(), 0)
        if held:
            found.append(_facet(name, held, chosen, answer.question))
    return found


def _facet(name: str, held: dict[str, int], chosen: set[str], question: Question) -> Facet:
    words = {key: value_words(name, key) for key in held}

    def rank(key: str) -> object:
        if name == "year":
            return (key not in chosen, -int(key) if key.isdigit() else 0)
        return (key not in chosen, -held[key], sort_key(words[key], current()))

    options = [
        Option(
            words[key],
            number(held[key], current()),
            _toggled(question, name, key, chosen=key in chosen),
            key in chosen,
        )
        for key in sorted(held, key=rank)[:MOST]  # type: ignore[arg-type]
    ]
    some = max(SHOWN, len(chosen))
    return Facet(
        name,
        field_words(name),
        tuple(options[:some]),
        tuple(options[some:]),
        bool(chosen),
        rare=name not in FIRST and not chosen,
    )


def chosen(question: Question) -> list[Choice]:
    """What narrows, each with the address without it."""
    found = [
        Choice(
            field_words(one.field),
            value_words(one.field, value),
            _toggled(question, one.field, value, chosen=True),
        )
        for one in question.narrow
        for value in one.values
    ]
    if question.within:
        pairs = [pair for pair in pairs_of(question) if pair[0] not in {"from", "to"}]
        days = (question.within.first, question.within.last)
        written = " – ".join(day.isoformat() if day else "…" for day in days)
        found.append(Choice(say(noop("Date")), written, _address(pairs)))
    return found


def _toggled(question: Question, name: str, key: str, *, chosen: bool) -> str:
    pair = (name, key) if name in OWN else ("tag", f"{name}:{key}")
    pairs = pairs_of(question)
    return _address([one for one in pairs if one != pair] if chosen else [*pairs, pair])


def next_page(answer: Answer) -> str:
    if answer.next is None:
        return ""
    return _address(
        [*pairs_of(answer.question), ("after", cursor_of(answer.question, answer.next))]
    )


def with_sort(question: Question, order: str) -> str:
    return _address([*(pair for pair in pairs_of(question) if pair[0] != "sort"), ("sort", order)])


def carried(question: Question, *besides: str) -> list[tuple[str, str]]:
    """What a form of the page keeps of the question."""
    return [pair for pair in pairs_of(question) if pair[0] not in {*besides, "like"}]


def ways(answer: Answer) -> list[Way]:
    """What would find something, each as a link with how much it finds."""
    help_, question = answer.help, answer.question
    if help_ is None:
        return []
    found: list[Way] = []
    for name, n in help_.without:
        pairs = [
            pair for pair in pairs_of(question) if not _narrows(pair, name, answer.plan.narrow)
        ]
        words = _counted(noop("without the filter %(field)s: %(n)s"), n, field=field_words(name))
        found.append(Way(words, _address(pairs)))
    if help_.unfiltered and len(help_.without) != 1:
        words = _counted(noop("without any filter: %(n)s"), help_.unfiltered)
        found.append(Way(words, _address([("q", question.text)])))
    for shown, n in help_.alone:
        words = _counted(noop("only %(words)s: %(n)s"), n, words=shown)
        found.append(Way(words, _address([("q", shown)])))
    return found


def _narrows(pair: tuple[str, str], name: str, narrow: Sequence[Narrow]) -> bool:
    if name == "year" and pair[0] in {"from", "to", "year"}:
        return True
    return pair[0] == name or (pair[0] == "tag" and pair[1].startswith(f"{name}:"))


def _counted(text: str, n: int, **values: object) -> str:
    return told(text, {**values, "n": number(n, current())})


def result_count(answer: Answer) -> str:
    return say(Message("%(n)s result", "%(n)s results", answer.total))


def _address(pairs: Iterable[tuple[str, str]]) -> str:
    return f"?{urlencode(list(pairs))}"

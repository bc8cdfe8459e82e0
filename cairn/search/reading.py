"""Reads what somebody typed: words, phrases in quotes, and values of fields.

Nothing that is typed is an error of the machinery: what cannot be used is passed over and said
(`Note`), and only a question longer than any question is refused. No pattern is ever made of it.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.search.analysis import seen
from cairn.search.days import day_in
from cairn.search.questions import Narrow, Within

LONGEST = 1_000  # signs
MOST_WORDS = 24
MOST_VALUES = 20  # of fields

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»„「」『』＂", '"') | {"：": ":"})
_PIECE = re.compile(r'(?:(?P<field>[A-Za-z_]{2,40}):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_NOT_OURS = re.compile(r'"|\b(?:year|date):', re.IGNORECASE)  # whose dates are meant otherwise
_RANGE = re.compile(r"(.*?)(?:\.\.|/|–)(.*)")


class QuestionTooLong(CairnError):
    text = noop("This question has more than %(most)s signs; ask with a few words.")


class NotADate(CairnError):
    text = noop("%(value)r is not a date; write 2017, 2017-03, 2017-03-14 or a range 2015..2018.")


UNKNOWN_FIELD = noop(
    "There is no field %(field)s, so this was looked for as words. Fields: %(known)s."
)
UNKNOWN_VALUE = noop("%(field)s has no value %(value)s here, so nothing was found by it.")
UNREAD_DATE = noop("%(value)s is not a date and was passed over; write 2017 or a range 2015..2018.")
TOO_MANY_WORDS = noop("Only the first %(most)s words were looked for.")
UNCLOSED = noop("A quotation mark was not closed; the phrase goes to the end.")


@dataclass(frozen=True, slots=True)
class Note:
    """What was done with something that could not be used as it was typed."""

    text: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart."""

    words: tuple[str, ...] = ()  # each one word, or a phrase where it begins with a quote
    phrases: tuple[str, ...] = ()
    narrow: tuple[Narrow, ...] = ()
    within: Within | None = None
    notes: tuple[Note, ...] = ()
    on: date | None = None  # a whole date among the words: laws are shown as on this day


# From the word for a field and what was written behind it to (facet, key); None: no such field.
Naming = Callable[[str, str], tuple[str, str] | None]


def read(text: str, *, naming: Naming, known: Collection[str]) -> Typed:
    """Take a question apart."""
    if len(text) > LONGEST:
        raise QuestionTooLong(most=LONGEST)
    text = seen(text).translate(_QUOTES)
    on, besides = (None, "") if _NOT_OURS.search(text) else day_in(text)
    text = besides or text  # a date alone is looked for as it stands
    notes: list[Note] = []
    if text.count('"') % 2:
        text += '"'
        notes.append(Note(UNCLOSED, {}))
    words: list[str] = []
    phrases: list[str] = []
    values: dict[str, dict[str, None]] = {}
    within: Within | None = None
    for piece in _PIECE.finditer(text):
        name, phrase, word = piece["field"], piece["phrase"], piece["word"]
        value = phrase if phrase is not None else word
        if name and name.lower() in {"year", "date"}:
            try:
                within = span(value)
            except NotADate:
                notes.append(Note(UNREAD_DATE, {"value": value[:40]}))
            continue
        named = naming(name.lower(), value) if name else None
        if named is not None and sum(map(len, values.values())) < MOST_VALUES:
            values.setdefault(named[0], {})[named[1]] = None
            continue
        if name and not value.startswith("//"):
            shown = ", ".join([*known, "year"])
            notes.append(Note(UNKNOWN_FIELD, {"field": name[:40], "known": shown}))
            words.append(name)
        if phrase is None:
            words.append(word)
        elif phrase.strip():
            phrases.append(phrase.strip())
    if len(words) > MOST_WORDS:
        words = words[:MOST_WORDS]
        notes.append(Note(TOO_MANY_WORDS, {"most": MOST_WORDS}))
    narrow = tuple(Narrow(name, tuple(keys)) for name, keys in values.items())
    return Typed(tuple(words), tuple(phrases[:8]), narrow, within, tuple(notes[:5]), on)


def span(text: str) -> Within:
    """A day, a period, or a range with one end or two."""
    parted = _RANGE.fullmatch(text.strip())
    first, last = (parted[1], parted[2]) if parted else (text, text)
    begins, ends = _period(first), _period(last)
    if begins is None and ends is None:
        raise NotADate(value=text[:40])
    return Within(begins.first if begins else None, ends.last if ends else None)


def _period(text: str) -> Period | None:
    text = text.strip()
    if not text:
        return None
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return Period(day, day)
        return Period.parse(text)
    except (CairnError, ValueError):
        raise NotADate(value=text[:40]) from None

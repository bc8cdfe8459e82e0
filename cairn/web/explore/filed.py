"""What stands behind the numbers of filings: which versions, validated when and by whom, and where
a State's own definition differs from the one that is shown.

Only the desk's door knows filings; at the public one nothing of this exists. What a filing says is
looked up for who looks, version by version, and a flag is put on everything that is made from its
numbers: a reference mark, and a footnote with the State's own words.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from cairn.figures.filed import Behind, behind
from cairn.figures.questions import Question
from cairn.kernel.dates import Period
from cairn.kernel.text import Message, noop
from cairn.web import numbers
from cairn.web.components import Besides, Fact, Link
from cairn.web.explore.doors import Door
from cairn.web.explore.labels import apart, bare, listing, side_by_side
from cairn.web.explore.lives import Changed, Merged
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

MARKS = ("†", "‡", "§", "¶")  # a fifth wording and those after it share the last
LISTED = 24  # filings in "how this number was made"; the file has all
RED = "TLP:RED"  # for the eyes of those who are named, and never a file
IN_A_DRAWING = 400  # characters of a State's words; the page has all
INVENTED = noop("Invented for the demonstration: no such numbers were ever reported.")


@dataclass(frozen=True, slots=True)
class Filed:
    """One version of a filing; `own` holds the State's words by the number that they are of."""

    ref: str
    number: int
    section: str  # a template
    period: Period
    validated: date | None
    by: str  # the body that validated it
    own: Mapping[str, str]
    marking: str = ""  # by the Traffic Light Protocol, as it is written
    address: str = ""  # where it is read, for who may open it
    merged: Merged | None = None  # of other filings
    state: str = ""  # its code
    changed: tuple[Changed, ...] = ()  # numbers that are others than were validated first
    recalled: date | None = None  # since when nobody beyond its State and the secretariat reads it
    sent: date | None = None  # its numbers speak of no later day


class Filings(Protocol):
    """How a door that knows filings looks them up, for the person who entered by it."""

    @property
    def national(self) -> Collection[str]:
        """The sources in which a State merged its agencies' filings."""

    def holds(self, source: str) -> bool:
        """Whether the source is made of filings."""

    def on_their_way(self, question: Question) -> "OnTheWay | None":
        """The filings that she may know of and the figures do not hold yet."""

    def without_figures(self, source: str) -> Besides | None:
        """What her own State files in this source too and of which there is no figure here."""

    def narrowest(self, markings: Collection[str]) -> str:
        """Of these markings the one that limits the audience most."""

    def carry(self, versions: Collection[tuple[str, int]]) -> Any:
        """What a file of numbers of these versions, which were looked up, carries
        (`leaving.Carried`); refused where they may not leave together."""

    def note(self, versions: Collection[tuple[str, int]], kind: str, measure: str) -> str:
        """Enter in the log that such a file leaves; the reference stands in it."""

    def look_up(
        self, versions: Collection[tuple[str, int]], bases: Collection[str]
    ) -> Mapping[tuple[str, int], Filed]:
        """What she may know of these versions, and of their numbers of these bases."""


@dataclass(frozen=True, slots=True)
class FilingLine:
    """One filing behind a number; its reference leads to it where it may be opened."""

    period: str
    section: str
    reference: Link
    version: int
    validated: date | None
    mark: str  # of a definition of its own
    recalled: date | None = None


@dataclass(frozen=True, slots=True)
class FilingTable:
    lines: tuple[FilingLine, ...]
    more: str  # that a file lists others


@dataclass(frozen=True, slots=True)
class Coming:
    """One of them, for who may open it."""

    ref: str
    number: int
    period: Period
    address: str

    @property
    def words(self) -> str:
        shown = {"period": numbers.period(self.period, current()), "n": self.number}
        if self.number > 1:
            return _("%(period)s, amended as version %(n)s") % shown
        return _("%(period)s, a new filing") % shown


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Validated filings that the figures, which stand as of a moment, do not hold yet."""

    n: int
    last: datetime  # when the last of them was validated
    as_of: datetime
    own: bool  # they are of the State of who looks
    each: tuple[Coming, ...] = ()

    @property
    def in_full(self) -> str:
        """With each of them, for what is taken along."""
        named = side_by_side(f"{one.ref} ({one.words})" for one in self.each)
        return f"{self} {named}" if named else str(self)

    def __str__(self) -> str:
        values = {
            "moment": numbers.moment(self.last, current()),
            "as_of": numbers.moment(self.as_of, current()),
        }
        if self.own:
            return say(
                Message(
                    "%(n)s filing of your State, validated on %(moment)s, is on its way into these "
                    "figures, which stand as of %(as_of)s.",
                    "%(n)s filings of your State, the last validated on %(moment)s, are on their "
                    "way into these figures, which stand as of %(as_of)s.",
                    self.n,
                    values,
                )
            )
        return say(
            Message(
                "%(n)s filing, validated on %(moment)s, is on its way into these figures, which "
                "stand as of %(as_of)s.",
                "%(n)s filings, the last validated on %(moment)s, are on their way into these "
                "figures, which stand as of %(as_of)s.",
                self.n,
                values,
            )
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a State's own definition: its mark, and the periods for which it is given."""

    mark: str
    words: str
    periods: tuple[Period, ...]

    def footnote(self, most: int | None = None) -> str:
        told = [numbers.period(one, current()) for one in self.periods]
        words = self.words if most is None or len(self.words) <= most else self.words[:most] + "…"
        shown = listing(told) if len(told) <= 4 else f"{told[0]} … {told[-1]}"
        return _("%(mark)s The State’s own definition differs (%(periods)s): %(words)s") % {
            "mark": self.mark,
            "periods": shown,
            "words": apart(" ".join(words.split())),
        }


@dataclass(frozen=True, slots=True)
class Noted:
    """The flags of one selection; empty where no definition differs."""

    wordings: tuple[Wording, ...] = ()

    @property
    def mark(self) -> str:
        """What stands behind a name, a unit or a number of the whole selection."""
        return "".join(dict.fromkeys(one.mark for one in self.wordings))

    @property
    def footnotes(self) -> tuple[str, ...]:
        return tuple(one.footnote() for one in self.wordings)

    def of(self, period: object) -> tuple[Wording, ...]:
        """The wordings for a number of this period; all of them where it is of no single one."""
        if not isinstance(period, Period):
            return self.wordings
        return tuple(
            one
            for one in self.wordings
            if any(p.first <= period.last and period.first <= p.last for p in one.periods)
        )

    def marks(self, periods: Collection[object]) -> dict[Period, str]:
        """The mark behind the number of each period that has one."""
        found = {one: Noted(self.of(one)).mark for one in periods if isinstance(one, Period)}
        return {period: mark for period, mark in found.items() if mark}


Entries = Sequence[tuple[Behind, Filed]]


def entries(door: Door, question: Question) -> Entries:
    """The filings behind a question, of all sources that answer it; asked once at each door."""
    if door.filings is None:
        return ()
    if question not in door.filed:
        mine = {one.key for one in door.data.sources if door.filings.holds(one.key)}
        found = behind(door.data, question, mine, **door.answering())
        versions, bases = {(one.ref, one.number) for one in found}, {one.basis for one in found}
        known = door.filings.look_up(versions, bases)
        pairs = [(one, known[key]) for one in found if (key := (one.ref, one.number)) in known]
        door.filed[question] = sorted(pairs, key=lambda pair: (pair[1].period.first, pair[0]))
    return door.filed[question]  # type: ignore[no-any-return]


def entries_of(subject: Subject) -> Entries:
    """The filings behind the number of a page."""
    if not is_filed(subject):
        return ()
    found = entries(subject.door, subject.grouped())
    mine = [pair for pair in found if pair[0].source == subject.source.key]
    subject.door.shown.update((filed.ref, filed.number) for _behind, filed in mine)
    return mine


def is_filed(subject: Subject) -> bool:
    filings = subject.door.filings
    return filings is not None and filings.holds(subject.source.key)


def noted(*subjects: Subject) -> list[Noted]:
    """The flags of each selection; one wording has one mark in all of them."""
    by_subject = [_by_words(entries_of(subject)) for subject in subjects]
    every = list(dict.fromkeys(words for found in by_subject for words in found))
    marks = {words: MARKS[min(n, len(MARKS) - 1)] for n, words in enumerate(every)}
    return [
        Noted(tuple(Wording(marks[words], words, periods) for words, periods in found.items()))
        for found in by_subject
    ]


def differing(door: Door, question: Question) -> frozenset[str]:
    """The sources of which some number behind the question has a definition of its own."""
    return frozenset(
        one.source for one, filed in entries(door, question) if filed.own.get(one.basis)
    )


def _by_words(found: Entries) -> dict[str, tuple[Period, ...]]:
    told: dict[str, dict[Period, None]] = {}
    for one, filed in found:
        if words := filed.own.get(one.basis, "").strip():
            told.setdefault(words, {})[filed.period] = None
    return {words: tuple(periods) for words, periods in told.items()}


def facts(subject: Subject) -> list[Fact]:
    """What is true of filings in the place of a day of retrieval."""
    found = _once(subject)
    if not found:
        return []
    days = sorted({one.validated for one in found if one.validated})
    bodies = list(dict.fromkeys(apart(one.by) for one in found if one.by))
    newest = max(one.number for one in found)
    recalled = sorted(one.recalled for one in found if one.recalled)
    note = _("highest version: %(n)s") % {"n": newest} if newest > 1 else _("none was amended")
    if newest == 1 and recalled:
        note = ""  # none was amended, and yet not all of them stand as they were shared
    told = [Fact(_("Filings"), len(found), note=note)]
    if recalled:
        last = _("the last on %(day)s") % {"day": numbers.day(recalled[-1], current())}
        told.append(Fact(_("Of these recalled"), len(recalled), note=last))
    if held := marking(subject):
        told.append(Fact(_("Marking"), held, note=_("the narrowest of these filings")))
    if days:
        by = _("by %(body)s") % {"body": listing(bodies)} if bodies else ""
        first, last = (numbers.day(day, current()) for day in (days[0], days[-1]))
        span = _("%(first)s to %(last)s") % {"first": first, "last": last}
        told.append(Fact(_("Validated"), first if first == last else span, note=by))
    return told


def table(subject: Subject) -> FilingTable | None:
    """The newest filings behind the number, one line each."""
    found = _once(subject)
    if not found:
        return None
    noted_here = noted(subject)[0]
    lines = [
        FilingLine(
            numbers.period(one.period, current()),
            say(one.section),
            Link(one.ref, one.address),
            one.number,
            one.validated,
            Noted(noted_here.of(one.period)).mark,
            one.recalled,
        )
        for one in reversed(found[-LISTED:])
    ]
    more = len(found) - len(lines)
    told = say(Message("The JSON file lists %(n)s more.", "The JSON file lists %(n)s more.", more))
    return FilingTable(tuple(lines), told if more else "")


def marking(*subjects: Subject) -> str:
    """The narrowest marking of the filings behind the numbers; empty where none stands behind."""
    found = {one.marking for each in subjects for one in _once(each) if one.marking}
    return subjects[0].door.filings.narrowest(found) if found else ""


def stays(*subjects: Subject) -> bool:
    """Whether nothing of these numbers may be taken along as a file."""
    return marking(*subjects) == RED


def on_the_way(door: Door, question: Question) -> OnTheWay | None:
    """What was validated and is not in the figures yet; asked once at each door."""
    if door.filings is None:
        return None
    if question not in door.coming:
        door.coming[question] = door.filings.on_their_way(question)
    return door.coming[question]  # type: ignore[no-any-return]


def on_the_way_words(*subjects: Subject) -> str:
    """The same of the selections of a file, each filing by its reference."""
    found = (on_the_way(one.door, one.question) for one in subjects)
    return bare(" ".join(dict.fromkeys(one.in_full for one in found if one)))


def last_validated(subject: Subject) -> date | None:
    return max((one.validated for one in _once(subject) if one.validated), default=None)


def told_in_files(subject: Subject) -> dict[str, object]:
    """The filings and the wordings, as the JSON beside a file has them; nothing elsewhere."""
    if subject.door.filings is None:
        return {}
    return {
        "invented": subject.source.invented,
        "marking": marking(subject),
        "filings": [
            {
                "ref": one.ref,
                "version": one.number,
                "from": one.period.first.isoformat(),
                "to": one.period.last.isoformat(),
                "validated": one.validated.isoformat() if one.validated else "",
                "validated_by": one.by,
                "marking": one.marking,
                "own_definitions": dict(one.own),
                "merged_from": list(one.merged.agencies) if one.merged else [],
                "amended": list(map(str, one.changed)),
                "recalled": one.recalled.isoformat() if one.recalled else "",
            }
            for one in _once(subject)
        ],
        "own_definitions": [
            {"mark": one.mark, "words": one.words, "periods": list(map(str, one.periods))}
            for one in noted(subject)[0].wordings
        ],
    }


def _once(subject: Subject) -> list[Filed]:
    """Each version once, in the order of their periods."""
    return list({(one.ref, one.number): filed for one, filed in entries_of(subject)}.values())

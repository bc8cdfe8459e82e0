"""A strategy of a State, a region or an organization, and its actions one by one.

An action says who carries it out, by what it is measured, until when, and how far it was on a day;
each of these may be not recorded. How far an action is means nothing without the day.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.sources import Source
from cairn.knowledge.strategies.words import Against, Progress, Reach
from cairn.knowledge.texts import Text
from cairn.reference.countries import Kind, countries, invented_states
from cairn.reference.treaties import obligations


class NoSuchState(CairnError):
    text = noop("%(key)s is no State known here; write its three letters, such as ESP.")


class NotMarked(CairnError):
    text = noop('A strategy of an invented State has to say so: "invented": true.')


class NoTitle(CairnError):
    text = noop("The strategy has no title; write the one that it bears, or say what it is.")


class NoSource(CairnError):
    text = noop("The strategy has no source; say where it was read.")


class NoSuchObligation(CairnError):
    text = noop("%(key)s is no obligation known here; write one such as som-6-1-a.")


class TwoActions(CairnError):
    text = noop("Two actions have the number %(number)s; give each one of its own.")


class ProgressWithoutDay(CairnError):
    text = noop("Say on which day the action was that far.")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is to be done."""

    number: str
    what: tuple[Text, ...]
    owner: str = ""  # who carries it out
    indicator: tuple[Text, ...] = ()  # by what it is measured
    due: DateSpan | None = None
    progress: Progress | None = None
    progress_on: date | None = None
    obligations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.progress is not None and self.progress_on is None:
            raise ProgressWithoutDay()
        _known(self.obligations)

    @property
    def anchor(self) -> str:
        kept = "".join(one if one.isalnum() else "-" for one in self.number.lower())
        return f"action-{kept}"


@dataclass(frozen=True, slots=True)
class Record:
    """One strategy."""

    titles: tuple[Text, ...]
    reach: Reach
    states: tuple[str, ...] = ()  # whose it is; none: of no State in particular
    region: str = ""  # in words, where it is meant for one
    body: str = ""  # that leads it
    against: tuple[Against, ...] = ()
    adopted: DateSpan | None = None
    period: DateSpan | None = None
    summary: tuple[Text, ...] = ()
    actions: tuple[Action, ...] = ()
    obligations: tuple[str, ...] = ()
    address: str = ""  # of the strategy itself
    sources: tuple[Source, ...] = ()
    licence: str = ""
    licence_url: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        if not self.titles:
            raise NoTitle()
        if not self.sources:
            raise NoSource()
        for code in self.states:
            known = countries().get(code)
            if code in invented_states():
                if not self.invented:
                    raise NotMarked()
            elif known is None or known.kind is Kind.SPECIAL:
                raise NoSuchState(key=code[:20])
        _known(self.obligations)
        for anchor, times in Counter(one.anchor for one in self.actions).items():
            if times > 1:
                raise TwoActions(number=anchor.removeprefix("action-"))


def _known(ids: tuple[str, ...]) -> None:
    for id in ids:
        if id not in obligations():
            raise NoSuchObligation(key=id[:40])


LABELS = {
    "titles": noop("Title"),
    "reach": noop("Reach"),
    "states": noop("States"),
    "region": noop("Region"),
    "body": noop("Lead body"),
    "against": noop("Directed at"),
    "adopted": noop("Adopted"),
    "period": noop("Period"),
    "summary": noop("Summary"),
    "actions": noop("Actions"),
    "obligations": noop("Obligations"),
    "address": noop("Address"),
    "sources": noop("Sources"),
    "licence": noop("Licence"),
    "invented": noop("Invented"),
    "number": noop("Number"),
    "what": noop("What is to be done"),
    "owner": noop("Who carries it out"),
    "indicator": noop("Measured by"),
    "due": noop("Due"),
    "progress": noop("How far it is"),
    "progress_on": noop("As on"),
}

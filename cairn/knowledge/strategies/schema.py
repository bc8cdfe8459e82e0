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
from cairn.knowledge.checking import check_described, check_obligations, check_state
from cairn.knowledge.sources import Source
from cairn.knowledge.strategies.words import Against, Progress, Reach
from cairn.knowledge.texts import Text


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
        check_obligations(self.obligations)

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
        check_described(self.titles, self.sources)
        for code in self.states:
            check_state(code, invented=self.invented)
        check_obligations(self.obligations)
        for anchor, times in Counter(one.anchor for one in self.actions).items():
            if times > 1:
                raise TwoActions(number=anchor.removeprefix("action-"))

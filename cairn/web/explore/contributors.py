"""Where the numbers of a State pass from one contributor to another.

A trend is of one contributor, for numbers of two are never added: one agency may count at other
posts than another, or than the filing in which several were merged. So the series of an agency ends
where its State goes on by another body. The two are not joined; it is said where that happens, and
who has the numbers from there on: below a drawing of what lies within it, and in the table at the
period where one's own numbers begin or end. Only what the reader may see of others is told.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cairn.kernel.dates import Period
from cairn.reference.countries import name_of
from cairn.web import numbers
from cairn.web.explore.filed import entries, is_filed
from cairn.web.explore.labels import apart, plain_title
from cairn.web.explore.subject import Subject, everyone
from cairn.web.say import current


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A time for which the contributor of the page has no number and another of its State has."""

    first: date
    last: date
    state: str
    contributor: str

    def __str__(self) -> str:
        first, last = (numbers.day(one, current()) for one in (self.first, self.last))
        return _(
            "From %(first)s to %(last)s the numbers of %(state)s are those of %(contributor)s. "
            "They are left out here, for two contributors may not count at the same posts or in "
            "the same way."
        ) % {
            "first": first,
            "last": last,
            "state": name_of(self.state, current()),
            "contributor": apart(self.contributor),
        }

    def touches(self, period: Period) -> bool:
        """Whether it lies in the period, or right before or after it."""
        day = timedelta(days=1)
        return self.meets(period.first - day, period.last + day)

    def meets(self, first: date, last: date) -> bool:
        """Whether it shares a day with the time from the one to the other."""
        return first <= self.last and self.first <= last


def elsewhere(subject: Subject) -> tuple[Elsewhere, ...]:
    """Every such time, in its order; none for sources that are no filings. Asked once at a door."""
    if not is_filed(subject):
        return ()
    parts: dict[tuple[str, str], set[Period]] = {}
    for one, filed in entries(subject.door, everyone(subject.question)):
        parts.setdefault((filed.state, one.source), set()).update(one.parts)
    own = {period for (_state, source), held in parts.items()
           if source == subject.source.key for period in held}  # fmt: skip
    states = {state for state, source in parts if source == subject.source.key and state}
    found = []
    for (state, source), held in parts.items():
        if state not in states or source == subject.source.key:
            continue
        name = plain_title(subject.door.data.source(source))
        alone = [one for one in held if not any(_meet(one, mine) for mine in own)]
        found += [Elsewhere(first, last, state, name) for first, last in _runs(alone, own)]
    return tuple(sorted(found, key=lambda one: (one.first, one.contributor)))


def _meet(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _runs(alone: Collection[Period], own: Collection[Period]) -> Iterator[tuple[date, date]]:
    """The stretches of these periods that no period of one's own stands between."""
    run: list[Period] = []
    for period in sorted(alone):
        if run and any(run[-1].last < mine.first < period.first for mine in own):
            yield run[0].first, max(one.last for one in run)
            run = []
        run.append(period)
    if run:
        yield run[0].first, max(one.last for one in run)

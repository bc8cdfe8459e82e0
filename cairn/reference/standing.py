"""Where each participant stood towards a treaty on a day, and what cannot be said of that day.

Nothing is inferred to make a sum fit: a party whose date is not known stands apart at every day,
and one whose date is a month or a year is uncertain inside it. Totals that others published stand
beside the count of our dated rows and are never put into it.
"""

import enum
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.treaties import (
    Status,
    Total,
    TreatyStatus,
    published_totals,
    treaties,
    treaty_status,
)


class At(enum.StrEnum):
    """Where a participant stood on a day."""

    PARTY = "party"
    UNCERTAIN = "uncertain"  # became party in a month or year that has the day in it
    UNDATED = "undated"  # is party; since when is not known
    SIGNATORY = "signatory"
    NOT_YET = "not_yet"  # neither signed nor party by then
    NO_RECORD = "no_record"  # nothing in the sources; not proof of non-participation


@dataclass(frozen=True, slots=True)
class Standing:
    """One participant on a day."""

    status: TreatyStatus
    at: At


@dataclass(frozen=True, slots=True)
class Counted:
    """A day in numbers: parties for certain, and the two that are apart."""

    day: date
    parties: int
    uncertain: tuple[str, ...]
    undated: tuple[str, ...]
    signatures: int

    @property
    def most(self) -> int:
        """Parties, if all that is uncertain or undated was party by then."""
        return self.parties + len(self.uncertain) + len(self.undated)


def standing_on(status: TreatyStatus, day: date) -> At:
    """Where this participant stood at the end of the day, as far as is known."""
    signed = status.signature is not None and status.signature <= day
    if status.status is Status.PARTY:
        if status.action_on is None:
            return At.UNDATED
        if status.action_on.latest <= day:
            return At.PARTY
        if status.action_on.earliest <= day:
            return At.UNCERTAIN
        return At.SIGNATORY if signed else At.NOT_YET
    if signed:
        return At.SIGNATORY
    return At.NOT_YET if status.signature is not None else At.NO_RECORD


def standings(treaty: str, day: date) -> tuple[Standing, ...]:
    """All participants of a treaty, in the order of their codes."""
    return tuple(
        Standing(status, standing_on(status, day))
        for (_, key), status in sorted(treaty_status().items())
        if key == treaty
    )


def counted(treaty: str, day: date) -> Counted:
    """How many were party on the day, with what cannot be placed beside it."""
    rows = standings(treaty, day)

    def those(at: At) -> tuple[str, ...]:
        return tuple(one.status.iso3 for one in rows if one.at is at)

    signed = sum(one.status.signature is not None and one.status.signature <= day for one in rows)
    return Counted(day, len(those(At.PARTY)), those(At.UNCERTAIN), those(At.UNDATED), signed)


@dataclass(frozen=True, slots=True)
class Published:
    """A total that somebody published, and our dated rows at the end of the same day or month."""

    on: DateSpan
    parties: int
    source: str
    ours: Counted


def published(treaty: str) -> tuple[Published, ...]:
    """Totals of others with ours beside them, in time; there are some for the Protocol only."""
    if treaty != "som":
        return ()
    return tuple(_beside(treaty, one) for one in published_totals())


def _beside(treaty: str, total: Total) -> Published:
    try:
        span = DateSpan.day(date.fromisoformat(total.on), total.on)
    except ValueError:
        period = Period.parse(total.on)
        span = DateSpan.between(period.first, period.last, total.on)
    return Published(span, total.parties, total.source, counted(treaty, span.latest))


class BeforeTheTreaty(CairnError):
    text = noop("The treaty was adopted on %(day)s; choose that day or a later one.")


def check_day(treaty: str, day: date) -> None:
    """Raise where there was no such treaty yet."""
    adopted = treaties()[treaty].adopted
    if day < adopted:
        raise BeforeTheTreaty(day=adopted)

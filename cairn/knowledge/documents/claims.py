"""Figures that documents assert, side by side: by subject, and where two of them do not agree.

Two claims of one subject differ where their figures do and their periods are the same, or where the
period of one is not recorded: then they may speak of different times, and a reader has to look. No
figure is preferred, and none is adopted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.knowledge.documents.schema import Claim, Subject


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim and the document in which it stands; `of` is whatever names the document."""

    claim: Claim
    of: object
    differs: bool = False


def side_by_side(stated: Iterable[Stated]) -> dict[Subject, list[Stated]]:
    """Subject → its claims, those that differ marked, earliest period first."""
    groups: dict[Subject, list[Stated]] = {}
    for one in stated:
        groups.setdefault(one.claim.subject, []).append(one)
    return {
        subject: sorted((_marked(one, groups[subject]) for one in groups[subject]), key=_place)
        for subject in Subject
        if subject in groups
    }


def _marked(one: Stated, group: list[Stated]) -> Stated:
    return Stated(one.claim, one.of, any(differ(one.claim, other.claim) for other in group))


def differ(one: Claim, other: Claim) -> bool:
    """Whether the two cannot both be read without a look at what they count."""
    if one.value.casefold() == other.value.casefold():
        return False
    if one.period is None or other.period is None:
        return True
    here = (one.period.earliest, one.period.latest)
    return here == (other.period.earliest, other.period.latest)


def _place(one: Stated) -> tuple[bool, str]:
    period = one.claim.period
    return period is None, period.earliest.isoformat() if period else ""

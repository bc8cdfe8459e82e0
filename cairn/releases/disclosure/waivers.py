"""Owners' waivers: whose contribution may be told, for what and until when.

A waiver makes a contribution known to everybody, so the residual rule no longer protects it; it
lowers no other rule, and counts of persons from 1 to 9 stay withheld. Revoked, it binds from that
day on: what was published under it stands.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cairn.releases.disclosure.tables import Truth
from cairn.releases.disclosure.viewers import Known


@dataclass(frozen=True, slots=True)
class Waiver:
    """`measure` None: every measure; `at`: only at or below these codes; `until` None: without
    end, else the last day."""

    owner: str
    since: date
    until: date | None = None
    revoked: date | None = None
    measure: str | None = None
    at: frozenset[tuple[str, str]] = frozenset()

    def holds(self, on: date) -> bool:
        return (
            self.since <= on
            and (self.until is None or on <= self.until)
            and (self.revoked is None or on < self.revoked)
        )


def waived(truth: Truth, waivers: Collection[Waiver], on: date) -> frozenset[Known]:
    """The contributions that are told on this day, each with the leaf cell it stands in."""
    holding = [one for one in waivers if one.holds(on)]
    return frozenset(
        (leaf, owner)
        for leaf, given in truth.counts.items()
        for owner in given
        if any(
            one.owner == owner
            and one.measure in (None, leaf.measure)
            and truth.inside(leaf.at, one.at)
            for one in holding
        )
    )

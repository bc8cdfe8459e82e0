"""What a file of several records carries: of each thing the narrowest, never more than any part.

Markings, who may read it, what it may be used for and until when are met part by part; `meet` is
associative, commutative and idempotent, `ANYTHING` is its neutral element, and the result is never
wider than any part. A file whose parts have no use in common is not made; nothing that is TLP:RED
leaves in any file. Pure: reads no clock and no database.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

NARROWEST = ("red", "amber_strict", "amber", "green", "clear")  # Traffic Light Protocol 2.0
RED = NARROWEST[0]
# Whoever may do the first may do the second as well; everything else stands for itself.
FORBIDS = frozenset(  # keys of `sharing_permissible_use` that take away, and stay whatever is met
    {"immigration_enforcement_forbidden", "return_to_country_of_origin_forbidden"}
)
IMPLIED = {"strategic_analysis": "statistics_only", "evidence_permitted": "evidence_with_mla"}


class NotExported(Refused):
    text = noop("A filing marked TLP:RED is read here by those named and leaves in no file.")


class UsesEnded(Refused):
    text = noop(
        "What this may be used for ended on %(day)s, so it leaves in no file. Leave out: %(leave)s."
    )


class NoCommonUse(Refused):
    text = noop(
        "No use is permitted for all of these together, so there is no file of them. Leave out "
        "%(leave)s, or take the parts one by one."
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds whoever holds a copy.

    `limits` are what a reader must all belong to: references of sharing groups, codes of States
    whose own matter it is. `uses` are keys of `sharing_permissible_use` with what they imply, None
    where nothing limits them yet; `unstated`: some part states no use, so none may be assumed;
    `forbidden`: what any part forbids. `until` is the last day of any use, None: open.
    """

    marking: str = "clear"
    limits: frozenset[str] = frozenset()
    uses: frozenset[str] | None = None
    unstated: bool = False
    forbidden: frozenset[str] = frozenset()
    until: date | None = None

    def __post_init__(self) -> None:
        if self.marking not in NARROWEST:
            raise ValueError(f"no marking: {self.marking!r}")

    @classmethod
    def of(
        cls,
        marking: str,
        uses: Iterable[str],
        *,
        limits: Iterable[str] = (),
        until: date | None = None,
    ) -> "Terms":
        """The terms of one record, as its owner stated them."""
        stated, forbidden = frozenset(uses) - FORBIDS, frozenset(uses) & FORBIDS
        implied = {IMPLIED[one] for one in stated if one in IMPLIED}
        return cls(
            marking,
            frozenset(limits),
            stated | implied if stated else None,
            not stated,
            forbidden,
            until,
        )

    @property
    def permitted(self) -> tuple[str, ...]:
        """The uses to print: without those that another one implies, and none where some part
        states none; what is forbidden stands behind them."""
        uses = frozenset[str]() if self.unstated or self.uses is None else self.uses
        implied = {IMPLIED[one] for one in uses if one in IMPLIED}
        return (*sorted(uses - implied), *sorted(self.forbidden))

    @property
    def tlp(self) -> str:
        return f"TLP:{self.marking.upper().replace('_STRICT', '+STRICT')}"


ANYTHING = Terms()


def meet(one: Terms, other: Terms) -> Terms:
    """What binds whoever holds both."""
    uses = [each for each in (one.uses, other.uses) if each is not None]
    days = [each for each in (one.until, other.until) if each is not None]
    return Terms(
        min(one.marking, other.marking, key=NARROWEST.index),
        one.limits | other.limits,
        frozenset.intersection(*uses) if uses else None,
        one.unstated or other.unstated,
        one.forbidden | other.forbidden,
        min(days, default=None),
    )


def together(parts: Iterable[Terms]) -> Terms:
    """The terms of a file of all these parts."""
    return reduce(meet, parts, ANYTHING)


@dataclass(frozen=True, slots=True)
class Part:
    """One record of a file, under the name by which whoever asks for the file knows it."""

    name: str
    terms: Terms


def check_may_leave(parts: Collection[Part], today: date, *, inside: Collection[str] = ()) -> Terms:
    """The terms of a file of these parts, or the reason why there is none. `inside`: names of parts
    that are the asker's own, whose uses bind others and not their owner."""
    terms = together(one.terms for one in parts)
    if terms.marking == RED:
        raise NotExported()
    bound = [one for one in parts if one.name not in inside]
    ended = [one for one in bound if one.terms.until is not None and one.terms.until < today]
    if ended:
        first = min(one.terms.until for one in ended if one.terms.until)
        raise UsesEnded(day=first, leave=listed(ended))
    if terms.uses is not None and not terms.uses:
        raise NoCommonUse(leave=listed(smallest_left_out(parts)))
    return terms


def smallest_left_out(parts: Collection[Part]) -> list[Part]:
    """Of parts without a common use the fewest that can be left out so that the rest has one: all
    that do not permit the use that most of them permit."""
    stated = [one for one in parts if one.terms.uses is not None]
    every = sorted({use for one in stated for use in one.terms.uses or ()})
    if not every:
        return list(stated)
    most = max(every, key=lambda use: sum(use in (one.terms.uses or ()) for one in stated))
    return [one for one in stated if most not in (one.terms.uses or ())]


NAMED = 5


def listed(parts: Collection[Part]) -> str:
    """Their names, the first few."""
    names = list(dict.fromkeys(one.name for one in parts))
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")

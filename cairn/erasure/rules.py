"""The rules under which something is erased, and how long what is kept; periods are data.

What ships is here. Versions that people announced are rows; which one is in force on a day is
decided in `periods`.
"""

import enum
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from cairn.kernel.text import noop
from cairn.reference.loading import load

FILE = Path(__file__).parent / "data" / "rules.yaml"


class Rule(enum.StrEnum):
    """Why two persons erase something; the key stands in the mark and in the ledger."""

    IDENTIFIER = "identifier"  # words
    COURT_ORDER = "court_order"  # a whole record
    WITHDRAWN = "withdrawn"  # a whole record, or all that an organisation filed


RULE_WORDS = {
    Rule.IDENTIFIER: noop("words that name or identify a person"),
    Rule.COURT_ORDER: noop("order of a court or an authority"),
    Rule.WITHDRAWN: noop("the contributor withdraws what it contributed"),
}
RETENTION = "retention"  # the rule that the daily job goes by, as `files.store` knows it
WHOLE = (Rule.COURT_ORDER, Rule.WITHDRAWN)
PERIOD_WORDS = {
    "originals": noop("Files as they were imported"),
    "readings": noop("Which organisation read which filing on which day"),
    "requests": noop("Requests for correction of what is published"),
    "refused": noop("Keyed digests and codes of files that were refused"),
    "sheets": noop("Spreadsheets on their way into filings"),
    "tries": noop("Tries to sign in, with their addresses"),
    "uploads": noop("Files that were sent and not used"),
}
COUNTED_WORDS = {
    "stored": noop("since they were stored"),
    "imported": noop("since the last import of them ended"),
    "closed": noop("since they were closed"),
    "day": noop("since that day"),
    "refusal": noop("since they were refused"),
    "used": noop("since they were last used"),
    "try": noop("since the try"),
    "sent": noop("since they were sent"),
}
REMOVED, STAYS = "removed", "stays"
ENDS_WORDS = {
    REMOVED: noop("removed by the daily duty"),
    STAYS: noop("stays, and is shown as due"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """How many days one kind of thing is kept, from which day on, and what happens then."""

    key: str
    days: int
    counted: str
    ends: str

    def __post_init__(self) -> None:
        known = (self.key in PERIOD_WORDS, self.counted in COUNTED_WORDS, self.ends in ENDS_WORDS)
        if not all(known) or self.days < 1:
            raise ValueError(f"{self} is no rule of keeping")


@dataclass(frozen=True, slots=True)
class Within:
    """What a rule about one kind of thing may say. `counted`: the earliest day first."""

    key: str
    least: int
    most: int
    counted: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of all of them, as it ships."""

    version: int
    in_force_from: str
    keeping: tuple[Term, ...]
    within: tuple[Within, ...]

    def __post_init__(self) -> None:
        for one in self.keeping:
            bounds = next(each for each in self.within if each.key == one.key)
            fits = one.counted in bounds.counted and one.ends in bounds.ends
            if not (fits and bounds.least <= one.days <= bounds.most):
                raise ValueError(f"{one} is not within {bounds}")


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules of keeping of this version of the program."""
    return load(Rules, yaml.safe_load(FILE.read_text(encoding="utf-8")), file=FILE.name)


def within(key: str) -> Within:
    return next(one for one in rules().within if one.key == key)


def is_sooner(new: Term, old: Term) -> bool:
    """Whether anything might go earlier by the new rule than by the old one."""
    if new.ends == STAYS:
        return False
    if old.ends == STAYS or new.days < old.days:
        return True
    order = within(new.key).counted
    return order.index(new.counted) < order.index(old.counted)

"""The rules under which something is erased, and how long what is kept; periods are data."""

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
    "originals": (noop("Files as they were imported"), noop("since they were stored")),
    "readings": (
        noop("Which organisation read which filing on which day"),
        noop("since that day"),
    ),
    "refused": (
        noop("Keyed digests and codes of files that were refused"),
        noop("since they were refused"),
    ),
    "sheets": (
        noop("Spreadsheets on their way into filings"),
        noop("since they were last used"),
    ),
    "tries": (noop("Tries to sign in, with their addresses"), noop("since the try")),
    "uploads": (noop("Files that were sent and not used"), noop("since they were sent")),
}


@dataclass(frozen=True, slots=True)
class Period:
    """How many days one kind of thing is kept."""

    key: str
    days: int

    def __post_init__(self) -> None:
        if self.key not in PERIOD_WORDS or self.days < 1:
            raise ValueError(f"{self} is no period of keeping")


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of all of them."""

    version: int
    in_force_from: str
    keeping: tuple[Period, ...]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The periods of this version of the program."""
    return load(Rules, yaml.safe_load(FILE.read_text(encoding="utf-8")), file=FILE.name)


def days_of(key: str) -> int:
    return next(one.days for one in rules().keeping if one.key == key)

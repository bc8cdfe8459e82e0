"""How long, how often and how closely watched an emergency is: data with versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).parent / "data" / "emergencies.yaml"
MONTH = timedelta(days=30)  # over which `most` is counted


@dataclass(frozen=True, slots=True)
class Rule:
    """One version; see the head of `emergencies.yaml`."""

    version: int
    since: date
    hours: int
    confirmed_minutes: int
    most: int
    review_days: int
    known: int

    def __post_init__(self) -> None:
        bounded = 0 < self.hours <= 24 and 0 < self.confirmed_minutes <= 15
        if not (bounded and self.most > 0 and self.review_days > 0 and self.known > 0):
            raise ValueError(f"an emergency without bounds: {self}")


@cache
def rules() -> Sequence[Rule]:
    """All versions, the newest first."""
    given = yaml.safe_load(PATH.read_text(encoding="utf-8"))["rules"]
    return sorted((Rule(**one) for one in given), key=lambda one: one.since, reverse=True)


def rule_on(day: date) -> Rule:
    """The version that holds on a day; before the first one it is the first."""
    found = rules()
    return next((one for one in found if one.since <= day), found[-1])


def rule_of(version: int) -> Rule:
    """The version under which something was begun."""
    return next(one for one in rules() if one.version == version)

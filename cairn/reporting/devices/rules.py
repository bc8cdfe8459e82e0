"""How long a token of a device may last and how much may come with it: data with versions."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).parent.parent / "data" / "devices.yaml"


@dataclass(frozen=True, slots=True)
class DeviceRule:
    """One version of the rule; its parts are explained in the file."""

    version: int
    since: date
    longest_days: int
    most: int
    a_day: int
    a_minute: int
    waiting: int
    wrong_a_minute: int

    def __post_init__(self) -> None:
        numbers = (getattr(self, one.name) for one in fields(self) if one.name != "since")
        if min(numbers) < 1:
            raise ValueError(f"every number of the rule is at least one: {self}")


@cache
def rules() -> Sequence[DeviceRule]:
    """All versions, the newest first."""
    given = yaml.safe_load(PATH.read_text(encoding="utf-8"))["rules"]
    return sorted((DeviceRule(**one) for one in given), key=lambda one: one.since, reverse=True)


def rule_on(day: date) -> DeviceRule:
    """The version that holds on a day; before the first one it is the first."""
    found = rules()
    return next((one for one in found if one.since <= day), found[-1])

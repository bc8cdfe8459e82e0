"""How many records one person may open in a day and in thirty, and how many files she may take.

Against copying in bulk by somebody who may read. The rule is data with versions
(`data/rates.yaml`). Only numbers are kept: which record was opened, and at what hour, is not.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml
from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from cairn.accounts.models import Usage, User
from cairn.audit import log
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

PATH = Path(__file__).parent / "data" / "rates.yaml"
MONTH = 30  # days, the present one included


class Kind(enum.StrEnum):
    """What is counted apart from the other."""

    OPENED = "opened"
    EXPORTED = "exported"


class OpenedEnough(Refused):
    text = noop(
        "Records that you opened in thirty days: %(n)s, the most for one person. What comes next "
        "can be opened on a later day. This was entered in the log."
    )


class OpenedEnoughToday(Refused):
    text = noop(
        "Records that you opened today: %(n)s, the most for one person in a day. What comes next "
        "can be opened tomorrow. This was entered in the log."
    )


class ExportedEnough(Refused):
    text = noop(
        "Files that you took in thirty days: %(n)s, the most for one person. Others can be taken "
        "on a later day. This was entered in the log."
    )


class ExportedEnoughToday(Refused):
    text = noop(
        "Files that you took today: %(n)s, the most for one person in a day. Others can be taken "
        "tomorrow. This was entered in the log."
    )


@dataclass(frozen=True, slots=True)
class Bound:
    """The most in one day, and in thirty."""

    day: int
    month: int

    def __post_init__(self) -> None:
        if not 0 < self.day <= self.month:
            raise ValueError(f"a month bounds no day: {self}")


@dataclass(frozen=True, slots=True)
class Rates:
    """One version of the rule."""

    version: int
    since: date
    opened: Bound
    exported: Bound

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        bounds = {kind.value: Bound(**given[kind.value]) for kind in Kind}
        return cls(**(dict(given) | bounds))

    def bound(self, kind: Kind) -> Bound:
        return self.opened if kind is Kind.OPENED else self.exported


@cache
def rules() -> Sequence[Rates]:
    """All versions, the newest first."""
    given = yaml.safe_load(PATH.read_text(encoding="utf-8"))["rules"]
    return sorted(map(Rates.read, given), key=lambda one: one.since, reverse=True)


def rule_on(day: date) -> Rates:
    """The version that holds on a day; before the first one it is the first."""
    found = rules()
    return next((one for one in found if one.since <= day), found[-1])


def count(*, user: User, kind: Kind, today: date) -> None:
    """Count one more; raise a sentence where that would be more than one person may.

    Two requests at once cannot both be the last of a day: the row that counts it is raised and
    bounded in one statement.
    """
    rule = rule_on(today)
    bound = rule.bound(kind)
    rows = Usage.objects.filter(user=user, kind=kind)
    recent = rows.filter(day__gt=today - timedelta(days=MONTH), day__lte=today)
    if (recent.aggregate(n=Sum("n"))["n"] or 0) >= bound.month:
        _refuse(user, kind, rule, today, bound.month, today_only=False)
    if rows.filter(day=today, n__lt=bound.day).update(n=F("n") + 1):
        return
    try:
        with transaction.atomic():
            Usage.objects.create(user=user, kind=kind, day=today, n=1)
    except IntegrityError:  # it is there: full, or begun this very moment by another request
        if not rows.filter(day=today, n__lt=bound.day).update(n=F("n") + 1):
            _refuse(user, kind, rule, today, bound.day, today_only=True)


def forget_usage(*, before: date) -> int:
    """Remove what no bound looks at any more."""
    return int(Usage.objects.filter(day__lt=before).delete()[0])


def _refuse(user: User, kind: Kind, rule: Rates, today: date, n: int, *, today_only: bool) -> None:
    _tell_once(user, kind, rule, today)
    if kind is Kind.OPENED:
        raise OpenedEnoughToday(n=n) if today_only else OpenedEnough(n=n)
    raise ExportedEnoughToday(n=n) if today_only else ExportedEnough(n=n)


@transaction.atomic
def _tell_once(user: User, kind: Kind, rule: Rates, today: date) -> None:
    """The log says once a day that somebody came to the end of what one person may."""
    row, _ = Usage.objects.get_or_create(user=user, kind=kind, day=today, defaults={"n": 0})
    if Usage.objects.filter(pk=row.pk, told=False).update(told=True):
        log.record("accounts.rate.reached", target=user, by=user, what=kind, rule=rule.version)

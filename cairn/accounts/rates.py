"""How many records one person may open in a day and in thirty, how many files she may take, and how
many records in them.

Against copying in bulk by somebody who may read. The rule is data with versions
(`data/rates.yaml`). Only numbers are kept: which record was opened, and at what hour, is not. What
goes beyond a bound with the agreement of a second person (`cairn.access.second`) is counted there.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml
from django.db import transaction
from django.db.models import F, Q, Sum

from cairn.accounts.models import Usage, User
from cairn.audit import log
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

PATH = Path(__file__).parent / "data" / "rates.yaml"
MONTH = 30  # days, the present one included


class Kind(enum.StrEnum):
    """What is counted apart from the others."""

    OPENED = "opened"  # records, on their pages
    EXPORTED = "exported"  # files
    TAKEN = "taken"  # records, in files and on paper


class Reached(Refused):
    """A bound was reached; beyond it a second person has to agree. `ask`: where she is asked, which
    the door knows."""

    def __init__(self, kind: Kind, **values: Any) -> None:
        super().__init__(**values)
        self.kind, self.ask = kind, ""


class OpenedEnough(Reached):
    text = noop(
        "Records that you opened in thirty days: %(n)s, the most for one person. What comes next "
        "can be opened on a later day. This was entered in the log."
    )


class OpenedEnoughToday(Reached):
    text = noop(
        "Records that you opened today: %(n)s, the most for one person in a day. What comes next "
        "can be opened tomorrow. This was entered in the log."
    )


class ExportedEnough(Reached):
    text = noop(
        "Files that you took in thirty days: %(n)s, the most for one person. Others can be taken "
        "on a later day. This was entered in the log."
    )


class ExportedEnoughToday(Reached):
    text = noop(
        "Files that you took today: %(n)s, the most for one person in a day. Others can be taken "
        "tomorrow. This was entered in the log."
    )


class TakenEnough(Reached):
    text = noop(
        "Records that you take along in thirty days: with this file more than %(n)s, the most for "
        "one person by herself. This was entered in the log."
    )


class TakenEnoughToday(Reached):
    text = noop(
        "Records that you take along today: with this file more than %(n)s, the most for one "
        "person by herself in a day. This was entered in the log."
    )


class TooManyInOneFile(Reached):
    text = noop(
        "Records in this file: more than %(n)s, the most that one person by herself takes along "
        "at once. This was entered in the log."
    )


ENOUGH: Mapping[Kind, type[Reached]] = {
    Kind.OPENED: OpenedEnough,
    Kind.EXPORTED: ExportedEnough,
    Kind.TAKEN: TakenEnough,
}
ENOUGH_TODAY: Mapping[Kind, type[Reached]] = {
    Kind.OPENED: OpenedEnoughToday,
    Kind.EXPORTED: ExportedEnoughToday,
    Kind.TAKEN: TakenEnoughToday,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The most in one day, and in thirty."""

    day: int
    month: int

    def __post_init__(self) -> None:
        if not 0 < self.day <= self.month:
            raise ValueError(f"a month bounds no day: {self}")


@dataclass(frozen=True, slots=True)
class Second:
    """How a second person agrees: days, and the most of each kind in one agreement."""

    waits: int  # for her answer
    lasts: int  # from her answer on, in which it may be used
    known: int  # for which she has had her role, where whoever asks gave it
    most: Mapping[str, int]

    def __post_init__(self) -> None:
        if min(self.waits, self.lasts, self.known, *self.most.values()) < 1 or {*self.most} != {
            *Kind
        }:
            raise ValueError(f"not every kind and every day is said: {self}")


@dataclass(frozen=True, slots=True)
class Rates:
    """One version of the rule. The first one counted no records in files and knew no second
    person."""

    version: int
    since: date
    opened: Bound
    exported: Bound
    taken: Bound | None = None
    in_file: int | None = None  # records in one file
    second: Second | None = None

    def __post_init__(self) -> None:
        if self.taken and self.in_file and self.in_file > self.taken.day:
            raise ValueError(f"one file holds more than a day: {self}")

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        said = dict(given)
        for kind in Kind:
            if kind.value in said:
                said[kind.value] = Bound(**said[kind.value])
        if "second" in said:
            said["second"] = Second(**said["second"])
        return cls(**said)

    def bound(self, kind: Kind) -> Bound | None:
        """None: what is of this kind is not bounded."""
        bounds = {Kind.OPENED: self.opened, Kind.EXPORTED: self.exported, Kind.TAKEN: self.taken}
        return bounds[kind]


@cache
def rules() -> Sequence[Rates]:
    """All versions, the newest first."""
    given = yaml.safe_load(PATH.read_text(encoding="utf-8"))["rules"]
    return sorted(map(Rates.read, given), key=lambda one: one.since, reverse=True)


def rule_on(day: date) -> Rates:
    """The version that holds on a day; before the first one it is the first."""
    found = rules()
    return next((one for one in found if one.since <= day), found[-1])


def count(*, user: User, kind: Kind, today: date, n: int = 1) -> None:
    """Count `n` more; raise a sentence where that would be more than one person may by herself.

    Requests at once pass one after the other: each holds the person while it looks at what counts
    and adds to it, so that neither the day nor the thirty days hold more than the rule says.
    """
    rule = rule_on(today)
    bound = rule.bound(kind)
    if bound is None or n < 1:
        return
    if kind is Kind.TAKEN and rule.in_file is not None and n > rule.in_file:
        _tell_once(user, kind, rule, today)
        raise TooManyInOneFile(kind, n=rule.in_file)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        in_day, in_month = used(user, kind, today)
        beyond_month, beyond_day = in_month + n > bound.month, in_day + n > bound.day
        if not (beyond_month or beyond_day):
            _add(user, kind, today, n)
            return
    if beyond_month:
        _refuse(user, kind, rule, today, bound.month, today_only=False)
    _refuse(user, kind, rule, today, bound.day, today_only=True)


def _add(user: User, kind: Kind, today: date, n: int) -> None:
    rows = Usage.objects.filter(user=user, kind=kind, day=today)
    if not rows.update(n=F("n") + n):
        Usage.objects.get_or_create(user=user, kind=kind, day=today, defaults={"n": 0})
        rows.update(n=F("n") + n)


def used(user: User, kind: Kind, today: date) -> tuple[int, int]:
    """How much of this kind counts today, and in the thirty days that end today."""
    rows = Usage.objects.filter(
        user=user, kind=kind, day__gt=today - timedelta(days=MONTH), day__lte=today
    )
    found = rows.aggregate(month=Sum("n"), day=Sum("n", filter=Q(day=today)))
    return found["day"] or 0, found["month"] or 0


def forget_usage(*, before: date) -> int:
    """Remove what no bound looks at any more."""
    return int(Usage.objects.filter(day__lt=before).delete()[0])


def _refuse(user: User, kind: Kind, rule: Rates, today: date, n: int, *, today_only: bool) -> None:
    _tell_once(user, kind, rule, today)
    raise (ENOUGH_TODAY if today_only else ENOUGH)[kind](kind, n=n)


@transaction.atomic
def _tell_once(user: User, kind: Kind, rule: Rates, today: date) -> None:
    """The log says once a day that somebody came to the end of what one person may."""
    row, _ = Usage.objects.get_or_create(user=user, kind=kind, day=today, defaults={"n": 0})
    if Usage.objects.filter(pk=row.pk, told=False).update(told=True):
        log.record("accounts.rate.reached", target=user, by=user, what=kind, rule=rule.version)

"""Changing how long a kind of thing is kept: announced with a reason, in force from a day on, and
until then confirmed or taken back.

A rule that may remove something sooner needs thirty days and a second person; one that keeps
longer, a day. Nothing that a hold keeps goes under any rule, and no rule is so short that a hold
could not be placed in time (`rules.Within.least`).
"""

import enum
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission, check_may, holds_where, may
from cairn.audit import log
from cairn.erasure import policies
from cairn.erasure.actions import Field
from cairn.erasure.models import RetentionRule
from cairn.erasure.periods import in_force, term_on
from cairn.erasure.rules import Term, is_sooner, rules, within
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.texts import check_clean

NOTICE = timedelta(days=30)  # before anything may go sooner
A_DAY = timedelta(days=1)
FARTHEST = timedelta(days=730)  # a later day is a slip of the keys
LONGEST = 1_000


class TooShort(Field):
    text = noop(
        "This is kept for %(least)s days at least, so that a hold can still be placed on it."
    )


class TooLong(Field):
    text = noop("This is kept for %(most)s days at most.")


class NotOfThisKind(Field):
    text = noop("This kind of thing cannot be kept so; choose one of those that are offered.")


class TooSoon(Field):
    text = noop("It can be in force from %(day)s on, not before.")


class TooFar(Field):
    text = noop("Give a day not later than %(day)s.")


class NoReason(Field):
    text = noop("Say in a sentence why it changes, without names of persons.")


class NothingChanges(Refused):
    text = noop("This is the rule that is in force then already; change at least one thing.")


class WaitsAlready(Refused):
    text = noop(
        "A version of this rule is announced and not in force yet. Take it back first, or wait for "
        "its day."
    )


class Meanwhile(Refused):
    text = noop(
        "Somebody else has announced a rule of keeping since you opened this page, so nothing was "
        "saved. Look at it, and send yours again if it is still right."
    )


class SecondPerson(Refused):
    text = noop("You announced this rule, so another person confirms it.")


class InForceAlready(Refused):
    text = noop("This rule is in force; announce another one instead.")


class Standing(enum.StrEnum):
    """Where one version stands today."""

    WAITS = "waits"  # for a second person; without one it will never be in force
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    LAPSED = "lapsed"  # its day came, and nobody had confirmed it
    TAKEN_BACK = "taken_back"


def newest() -> int:
    """The number of the newest version there is."""
    last = RetentionRule.objects.aggregate(last=Max("number"))["last"]
    return last or rules().version


def earliest(term: Term, today: date) -> date:
    """The first day from which this rule could be in force."""
    return today + (NOTICE if is_sooner(term, term_on(term.key, today)) else A_DAY)


def check_term(term: Term) -> None:
    """Raise, beside its field, what a rule about this kind of thing may not say."""
    bounds = within(term.key)
    if term.counted not in bounds.counted:
        raise NotOfThisKind(field="counted")
    if term.ends not in bounds.ends:
        raise NotOfThisKind(field="ends")
    if term.days < bounds.least:
        raise TooShort(field="days", least=bounds.least)
    if term.days > bounds.most:
        raise TooLong(field="days", most=bounds.most)


def check_rule(term: Term, in_force_from: date, today: date) -> None:
    """Raise what is wrong with a rule from this day on, before anybody announces it."""
    check_term(term)
    if in_force_from < (first := earliest(term, today)):
        raise TooSoon(field="in_force_from", day=first)
    if in_force_from > today + FARTHEST:
        raise TooFar(field="in_force_from", day=today + FARTHEST)
    if waiting(today).filter(kind=term.key).exists():
        raise WaitsAlready()
    if term == term_on(term.key, in_force_from):
        raise NothingChanges()


def announce(
    *, term: Term, in_force_from: date, reason: str, seen: int, by: Any, today: date | None = None
) -> RetentionRule:
    """Announce another version of the rule of one kind of thing. `seen`: the number of the newest
    version that the person saw; where another one came since, nothing is done."""
    check_may(by, Permission.RETENTION_CHANGE)
    today = today or timezone.localdate()
    reason = " ".join(reason.split())
    try:
        with transaction.atomic():
            if seen != newest():
                raise Meanwhile()
            check_rule(term, in_force_from, today)
            if not 3 <= len(reason) <= LONGEST:
                raise NoReason(field="reason")
            check_clean({"reason": reason}, organisation=_body_of(by))
            made = RetentionRule.objects.create(
                number=seen + 1,
                kind=term.key,
                days=term.days,
                counted=term.counted,
                ends=term.ends,
                sooner=is_sooner(term, term_on(term.key, in_force_from)),
                in_force_from=in_force_from,
                reason=reason,
                announced_by=by.username,
            )
            _log("announced", made, by)
    except IntegrityError as problem:  # the same number, given by somebody else at this moment
        raise Meanwhile() from problem
    return made


def _body_of(by: Any) -> Organisation:
    """The organisation for which she announces: whose words that are no persons are known."""
    held = holds_where(by, Permission.RETENTION_CHANGE)
    return Organisation.objects.get(pk=held[0].organisation_id)


@transaction.atomic
def confirm(*, number: int, by: Any, today: date | None = None) -> RetentionRule:
    """The second person's word for a rule that removes sooner."""
    held = _held(number, by)
    if standing(held, today) != Standing.WAITS:
        raise policies.NotWaiting()
    if held.announced_by == by.username:
        raise SecondPerson()
    held.confirmed_at, held.confirmed_by = timezone.now(), by.username
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    _log("confirmed", held, by)
    return held


@transaction.atomic
def take_back(*, number: int, by: Any, today: date | None = None) -> RetentionRule:
    """Take back what was announced and is not in force yet; one person is enough."""
    held = _held(number, by)
    match standing(held, today):
        case Standing.WAITS | Standing.ANNOUNCED:
            held.taken_back_at, held.taken_back_by = timezone.now(), by.username
            held.save(update_fields=["taken_back_at", "taken_back_by"])
            _log("taken_back", held, by)
        case Standing.IN_FORCE:
            raise InForceAlready()
        case _:
            raise policies.NotWaiting()
    return held


def _held(number: int, by: Any) -> RetentionRule:
    check_may(by, Permission.RETENTION_CHANGE)
    held = RetentionRule.objects.select_for_update().filter(number=number).first()
    if held is None:
        raise NotFound()
    return held


def _log(what: str, rule: RetentionRule, by: Any) -> None:
    said = {name: getattr(rule, name) for name in ("number", "days", "counted", "ends", "sooner")}
    since = rule.in_force_from.isoformat()
    log.record(f"erasure.rule.{what}", by=by, of=rule.kind, in_force_from=since, **said)


def waiting(today: date | None = None) -> QuerySet[RetentionRule]:
    """Versions whose day lies ahead, and that were not taken back."""
    today = today or timezone.localdate()
    return RetentionRule.objects.filter(in_force_from__gt=today, taken_back_at=None)


def standing(rule: RetentionRule, today: date | None = None) -> Standing:
    """Where a version stands today."""
    today = today or timezone.localdate()
    if rule.taken_back_at is not None:
        return Standing.TAKEN_BACK
    unconfirmed = rule.sooner and rule.confirmed_at is None
    if rule.in_force_from > today:
        return Standing.WAITS if unconfirmed else Standing.ANNOUNCED
    if unconfirmed:
        return Standing.LAPSED
    now = in_force(today)[rule.kind].number
    return Standing.IN_FORCE if now == rule.number else Standing.REPLACED


def changes_rules(user: Any) -> bool:
    return may(user, Permission.RETENTION_CHANGE)


def concerned_bodies(user: Any) -> list[Organisation]:
    """Of whose things this person is told what a rule concerns: those over which she decides, and
    the organisation for which she announces."""
    found = {one.pk: one for one in policies.bodies_of(user)}
    own = [one.organisation_id for one in holds_where(user, Permission.RETENTION_CHANGE)]
    for one in Organisation.objects.filter(pk__in=own):
        found[one.pk] = one
    return sorted(found.values(), key=lambda one: one.name)

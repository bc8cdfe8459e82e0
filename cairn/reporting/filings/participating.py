"""A State joins the exchange or leaves it; the secretariat announces a change of its rule."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may, holds_where
from cairn.audit import log
from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.contributing import (
    audience_of,
    entitlements,
    recompute,
    replaced_audience,
)
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.recalling import tell_of_leaving
from cairn.reporting.filings.states import FilingStatus
from cairn.search.guarded.actions import note_all
from cairn.sharing.models import Entitlement, Participant, ReciprocityRule
from cairn.sharing.participation import participants, rule_on
from cairn.sharing.reciprocity import Rule

NOTICE = timedelta(days=30)  # between the announcement of a rule and the day it is in force
LONGEST = 1_000


class NotYourState(Refused):
    text = noop("Only a contact point of the State decides whether it takes part.")


class TooSoon(CairnError):
    text = noop("A new rule is announced at least %(days)s days ahead: not before %(day)s.")


class NothingChanges(CairnError):
    text = noop("This is the rule that is in force already; change at least one number.")


class NoReason(CairnError):
    text = noop("Say why the rule changes: every State reads it.")


class InForceAlready(Refused):
    text = noop("This rule is in force; announce another one instead.")


def decides_for(user: Any) -> frozenset[str]:
    """The States of which the person decides whether they take part."""
    held = holds_where(user, Permission.PARTICIPATION_DECIDE)
    return frozenset(one.for_state for one in held if one.for_state)


def _check_decides(user: Any, state: str) -> None:
    if state not in decides_for(user):
        raise NotYourState()


@transaction.atomic
def join(*, state: str, by: Any, today: date | None = None) -> Participant:
    """From now on the State shares what it marks for the others, and reads what it contributes to;
    its validated filings are opened to them in the same step."""
    _check_decides(by, state)
    today = today or timezone.localdate()
    held = Participant.objects.select_for_update().filter(state=state, until__isnull=True).first()
    if held:
        return held
    made = Participant.objects.create(state=state, since=today, joined_by=by.username)
    opened = _turn(state, takes_part=True)
    log.record("sharing.state.joined", target=made, by=by, state=state, filings=len(opened))
    recompute([state], today=today)
    return made


@transaction.atomic
def leave(*, state: str, by: Any, today: date | None = None) -> None:
    """From now on no other State reads its filings, and nothing of theirs is open to it. Copies
    that were taken along cannot be called back."""
    _check_decides(by, state)
    today = today or timezone.localdate()
    held = Participant.objects.select_for_update().filter(state=state, until__isnull=True).first()
    if held is None:
        return
    held.until, held.left_by = max(today, held.since), by.username
    held.save(update_fields=["until", "left_by"])
    closed = _turn(state, takes_part=False)
    tell_of_leaving(held, closed)
    Entitlement.objects.filter(state=state).delete()
    log.record("sharing.state.left", target=held, by=by, state=state, filings=len(closed))


def _turn(state: str, *, takes_part: bool) -> list[str]:
    """Give each filing that the State stands behind the audience it now has; return references."""
    now, turned = timezone.now(), []
    following: Filing | None = None  # the version that came after the one that is looked at
    held = (FilingStatus.VALIDATED, FilingStatus.SUPERSEDED, FilingStatus.WITHDRAWN)
    rows = Filing.objects.select_for_update().filter(
        state=state, status__in=held, validated_at__isnull=False
    )
    for filing in rows.order_by("ref", "-number").iterator(chunk_size=500):
        stood = (filing.audience_class, filing.shared_with)
        filing.audience_class = audience_of(filing, takes_part=takes_part)
        if following and following.ref == filing.ref:
            filing.audience_class, filing.shared_with = replaced_audience(filing, following)
        if (filing.audience_class, filing.shared_with) != stood:
            filing.audience_since = now
            turned.append(filing)
        following = filing
    names = ["audience_class", "shared_with", "audience_since"]
    Filing.objects.bulk_update(turned, names, batch_size=500)
    note_all(one.ref for one in turned)
    return [one.ref for one in turned]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a rule would open to a State, in months of sections, beside what is open today."""

    state: str
    now: int
    then: int

    @property
    def change(self) -> int:
        return self.then - self.now


def simulate(rule: Rule, *, by: Any, today: date | None = None) -> list[Simulated]:
    """For the secretariat alone: what the rule would open today, State by State."""
    check_may(by, Permission.RULE_ANNOUNCE)
    today = today or timezone.localdate()
    states = participants(today)
    held: dict[str, int] = dict.fromkeys(states, 0)
    rows = Entitlement.objects.filter(state__in=states).values("state").annotate(n=Count("pk"))
    held |= dict(rows.values_list("state", "n"))
    then = dict.fromkeys(states, 0)
    for state, _section, _month in entitlements(states, today, rule):
        then[state] += 1
    return [Simulated(state, held[state], then[state]) for state in sorted(states)]


@transaction.atomic
def announce_rule(
    *, rule: Rule, in_force_from: date, reason: str, by: Any, today: date | None = None
) -> ReciprocityRule:
    """Announce another version of the rule; every State that takes part reads it before its day."""
    check_may(by, Permission.RULE_ANNOUNCE)
    today = today or timezone.localdate()
    if in_force_from < today + NOTICE:
        raise TooSoon(days=NOTICE.days, day=today + NOTICE)
    if rule == rule_on(in_force_from):
        raise NothingChanges()
    if not reason.strip():
        raise NoReason()
    last = ReciprocityRule.objects.select_for_update().aggregate(last=Max("number"))["last"] or 1
    made = ReciprocityRule.objects.create(
        number=last + 1,  # the first is the one that ships
        in_force_from=in_force_from,
        terms=asdict(rule),
        reason=reason.strip()[:LONGEST],
        announced_at=timezone.now(),
        announced_by=by.username,
    )
    log.record("sharing.rule.announced", by=by, number=made.number, terms=made.terms)
    return made


@transaction.atomic
def take_back_rule(*, number: int, by: Any, today: date | None = None) -> None:
    """Take back what was announced and is not in force yet."""
    check_may(by, Permission.RULE_ANNOUNCE)
    held = ReciprocityRule.objects.select_for_update().filter(number=number).first()
    if held is None or held.in_force_from <= (today or timezone.localdate()):
        raise InForceAlready()
    if held.taken_back_at is None:
        held.taken_back_at = timezone.now()
        held.save(update_fields=["taken_back_at"])
        log.record("sharing.rule.taken_back", by=by, number=number)

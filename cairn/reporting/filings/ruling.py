"""What a State decides for all its agencies: whether whoever submitted a filing may also clear it.

A change has a reason that stays; the other contact points of the State are told of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.history.keep import keep_body
from cairn.history.models import Version
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Notice, StateRule
from cairn.reporting.filings.policies import (
    NoReasonGiven,
    NotOfThisState,
    clears_for,
    contact_points,
)
from cairn.reporting.filings.texts import check_clean

CHANGED = "four_eyes"  # the kind of the notice
LONGEST = 1000  # letters of a reason
MOST = 50  # changes that are listed


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change: to what, why, and who did it."""

    state: str
    four_eyes: bool
    reason: str
    by: str
    at: datetime


class NoReasonForRule(NoReasonGiven):
    text = noop("Say why the rule is changed: it binds everyone who files for your State.")


@transaction.atomic
def set_four_eyes(*, state: str, on: bool, reason: str, by: Any) -> StateRule:
    """Whether whoever submitted may also clear, from now on; without a change nothing is kept."""
    if not clears_for(by, state):
        raise NotOfThisState()
    rule, _ = StateRule.objects.select_for_update().get_or_create(state=state)
    if rule.four_eyes == on:
        return rule
    said = reason.strip()
    if not said:
        raise NoReasonForRule(field="reason")
    check_clean({"reason": said}, organisation=body_of(by, state))
    rule.four_eyes = on
    rule.save(update_fields=["four_eyes"])
    keep_body(rule, extra={"reason": said[:LONGEST]}, by=by)
    log.record("reporting.state.four_eyes", target=state, by=by, on=on)
    _tell_the_others(state, by)
    return rule


def changes(states: Iterable[str]) -> list[RuleChange]:
    """What was changed in these States, the newest first; one query."""
    keys = [StateRule(state=one).ref for one in states]
    rows = Version.objects.filter(key__in=keys).order_by("-at", "-pk")[:MOST]
    found = [(row, json.loads(row.body)) for row in rows]
    return [
        RuleChange(body["state"], body["four_eyes"], body["reason"], row.by, row.at)
        for row, body in found
    ]


def body_of(user: Any, state: str) -> Organisation:
    """The body as whose contact point the person speaks for this State."""
    roles = [key for key, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions]
    held = roles_held_by(user).filter(role__in=roles)
    return Organisation.objects.filter(
        pk__in=held.values("organisation"), kind=OrganisationKind.STATE_BODY, state=state
    ).order_by("pk")[0]


def _tell_the_others(state: str, by: Any) -> None:
    """Bodies with a contact point who did not do it herself."""
    others = contact_points(state).exclude(user=by).values("organisation")
    for one in Organisation.objects.filter(pk__in=others):
        Notice.objects.update_or_create(
            organisation=one,
            kind=CHANGED,
            target=state,
            done_at=None,
            defaults={"at": timezone.now(), "values": {"state": state}},
        )

"""Holds: what must be kept, why, and until when. Placed and lifted by whoever decides there.

Open data of a publisher for whom nobody works here may come in through several bodies, also later.
So a hold on it belongs to the body whose steward placed it: her colleagues lift it, also when
another body has brought more since and neither decides about all of it any more; the other body
never does, nor where all that is left is its own.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cairn.audit import log
from cairn.erasure import policies
from cairn.erasure.actions import Field
from cairn.erasure.bringing import speaks_for, stewarded
from cairn.erasure.models import Hold
from cairn.erasure.owning import owners_of_ref
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.filings.texts import check_clean

LONGEST = 300


class NothingToHold(Field):
    text = noop("There is nothing of this reference over which you decide.")


class NoReason(Field):
    text = noop("Say in a sentence why it must be kept, without names.")


class OverAlready(Field):
    text = noop("The last day of a hold lies ahead, or is left empty.")


def running(today: date | None = None) -> QuerySet[Hold]:
    """Holds that hold today."""
    today = today or timezone.localdate()
    return Hold.objects.filter(Q(until=None) | Q(until__gt=today), lifted_at=None)


def held_targets() -> frozenset[str]:
    """References of records and organisations that are on hold today; one query."""
    return frozenset(running().values_list("target", flat=True))


def of_user(user: Any) -> QuerySet[Hold]:
    """The holds over which a person decides, the newest first."""
    decided = policies.decided_by(user, Hold.objects.filter(placed_for=None))
    placed = Q(placed_for__in=stewarded(user)) | Q(owner__in=policies.own_bodies(user))
    hers = Q(pk__in=decided.values("pk")) | (Q(placed_for__isnull=False) & placed)
    return Hold.objects.filter(hers).select_related("owner").order_by("-pk")


@transaction.atomic
def place(*, target: str, reason: str, until: date | None, by: Any) -> Hold:
    """Keep a record, or all of an organisation, until (not including) a day or until lifted."""
    owner = policies.owner_decided(by, target, owners_of_ref(target))
    if owner is None:
        policies.check_may_report(by)
        raise NothingToHold(field="target")
    reason = " ".join(reason.split())
    if not 3 <= len(reason) <= LONGEST:
        raise NoReason(field="reason")
    if until is not None and until <= timezone.localdate():
        raise OverAlready(field="until")
    check_clean({"reason": reason}, organisation=owner)
    brought = owner not in policies.own_bodies(by)
    made = Hold.objects.create(
        target=target,
        owner=owner,
        placed_for_id=speaks_for(by, target, owner) if brought else None,
        reason=reason,
        until=until,
        placed_by=by.username,
    )
    log.record("erasure.hold.placed", target=target, by=by, hold=made.ref)
    return made


@transaction.atomic
def lift(*, ref: str, by: Any) -> Hold:
    """What it kept may go again, under the rules of keeping."""
    held = of_user(by).select_for_update(of=("self",)).filter(ref=ref, lifted_at=None).first()
    if held is None:
        raise NotFound()
    held.lifted_at, held.lifted_by = timezone.now(), by.username
    held.save(update_fields=["lifted_at", "lifted_by"])
    log.record("erasure.hold.lifted", target=held.target, by=by, hold=held.ref)
    return held


def holds_on(ref: str, owner: str) -> list[Hold]:
    """What holds a record today: itself or its owner; for whoever may know how it came about."""
    return list(running().filter(target__in=(ref, owner)).order_by("pk"))

"""What others say of an emergency: who is told of it, who stops it, and who reviews it afterwards.

Told are whoever files for the organisation whose drafts were opened, its administrators, those of
the organisation in whose name it was, and the contact points of the State. The last three review;
nobody what she did herself, or a person did to whom she is too near (`too_near`). What nobody has
reviewed stays on the first page of all of them until somebody does, and some days longer.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cairn.access.emergencies import close, close_what_is_over, words_of
from cairn.access.emergency_rules import rule_of, rule_on
from cairn.access.models import Emergency
from cairn.access.too_near import too_near
from cairn.accounts.holding import Held, held_by
from cairn.accounts.models import OrganisationKind, User
from cairn.accounts.permissions import Permission, check_may, giving
from cairn.accounts.working import within
from cairn.audit import log
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.unremembered import check_clean

Closed, Judged = Emergency.Closed, Emergency.Judged


class NotYourOwnReview(Refused):
    text = noop("What you did yourself is reviewed by another person.")


class TooNear(Refused):
    text = noop(
        "You stand in for this person, or not long ago she invited you or gave you a role. "
        "Somebody else reviews what she did."
    )


class StillRunning(Refused):
    text = noop("It is still running. Review it once it is over, or stop it now.")


class JudgedAlready(Refused):
    text = noop("Somebody has reviewed it already; nothing was changed.")


@transaction.atomic
def stop(*, ref: str, by: User) -> None:
    """By another person who may review it: from the next request on nothing is open by it."""
    held = _hold(ref, by)
    close_what_is_over(Emergency.objects.filter(pk=held.pk))
    held.refresh_from_db()
    if not held.closed_as:
        close(held, Closed.STOPPED, by)


@transaction.atomic
def judge(
    *, ref: str, approve: bool, words: str, by: User, not_persons: Collection[str] = ()
) -> Emergency:
    """Say afterwards what is thought of it; once, and never of what one did oneself."""
    held = _hold(ref, by)
    if not may_judge(held, by):
        raise TooNear()
    close_what_is_over(Emergency.objects.filter(pk=held.pk))
    held.refresh_from_db()
    if not held.closed_as:
        raise StillRunning()
    if held.judged_as:
        raise JudgedAlready()
    words = words_of(words, "words")
    check_clean({"words": words}, not_persons=not_persons)
    held.judged_as = (Judged.APPROVED if approve else Judged.OBJECTED).value
    held.judged_at, held.judge, held.judgement = timezone.now(), by, words
    held.save(update_fields=["judged_as", "judged_at", "judge", "judgement"])
    log.record(f"access.emergency.{held.judged_as}", target=held, by=by)
    return held


def _hold(ref: str, by: User) -> Emergency:
    """That one, locked, for another person who may stop it."""
    found = find(ref, by)
    if found.user_id == by.pk:
        raise NotYourOwnReview()
    if not may_stop([found], by):
        check_may(by, Permission.EMERGENCY_REVIEW)
        raise NotFound()
    held: Emergency = Emergency.objects.select_for_update().get(pk=found.pk)
    return held


def may_stop(rows: Collection[Emergency], by: Any) -> frozenset[int]:
    """Those (primary keys) that are another person's, and for which this one reviews: for the
    organisation whose drafts they were, for the one in whose name they were opened, or as a contact
    point of their State. One query."""
    theirs = Emergency.objects.filter(_reviews(held_by(by))).exclude(user=by)
    return frozenset(theirs.filter(pk__in=[one.pk for one in rows]).values_list("pk", flat=True))


def may_review(rows: Collection[Emergency], by: Any) -> frozenset[int]:
    """Those of them of persons to whom she is not too near; stopping, which opens nothing, is for
    her as well. As many queries for one as for many."""
    theirs, days = may_stop(rows, by), rule_on(timezone.localdate()).known
    near = too_near([one.user for one in rows], [by], days=days)
    return frozenset(
        one.pk for one in rows if one.pk in theirs and (one.user_id, by.pk) not in near
    )


def may_judge(emergency: Emergency, by: Any) -> bool:
    """Whether this person may review this one."""
    return bool(may_review([emergency], by))


def concerned(user: Any) -> QuerySet[Emergency]:
    """What the person is told of: her own, what she may review, and what was opened of an
    organisation for which she files; first what nobody has reviewed, then what was last."""
    files = [one.organisation_id for one in giving(held_by(user), Permission.FILING_WRITE)]
    mine = Q(pk__in=_own(user).values("pk"))
    rows = Emergency.objects.filter(mine | Q(place__in=files) | _reviews(held_by(user)))
    order = (F("judged_at").desc(nulls_first=True), "-begun_at", "-pk")
    return rows.select_related("user", "place", "name", "judge").order_by(*order)


def still_told() -> Q:
    """Those that stand on the first page of all concerned: until somebody has reviewed it, and for
    some days after. A colleague who approves at once keeps it from nobody."""
    today = timezone.localdate()
    return Q(judged_as="") | Q(
        judged_at__gt=timezone.now() - timedelta(days=rule_on(today).review_days)
    )


def find(ref: str, user: Any) -> Emergency:
    """One that the person is told of; of any other and of none the answer is one."""
    found: Emergency | None = concerned(user).filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def _own(user: Any) -> QuerySet[Emergency]:
    """What the person began, as far as this session reaches."""
    return within(user, Emergency.objects.filter(user=user), "name")


def _reviews(held: Collection[Held]) -> Q:
    reviews = giving(held, Permission.EMERGENCY_REVIEW)
    bodies = [one.organisation_id for one in reviews]
    states = [one.for_state for one in giving(reviews, Permission.FILING_CLEAR) if one.for_state]
    return (
        Q(place__in=bodies)
        | Q(name__in=bodies)
        | Q(place__state__in=states, place__kind=OrganisationKind.STATE_BODY)
    )


def waits(emergency: Emergency) -> bool:
    """Whether it is over and nobody has reviewed it."""
    return not emergency.judged_as and not emergency.running


def is_late(emergency: Emergency) -> bool:
    """Whether its review has waited too long."""
    over = emergency.closed_at or emergency.expires_at
    days = timedelta(days=rule_of(emergency.rule).review_days)
    return waits(emergency) and timezone.now() - over >= days


def put_away(*, user: User, ref: str) -> None:
    """She has read what became of her own."""
    mine = _own(user).filter(ref=ref).exclude(judged_as="")
    if not mine.update(told_at=timezone.now()):
        raise NotFound()

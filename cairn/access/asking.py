"""Asking for a role, in one's own organisation or in another one for which one works, too.

An administrator of that organisation decides, gives a reason, and never decides on a request of her
own. Whoever asks learns nothing by asking: an organisation that is not here, one that she may not
know of and one in which nobody decides are the same answer on the same day. Nothing dies silently:
what waits stands on the desk of those who decide, and what lapses is told to both sides.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cairn.access.locking import late, still_waiting
from cairn.access.models import LONGEST_PURPOSE, LONGEST_REASON, RoleRequest
from cairn.accounts.actions import RoleOfOtherBodies, add_membership
from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.people import (
    GIVE_ROLES,
    LONGEST_ROLE,
    ChangedMeanwhile,
    RoleWithoutDay,
    roles_there,
    stamp,
)
from cairn.accounts.permissions import ROLES, Permission, check_may, role_held
from cairn.accounts.working import roles_held_by, within
from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.unremembered import check_clean

WAITS = timedelta(days=14)  # then it lapses
REMINDED = timedelta(days=7)  # then it is shown as late to those who decide
KEPT = timedelta(days=90)  # after it ended
MOST = 5  # that one person has waiting
LEAST = 3  # letters of a purpose or a reason
Closed = RoleRequest.Closed


class NoPurpose(CairnError):
    text = noop("Say in a few words for what, at most %(most)s characters.")


class NoReason(CairnError):
    text = noop("Give a reason, at most %(most)s characters; whoever asked reads it.")


class NoPlace(CairnError):
    text = noop("Say which organisation, in at most 200 characters.")


class HeldAlready(Refused):
    text = noop("You have that role until that day already.")


class EnoughAsked(Refused):
    text = noop(
        "As many requests of yours are waiting as one person may have. Withdraw one, or wait until "
        "one is decided."
    )


class AskedAlready(Refused):
    text = noop(
        "A request of yours for that role is waiting there, with another day or other words. "
        "Withdraw it first."
    )


class NotYourOwnRequest(Refused):
    text = noop("You cannot decide on your own request; another administrator does it.")


class DecidedAlready(Refused):
    text = noop("This request was decided, withdrawn or has lapsed; nothing was changed.")


@transaction.atomic
def ask(
    *,
    user: User,
    place: Organisation | None,
    named: str,
    role: str,
    until: date,
    purpose: str,
    not_persons: Collection[str] = (),
) -> RoleRequest:
    """Ask for a role. `place`: an organisation of the person's own; otherwise she names one, and
    what she is answered does not depend on whether it is here. Asked twice is asked once."""
    User.objects.select_for_update().get(pk=user.pk)
    named = " ".join((place.ref if place else named).split())
    purpose = " ".join(purpose.split())
    today = timezone.localdate()
    if not 0 < len(named) <= 200:
        raise NoPlace(field="named")
    if not LEAST <= len(purpose) <= LONGEST_PURPOSE:
        raise NoPurpose(field="purpose", most=LONGEST_PURPOSE)
    if not today < until <= today + LONGEST_ROLE:
        raise RoleWithoutDay(field="last_day")
    if role not in ROLES or (place is not None and not role_held(role, place.kind)):
        raise RoleOfOtherBodies(field="role")
    words = {"purpose": purpose} if place else {"purpose": purpose, "named": named}
    check_clean(words, not_persons=not_persons)
    if place is not None and _held(user, place, role, until):
        raise HeldAlready(field="role")
    _lapse(RoleRequest.objects.filter(user=user))
    waiting = list(RoleRequest.objects.filter(user=user, closed_as=""))
    for one in waiting:
        if one.role == role and one.named.casefold() == named.casefold():
            if (one.until, one.purpose) != (until, purpose):
                raise AskedAlready(field="role")
            return one
    if len(waiting) >= MOST:
        raise EnoughAsked()
    now = timezone.now()
    made = RoleRequest.objects.create(
        user=user,
        named=named,
        at_home=place is not None,
        organisation=place or _called(named),
        role=role,
        until=until,
        purpose=purpose,
        asked_at=now,
        expires_at=min(now + WAITS, _begin_of(until)),
    )
    log.record("access.role.asked", target=made, by=user, role=role, until=until.isoformat())
    return made


@transaction.atomic
def withdraw(*, user: User, ref: str) -> None:
    """Whoever asked does not want it any more; what has ended stays as it is."""
    _close([still_waiting(_own(user), ref, ended=DecidedAlready)], Closed.WITHDRAWN, user)


@transaction.atomic
def decide(
    *,
    request: RoleRequest,
    give: bool,
    reason: str,
    seen: str,
    by: User,
    not_persons: Collection[str] = (),
) -> RoleRequest:
    """Give what was asked for, or decline it. `seen`: what the page had shown of the person's roles
    here (`people.stamp`); of two who decide at once, the second is told."""
    place = request.organisation
    if place is None:
        raise NotFound()
    Organisation.objects.select_for_update().get(pk=place.pk)
    check_may(by, Permission.MEMBERSHIP_WRITE, place)
    User.objects.select_for_update().get(pk=request.user_id)
    held = RoleRequest.objects.select_for_update().select_related("user").get(pk=request.pk)
    if held.user_id == by.pk:
        raise NotYourOwnRequest()
    if held.state != "waiting" or not held.user.is_active:
        raise DecidedAlready()
    if stamp(roles_there(place).filter(user=held.user)) != seen:
        raise ChangedMeanwhile()
    reason = " ".join(reason.split())
    if not LEAST <= len(reason) <= LONGEST_REASON:
        raise NoReason(field="reason", most=LONGEST_REASON)
    check_clean({"reason": reason}, not_persons=not_persons)
    if give:
        _give(held, place, by)
    same = RoleRequest.objects.select_for_update().filter(
        user=held.user,
        organisation=place,
        role=held.role,
        closed_as="",
        expires_at__gt=timezone.now(),
        until__lte=held.until,
    )  # the place named in other words: one decision answers what goes no further
    for one in same:
        one.reason, one.decided_by = reason, by.username
        _close([one], Closed.GIVEN if give else Closed.DECLINED, by)
    held.refresh_from_db()
    return held


def own(user: User) -> list[RoleRequest]:
    """What the person asked for, the newest first."""
    return list(_own(user).order_by("-asked_at", "-pk")[:50])


def to_decide(by: User) -> list[RoleRequest]:
    """What waits for this person, each role of each person once; the oldest first."""
    rows = _there(by).filter(closed_as="", expires_at__gt=timezone.now(), user__is_active=True)
    found: dict[tuple[int, int | None, str], RoleRequest] = {}
    for one in rows.exclude(user=by).order_by("asked_at", "pk"):
        found.setdefault((one.user_id, one.organisation_id, one.role), one)
    return list(found.values())


def find_to_decide(by: User, ref: str) -> RoleRequest:
    """One of an organisation in which the person gives roles, ended ones too; of nobody else's and
    of none at all the answer is one."""
    found: RoleRequest | None = _there(by).filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def is_late(request: RoleRequest) -> bool:
    """Whether those who decide are reminded of it."""
    return request.state == "waiting" and timezone.now() - request.asked_at >= REMINDED


def waits_for(request: RoleRequest) -> int:
    """For how many days it has been waiting."""
    return (timezone.now() - request.asked_at).days


def answered(user: User) -> list[RoleRequest]:
    """What became of the person's requests, until she puts it away."""
    ended = Q(closed_as__in=[Closed.GIVEN, Closed.DECLINED, Closed.LAPSED])
    late = Q(closed_as="", expires_at__lte=timezone.now())
    rows = _own(user).filter(ended | late, asker_told_at__isnull=True)
    return list(rows.order_by("-asked_at", "-pk"))


def lapsed_there(by: User) -> list[RoleRequest]:
    """What lapsed undecided where the person could have decided it, until it is put away."""
    ended = Q(closed_as=Closed.LAPSED) | Q(closed_as="", expires_at__lte=timezone.now())
    rows = _there(by).filter(ended, others_told_at__isnull=True, user__is_active=True)
    return list(rows.exclude(user=by).order_by("-asked_at", "-pk"))


@transaction.atomic
def put_away(*, by: User, ref: str) -> None:
    """The notice was read, by whoever asked or by somebody who could have decided."""
    now = timezone.now()
    over = RoleRequest.objects.filter(~Q(closed_as="") | Q(expires_at__lte=now), ref=ref)
    if not within(by, over.filter(user=by), "organisation").update(asker_told_at=now):
        found = find_to_decide(by, ref)
        over.filter(pk=found.pk).update(others_told_at=now)


def lapse() -> int:
    """Close what nobody decided in time; it is told on the desk of both sides."""
    return _lapse(RoleRequest.objects.all())


def forget_requests(before: datetime, held: Collection[str] = ()) -> int:
    """What ended long ago is not kept; the log has it. `held`: references of organisations, or of
    requests, that are on hold: theirs stay."""
    over = RoleRequest.objects.filter(closed_at__lt=before).exclude(ref__in=held)
    free = over.filter(Q(organisation=None) | ~Q(organisation__ref__in=held))
    gone, _models = RoleRequest.objects.filter(pk__in=free.values("pk")).delete()
    return gone


def _own(user: User) -> QuerySet[RoleRequest]:
    """What the person asked for, as far as this session reaches."""
    return within(user, RoleRequest.objects.filter(user=user), "organisation")


def _called(named: str) -> Organisation | None:
    """The one organisation of this reference, key or name, in whichever language."""
    wanted = named.casefold()
    found = [
        one
        for one in Organisation.objects.all()
        if wanted in {text.casefold() for text in (one.ref, one.key, one.name, *one.names.values())}
    ]
    return found[0] if len(found) == 1 else None


def _held(user: User, place: Organisation, role: str, until: date) -> bool:
    lasting = Q(until__isnull=True) | Q(until__gte=until)
    return bool(roles_there(place).filter(lasting, user=user, role=role).exists())


def _give(held: RoleRequest, place: Organisation, by: User) -> None:
    """The role until the day asked for; one held already is never shortened by that."""
    rows = roles_there(place).filter(user=held.user, role=held.role, stands_in_for__isnull=True)
    membership: Membership | None = rows.order_by("-pk").first()
    if membership is None:
        add_membership(user=held.user, organisation=place, role=held.role, until=held.until, by=by)
    elif membership.until is not None and membership.until < held.until:
        membership.until = held.until
        membership.save(update_fields=["until"])
        log.record(
            "accounts.membership.end_changed",
            target=held.user,
            by=by,
            organisation=place.ref,
            role=held.role,
            until=held.until.isoformat(),
        )


def _there(by: User) -> QuerySet[RoleRequest]:
    """All requests to organisations in which the person gives roles today."""
    mine = roles_held_by(by).filter(role__in=GIVE_ROLES)
    rows = RoleRequest.objects.filter(organisation__in=mine.values("organisation"))
    return rows.select_related("user", "organisation")


def _lapse(rows: QuerySet[RoleRequest]) -> int:
    with transaction.atomic():
        over = late(rows)
        _close(over, Closed.LAPSED, None)
    return len(over)


def _close(rows: Collection[RoleRequest], how: RoleRequest.Closed, by: User | None) -> None:
    for one in rows:
        one.closed_as, one.closed_at = how.value, timezone.now()
        one.save(update_fields=["closed_as", "closed_at", "decided_by", "reason"])
        log.record(f"access.role.{how.value}", target=one, by=by, role=one.role)


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

"""A body splits, merges or is closed: others follow it, and what it filed stays its own.

Records keep their owner, so nothing that was said is put into another's mouth. From its last day on
the body begins no new filing, finding or import, makes no sharing group and names nobody in one;
who has a role there goes on deciding over what
there is, until she is taken out. What belongs to a State body is decided by the contact points of
its State as before.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import Permission, holds_where, roles_with
from cairn.audit import log
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop


class FollowedByOthers(Refused):
    text = noop(
        "%(organisation)s ended on %(day)s and begins nothing new. It was followed by %(names)s: "
        "file for that body; an administrator there gives you a role."
    )


class WorksForWhatEnded(Refused):
    text = noop(
        "%(organisation)s ended on %(day)s and begins nothing new. It was followed by %(names)s: "
        "an administrator there gives you a role. Then work in the name of that body."
    )


class CannotFollow(Refused):
    text = noop(
        "%(key)s cannot follow %(organisation)s: it is of another kind or State, is the same body, "
        "or has ended itself."
    )


class NobodyDecides(Refused):
    text = noop(
        "Nobody who may give roles is left in %(organisation)s, so nobody could decide over what "
        "it owns. Give an administrator of a body that follows it a role there first."
    )


@transaction.atomic
def follow(
    *, organisation: Organisation, followers: Sequence[Organisation], day: date, by: User | None
) -> Organisation:
    """Say who follows the body, which begins nothing from this day on; the same again, with others,
    corrects it."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for one in followers:
        alike = (one.kind, one.state) == (organisation.kind, organisation.state)
        if not alike or one.pk == organisation.pk or one.ended_on is not None:
            raise CannotFollow(key=one.key, organisation=organisation.name)
    if not deciding_in(organisation, Permission.MEMBERSHIP_WRITE):
        raise NobodyDecides(organisation=organisation.name)
    organisation.ended_on = day
    organisation.followed_by = sorted(one.ref for one in followers)
    organisation.save(update_fields=["ended_on", "followed_by"])
    log.record(
        "accounts.organisation.followed",
        target=organisation,
        by=by,
        day=day.isoformat(),
        followers=organisation.followed_by,
    )
    return organisation


@transaction.atomic
def go_on(*, organisation: Organisation, by: User | None) -> Organisation:
    """It did not end after all."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.ended_on is not None:
        organisation.ended_on, organisation.followed_by = None, []
        organisation.save(update_fields=["ended_on", "followed_by"])
        log.record("accounts.organisation.goes_on", target=organisation, by=by)
    return organisation


def check_begins(organisation: Organisation, *, today: date | None = None) -> None:
    """Raise where the body has ended: others file for it."""
    _check(organisation, today, FollowedByOthers)


def check_begins_in(bodies: Iterable[Organisation], *, today: date | None = None) -> None:
    """The same where something is begun that is no body's own: raise where all of the bodies in
    whose name the person could begin it have ended."""
    listed = list(bodies)
    if listed and not any(goes_on(one, today) for one in listed):
        _check(listed[0], today, WorksForWhatEnded)


def check_begins_for(user: Any, permission: Permission, *, today: date | None = None) -> None:
    """Raise where every body has ended in whose name the person holds this permission."""
    refs = [one.organisation for one in holds_where(user, permission)]
    check_begins_in(Organisation.objects.filter(ref__in=refs).order_by("name"), today=today)


def goes_on(organisation: Organisation, today: date | None = None) -> bool:
    """Whether the body has not ended by this day."""
    ended = organisation.ended_on
    return ended is None or (today or timezone.localdate()) < ended


def _check(organisation: Organisation, today: date | None, problem: type[Refused]) -> None:
    if not goes_on(organisation, today):
        names = ", ".join(one.called for one in organisation.followers)
        raise problem(
            organisation=organisation.called, day=organisation.ended_on, names=names or "–"
        )


def deciding_in(organisation: Organisation, permission: Permission) -> list[str]:
    """User names of those who hold this permission there today."""
    held = Membership.objects.current().filter(
        organisation=organisation, role__in=roles_with(permission), user__is_active=True
    )
    return sorted(set(held.values_list("user__username", flat=True)))

"""Replacing a lost second factor: never by one channel, and never by one person.

Whoever gave the right password may ask. Two persons of an organisation of hers confirm, at least
one of them an administrator; then time passes in which every session of the account is warned and
can stop it; then a link, handed over in person, works once and wants the password too. Where there
are not two to confirm, two persons at the console take their place.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cairn.accounts.actions import reset_second_factor, set_code_generator
from cairn.accounts.models import Membership, Organisation, Recovery, User
from cairn.accounts.one_time import digest_of, new_code
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop

TIME_TO_CONFIRM = timedelta(days=7)
LINK_VALID = timedelta(hours=24)
GIVES_ROLES = {k for k, role in ROLES.items() if Permission.MEMBERSHIP_WRITE in role.permissions}
CONFIRMS = GIVES_ROLES | {
    key for key, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions
}


class NotYoursToConfirm(Refused):
    text = noop("Somebody else must confirm this: two persons, one of them an administrator.")


class NotNow(Refused):
    text = noop("This request has changed or ended in the meantime; nothing was done.")


def running(user: User) -> Recovery | None:
    """What is going on with this account's second factor, if anything is."""
    found: Recovery | None = Recovery.objects.filter(
        user=user, closed_as="", expires_at__gt=timezone.now()
    ).first()
    return found


@transaction.atomic
def ask(*, user: User) -> Recovery:
    """Ask for another second factor; asking again changes nothing."""
    User.objects.select_for_update().get(pk=user.pk)
    if found := running(user):
        return found
    Recovery.objects.filter(user=user, closed_as="").update(
        closed_as=Recovery.Closed.EXPIRED, closed_at=timezone.now()
    )
    made = Recovery.objects.create(user=user, expires_at=timezone.now() + TIME_TO_CONFIRM)
    log.record("accounts.recovery.asked", target=made, by=user, user=user.ref)
    return made


def places_of(user: User) -> list[Organisation]:
    """The organisations whose administrators know the person."""
    held = Membership.objects.current().filter(user=user)
    return list(Organisation.objects.filter(pk__in=held.values("organisation")).order_by("pk"))


def two_can_confirm(user: User) -> bool:
    """Whether an organisation of the person has two others who may, one an administrator."""
    for place in places_of(user):
        rows = _confirming(place).exclude(user=user)
        if (
            rows.values("user").distinct().count() > 1
            and rows.filter(role__in=GIVES_ROLES).exists()
        ):
            return True
    return False


def to_confirm(by: User) -> list[Recovery]:
    """The running requests of colleagues which this person may decide on; three queries."""
    mine = roles_held_by(by).filter(role__in=CONFIRMS).values("organisation")
    people = Membership.objects.current().filter(organisation__in=mine).values("user")
    rows = Recovery.objects.filter(user__in=people, closed_as="", expires_at__gt=timezone.now())
    return list(rows.exclude(user=by).select_related("user").order_by("asked_at", "pk"))


def find_to_confirm(by: User, ref: str) -> Recovery:
    found = next((one for one in to_confirm(by) if one.ref == ref), None)
    if found is None:
        raise NotFound()
    return found


@transaction.atomic
def confirm(*, recovery: Recovery, by: User) -> Recovery:
    """Say that the request is really hers; after the second, the waiting begins."""
    held = _locked(recovery, "asked", "half")
    find_to_confirm(by, held.ref)
    gives_roles = _gives_roles(held.user, by)
    if held.first_by == by.username or (
        held.first_by and not held.first_gives_roles and not gives_roles
    ):
        raise NotYoursToConfirm()
    if not held.first_by:
        held.first_by, held.first_gives_roles = by.username, gives_roles
    else:
        held.second_by = by.username
        _cool(held)
    held.save()
    log.record("accounts.recovery.confirmed", target=held, by=by, user=held.user.ref)
    return held


@transaction.atomic
def refuse(*, recovery: Recovery, by: User) -> None:
    """It is not hers, or not now."""
    held = _locked(recovery, "asked", "half", "cooling", "ready")
    find_to_confirm(by, held.ref)
    _close(held, Recovery.Closed.REFUSED, by)


@transaction.atomic
def stop(*, user: User) -> None:
    """The person has her factor, or never asked."""
    held = Recovery.objects.select_for_update().filter(user=user, closed_as="").first()
    if held is not None:
        _close(held, Recovery.Closed.STOPPED, user)


@transaction.atomic
def make_link(*, recovery: Recovery, by: User) -> str:
    """The code of the link, told this once only; the one before works no longer."""
    held = _locked(recovery, "ready")
    find_to_confirm(by, held.ref)
    return _link(held, by)


@transaction.atomic
def confirm_at_console(*, user: User, persons: tuple[str, str], reason: str) -> tuple[Any, str]:
    """What two persons at the console confirmed; the link opens when the waiting is over."""
    held = ask(user=user)
    held.first_by, held.second_by = persons
    held.first_gives_roles = True
    _cool(held)
    held.save()
    log.record(
        "accounts.recovery.confirmed_at_console",
        target=held,
        user=user.ref,
        persons=list(persons),
        reason=reason,
    )
    return held, _link(held, None)


def find(code: str) -> Recovery:
    """The recovery whose link this is, if the link works now."""
    found = Recovery.objects.select_related("user").filter(digest=digest_of(code)).first()
    if found is None or found.state != "ready" or not found.user.is_active:
        raise NotFound()
    return found


@transaction.atomic
def finish(*, code: str, secret: str) -> User:
    """Set the new code generator in place of all that was lost; every session ends."""
    Recovery.objects.select_for_update().filter(digest=digest_of(code)).first()
    held = find(code)
    reset_second_factor(user=held.user, by=held.user)
    set_code_generator(user=held.user, secret=secret, by=held.user)
    _close(held, Recovery.Closed.USED, held.user)
    return held.user


def no_administrator_left(user: User) -> bool:
    """Whether nobody but the person herself gives roles in her organisations."""
    rows = Membership.objects.current().filter(
        organisation__in=places_of(user), role__in=GIVES_ROLES
    )
    return not rows.exclude(user=user).exists()


def _confirming(place: Organisation) -> QuerySet[Any]:
    return Membership.objects.current().filter(organisation=place, role__in=CONFIRMS)


def _gives_roles(user: User, by: User) -> bool:
    held = roles_held_by(by).filter(role__in=GIVES_ROLES)
    return bool(held.filter(Q(organisation__in=places_of(user))).exists())


def _cool(held: Recovery) -> None:
    held.opens_at = timezone.now() + timedelta(hours=settings.RECOVERY_HOURS)
    held.expires_at = held.opens_at + TIME_TO_CONFIRM


def _link(held: Recovery, by: User | None) -> str:
    code = new_code()
    held.digest = digest_of(code)
    held.expires_at = max(timezone.now(), held.opens_at or timezone.now()) + LINK_VALID
    held.save(update_fields=["digest", "expires_at"])
    log.record("accounts.recovery.link_made", target=held, by=by, user=held.user.ref)
    return code


def _locked(recovery: Recovery, *states: str) -> Recovery:
    held: Recovery = (
        Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery.pk)
    )
    if held.state not in states:
        raise NotNow()
    return held


def _close(held: Recovery, how: Recovery.Closed, by: User) -> None:
    held.closed_as, held.closed_at = how.value, timezone.now()
    held.save(update_fields=["closed_as", "closed_at"])
    log.record(f"accounts.recovery.{how.value}", target=held, by=by, user=held.user.ref)

"""What an administrator does with the people of an organisation of hers, and of no other.

Every act says what its page had shown (`seen`, made by `stamp`): of two administrators who decide
at once, the second is told. The organisation's row is the lock, so that the last two cannot remove
each other. Whoever leaves loses all roles there and is signed out; the account closes where no role
is left anywhere, and which of the two happened is told to nobody.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cairn.accounts.actions import add_membership, close_user, end_membership
from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import ROLES, Permission, check_may
from cairn.accounts.querysets import MembershipQuerySet
from cairn.accounts.sign_ins import end_all
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop

LONGEST_ROLE = timedelta(days=3 * 366)
GIVE_ROLES = tuple(
    key for key, role in ROLES.items() if Permission.MEMBERSHIP_WRITE in role.permissions
)


class NotToYourself(Refused):
    text = noop("You cannot give yourself a role; another administrator does it.")


class LastAdministrator(Refused):
    text = noop(
        "This organisation would have no administrator left. Make somebody else an administrator "
        "first."
    )


class ChangedMeanwhile(Refused):
    text = noop(
        "Somebody else has changed the roles of this person since you opened the page, so nothing "
        "was done. Look at what they are now, and decide again."
    )


class RoleWithoutDay(Refused):
    text = noop("The last day of a role is today or later, and at most three years from now.")


def administered(user: User) -> list[Organisation]:
    """The organisations in which the person gives roles."""
    held = roles_held_by(user).filter(role__in=GIVE_ROLES)
    rows = Organisation.objects.filter(pk__in=held.values("organisation"))
    return sorted(rows, key=lambda one: one.called.casefold())


def roles_there(organisation: Organisation) -> MembershipQuerySet:
    """All roles that hold there today or will, of open accounts."""
    rows: MembershipQuerySet = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=timezone.localdate()),
        organisation=organisation,
        user__is_active=True,
    )
    return rows


def stamp(roles: Iterable[Membership]) -> str:
    """Some roles in one word that changes whenever they do."""
    told = sorted(f"{one.pk}:{one.role}:{one.since}:{one.until}" for one in roles)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@transaction.atomic
def give_role(
    *, user: User, organisation: Organisation, role: str, until: date | None, seen: str, by: User
) -> Membership:
    """Give somebody of the organisation a role; one held already gets this end instead."""
    roles = _begin(user, organisation, seen, by)
    today = timezone.localdate()
    if user.pk == by.pk:
        raise NotToYourself()
    if until is not None and not today < until <= today + LONGEST_ROLE:
        raise RoleWithoutDay()
    held = [one for one in roles if one.role == role and one.stands_in_for_id is None]
    if not held:
        return add_membership(user=user, organisation=organisation, role=role, until=until, by=by)
    held[0].until = until
    held[0].save(update_fields=["until"])
    log.record(
        "accounts.membership.end_changed",
        target=user,
        by=by,
        organisation=organisation.ref,
        role=role,
        until=until.isoformat() if until else "",
    )
    return held[0]


@transaction.atomic
def end_role(*, user: User, organisation: Organisation, number: int, seen: str, by: User) -> None:
    """Take one role away from today on, and from whoever stands in for it."""
    roles = _begin(user, organisation, seen, by)
    found = next((one for one in roles if one.pk == number), None)
    if found is None:
        raise NotFound()
    if found.role in GIVE_ROLES:
        _check_another_administrator(organisation, user)
    end_membership(membership=found, by=by)


@transaction.atomic
def leave(*, user: User, organisation: Organisation, seen: str, by: User) -> None:
    """Off-boarding: every role here ends, and every session; the account closes where it has no
    role elsewhere."""
    roles = _begin(user, organisation, seen, by)
    if any(one.role in GIVE_ROLES for one in roles):
        _check_another_administrator(organisation, user)
    for membership in roles:
        end_membership(membership=membership, by=by)
    log.record("accounts.user.left", target=user, by=by, organisation=organisation.ref)
    today = timezone.localdate()
    elsewhere = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user=user)
    if elsewhere.exists():
        end_all(user=user, by=by)
    else:
        close_user(user=user, by=by)


@transaction.atomic
def sign_out(*, user: User, organisation: Organisation, by: User) -> None:
    """End every session of somebody of the organisation, for instance when a laptop is lost."""
    check_may(by, Permission.MEMBERSHIP_WRITE, organisation)
    if not roles_there(organisation).filter(user=user).exists():
        raise NotFound()
    end_all(user=user, by=by)


def _begin(user: User, organisation: Organisation, seen: str, by: User) -> list[Membership]:
    """Lock, check who asks, and return the person's roles if they are those that were shown."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_may(by, Permission.MEMBERSHIP_WRITE, organisation)
    roles = list(roles_there(organisation).filter(user=user).select_related("organisation", "user"))
    if stamp(roles) != seen:
        raise ChangedMeanwhile()
    if not roles:
        raise NotFound()
    return roles


def _check_another_administrator(organisation: Organisation, user: User) -> None:
    held = Membership.objects.current().filter(organisation=organisation, role__in=GIVE_ROLES)
    if not held.filter(stands_in_for__isnull=True).exclude(user=user).exists():
        raise LastAdministrator()

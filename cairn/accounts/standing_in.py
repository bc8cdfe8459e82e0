"""Standing in for a colleague: a role of one's own, in the same organisation, until a day.

The role stays with whoever gave it, who may take the stand-in's away at any time; whoever stands in
cannot pass it on. It ends by itself on its day, and with the role itself.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cairn.accounts.actions import add_membership, end_membership
from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import Permission, check_may, permissions_of
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

LONGEST = timedelta(days=180)


class NotInThisOrganisation(Refused):
    text = noop("You can only stand in for each other within one organisation.")


class NotYourOwn(Refused):
    text = noop("Only a role that is your own can be given to somebody who stands in for you.")


class HoldsItAlready(Refused):
    text = noop("This colleague already has that role then.")


class NoEnd(Refused):
    text = noop("Say until when, at most %(days)s days from today.")


class NotYoursToEnd(Refused):
    text = noop("Only the two persons concerned, or an administrator, may end it.")


@transaction.atomic
def delegate(
    *, to: User, organisation: Organisation, role: str, until: date, by: User
) -> Membership:
    """Let a colleague stand in until a day, which is the first without."""
    current = Membership.objects.current().filter(organisation=organisation)
    mine = current.filter(user=by, role=role, stands_in_for__isnull=True)
    if to.pk == by.pk or not current.filter(user=to).exists():
        raise NotInThisOrganisation()
    if not mine.exists():
        raise NotYourOwn()
    check_may(by, Permission.DESK_READ, organisation)
    today = timezone.localdate()
    if not today < until <= today + LONGEST:
        raise NoEnd(days=LONGEST.days)
    if not mine.filter(Q(until__isnull=True) | Q(until__gte=until)).exists():
        raise NotYourOwn()
    User.objects.select_for_update().get(pk=to.pk)
    lasting = Q(until__isnull=True) | Q(until__gte=until)
    if current.filter(lasting, user=to, role=role).exists():
        raise HoldsItAlready()
    made = add_membership(
        user=to, organisation=organisation, role=role, until=until, stands_in_for=by, by=by
    )
    log.record(
        "accounts.membership.delegated",
        target=to,
        by=by,
        organisation=organisation.ref,
        role=role,
        until=until.isoformat(),
    )
    return made


@transaction.atomic
def end_standing_in(*, membership: Membership, by: User) -> Membership:
    """Before its day: by either of the two, or by an administrator of the organisation."""
    concerned = {membership.user.pk, membership.stands_in_for_id}
    gives_roles = Permission.MEMBERSHIP_WRITE in permissions_of(by, membership.organisation)
    if membership.stands_in_for_id is None or not (by.pk in concerned or gives_roles):
        raise NotYoursToEnd()
    return end_membership(membership=membership, by=by)


def colleagues(user: User, organisation: Organisation) -> Iterable[User]:
    """Who may be asked to stand in: those who already work there."""
    if not permissions_of(user, organisation):
        return User.objects.none()
    members = Membership.objects.current().filter(organisation=organisation)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).exclude(pk=user.pk)


def own_roles(user: User) -> list[Membership]:
    """What the person may have somebody stand in for."""
    held = roles_held_by(user).filter(stands_in_for__isnull=True)
    return list(held.select_related("organisation").order_by("organisation__name", "role"))


def standing_in(organisations: Iterable[Organisation]) -> list[Membership]:
    """Who stands in for whom today in these organisations; one query."""
    held = Membership.objects.current().filter(
        organisation__in=list(organisations), stands_in_for__isnull=False
    )
    return list(
        held.select_related("organisation", "user", "stands_in_for").order_by("until", "pk")
    )

"""Who is too near to somebody to be the other person where two are asked for: whoever stands in for
her, and whoever owes her account or a role there to her, until that is long enough ago.

Persons, not roles: whoever stands in is too near in a role of her own as well. That she gave a
role, or a longer one, is in the log; that she made the link by which somebody first came in, also
anew for an account that another had opened, is in the invitations, kept as long as that counts.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.utils import timezone

from cairn.accounts.models import Invitation, Membership, User
from cairn.audit.models import Event

GIVEN = ("accounts.membership.added", "accounts.membership.end_changed")


def too_near(
    users: Collection[User], others: Collection[User], *, days: int
) -> frozenset[tuple[int, int]]:
    """Of these pairs those that are too near: who asks or did it, and who is not the other person
    for her (primary keys). `days`: how long it counts that a role was given. Three queries, however
    many there are of either, also where there is none."""
    keys, names = {0, *(one.pk for one in users)}, {one.username: one.pk for one in users}
    refs = {one.ref: one.pk for one in others}
    there = {0, *refs.values()}
    stand = Membership.objects.current().filter(user__in=there, stands_in_for__in=keys)
    found = {(one.stands_in_for_id, one.user_id) for one in stand}
    first_day = timezone.localdate() - timedelta(days=days - 1)
    since = timezone.make_aware(datetime.combine(first_day, time.min))
    links = Invitation.objects.filter(user__in=there, by__in=keys, made_at__gte=since)
    found |= set(links.values_list("by_id", "user_id"))
    given = Event.objects.filter(target__in=["", *refs], kind__in=GIVEN, at__gte=since)
    for by, target in given.filter(by__in=["", *names]).values_list("by", "target"):
        if by in names and target in refs:
            found.add((names[by], refs[target]))
    return frozenset(found)

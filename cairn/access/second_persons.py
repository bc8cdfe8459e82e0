"""Who could be the second person: somebody else of the same organisation who holds the permission
there and may read all that is asked about.

Not whoever stands in for the one who asks, and nobody to whom she gave a role herself or whom she
brought in, until that is long enough ago (`known` of the rule): as far as the log can tell.
"""

from collections.abc import Collection
from copy import copy
from datetime import timedelta

from django.utils import timezone

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import Permission, role_held, roles_with
from cairn.accounts.rates import Second, rule_on
from cairn.audit.models import Event
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import viewer_of

Version = tuple[str, int]
GIVEN = "accounts.membership.added"  # by invitation, too


class NoSecondPerson(Refused):
    text = noop("Nobody else of your organisation can agree to this.")


def second_rule() -> Second:
    """How a second person agrees today; refused where the rule knows none."""
    found = rule_on(timezone.localdate()).second
    if found is None:
        raise NoSecondPerson()
    return found


def second_persons(user: User, place: Organisation, records: Collection[Version]) -> list[User]:
    """Who could agree today to what this person asks there: others who hold the permission in that
    organisation, and may read all of these records; by their names."""
    today, rule = timezone.localdate(), second_rule()
    found: dict[int, User] = {}
    held = Membership.objects.current().filter(organisation=place, user__is_active=True)
    held = held.filter(role__in=roles_with(Permission.SECOND_AGREE)).exclude(user=user)
    for one in held.exclude(stands_in_for=user).select_related("user"):
        if not role_held(one.role, place.kind) or one.user_id in found:
            continue
        if one.since > today - timedelta(days=rule.known) and _gave(user, one):
            continue
        if may_read_all(one.user, place, records):
            found[one.user_id] = one.user
    return sorted(found.values(), key=lambda one: one.called.casefold())


def may_read_all(user: User, place: Organisation, records: Collection[Version]) -> bool:
    """Whether this person, in the name of this organisation, sees each of these versions."""
    if not records:
        return True
    reader = copy(user)
    reader.works_for = place.ref
    viewer = viewer_of(reader, timezone.localdate())
    rows = Filing.objects.visible_to(viewer).filter(ref__in={ref for ref, _number in records})
    return set(records) <= set(rows.values_list("ref", "number"))


def _gave(user: User, held: Membership) -> bool:
    """Whether this person gave the other a role, or brought her in; the log knows."""
    rows = Event.objects.filter(target=held.user.ref, kind=GIVEN, by=user.username)
    return bool(rows.exists())

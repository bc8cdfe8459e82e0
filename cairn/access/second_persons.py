"""Who could be the second person: somebody else of the same organisation who holds the permission
there and may read all that is asked about.

Not whoever stands in for the one who asks, and nobody to whom she gave a role herself or whom she
brought in, until that is long enough ago (`known` of the rule; `too_near`).
"""

from collections.abc import Collection
from copy import copy

from django.utils import timezone

from cairn.access.too_near import too_near
from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import Permission, role_held, roles_with
from cairn.accounts.rates import Second, rule_on
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import Viewer, viewer_of

Version = tuple[str, int]


class NoSecondPerson(Refused):
    text = noop("Nobody else of your organisation can agree to this.")


def second_rule() -> Second:
    """How a second person agrees today; refused where the rule knows none."""
    found = rule_on(timezone.localdate()).second
    if found is None:
        raise NoSecondPerson()
    return found


def second_persons(
    user: User, place: Organisation, records: Collection[Version], *, only: User | None = None
) -> list[User]:
    """Who could agree today to what this person asks there: others who hold the permission in that
    organisation, are not too near to her, and may read all of these records; by their names.
    `only`: whether this one could; nobody else is looked at."""
    rule = second_rule()
    held = Membership.objects.current().filter(organisation=place, user__is_active=True)
    held = held.filter(role__in=roles_with(Permission.SECOND_AGREE)).exclude(user=user)
    if only is not None:
        held = held.filter(user=only)
    rows = held.select_related("user")
    there = {one.user_id: one.user for one in rows if role_held(one.role, place.kind)}
    near = too_near([user], there.values(), days=rule.known)
    found = [one for key, one in there.items() if (user.pk, key) not in near]
    found = [one for one in found if may_read_all(one, place, records)]
    return sorted(found, key=lambda one: one.called.casefold())


def may_read_all(user: User, place: Organisation, records: Collection[Version]) -> bool:
    """Whether this person, in the name of this organisation, sees each of these versions."""
    if not records:
        return True
    reader = copy(user)
    reader.works_for = place.ref
    return set(records) <= versions_seen(viewer_of(reader, timezone.localdate()), records)


def versions_seen(viewer: Viewer, records: Collection[Version]) -> set[Version]:
    """Newest versions of these records that the viewer sees; one query, also of none."""
    refs = {"", *(ref for ref, _number in records)}
    rows = Filing.objects.visible_to(viewer).filter(ref__in=refs)
    return set(rows.values_list("ref", "number"))

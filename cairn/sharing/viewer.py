"""Who is looking: a frozen value, built once per request, and what that person may see.

`visible` is pure: four compilers read the predicate it returns. A person of the desk sees open
series, what belongs to her own organisations, and what bodies of her State have handed to it; the
secretariat sees what a State has cleared. Nothing of one State is shown to another here. Unknown
means not visible.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.accounts.models import OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.kernel.predicates import And, Before, Eq, In, Or, Predicate

OPEN = "open"  # audience class of open series: anyone
ORGANISATION = "organisation"  # audience class of what is private to its owner
STATE = "state"  # … of what was handed to the owner's State: all its bodies
CLEARED = "cleared"  # … of what the State stands behind: its bodies and the secretariat


@dataclass(frozen=True, slots=True)
class Viewer:
    """`organisations` are references; `today` decides embargoes.

    `states` are those for whose bodies the person works, `clears` those as whose contact point;
    `secretariat` says that she validates.
    """

    today: date
    username: str = ""
    organisations: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()
    secretariat: bool = False


def visible(viewer: Viewer) -> Predicate:
    """The one rule of who may see a record, over the columns of `kernel.predicates`."""
    parts: list[Predicate] = [
        And((Eq("audience_class", OPEN), Before("embargo_until", viewer.today)))
    ]
    if viewer.organisations:
        parts.append(In("owner", viewer.organisations))
    if viewer.states:
        handed = In("audience_class", frozenset({STATE, CLEARED}))
        parts.append(And((handed, In("state", viewer.states))))
    if viewer.secretariat:
        parts.append(Eq("audience_class", CLEARED))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def viewer_of(user: Any, today: date) -> Viewer:
    """The viewer for this request; nobody signed in is the public."""
    if not getattr(user, "is_authenticated", False):
        return Viewer(today=today)
    held = user.memberships.current().values_list(
        "organisation__ref", "organisation__kind", "organisation__state", "role"
    )
    rows = list(held)
    return Viewer(
        today=today,
        username=user.username,
        organisations=frozenset(ref for ref, *_ in rows),
        states=frozenset(
            state for _, kind, state, _ in rows if kind == OrganisationKind.STATE_BODY and state
        ),
        clears=frozenset(
            state
            for _, kind, state, role in rows
            if kind == OrganisationKind.STATE_BODY
            and state
            and role in ROLES
            and Permission.FILING_CLEAR in ROLES[role].permissions
        ),
        secretariat=any(
            kind == OrganisationKind.INTERNATIONAL
            and role in ROLES
            and Permission.FILING_VALIDATE in ROLES[role].permissions
            for _, kind, _, role in rows
        ),
    )

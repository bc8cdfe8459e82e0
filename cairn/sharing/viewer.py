"""Who is looking: a frozen value, built once per request, and what that person may see.

`visible` is pure: four compilers read the predicate it returns. A person of the desk sees open
series, what belongs to her own organisations, and what bodies of her State have handed to it; the
secretariat sees what a State has cleared. What a State shares with those that take part is shown to
a body of another State for the sections and months that reciprocity opens to it; what it shares
with a group, to the bodies or persons that the group names. What is TLP:RED or AMBER+STRICT is, in
its own State, for the body that wrote it and the contact points alone. Unknown means not visible.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from cairn.accounts.holding import Held, held_by
from cairn.accounts.models import Membership, Organisation, OrganisationKind
from cairn.accounts.permissions import Permission, giving, role_held, roles_with
from cairn.kernel.predicates import And, Before, Eq, In, Or, Predicate
from cairn.sharing import looking
from cairn.sharing.groups import GROUP_AMBER, GROUP_RED, GROUP_STRICT
from cairn.sharing.reciprocity import SHARED

OPEN = "open"  # audience class of open series: anyone
ORGANISATION = "organisation"  # audience class of what is private to its owner
STATE = "state"  # … of what was handed to the owner's State: all its bodies
CLEARED = "cleared"  # … of what the State stands behind: its bodies and the secretariat
DESK = "desk"  # … of what anybody may read who has a place at the desk
# The same three steps for TLP:RED and AMBER+STRICT, and for what a group may read besides.
STATE_POINTS = "state_points"  # the contact points of the owner's State
CLEARED_POINTS = "cleared_points"  # … and the secretariat
STOOD_BEHIND = frozenset({CLEARED, DESK, GROUP_AMBER, *SHARED.values()})
POINTS = frozenset({CLEARED_POINTS, GROUP_RED, GROUP_STRICT})


@dataclass(frozen=True, slots=True)
class Viewer:
    """`organisations` are references; `today` decides embargoes.

    `states` are those for whose bodies the person works, `clears` those as whose contact point;
    `secretariat` says that she validates; `administers` are the organisations whose people she
    gives roles to. `opened` is what reciprocity opens: section, audience class, and first days of
    periods. `shared` is what groups open: audience class, section ("": all), references of groups.
    """

    today: date
    username: str = ""
    organisations: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()
    secretariat: bool = False
    opened: frozenset[tuple[str, str, frozenset[date]]] = frozenset()
    shared: frozenset[tuple[str, str, frozenset[str]]] = frozenset()
    administers: frozenset[str] = frozenset()
    contributes: bool = False  # findings, in the name of a body that is no State's
    library: bool = False  # brings records into the library, or publishes them
    corrects: bool = False  # decides what people outside ask of published records
    imports: bool = False  # brings files of open data; what only that is for is shown to her alone
    # (State, organisation): whose drafts are open in an emergency. No viewer of a request has it;
    # the one door for emergencies makes such a viewer for itself (`access.emergencies`).
    emergency: frozenset[tuple[str, str]] = frozenset()


@lru_cache(maxsize=256)  # a page asks several times for one viewer
def visible(viewer: Viewer) -> Predicate:
    """The one rule of who may see a record, over the columns of `kernel.predicates`."""
    parts: list[Predicate] = [
        And((Eq("audience_class", OPEN), Before("embargo_until", viewer.today)))
    ]
    if viewer.organisations:
        parts.append(In("owner", viewer.organisations))
        parts.append(And((Eq("audience_class", DESK), Before("embargo_until", viewer.today))))
    if viewer.states:
        handed = In("audience_class", STOOD_BEHIND | {STATE})
        parts.append(And((handed, In("state", viewer.states))))
    if viewer.clears:
        points = In("audience_class", POINTS | {STATE_POINTS})
        parts.append(And((points, In("state", viewer.clears))))
    if viewer.secretariat:
        parts.append(In("audience_class", STOOD_BEHIND | POINTS))
    together: dict[tuple[str, frozenset[date]], set[str]] = {}  # sections of the same months
    for section, audience, firsts in sorted(viewer.opened, key=lambda one: one[:2]):
        together.setdefault((audience, firsts), set()).add(section)
    parts += [
        And(
            (
                Eq("audience_class", audience),
                In("section", frozenset(sections)),
                In("period", firsts),
                Before("embargo_until", viewer.today),
            )
        )
        for (audience, firsts), sections in together.items()
    ]
    parts += [_named(viewer, *one) for one in sorted(viewer.shared, key=lambda one: one[:2])]
    parts += [
        And((Eq("audience_class", ORGANISATION), Eq("state", state), Eq("owner", owner)))
        for state, owner in sorted(viewer.emergency)
    ]
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _named(viewer: Viewer, audience: str, section: str, groups: frozenset[str]) -> Predicate:
    """What groups that name the viewer open to her."""
    only = (Eq("section", section),) if section else ()
    return And(
        (
            *(Eq("audience_class", audience), In("shared_with", groups), *only),
            Before("embargo_until", viewer.today),
        )
    )


def viewer_of(user: Any, today: date) -> Viewer:
    """The viewer for this request; nobody signed in is the public."""
    if not getattr(user, "is_authenticated", False):
        return Viewer(today=today)
    held = held_by(user)
    bodies = frozenset(one.organisation for one in held)
    states = frozenset(one.for_state for one in held if one.for_state)
    rows = looking.rows_for([user.username], bodies, states, today)
    return _viewer(user.username, today, held, rows)


@lru_cache(maxsize=256)
def _viewer(
    username: str, today: date, held: tuple[Held, ...], rows: tuple[looking.Row, ...]
) -> Viewer:
    """What follows from what was read just now. Pure."""
    holds = partial(giving, held)
    bodies = frozenset(one.organisation for one in held)
    is_open = looking.read(rows, bodies)
    return Viewer(
        today=today,
        username=username,
        organisations=bodies,
        states=frozenset(one.for_state for one in held if one.for_state),
        shared=is_open.shared,
        opened=is_open.opened,
        clears=frozenset(one.for_state for one in holds(Permission.FILING_CLEAR) if one.for_state),
        administers=frozenset(one.organisation for one in holds(Permission.MEMBERSHIP_WRITE)),
        imports=bool(holds(Permission.IMPORT_WRITE)),
        contributes=bool(holds(Permission.FINDING_WRITE)),
        corrects=bool(holds(Permission.CORRECTION_DECIDE)),
        library=bool(holds(Permission.LIBRARY_WRITE) or holds(Permission.LIBRARY_REVIEW)),
        secretariat=any(
            one.kind == OrganisationKind.INTERNATIONAL for one in holds(Permission.FILING_VALIDATE)
        ),
    )


def viewer_for(body: Organisation, today: date, *, persons: bool = True) -> Viewer:
    """Who reads in the name of this body today: what any of its people may see, and nothing that
    one of them sees for another body; two queries. Not `persons`: what is open to all of them, and
    not only to those whom a group names or who decide for their State."""
    held = Membership.objects.current().filter(  # type: ignore[attr-defined]
        organisation=body, user__is_active=True
    )
    people = list(held.values_list("user__username", "role"))
    state = body.state if body.kind == OrganisationKind.STATE_BODY else None
    organisations, states = frozenset({body.ref}), frozenset({state} if state else ())
    named = {name for name, _role in people} if persons else set()
    roles = {role for _name, role in people if role_held(role, body.kind)}
    points = not roles.isdisjoint(roles_with(Permission.FILING_CLEAR))
    looks = not roles.isdisjoint(roles_with(Permission.FILING_VALIDATE))
    rows = looking.rows_for(named, organisations, states, today)
    is_open = looking.read(rows, organisations)
    return Viewer(
        today=today,
        organisations=organisations,
        states=states,
        shared=is_open.shared,
        opened=is_open.opened,
        clears=states if points and persons else frozenset(),
        secretariat=body.kind == OrganisationKind.INTERNATIONAL and looks,
    )

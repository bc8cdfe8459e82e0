"""Who may ask for an erasure, who decides, and whose records it then reaches.

Two persons, always: one asks, another decides. Whoever writes anything may report words that
identify a person, of any record she sees; whether they go is decided where the record belongs: by
an administrator, a contact point or a data steward of its owner, or a contact point of its State.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, MissingPermission, Permission, permissions_of
from cairn.accounts.working import roles_held_by
from cairn.erasure.bringing import brought_a_part, brought_by, decides_about
from cairn.erasure.imported import without_people
from cairn.erasure.models import Erasure, Hold
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.policies import clears_for

WRITES = (
    Permission.FILING_WRITE,
    Permission.IMPORT_WRITE,
    Permission.FILING_CLEAR,
    Permission.FILING_VALIDATE,
    Permission.ERASURE_CONFIRM,
)


class TwoPersons(Refused):
    text = noop("You asked for this erasure, so another person decides.")


class NotWaiting(Refused):
    text = noop("This was decided in the meantime; nothing was changed.")


class OnHold(Refused):
    text = noop(
        "A hold keeps this: %(reason)s. It is not erased as a whole until the hold is lifted."
    )


class NotAlone(Refused):
    text = noop(
        "Your organisation brought a part of this and others the rest, so its stewards do not "
        "decide about all of it. Each organisation asks for its own imports to be erased; where "
        "one has no steward any more, whoever runs this server names one."
    )


def check_may_report(user: Any) -> None:
    """Whoever writes anything, in any organisation."""
    if not permissions_of(user) & set(WRITES):
        raise MissingPermission(permission=Permission.FILING_WRITE)


def confirms_for(user: Any, owner: Organisation, target: str) -> bool:
    """Whether the person decides over this record, or all, of what this organisation owns."""
    if Permission.ERASURE_CONFIRM in permissions_of(user, owner):
        return True
    if owner.kind == OrganisationKind.PUBLISHER:
        return decides_about(user, target, owner)
    return owner.kind == OrganisationKind.STATE_BODY and clears_for(user, owner.state)


def check_may_confirm(user: Any, owner: Organisation, target: str) -> None:
    if not confirms_for(user, owner, target):
        raise MissingPermission(permission=Permission.ERASURE_CONFIRM)


def check_second_person(user: Any, erasure: Erasure) -> None:
    """Another one than who asked; what an earlier erasure found was asked by its two."""
    check_may_confirm(user, erasure.owner, erasure.target)
    if erasure.asked_by == user.username:
        raise TwoPersons()


def bodies_of(user: Any) -> list[Organisation]:
    """The organisations over all of whose records the person decides."""
    return sorted({*own_bodies(user), *brought_by(user)}, key=lambda one: one.name)


def own_bodies(user: Any) -> set[Organisation]:
    """Those of them that she or her State is, whatever else came in through her body."""
    if user is None or not user.is_authenticated or not user.is_active:
        return set()
    roles = [k for k, role in ROLES.items() if Permission.ERASURE_CONFIRM in role.permissions]
    clear = [k for k, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions]
    held = roles_held_by(user)
    states = held.filter(
        role__in=clear, organisation__kind=OrganisationKind.STATE_BODY
    ).values_list("organisation__state", flat=True)
    own = Organisation.objects.filter(pk__in=held.filter(role__in=roles).values("organisation"))
    of_state = Organisation.objects.filter(kind=OrganisationKind.STATE_BODY, state__in=list(states))
    return {*own, *of_state}


def decided_by(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of these rows, each with a `target` and its `owner`, over which the person decides."""
    own = [one.ref for one in bodies_of(user)]
    others = rows.filter(owner__in=without_people()).exclude(owner__ref__in=own)
    hers = [
        one.pk
        for one in others.select_related("owner")
        if decides_about(user, one.target, one.owner)
    ]
    return rows.filter(Q(owner__ref__in=own) | Q(pk__in=hers))


def owner_decided(user: Any, target: str, owners: Collection[str]) -> Organisation | None:
    """The first of these owners (references) of this record for whom the person decides about it.
    Raise where a body of hers brought a part of it and others the rest."""
    bodies = {one.ref: one for one in bodies_of(user)}
    if mine := sorted(bodies.keys() & set(owners)):
        return bodies[mine[0]]
    for owner in without_people().filter(ref__in=owners).order_by("ref"):
        if decides_about(user, target, owner):
            return owner
        if brought_a_part(user, target, owner):
            raise NotAlone()
    return None


def scope_of(user: Any, owner: Organisation) -> list[str]:
    """References of the organisations whose records an erasure reaches that this person confirms
    for this owner: the owner's, and where she decides for the State, its other bodies'."""
    if owner.kind == OrganisationKind.STATE_BODY and clears_for(user, owner.state):
        bodies = Organisation.objects.filter(kind=OrganisationKind.STATE_BODY, state=owner.state)
        return sorted(bodies.values_list("ref", flat=True))
    return [owner.ref]


def check_no_hold(*targets: str) -> None:
    """Raise if one of these references is on hold today."""
    from cairn.erasure.holds import running

    on_hold = running().values_list("target", flat=True)  # fewer than what may be asked about
    named = sorted(set(on_hold) & set(targets))[:1]
    hold: Hold | None = running().filter(target__in=named).first()
    if hold is not None:
        raise OnHold(reason=hold.reason)

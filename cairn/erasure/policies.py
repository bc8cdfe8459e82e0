"""Who may ask for an erasure, who decides, and whose records it then reaches.

Two persons, always: one asks, another decides. Whoever writes anything may report words that
identify a person, of any record she sees; whether they go is decided where the record belongs: by
an administrator, a contact point or a data steward of its owner, or a contact point of its State.
"""

from typing import Any

from django.db.models import Q, QuerySet

from cairn.accounts.models import Membership, Organisation, OrganisationKind, User
from cairn.accounts.permissions import ROLES, MissingPermission, Permission, permissions_of
from cairn.accounts.working import roles_held_by
from cairn.erasure.models import Erasure, Hold
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.policies import clears_for
from cairn.reporting.models import DataSet

STEWARDS = frozenset({Permission.DATASET_ACCEPT, Permission.ERASURE_CONFIRM})
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


def check_may_report(user: Any) -> None:
    """Whoever writes anything, in any organisation."""
    if not permissions_of(user) & set(WRITES):
        raise MissingPermission(permission=Permission.FILING_WRITE)


def confirms_for(user: Any, owner: Organisation) -> bool:
    """Whether the person decides over what this organisation owns."""
    if Permission.ERASURE_CONFIRM in permissions_of(user, owner):
        return True
    if owner.kind == OrganisationKind.PUBLISHER:
        return brought_by(user).filter(pk=owner.pk).exists()
    return owner.kind == OrganisationKind.STATE_BODY and clears_for(user, owner.state)


def check_may_confirm(user: Any, owner: Organisation) -> None:
    if not confirms_for(user, owner):
        raise MissingPermission(permission=Permission.ERASURE_CONFIRM)


def check_second_person(user: Any, erasure: Erasure) -> None:
    """Another one than who asked; what an earlier erasure found was asked by its two."""
    check_may_confirm(user, erasure.owner)
    if erasure.asked_by == user.username:
        raise TwoPersons()


def bodies_of(user: Any) -> list[Organisation]:
    """The organisations over whose records the person decides; two queries."""
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    roles = [k for k, role in ROLES.items() if Permission.ERASURE_CONFIRM in role.permissions]
    clear = [k for k, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions]
    held = roles_held_by(user)
    states = held.filter(
        role__in=clear, organisation__kind=OrganisationKind.STATE_BODY
    ).values_list("organisation__state", flat=True)
    own = Organisation.objects.filter(pk__in=held.filter(role__in=roles).values("organisation"))
    of_state = Organisation.objects.filter(kind=OrganisationKind.STATE_BODY, state__in=list(states))
    return sorted({*own, *of_state, *brought_by(user)}, key=lambda one: one.name)


def brought_by(user: Any) -> QuerySet[Organisation]:
    """Publishers for whom nobody works here, and whose data sets came in through a body in which
    the person is a steward; what came in at the console is for every steward to decide about."""
    from cairn.erasure.imported import without_people

    accepts = [k for k, role in ROLES.items() if role.permissions >= STEWARDS]
    bodies = roles_held_by(user).filter(role__in=accepts).values("organisation")
    colleagues = Membership.objects.filter(organisation__in=bodies)
    if not colleagues.exists():
        return Organisation.objects.none()
    names = User.objects.filter(pk__in=colleagues.values("user")).values("username")
    through = Q(accepted_by__in=names) | Q(batches__started_by__in=colleagues.values("user"))
    by_an_operator = Q(accepted_by="console") | Q(accepted_by=None, stub__startswith="[")
    at_the_console = by_an_operator & ~Q(batches__started_by__isnull=False)
    sets = DataSet.objects.filter(through | at_the_console)
    return without_people().filter(ref__in=sets.values("owner_id"))


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

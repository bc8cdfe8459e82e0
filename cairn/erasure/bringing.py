"""Through which body open data came in, for publishers for whom nobody works here: record by
record, since several bodies may bring data sets of one publisher, or imports of one data set.

An import came through the body for which whoever began it worked on that day; today's stewards of
that body decide. What came in at the console belongs to no body: every steward decides about it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.audit.models import Event
from cairn.erasure.imported import without_people
from cairn.reporting.models import DataSet, ImportBatch

STEWARDS = frozenset({Permission.DATASET_ACCEPT, Permission.ERASURE_CONFIRM})
CONSOLE = 0  # stands for a body where no person brought it
UNKNOWN = -1  # worked for several bodies, or for none, on that day
Began = tuple[int | None, datetime, str]  # who (None: the console), when, reference of the import


def decides_about(user: Any, target: str, owner: Organisation) -> bool:
    """Whether the person decides about this record of the publisher, or about all of it (its
    reference): whether all of it came in through a body in which she is a steward."""
    hers = stewarded(user)
    if not hers or not without_people().filter(pk=owner.pk).exists():
        return False
    through = _through(target, owner)
    return bool(through) and through <= {*hers, CONSOLE}


def brought_a_part(user: Any, target: str, owner: Organisation) -> bool:
    """Whether a body in which she is a steward brought something of it, and others did too."""
    return bool(stewarded(user) & _through(target, owner))


def speaks_for(user: Any, target: str, owner: Organisation) -> int | None:
    """The body in whose name a steward decides about this record of the publisher: one that brought
    it, or her own where it came in at the console."""
    hers = stewarded(user)
    return min(hers & _through(target, owner) or hers, default=None)


def brought_by(user: Any) -> QuerySet[Organisation]:
    """Publishers of which everything that is here came in through a body in which the person is
    a steward."""
    hers = stewarded(user)
    if not hers:
        return Organisation.objects.none()
    sets = DataSet.objects.filter(owner__in=without_people())
    owners = dict(sets.values_list("pk", "owner_id"))
    bodies = _bodies_of_sets(sets)
    others = {owners[pk] for pk, one in bodies.items() if not one <= {*hers, CONSOLE}}
    return Organisation.objects.filter(ref__in=set(owners.values()) - others)


def stewarded(user: Any) -> set[int]:
    """The bodies in which the person is a steward today."""
    accepts = [k for k, role in ROLES.items() if role.permissions >= STEWARDS]
    held = roles_held_by(user).filter(role__in=accepts)
    return set(held.values_list("organisation_id", flat=True))


def _through(target: str, owner: Organisation) -> set[int]:
    """The bodies through which it came; empty where there is nothing."""
    batch = ImportBatch.objects.filter(ref=target, owner=owner).first()
    if batch is not None:
        return set(_bodies([(batch.started_by_id, batch.started_at, batch.ref)]).values())
    sets = DataSet.objects.filter(owner=owner)
    if DataSet.objects.filter(ref=target, owner=owner).exists():
        sets = sets.filter(ref=target)
    return set().union(*_bodies_of_sets(sets).values())


def _bodies_of_sets(sets: QuerySet[DataSet]) -> dict[int, set[int]]:
    """Data set → the bodies whose imports came in; where none did yet, whoever accepted it. An
    import that was given up brings nothing and gives no right."""
    began: dict[int, list[Began]] = {}
    came_in = ImportBatch.objects.filter(dataset__in=sets, committed_at__isnull=False)
    for batch in came_in.only("dataset_id", "started_by_id", "started_at", "ref"):
        one = (batch.started_by_id, batch.started_at, batch.ref)
        began.setdefault(batch.dataset_id, []).append(one)
    accepted = list(sets.values_list("pk", "accepted_by", "accepted_at", "ref"))
    names = {name for pk, name, *_ in accepted if pk not in began and name}
    users = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
    found: dict[int, set[int]] = {pk: set() for pk, *_ in accepted}
    for pk, name, at, ref in accepted:
        if pk in began:
            continue
        if name in users and at is not None:
            began[pk] = [(users[name], at, ref)]
        else:
            found[pk] = {CONSOLE if name == "console" else UNKNOWN}
    bodies = _bodies([one for several in began.values() for one in several])
    return found | {pk: {bodies[one[2]] for one in several} for pk, several in began.items()}


def _bodies(began: Iterable[Began]) -> dict[str, int]:
    """Reference → the body for which it was begun, as the log names it or as the roles of that day
    leave no doubt."""
    began = list(began)
    imports = [k for k, role in ROLES.items() if Permission.IMPORT_WRITE in role.permissions]
    roles = Membership.objects.filter(
        role__in=imports, user__in={one[0] for one in began if one[0]}
    )
    held = list(roles.values_list("user_id", "organisation_id", "since", "until"))
    found: dict[str, int] = {}
    doubtful: dict[str, set[int]] = {}
    for user, at, ref in began:
        day = timezone.localdate(at)
        then = {
            body
            for who, body, since, until in held
            if who == user and since <= day and (until is None or until > day)
        }
        if user is None:
            found[ref] = CONSOLE
        elif len(then) == 1:
            found[ref] = then.pop()
        else:
            found[ref], doubtful[ref] = UNKNOWN, then
    return found | _as_the_log_has_it(doubtful)


def _as_the_log_has_it(doubtful: dict[str, set[int]]) -> dict[str, int]:
    if not any(doubtful.values()):
        return {}
    kinds = Q(kind="reporting.import.begun") | Q(kind="reporting.dataset.accepted")
    told = Event.objects.filter(kinds, target__in=doubtful).values_list("target", "values")
    names = {target: values.get("in_the_name_of") for target, values in told}
    pks = dict(Organisation.objects.filter(ref__in=filter(None, names.values())).values_list(
        "ref", "pk"
    ))  # fmt: skip
    return {ref: pks[name] for ref, name in names.items() if pks.get(name) in doubtful[ref]}

"""A contact point makes a sharing group for its State, names members in it and ends them.

Each change is a version of the group and stands in the log. A member that is ended reads nothing
from the next request on, at every door: what a viewer may see is computed from the members of the
moment. Nothing here looks at what was shared.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.accounts.following import check_begins_in, goes_on
from cairn.accounts.models import Membership, Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.history.keep import keep_body
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.sharing.models import GroupKind, GroupMember, SharingGroup

LONGEST = 120
MOST = 200  # members of a group


class NotYourGroup(Refused):
    text = noop("Only a contact point of the State makes sharing groups and changes them.")


class OfField(CairnError):
    """Something is wrong with one field of a form, which `field` names."""

    @property
    def problems(self) -> tuple[CairnError]:
        return (self,)


class NoName(OfField):
    text = noop("Give the group a name by which your colleagues will know it.")


class NameTaken(OfField):
    text = noop("Your State already has a group of this name; open that one or choose another.")


class EndsTooSoon(OfField):
    text = noop("The last day lies before today; choose a later one or leave it open.")


class GroupIsClosed(Refused):
    text = noop("This group has ended: it opens nothing any more. Make another one.")


class NobodyNamed(OfField):
    text = noop("Choose an organisation from the list.")


class NoSuchPerson(OfField):
    text = noop(
        "No open account of this name has a role in that organisation today. Ask the person for "
        "the name with which they sign in."
    )


class MemberAlready(OfField):
    text = noop("This member is in the group already; end it first to name it for other sections.")


class TooMany(CairnError):
    text = noop("A group has at most %(most)s members.")


def body_for(user: Any, state: str, *, begins: date | None = None) -> Organisation:
    """The body for which the person keeps groups of this State; refused where there is none.
    `begins`: something new on this day, which no body does that has ended."""
    if user is not None and user.is_authenticated and user.is_active:
        roles = [key for key, role in ROLES.items() if Permission.GROUP_WRITE in role.permissions]
        held = roles_held_by(user).filter(
            role__in=roles,
            organisation__kind=OrganisationKind.STATE_BODY,
            organisation__state=state,
        )
        found = list(Organisation.objects.filter(pk__in=held.values("organisation")).order_by("pk"))
        if begins is not None:
            check_begins_in(found, today=begins)
            found = [one for one in found if goes_on(one, begins)]
        if found:
            return found[0]
    raise NotYourGroup()


@transaction.atomic
def make_group(
    *,
    state: str,
    name: str,
    kind: GroupKind,
    by: Any,
    last_day: date | None = None,
    today: date | None = None,
    invented: bool = False,
) -> SharingGroup:
    """A new group, without members: it means nobody until somebody is named. `last_day`: the last
    day on which it opens anything."""
    today, name = today or timezone.localdate(), " ".join(name.split())[:LONGEST]
    owner = body_for(by, state, begins=today)
    if not name:
        raise NoName(field="name")
    if last_day is not None and last_day < today:
        raise EndsTooSoon(field="last_day")
    if SharingGroup.objects.filter(state=state, name=name).exists():
        raise NameTaken(field="name")
    group = SharingGroup(
        state=state,
        owner=owner,
        name=name,
        kind=GroupKind(kind),
        since=today,
        until=_after(last_day),
        made_at=timezone.now(),
        made_by=by.username,
        invented=invented or bool(getattr(by, "invented", False)),
    )
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NameTaken(field="name") from None
    log.record("sharing.group.made", target=group, by=by, state=state, of=group.kind)
    _keep(group, by=by, reason="made")
    return group


@transaction.atomic
def add_member(
    *,
    group: SharingGroup,
    organisation: Organisation | None,
    by: Any,
    username: str = "",
    sections: Sequence[str] = (),
    today: date | None = None,
) -> GroupMember:
    """Name a body, or in a group of persons one of its people, for all sections or some."""
    today = today or timezone.localdate()
    group = _held(group, by)
    body_for(by, group.state, begins=today)
    if not group.open_on(today):
        raise GroupIsClosed()
    if organisation is None:
        raise NobodyNamed(field="organisation")
    account = None
    if group.kind == GroupKind.ACCOUNTS:
        held = Membership.objects.current().filter(  # type: ignore[attr-defined]
            organisation=organisation, user__username=username.strip().lower()
        )
        found = held.select_related("user").first()
        if found is None:
            raise NoSuchPerson(field="username")
        account = found.user
    named = group.members.filter(until__isnull=True)
    if named.filter(organisation=organisation, account=account).exists():
        raise MemberAlready(field="organisation")
    if named.count() >= MOST:
        raise TooMany(most=MOST)
    member: GroupMember = group.members.create(
        organisation=organisation,
        account=account,
        sections=sorted(set(sections)),
        since=today,
        added_by=by.username,
    )
    values = {"organisation": organisation.ref, "sections": member.sections}
    if account is not None:
        values["account"] = account.ref
    log.record("sharing.group.member_added", target=group, by=by, member=member.ref, **values)
    _keep(group, by=by, reason="member added")
    return member


@transaction.atomic
def end_member(
    *, group: SharingGroup, member: str, by: Any, today: date | None = None
) -> GroupMember:
    """The member reads nothing of the group from now on; copies cannot be called back."""
    group, today = _held(group, by), today or timezone.localdate()
    found: GroupMember | None = group.members.filter(ref=member).first()
    if found is None:
        raise NotFound()
    if found.until is None:
        found.until, found.ended_by = max(today, found.since), by.username
        found.save(update_fields=["until", "ended_by"])
        log.record("sharing.group.member_ended", target=group, by=by, member=found.ref)
        _keep(group, by=by, reason="member ended")
    return found


@transaction.atomic
def close_group(*, group: SharingGroup, by: Any, today: date | None = None) -> SharingGroup:
    """The group opens nothing from now on; what was shared with it is read in its own State."""
    group, today = _held(group, by), today or timezone.localdate()
    if group.until is None or group.until > today:
        group.until = max(today, group.since)
        group.save(update_fields=["until"])
        log.record("sharing.group.closed", target=group, by=by)
        _keep(group, by=by, reason="closed")
    return group


def _held(group: SharingGroup, by: Any) -> SharingGroup:
    held = SharingGroup.objects.select_for_update().get(pk=group.pk)
    body_for(by, held.state)
    return held


def _after(last_day: date | None) -> date | None:
    if last_day is None or last_day == date.max:
        return None
    return date.fromordinal(last_day.toordinal() + 1)


def _keep(group: SharingGroup, *, by: Any, reason: str) -> None:
    rows = group.members.order_by("pk").values_list(
        *("ref", "organisation__ref", "account__ref", "sections", "since", "until")
    )
    keep_body(group, extra={"members": [list(row) for row in rows]}, by=by, reason=reason)

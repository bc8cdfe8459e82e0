"""Whom a sharing group lets read: for who shares, and what `looking` says to a viewer.

A group of persons is for TLP:RED, one of bodies for TLP:AMBER+STRICT (these bodies) and TLP:AMBER
(all bodies of a State of which one is named; a body of no State alone). An empty, ended or not yet
begun group is nobody; so is a member that ended, and a person without a role in the body for which
she was named. Both answers follow from the group alone, never from what was shared with it.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from cairn.accounts.models import Membership, Organisation, OrganisationKind
from cairn.sharing.models import GroupKind, GroupMember, SharingGroup

# Audience classes of what a group may read, beside whoever may read it in its own State; see
# `viewer`.
GROUP_RED = "group_red"  # the persons whom the group `shared_with` names
GROUP_STRICT = "group_strict"  # the bodies that it names
GROUP_AMBER = "group_amber"  # all bodies of the States of which it names one
CLASSES = {"red": GROUP_RED, "amber_strict": GROUP_STRICT, "amber": GROUP_AMBER}  # by marking
KINDS = {
    "red": GroupKind.ACCOUNTS,
    "amber_strict": GroupKind.ORGANISATIONS,
    "amber": GroupKind.ORGANISATIONS,
}


def members_on(day: date) -> QuerySet[GroupMember]:
    """Members that hold on this day, of groups that are open."""
    return GroupMember.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day),
        Q(group__until__isnull=True) | Q(group__until__gt=day),
        since__lte=day,
        group__since__lte=day,
    )


def opening_of(kind: str, *, inside: bool, person: bool) -> tuple[str, ...]:
    """The audience classes that a member of a group of this kind opens: `person` says that one is
    named; `inside`, that it is for the body for which she works, and not for another of its State.
    """
    if kind == GroupKind.ACCOUNTS:
        return (GROUP_RED,) if person else ()
    if person:
        return ()
    return (GROUP_STRICT, GROUP_AMBER) if inside else (GROUP_AMBER,)


def bodies_named(
    group: SharingGroup, marking: str, section: str | None, today: date
) -> list[Organisation]:
    """The bodies that will be able to read what is so marked, of this section (None: of any), and
    shared with the group; two queries."""
    if KINDS.get(marking) != GroupKind.ORGANISATIONS or group.kind != GroupKind.ORGANISATIONS:
        return []
    named = [one.organisation for one in holding(group, section, today)]
    wanted = Q(pk__in=[one.pk for one in named])
    if marking == "amber":
        states = {one.state for one in named if one.kind == OrganisationKind.STATE_BODY}
        wanted |= Q(kind=OrganisationKind.STATE_BODY, state__in=sorted(filter(None, states)))
    return list(Organisation.objects.filter(wanted).order_by("state", "name"))


def persons_named(group: SharingGroup, section: str | None, today: date) -> list[GroupMember]:
    """The persons who will be able to read what is TLP:RED and shared with the group: those who
    have a role in their body today; two queries."""
    if group.kind != GroupKind.ACCOUNTS:
        return []
    named = [one for one in holding(group, section, today) if one.account_id is not None]
    there = with_a_role(named)
    return [one for one in named if (one.account_id, one.organisation_id) in there]


def holding(group: SharingGroup, section: str | None, today: date) -> list[GroupMember]:
    """The members of today for a section, or for any; one query."""
    rows = members_on(today).filter(group=group).select_related("organisation", "account")
    ordered = rows.order_by("organisation__state", "organisation__name", "pk")
    return [
        one for one in ordered if section is None or not one.sections or section in one.sections
    ]


def with_a_role(members: Collection[GroupMember]) -> set[tuple[int | None, int]]:
    """(account, organisation) of the persons who have a role in their body today; one query."""
    held = Membership.objects.current().filter(  # type: ignore[attr-defined]
        user__in=[one.account_id for one in members if one.account_id is not None]
    )
    return set(held.values_list("user_id", "organisation_id"))

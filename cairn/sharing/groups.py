"""Whom a sharing group lets read, asked in one place: for a viewer, and for who shares.

A group of persons is for TLP:RED, one of bodies for TLP:AMBER+STRICT (these bodies) and TLP:AMBER
(all bodies of a State of which one is named; a body of no State alone). An empty, ended or not yet
begun group is nobody; so is a member that ended, and a person without a role in the body for which
she was named. Both answers follow from the group alone, never from what was shared with it.
"""

from collections import defaultdict
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

Shared = frozenset[tuple[str, str, frozenset[str]]]


def members_on(day: date) -> QuerySet[GroupMember]:
    """Members that hold on this day, of groups that are open."""
    return GroupMember.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day),
        Q(group__until__isnull=True) | Q(group__until__gt=day),
        since__lte=day,
        group__since__lte=day,
    )


def shared_by_groups(
    usernames: Collection[str], organisations: Collection[str], states: Collection[str], today: date
) -> Shared:
    """(audience class, section, references of groups): what groups open to a person, or to any of
    several, who works for these organisations, and for bodies of these States; one query."""
    if not organisations:
        return frozenset()
    bodies = Q(organisation__ref__in=sorted(organisations)) | Q(
        organisation__kind=OrganisationKind.STATE_BODY, organisation__state__in=sorted(states)
    )
    person = Q(account__username__in=sorted(usernames), organisation__ref__in=sorted(organisations))
    rows = members_on(today).filter((Q(account__isnull=True) & bodies) | person)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    told = rows.values_list(
        *("group__ref", "group__kind", "organisation__ref", "account", "sections")
    )
    for group, kind, body, account, sections in told:
        classes: tuple[str, ...]
        if kind == GroupKind.ACCOUNTS:
            classes = (GROUP_RED,) if account is not None else ()
        elif account is not None:
            classes = ()
        else:
            classes = (GROUP_STRICT, GROUP_AMBER) if body in organisations else (GROUP_AMBER,)
        for audience in classes:
            for section in sections or [""]:
                found[audience, section].add(group)
    return frozenset((*key, frozenset(groups)) for key, groups in found.items())


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

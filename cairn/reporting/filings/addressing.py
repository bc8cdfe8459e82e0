"""Who of an organisation is told that something changed which it has read: nobody beyond those who
could read it.

What is TLP:RED is read outside its State by the persons whom a sharing group names, and inside it,
like TLP:AMBER+STRICT, by the contact points; in the secretariat by those who validate. A notice of
it is theirs: to their colleagues it does not exist. The access log knows organisations and days,
no persons; so the persons are those whom a group named, in the body's name, on a day on which it
read.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cairn.accounts.models import OrganisationKind
from cairn.reporting.filings.models import Filing, Notice
from cairn.sharing.models import GroupKind, GroupMember
from cairn.sharing.reads.queries import LastRead, VersionRead
from cairn.sharing.viewer import Viewer

EVERYBODY = ""  # whoever works for the organisation
POINTS = "points"  # who clears for the State, or validates in the secretariat
NAMED = "named"  # the persons in `Notice.only`
Markings = Mapping[
    tuple[str, int], tuple[str, str | None]
]  # (reference, number) → (marking, group)
CLOSE = ("red", "amber_strict")  # markings that are not for all bodies of their own State


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice to be written: of what was read, to whom in the body (primary key)."""

    body: int
    kind: str
    last: LastRead
    to: str = EVERYBODY
    only: frozenset[str] = frozenset()


def addressed_to(viewer: Viewer) -> Q:
    """The notices that this viewer may know of."""
    theirs = Q(organisation__ref__in=viewer.organisations)
    to = Q(to=EVERYBODY)
    if viewer.username:
        to |= Q(to=NAMED, only__has_key=viewer.username)
    if viewer.clears:
        state = Q(organisation__state__in=viewer.clears)
        to |= Q(to=POINTS, organisation__kind=OrganisationKind.STATE_BODY) & state
    if viewer.secretariat:
        to |= Q(to=POINTS, organisation__kind=OrganisationKind.INTERNATIONAL)
    return theirs & to


def closest(notices: Iterable[Notice]) -> list[Notice]:
    """Of one target and organisation, what speaks to the person herself goes before what is said to
    everybody there."""
    listed = list(notices)
    own = {(one.target, one.organisation_id) for one in listed if one.to != EVERYBODY}
    return [
        one for one in listed if one.to != EVERYBODY or (one.target, one.organisation_id) not in own
    ]


def by_marking(filings: Collection[str]) -> Markings:
    """(reference, number) → marking and sharing group of each version; one query."""
    rows = Filing.objects.filter(ref__in=sorted(filings))
    return {
        (ref, number): (marking, group)
        for ref, number, marking, group in rows.values_list(
            *("ref", "number", "marking", "shared_with")
        )
    }


def groups_of(read: Iterable[VersionRead], markings: Markings) -> set[str]:
    """The sharing groups that these versions name."""
    held = (markings.get((one.record, one.number), ("", None))[1] for one in read)
    return {group for group in held if group}


def named_when(
    body: int, *, state: str | None, groups: Collection[str], section: str, days: Collection[date]
) -> frozenset[str]:
    """User names of those whom these groups named for the body on any of these days; where that is
    nobody (the filing changed its group meanwhile), whom any group of the State did. One query."""
    rows = GroupMember.objects.filter(
        group__state=state,
        group__kind=GroupKind.ACCOUNTS,
        organisation=body,
        account__isnull=False,
    ).select_related("group", "account")
    held = [
        (one.group.ref, one.account.username)
        for one in rows
        if one.account is not None
        and (not one.sections or section in one.sections)
        and any(_held(one, day) for day in days)
    ]
    exactly = frozenset(name for group, name in held if group in groups)
    return exactly or frozenset(name for _group, name in held)


def _held(member: GroupMember, day: date) -> bool:
    """On the day on which it ends there was a first part of the day."""
    return all(
        one.since <= day and (one.until is None or day <= one.until)
        for one in (member, member.group)
    )


def split(
    read: Iterable[VersionRead],
    markings: Markings,
    *,
    inside: bool,
) -> tuple[list[VersionRead], list[VersionRead]]:
    """What all of the body could read, and what was for some of its people alone. A version that
    is no more counts as one of these."""
    close = CLOSE if inside else CLOSE[:1]
    everybody, some = [], []
    for one in read:
        marking = markings.get((one.record, one.number), ("red", None))[0]
        (some if marking in close else everybody).append(one)
    return everybody, some


def last_of(read: Iterable[VersionRead]) -> LastRead | None:
    listed = list(read)
    if not listed:
        return None
    return LastRead(max(one.number for one in listed), any(one.files for one in listed))

"""When a sharing group narrows: every organisation that read what it let it read, and may not any
more, is told once for the group.

A member is ended, a group ends or its last day passes, a member is named for fewer sections, a
person loses her role, a filing is shared with another group: nothing here asks which. What was
read through the group is compared with what its reader may read now, so that looking twice tells
once, and what the calendar or an administrator did is found by the hour. A reader who met the
change is found as well. The notice names the State alone.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.reporting.filings.addressing import EVERYBODY, NAMED, named_when
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import CLOSED
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing import grouping
from cairn.sharing.groups import CLASSES
from cairn.sharing.models import GroupKind, GroupMember, SharingGroup
from cairn.sharing.reads.queries import VersionRead, versions_read
from cairn.sharing.viewer import viewer_for

Version = tuple[str, int]  # reference of a filing, number


@transaction.atomic
def add_member(
    *,
    group: SharingGroup,
    organisation: Organisation | None,
    by: Any,
    today: date | None = None,
    **named: Any,
) -> GroupMember:
    """As in `grouping`; what is open to it again may be closed, and told, again."""
    made = grouping.add_member(group=group, organisation=organisation, by=by, today=today, **named)
    follow_group(group, today=today)
    return made


@transaction.atomic
def end_member(
    *, group: SharingGroup, member: str, by: Any, today: date | None = None
) -> GroupMember:
    """As in `grouping`, and whoever read through it is told."""
    ended = grouping.end_member(group=group, member=member, by=by, today=today)
    follow_group(group, today=today)
    return ended


@transaction.atomic
def close_group(*, group: SharingGroup, by: Any, today: date | None = None) -> SharingGroup:
    """As in `grouping`, and whoever read through it is told."""
    closed = grouping.close_group(group=group, by=by, today=today)
    follow_group(group, today=today)
    return closed


def follow_groups(today: date | None = None) -> int:
    """All groups through which something is shared; return how many organisations were told."""
    shared = Filing.objects.filter(audience_class__in=CLASSES.values()).values("shared_with")
    groups = SharingGroup.objects.filter(ref__in=shared).order_by("pk")
    return sum(follow_group(group, today=today) for group in groups)


@transaction.atomic
def follow_group(group: SharingGroup, *, today: date | None = None) -> int:
    """Tell whoever may not read any more what the group let it read; return how many."""
    return tell_of_narrowing(group, versions_through(group.ref), today=today)


def versions_through(group: str, filing: str = "") -> frozenset[Version]:
    """What the group opens, or opened when it named somebody: of one filing, or of all."""
    rows = Filing.objects.filter(shared_with=group, audience_class__in=CLASSES.values())
    rows = rows.exclude(status=FilingStatus.WITHDRAWN)
    if filing:
        rows = rows.filter(ref=filing)
    return frozenset(rows.values_list("ref", "number"))


@transaction.atomic
def tell_of_narrowing(
    group: SharingGroup, versions: Collection[Version], *, today: date | None = None
) -> int:
    """One notice to each organisation that read any of these versions and may not read it now, of
    what it was not told before; return how many were told. What is open to it again is forgotten,
    so that it is told if it is closed once more."""
    today = today or timezone.localdate()
    SharingGroup.objects.select_for_update().get(pk=group.pk)  # two at once would tell twice
    read = _read(versions)
    notices: dict[int, list[Notice]] = {}
    # Those of other groups too: a filing that went from one to another is told of once, and again
    # when it closes again.
    held = Notice.objects.select_for_update().filter(kind=CLOSED).order_by("pk")
    for one in held.filter(organisation__in=_bodies(group, read)):
        notices.setdefault(one.organisation_id, []).append(one)
    told = 0
    for body in Organisation.objects.filter(pk__in={*read, *notices}).order_by("pk"):
        of_all, mine = notices.get(body.pk, []), read.get(body.pk, [])
        of_group = [one for one in of_all if one.target == group.ref]
        refs = {one.record for one in mine}
        asked = refs.union(*(one.values["records"] for one in of_all))
        seen = Filing.objects.visible_to(viewer_for(body, today)).filter(ref__in=asked)
        open_ones = set(seen.values_list("ref", flat=True))
        _forget(of_all, open_ones)
        known = {ref for one in of_all for ref in one.values["records"]}
        fresh = [one for one in mine if one.record in refs - open_ones - known]
        names = _names(group, body, fresh)
        if fresh and (names or group.kind != GroupKind.ACCOUNTS):
            _tell(group, body, fresh, of_group, names)
            told += 1
    return told


def _read(versions: Collection[Version]) -> dict[int, list[VersionRead]]:
    """Organisation (primary key) → which of these versions it read, other than by its office."""
    read = versions_read({ref for ref, _number in versions}, by_office=False)
    some = {
        pk: [one for one in listed if (one.record, one.number) in versions]
        for pk, listed in read.items()
    }
    return {pk: listed for pk, listed in some.items() if listed}


def _names(group: SharingGroup, body: Organisation, read: Iterable[VersionRead]) -> set[str]:
    """Of a group of persons: whom of this body it named when these were read."""
    if group.kind != GroupKind.ACCOUNTS:
        return set()
    sections = dict(
        Filing.objects.filter(ref__in={one.record for one in read}).values_list("ref", "section")
    )
    found: set[str] = set()
    for one in read:
        found |= named_when(
            body.pk,
            state=group.state,
            groups=[group.ref],
            section=sections[one.record],
            days=one.days,
        )
    return found


def _bodies(group: SharingGroup, read: Iterable[int]) -> set[int]:
    """Those that read, and those that were told of the group before."""
    before = Notice.objects.filter(kind=CLOSED, target=group.ref)
    return {*read, *before.values_list("organisation", flat=True)}


def _forget(notices: Iterable[Notice], open_ones: Collection[str]) -> None:
    for one in notices:
        left = [ref for ref in one.values["records"] if ref not in open_ones]
        if len(left) != len(one.values["records"]):
            one.values["records"] = left
            if not left and one.done_at is None:
                one.done_at = timezone.now()  # nobody needs to take note of it any more
            one.save(update_fields=["values", "done_at"])


def _tell(
    group: SharingGroup,
    body: Organisation,
    fresh: Collection[VersionRead],
    before: Iterable[Notice],
    names: Collection[str],
) -> None:
    """A new notice, or more in the one that still waits. What a group of persons let them read is
    told to these persons alone."""
    now = timezone.now()
    waiting = next((one for one in before if one.done_at is None), None)
    notice = waiting or Notice(
        organisation=body,
        kind=CLOSED,
        target=group.ref,
        to=NAMED if group.kind == GroupKind.ACCOUNTS else EVERYBODY,
        values={
            "state": group.state,
            "records": [],
            "files": False,
            "first": str(timezone.localdate(now)),
        },
    )
    notice.values["records"] = sorted({*notice.values["records"], *(one.record for one in fresh)})
    notice.values["files"] = notice.values["files"] or any(one.files for one in fresh)
    notice.only |= dict.fromkeys(names, 1)
    notice.at = now
    notice.save()

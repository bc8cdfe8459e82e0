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
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import CLOSED
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing import grouping
from cairn.sharing.groups import CLASSES
from cairn.sharing.models import GroupMember, SharingGroup
from cairn.sharing.reads.models import TAKEN, Read
from cairn.sharing.reads.purposes import BY_OFFICE
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
    read, taken = _read(versions)
    notices: dict[int, list[Notice]] = {}
    # Those of other groups too: a filing that went from one to another is told of once, and again
    # when it closes again.
    held = Notice.objects.select_for_update().filter(kind=CLOSED).order_by("pk")
    for one in held.filter(organisation__in=_bodies(group, read)):
        notices.setdefault(one.organisation_id, []).append(one)
    told = 0
    for body in Organisation.objects.filter(pk__in={*read, *notices}).order_by("pk"):
        of_all = notices.get(body.pk, [])
        of_group = [one for one in of_all if one.target == group.ref]
        asked = read.get(body.pk, set()).union(*(one.values["records"] for one in of_all))
        seen = Filing.objects.visible_to(viewer_for(body, today)).filter(ref__in=asked)
        open_ones = set(seen.values_list("ref", flat=True))
        _forget(of_all, open_ones)
        known = {ref for one in of_all for ref in one.values["records"]}
        if fresh := read.get(body.pk, set()) - open_ones - known:
            files = not taken.get(body.pk, set()).isdisjoint(fresh)
            _tell(group, body, fresh, of_group, files=files)
            told += 1
    return told


def _read(versions: Collection[Version]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Organisation (primary key) → references of the filings of which it read these versions, other
    than by its office; and of which it took a file along."""
    read: dict[int, set[str]] = {}
    taken: dict[int, set[str]] = {}
    refs = sorted({ref for ref, _number in versions})
    for start in range(0, len(refs), 500):
        rows = Read.objects.filter(record__in=refs[start : start + 500])
        rows = rows.exclude(purpose__in=[str(one) for one in BY_OFFICE]).order_by()
        for reader, ref, number, door in rows.values_list(
            *("reader", "record", "number", "door")
        ).distinct():
            if (ref, number) in versions:
                read.setdefault(reader, set()).add(ref)
                if door in TAKEN:
                    taken.setdefault(reader, set()).add(ref)
    return read, taken


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
    fresh: Collection[str],
    before: Iterable[Notice],
    *,
    files: bool,
) -> None:
    """A new notice, or more in the one that still waits."""
    now = timezone.now()
    waiting = next((one for one in before if one.done_at is None), None)
    notice = waiting or Notice(
        organisation=body,
        kind=CLOSED,
        target=group.ref,
        values={
            "state": group.state,
            "records": [],
            "files": False,
            "first": str(timezone.localdate(now)),
        },
    )
    notice.values["records"] = sorted({*notice.values["records"], *fresh})
    notice.values["files"] = notice.values["files"] or files
    notice.at = now
    notice.save()

"""After others have read a record: a correction, a narrowing, a withdrawal or a recall is told to
every organisation that read it, which acknowledges it; the owner sees who has not.

What was taken along as a file cannot be called back, and nothing here pretends it. A notice names
what its reader has read, and nothing that it has not; whether others read it, it does not say.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import Permission
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.addressing import (
    CLOSE,
    EVERYBODY,
    NAMED,
    POINTS,
    Addressed,
    Markings,
    addressed_to,
    by_marking,
    closest,
    groups_of,
    last_of,
    named_when,
    split,
)
from cairn.reporting.filings.contributing import cleared_audience
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import (
    ACKNOWLEDGED,
    CHANGES,
    CLOSED,
    LEFT,
    OF_FILINGS,
    Told,
    about,
    with_permission,
)
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.findings.models import Finding
from cairn.sharing.groups import CLASSES, GROUP_RED, persons_named
from cairn.sharing.models import Participant, SharingGroup
from cairn.sharing.reads.queries import (
    LastRead,
    Oversight,
    VersionRead,
    readers_of,
    versions_read,
)
from cairn.sharing.reciprocity import SHARED
from cairn.sharing.viewer import DESK, Viewer, viewer_for

REMINDED = timedelta(days=14)  # without acknowledgement; then both sides are reminded
NEW_VERSION, NARROWED, WITHDRAWN, RECALLED = OF_FILINGS


class NotShared(Refused):
    text = noop(
        "Filing %(ref)s is read by your State and the secretariat alone, so there is nothing to "
        "recall."
    )


def tell_readers(filing: Filing, kind: str, *, by: Any, since: int = 0, only: int = 0) -> int:
    """Every organisation that read the filing, except its owner and those of whoever made the
    change; return how many notices. In an organisation nobody is told who could not read it.
    `since`: whoever has read that version knows the change already; `only`: nobody who did not read
    that version knows of it.

    Called in the transaction of the change, which holds the versions that were read.
    """
    inside = _go_on_reading(filing)
    markings = by_marking([filing.ref])
    told: list[Addressed] = []
    bodies = Organisation.objects.in_bulk(list(read := versions_read([filing.ref])))
    for pk, versions in sorted(read.items()):
        if kind == RECALLED and pk in inside:
            continue
        parts = split(versions, markings, inside=pk in inside)
        # First what was for some alone: it is the later one, and is not told as the earlier.
        for some, part in zip((True, False), reversed(parts), strict=True):
            last = last_of(part)
            if last is None or (since and last.number >= since):
                continue
            if only and last.number != only:
                continue
            if not some:
                told += _to_everybody(filing, kind, bodies[pk], last, inside=pk in inside)
            elif pk in inside:
                told.append(Addressed(pk, kind, last, POINTS))
            else:
                names = _could_read(filing, pk, part, markings)
                told += _to_named(filing, kind, bodies[pk], last, names)
    return tell_each(filing, told, by=by)


def _to_everybody(
    filing: Filing, kind: str, body: Organisation, last: LastRead, *, inside: bool
) -> Iterator[Addressed]:
    """Who still reads it hears of a new version, where others hear that it is not open to them."""
    if kind != NEW_VERSION:
        yield Addressed(body.pk, kind, last)
    elif inside:
        opens = filing.marking not in CLOSE
        yield Addressed(body.pk, NEW_VERSION if opens else NARROWED, last)
        if not opens:
            yield Addressed(body.pk, NEW_VERSION, last, POINTS)
    elif _sees(body, filing):
        yield Addressed(body.pk, NEW_VERSION, last)
    else:
        yield Addressed(body.pk, NARROWED, last)
        if names := _named_now(filing, body):
            yield Addressed(body.pk, NEW_VERSION, last, NAMED, names)


def _to_named(
    filing: Filing, kind: str, body: Organisation, last: LastRead, names: frozenset[str]
) -> Iterator[Addressed]:
    reading = names
    if kind == NEW_VERSION and not _sees(body, filing):
        reading = names & _named_now(filing, body)
    if reading:
        yield Addressed(body.pk, kind, last, NAMED, reading)
    if names - reading:
        yield Addressed(body.pk, NARROWED, last, NAMED, names - reading)


def _sees(body: Organisation, filing: Filing) -> bool:
    """Whether everybody there may read this version."""
    viewer = viewer_for(body, timezone.localdate(), persons=False)
    return bool(Filing.objects.visible_to(viewer).filter(pk=filing.pk).exists())


def _named_now(filing: Filing, body: Organisation) -> frozenset[str]:
    """Whom of the body the group of this version names, where that lets anybody read it."""
    if filing.audience_class != GROUP_RED:
        return frozenset()
    group = SharingGroup.objects.filter(ref=filing.shared_with).first()
    named = persons_named(group, filing.section, timezone.localdate()) if group else []
    return frozenset(
        one.account.username
        for one in named
        if one.account is not None and one.organisation_id == body.pk
    )


def _could_read(
    filing: Filing, body: int, read: Collection[VersionRead], markings: Markings
) -> frozenset[str]:
    return named_when(
        body,
        state=filing.state,
        groups=groups_of(read, markings),
        section=filing.section,
        days={day for one in read for day in one.days},
    )


def tell_each(record: Told, told: Collection[Addressed], *, by: Any) -> int:
    """These notices, except to the owner and to the organisations of whoever made the change;
    return how many. Each takes the place of one that still waits."""
    now = timezone.now()
    mine = roles_held_by(by).values("organisation") if by else []
    bodies = Organisation.objects.filter(pk__in={one.body for one in told})
    bodies = bodies.exclude(ref=record.owner_id).exclude(pk__in=mine)
    others = set(bodies.values_list("pk", flat=True))
    told = [one for one in told if one.body in others]
    waiting = Notice.objects.filter(
        target=record.ref, kind__in=CHANGES, done_at__isnull=True, organisation__in=others
    )
    first: dict[int, str] = {}
    replaced = []
    for one in waiting:
        first[one.organisation_id] = min(
            one.values["first"], first.get(one.organisation_id, one.values["first"])
        )
        # What is said to everybody there takes the place of all; else of what was said to the same.
        news = {each.to for each in told if each.body == one.organisation_id}
        if one.to in news or EVERYBODY in news:
            replaced.append(one.pk)
    Notice.objects.filter(pk__in=replaced).update(done_at=now)  # nobody acknowledges both
    made: dict[tuple[int, str, str], Notice] = {}
    for each in told:
        notice = made.setdefault(
            (each.body, each.kind, each.to),
            Notice(
                organisation_id=each.body,
                kind=each.kind,
                target=record.ref,
                to=each.to,
                values={
                    **about(record),
                    "number": record.number,
                    "read": each.last.number,
                    "files": each.last.files,
                    "first": first.get(each.body, str(timezone.localdate(now))),
                },
                at=now,
            ),
        )
        notice.only |= dict.fromkeys(each.only, 1)
    Notice.objects.bulk_create(made.values())
    return len(made)


def _go_on_reading(filing: Filing) -> frozenset[int]:
    """The bodies of its State, and the secretariat: no narrowing closes it to them."""
    own = Organisation.objects.filter(kind=OrganisationKind.STATE_BODY, state=filing.state)
    looks = with_permission(Permission.FILING_VALIDATE, kind=OrganisationKind.INTERNATIONAL)
    return frozenset((*own.values_list("pk", flat=True), *(one.pk for one in looks)))


def tell_of_leaving(participant: Participant, refs: Collection[str]) -> int:
    """One notice to each organisation that read any of these filings of a State which left the
    exchange: what it read is closed to it from now on. What only some of its people could read is
    told to these alone, and counted only where it is all that was read."""
    now, read = timezone.now(), versions_read(refs, by_office=False)
    markings = by_marking(refs)
    sections = dict(Filing.objects.filter(ref__in=sorted(refs)).values_list("ref", "section"))
    outside = Organisation.objects.filter(pk__in=list(read), kind=OrganisationKind.STATE_BODY)
    made = []
    for body in outside.exclude(state=participant.state).order_by("pk"):
        everybody, some = split(read[body.pk], markings, inside=False)
        names: set[str] = set()
        for one in some if not everybody else ():
            names |= named_when(
                body.pk,
                state=participant.state,
                groups=groups_of([one], markings),
                section=sections[one.record],
                days=one.days,
            )
        if not everybody and not names:
            continue
        made.append(
            Notice(
                organisation=body,
                kind=LEFT,
                target=participant.ref,
                to=EVERYBODY if everybody else NAMED,
                only=dict.fromkeys(sorted(names), 1),
                values={
                    "state": participant.state,
                    "filings": len({one.record for one in everybody or some}),
                    "first": str(timezone.localdate(now)),
                },
                at=now,
            )
        )
    Notice.objects.bulk_create(made)
    return len(made)


def shared_with_others(filing: Filing) -> bool:
    """Whether anybody outside its State and the secretariat may read this version."""
    return filing.audience_class in (DESK, *SHARED.values(), *CLASSES.values())


def read_outside(filing: Filing) -> bool:
    """Whether an organisation outside its State and the secretariat has read it; three queries."""
    read = Organisation.objects.filter(pk__in=list(readers_of(filing.ref)))
    return read.exclude(pk__in=_go_on_reading(filing)).exists()


def hide_earlier(filing: Filing, *, by: Any) -> None:
    """Earlier versions that others could still read go the way of the one that was narrowed,
    withdrawn or recalled, and do not come back when the State joins again."""
    rows = Filing.objects.select_for_update().filter(
        ref=filing.ref, number__lt=filing.number, status=FilingStatus.SUPERSEDED
    )
    for one in rows:
        if shared_with_others(one):
            call_back(one, by=by)


def call_back(filing: Filing, *, by: Any) -> None:
    """From now on its State and the secretariat alone read this version."""
    now = timezone.now()
    filing.audience_class, filing.audience_since = cleared_audience(filing), now
    filing.recalled_at, filing.recalled_by = now, str(getattr(by, "username", by))
    filing.save(update_fields=["audience_class", "audience_since", "recalled_at", "recalled_by"])


@transaction.atomic
def acknowledge(*, ref: str, viewer: Viewer, by: Any) -> Notice:
    """Somebody of the organisation has taken note; the second time is the same as the first."""
    held = Notice.objects.select_for_update().filter(ref=ref, kind__in=ACKNOWLEDGED)
    notice = held.filter(addressed_to(viewer)).first()
    if notice is None or not by.is_authenticated:
        raise NotFound()
    if notice.done_at is None:
        notice.done_at, notice.done_by = timezone.now(), by.username
        notice.save(update_fields=["done_at", "done_by"])
        log.record("sharing.change.acknowledged", target=notice, by=by, of=notice.target)
    return notice


def to_acknowledge(viewer: Viewer, *, limit: int = 20) -> list[Notice]:
    """What waits for the viewer's organisations, the longest waiting first."""
    rows = Notice.objects.filter(addressed_to(viewer), kind__in=ACKNOWLEDGED, done_at__isnull=True)
    return closest(rows.select_related("organisation").order_by("at", "pk")[:limit])


def find_told(ref: str, viewer: Viewer) -> Notice:
    """A notice to one of the viewer's organisations that she may know of; another is absent."""
    rows = Notice.objects.filter(addressed_to(viewer), ref=ref, kind__in=ACKNOWLEDGED)
    notice = rows.select_related("organisation").first()
    if notice is None:
        raise NotFound()
    return notice


def told_of_ours(overseen: Oversight) -> Any:
    """Notices to others of changes of what the person oversees: acknowledged or not. Those that a
    newer one took the place of are not among them."""
    filings = Filing.objects.filter(overseen.condition).values("ref")
    findings = Finding.objects.filter(overseen.condition).values("ref")
    left = Participant.objects.filter(state__in=sorted(overseen.states)).values("ref")
    groups = SharingGroup.objects.filter(state__in=sorted(overseen.states)).values("ref")
    rows = Notice.objects.filter(
        Q(kind__in=CHANGES, target__in=filings)
        | Q(kind__in=CHANGES, target__in=findings)
        | Q(kind=LEFT, target__in=left)
        | Q(kind=CLOSED, target__in=groups)
    )
    return rows.filter(Q(done_at__isnull=True) | ~Q(done_by=""))


def told_of(record: Told, *, limit: int = 50) -> list[Notice]:
    """Of one record, for its owner: whom the newest changes were told, the unacknowledged first."""
    rows = Notice.objects.filter(target=record.ref, kind__in=CHANGES)
    rows = rows.filter(Q(done_at__isnull=True) | ~Q(done_by=""))
    found = list(rows.select_related("organisation").order_by("-at", "-pk")[:limit])
    return sorted(found, key=lambda one: one.done_at is not None)


def answer_by(notice: Notice) -> date:
    """By when its reader is to have acknowledged; then both sides are reminded."""
    return date.fromisoformat(notice.values["first"]) + REMINDED


def overdue(notice: Notice, today: date) -> int:
    """How many days it waits, once that is longer than it should be; else 0."""
    if notice.done_at is not None:
        return 0
    waits = today - date.fromisoformat(notice.values["first"])
    return waits.days if waits >= REMINDED else 0


def overdue_of(overseen: Oversight, today: date) -> int:
    """How many acknowledgements the person's side has waited for too long; one query."""
    if not overseen:
        return 0
    rows = told_of_ours(overseen).filter(done_at__isnull=True)
    late: int = rows.filter(values__first__lte=str(today - REMINDED)).count()
    return late

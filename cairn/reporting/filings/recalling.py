"""After others have read a record: a correction, a narrowing, a withdrawal or a recall is told to
every organisation that read it, which acknowledges it; the owner sees who has not.

What was taken along as a file cannot be called back, and nothing here pretends it. A notice names
what its reader has read, and nothing that it has not; whether others read it, it does not say.
"""

from collections.abc import Callable, Collection, Mapping
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
from cairn.sharing.groups import CLASSES
from cairn.sharing.models import Participant, SharingGroup
from cairn.sharing.reads.queries import LastRead, Oversight, readers_of, readers_outside
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
    change; return how many. `since`: whoever has read that version knows the change already;
    `only`: nobody who did not read that version knows of it.

    Called in the transaction of the change, which holds the versions that were read.
    """
    read = readers_of(filing.ref)
    if since:
        read = {pk: last for pk, last in read.items() if last.number < since}
    if only:
        read = {pk: last for pk, last in read.items() if last.number == only}
    inside = _go_on_reading(filing)
    if kind == RECALLED:
        read = {pk: last for pk, last in read.items() if pk not in inside}

    def kind_for(body: Organisation) -> str:
        if kind != NEW_VERSION:
            return kind
        # Who still reads it hears of a new version, where others hear that it is not open to them.
        seen = Filing.objects.visible_to(viewer_for(body, timezone.localdate()))
        opens = body.pk in inside or seen.filter(pk=filing.pk).exists()
        return NEW_VERSION if opens else NARROWED

    return tell_each(filing, read, kind_for, by=by)


def tell_each(
    record: Told,
    read: Mapping[int, LastRead],
    kind_for: Callable[[Organisation], str],
    *,
    by: Any,
) -> int:
    """A notice to each of these organisations (primary keys, with what each has read), except the
    owner and those of whoever made the change; return how many. It takes the place of one that
    still waits."""
    now = timezone.now()
    mine = roles_held_by(by).values("organisation") if by else []
    told = Organisation.objects.filter(pk__in=list(read)).exclude(ref=record.owner_id)
    told = told.exclude(pk__in=mine).order_by("pk")
    waiting = Notice.objects.filter(
        target=record.ref, kind__in=CHANGES, done_at__isnull=True, organisation__in=told
    )
    first = {one.organisation_id: one.values["first"] for one in waiting}
    waiting.update(done_at=now)  # the newer one says more; nobody acknowledges both
    Notice.objects.bulk_create(
        Notice(
            organisation=one,
            kind=kind_for(one),
            target=record.ref,
            values={
                **about(record),
                "number": record.number,
                "read": read[one.pk].number,
                "files": read[one.pk].files,
                "first": first.get(one.pk, str(timezone.localdate(now))),
            },
            at=now,
        )
        for one in told
    )
    return len(told)


def _go_on_reading(filing: Filing) -> frozenset[int]:
    """The bodies of its State, and the secretariat: no narrowing closes it to them."""
    own = Organisation.objects.filter(kind=OrganisationKind.STATE_BODY, state=filing.state)
    looks = with_permission(Permission.FILING_VALIDATE, kind=OrganisationKind.INTERNATIONAL)
    return frozenset((*own.values_list("pk", flat=True), *(one.pk for one in looks)))


def tell_of_leaving(participant: Participant, refs: Collection[str]) -> int:
    """One notice to each organisation that read any of these filings of a State which left the
    exchange: what it read is closed to it from now on."""
    now, read = timezone.now(), readers_outside(refs)
    outside = Organisation.objects.filter(pk__in=list(read), kind=OrganisationKind.STATE_BODY)
    outside = outside.exclude(state=participant.state).order_by("pk")
    Notice.objects.bulk_create(
        Notice(
            organisation=one,
            kind=LEFT,
            target=participant.ref,
            values={
                "state": participant.state,
                "filings": read[one.pk],
                "first": str(timezone.localdate(now)),
            },
            at=now,
        )
        for one in outside
    )
    return len(outside)


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
    notice = held.filter(organisation__ref__in=viewer.organisations).first()
    if notice is None or not by.is_authenticated:
        raise NotFound()
    if notice.done_at is None:
        notice.done_at, notice.done_by = timezone.now(), by.username
        notice.save(update_fields=["done_at", "done_by"])
        log.record("sharing.change.acknowledged", target=notice, by=by, of=notice.target)
    return notice


def to_acknowledge(viewer: Viewer, *, limit: int = 20) -> list[Notice]:
    """What waits for the viewer's organisations, the longest waiting first."""
    rows = Notice.objects.filter(
        organisation__ref__in=viewer.organisations, kind__in=ACKNOWLEDGED, done_at__isnull=True
    )
    return list(rows.select_related("organisation").order_by("at", "pk")[:limit])


def find_told(ref: str, viewer: Viewer) -> Notice:
    """A notice to one of the viewer's organisations; another's is absent."""
    rows = Notice.objects.filter(
        ref=ref, organisation__ref__in=viewer.organisations, kind__in=ACKNOWLEDGED
    )
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

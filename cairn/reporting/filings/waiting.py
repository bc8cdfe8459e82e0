"""What waits for a person, and what she may put away; each in a constant number of queries."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.addressing import addressed_to
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.notices import WORDS
from cairn.reporting.filings.querysets import FilingQuerySet
from cairn.reporting.filings.states import WRITABLE, FilingStatus
from cairn.reporting.filings.told_of_comments import ANSWERED, ASKED
from cairn.sharing.viewer import Viewer

SUBJECT = ("state", "section", "period", "period_last")  # what agencies' filings may share
STANDS = (FilingStatus.CLEARED, FilingStatus.VALIDATED, FilingStatus.SUPERSEDED)


class StillToDo(Refused):
    text = noop("This waits for somebody to act; it goes when that is done.")


def to_act_on(
    seen: Any, *, files_for: Sequence[Organisation], clears: frozenset[str], validates: bool
) -> FilingQuerySet:
    """Of the visible filings those that wait for the person: to write, to clear, to validate."""
    mine = Q(owner__in=[one.ref for one in files_for], status__in=WRITABLE)
    mine |= Q(state__in=sorted(clears), status=FilingStatus.SUBMITTED, merged_into="")
    if validates:
        mine |= Q(status=FilingStatus.CLEARED)
    waiting: FilingQuerySet = seen.filter(mine)
    return waiting


def together(seen: Any, filings: Iterable[Filing]) -> set[int]:
    """Primary keys of those submitted filings beside which another one of the same State, section
    and period waits, of another agency; one query."""
    listed = [
        one for one in filings if one.status == FilingStatus.SUBMITTED and not one.merged_into
    ]
    if not listed:
        return set()
    rows = seen.filter(
        status=FilingStatus.SUBMITTED,
        merged_into="",
        state__in={one.state for one in listed},
        section__in={one.section for one in listed},
        period__in={one.period for one in listed},
    )
    groups = rows.values_list(*SUBJECT).order_by().annotate(n=Count("owner", distinct=True))
    several = {tuple(subject) for *subject, n in groups if n > 1}
    return {one.pk for one in listed if tuple(getattr(one, name) for name in SUBJECT) in several}


def cleared_on(refs: Iterable[str]) -> dict[str, date]:
    """When national filings were cleared, of those that are; one query."""
    rows = Filing.objects.filter(ref__in=set(refs), status__in=STANDS, decided_at__isnull=False)
    found = rows.order_by("number").values_list("ref", "decided_at")
    return {ref: timezone.localdate(at) for ref, at in found}


def tellings(viewer: Viewer, *, limit: int = 20) -> list[Notice]:
    """Notices that ask for nothing, the newest first."""
    kinds = [kind for kind, (_words, acts) in WORDS.items() if not acts]
    return list(
        Notice.objects.filter(addressed_to(viewer), kind__in=kinds, done_at__isnull=True)
        .select_related("organisation")
        .order_by("-at", "-pk")[:limit]
    )


def asked_for(viewer: Viewer, *, limit: int = 50) -> list[Notice]:
    """What schedules ask of the viewer's organisations, the first day first."""
    return list(
        Notice.objects.filter(
            addressed_to(viewer),
            kind__in=("due", "overdue"),
            done_at__isnull=True,
        )
        .select_related("organisation")
        .order_by("at", "pk")[:limit]
    )


def questions_for(viewer: Viewer, *, limit: int = 20) -> list[Notice]:
    """What somebody asked the viewer's organisations about filings, the oldest first."""
    return list(
        Notice.objects.filter(
            organisation__ref__in=viewer.organisations, kind=ASKED, done_at__isnull=True
        )
        .select_related("organisation")
        .order_by("at", "pk")[:limit]
    )


def spoken_of(viewer: Viewer, refs: Iterable[str]) -> dict[str, str]:
    """Of which filings a question or an answer waits for the viewer's organisations; one query."""
    rows = Notice.objects.filter(
        organisation__ref__in=viewer.organisations,
        kind__in=(ASKED, ANSWERED),
        target__in=set(refs),
        done_at__isnull=True,
    )
    return dict(rows.order_by("-kind").values_list("target", "kind"))  # a question before an answer


@transaction.atomic
def put_away(*, ref: str, viewer: Viewer, by: Any) -> None:
    """Somebody of the organisation has read what was told."""
    seen = Notice.objects.select_for_update().filter(ref=ref)
    notice = seen.filter(addressed_to(viewer)).first()
    if notice is None or not by.is_authenticated:
        raise NotFound()
    if WORDS[notice.kind][1]:
        raise StillToDo()
    if notice.done_at is None:
        notice.done_at = timezone.now()
        notice.save(update_fields=["done_at"])

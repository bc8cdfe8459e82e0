"""Taking in what the public process put down: each row is looked at, screened, and removed.

The table from which it comes can be added to by a process that may be in wrong hands, so nothing in
it is believed: what no form of ours sends is dropped, and only that it was is logged. Numbers that
identify somebody are taken out of texts; names stay, for they are what a request is about, until
the rule of keeping ends.
"""

from dataclasses import fields
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.corrections.models import Request
from cairn.corrections.states import NEXT
from cairn.corrections.telling import tell
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.refs import parse_ref
from cairn.knowledge.asking import actions
from cairn.knowledge.asking.actions import Asked
from cairn.knowledge.asking.models import Asking
from cairn.knowledge.asking.vocabulary import DECIDE, PREFIX, Status
from cairn.reporting.screening.findings import Act, Kind
from cairn.reporting.screening.screen import MARK, screen

ASKER = "(asker)"  # with signs that no user name has
AT_ONCE = 200


def take_in() -> int:
    """Everything that waits, a little at a time; return how many rows were looked at."""
    waiting = list(Asking.objects.order_by("sent_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in waiting:
        _take(pk)
    return len(waiting)


@transaction.atomic
def _take(pk: str) -> None:
    row = Asking.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return
    made = _appealed(row) if row.appeals else _received(row)
    if made is None:
        log.record("corrections.request.dropped", by=ASKER)
    else:
        tell(made)
        what = "appealed" if row.appeals else "received"
        log.record(f"corrections.request.{what}", target=made, by=ASKER)
    row.delete()


def _received(row: Asking) -> Request | None:
    if not _is_ours(row) or Request.objects.filter(ref=row.ref).exists():
        return None
    day = timezone.localdate(row.sent_at)
    passage, first = screened(row.passage)
    reasons, second = screened(row.reasons)
    title, third = screened(row.title)
    return Request.objects.create(
        ref=row.ref,
        handle=row.handle,
        key=row.key,
        record=row.about,
        wish=row.wish,
        passage=passage,
        kind=row.kind,
        title=title,
        address=row.address,
        reasons=reasons,
        reply_to=row.reply_to,
        language=row.language,
        received_on=day,
        decide_by=day + DECIDE,
        masked=first + second + third,
    )


def _appealed(row: Asking) -> Request | None:
    """An appeal that comes too late by the time it is taken in was in time when it was sent."""
    held = Request.objects.select_for_update().filter(handle=row.appeals, key=row.key).first()
    if held is None or held.appealed_on or Status.APPEALED not in NEXT[Status(held.status)]:
        return None
    held.appeal_reasons, found = screened(row.reasons)
    held.masked += found
    held.appealed_on = timezone.localdate(row.sent_at)
    held.decide_by = held.appealed_on + DECIDE
    held.status, held.closed_on, held.carry_out_by = Status.APPEALED, None, None
    held.save()
    return held


def _is_ours(row: Asking) -> bool:
    asked = Asked(**{one.name: getattr(row, one.name) for one in fields(Asked)})
    now = timezone.now()
    try:
        actions.check(asked)
        fits = parse_ref(row.ref) == (PREFIX, row.ref) and len(row.key) == 44
    except CairnError:
        return False
    timely = now - timedelta(days=30) < row.sent_at < now + timedelta(hours=1)
    return fits and timely and asked == asked.cleaned() and row.language in LANGUAGES


def screened(text: str) -> tuple[str, int]:
    """The text with a mark in place of whatever identifies somebody but a name, and how many."""
    hits = [one for one in screen(text) if one.act is Act.MASK and one.kind is not Kind.NAME]
    for one in reversed(hits):
        text = f"{text[: one.start]}{MARK * 3}{text[one.end :]}"
    return text, len(hits)

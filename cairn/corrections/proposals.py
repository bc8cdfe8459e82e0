"""Records that somebody outside thinks should be added: an editor begins a draft, or declines.

A draft that came of it is like any other: another person publishes it. Whether it is ever published
is not told to whoever proposed it; that it was begun is.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.corrections.actions import MOST, DecisionTooLong, GiveReasons, WrongDecision
from cairn.corrections.models import Decision, Request
from cairn.corrections.states import MovedElsewhere, Remedy
from cairn.corrections.telling import tell
from cairn.knowledge.asking.vocabulary import Outcome, Status, Wish
from cairn.knowledge.editing.models import Entry
from cairn.reporting.filings.unremembered import check_clean


def begun(request: Request) -> dict[str, Any]:
    """What of the proposal goes into the form of a new record of its kind."""
    title, address = request.title, request.address
    text = [{"text": title, "language": request.language}]
    sources = [{"title": title, "address": address}]
    short = {"titles": text, "address": address, "sources": sources}
    in_words = [{"text": f"{title} {address}".strip(), "language": request.language}]
    made: dict[str, dict[str, Any]] = {
        "case": {"called": text, "sources": sources},
        "document": {"title": title, "source": address},
        "law": {"titles": text, "sources": [{"url": address}] if address else []},
        "mandate": {"says": text, "address": address, "sources": sources},
        "procedure": {"notes": in_words},  # each of its answers has sources of its own
        "publication": {"csl": {"title": title} | ({"URL": address} if address else {})},
        "strategy": short,
        "tool": short,
    }
    return made.get(request.kind, {})


@transaction.atomic
def take_up(*, request: Request, entry: Entry, by: Any, today: date | None = None) -> Request:
    """Note that this draft was begun from the proposal."""
    held = _held(request, by)
    log.record("corrections.proposal.taken_up", target=held, by=by, entry=entry.ref)
    return _closed(held, Outcome.ACCEPTED, Remedy.DRAFT.value, "", by, today)


@transaction.atomic
def decline(
    *,
    request: Request,
    reasons: str,
    by: Any,
    not_persons: Collection[str] = (),
    today: date | None = None,
) -> Request:
    """Say why no record is made of it; whoever proposed it reads why."""
    held, reasons = _held(request, by), reasons.strip()
    if not reasons:
        raise WrongDecision([GiveReasons("reasons")])
    if len(reasons) > MOST:
        raise WrongDecision([DecisionTooLong("reasons", most=MOST)])
    check_clean({"reasons": reasons}, not_persons=not_persons)
    log.record("corrections.proposal.declined", target=held, by=by)
    return _closed(held, Outcome.REFUSED, "", reasons, by, today)


def _held(request: Request, by: Any) -> Request:
    check_may(by, Permission.LIBRARY_WRITE)
    held = Request.objects.select_for_update().get(pk=request.pk)
    if held.wish != Wish.PROPOSE or held.status != Status.RECEIVED:
        raise MovedElsewhere()
    return held


def _closed(
    held: Request, outcome: Outcome, remedy: str, reasons: str, by: Any, today: date | None
) -> Request:
    today = today or timezone.localdate()
    Decision.objects.create(
        request=held,
        number=1,
        outcome=outcome,
        remedy=remedy,
        reasons=reasons,
        by=by.username,
        on=today,
    )
    held.status, held.closed_on = Status.CLOSED, today
    held.save()
    tell(held)
    return held

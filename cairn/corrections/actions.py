"""Deciding a request, and saying that it was carried out: one transaction each, with an event that
says nothing of what was asked.

What an accepted request does at once (names taken out, the record withdrawn) is done in the same
transaction, so page, index, API and files change together or not at all.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.corrections import policies
from cairn.corrections.models import Decision, Request
from cairn.corrections.states import REMEDIES, Remedy, check_can_move
from cairn.corrections.telling import tell
from cairn.jobs.queue import enqueue
from cairn.kernel.errors import CairnError, Problem, Problems, Refused
from cairn.kernel.text import noop
from cairn.knowledge.asking.models import Answer
from cairn.knowledge.asking.vocabulary import CARRY_OUT, DECIDE, LONGEST, Outcome, Status
from cairn.knowledge.editing import asked
from cairn.knowledge.editing.models import Entry
from cairn.reporting.filings.unremembered import check_clean
from cairn.search.outbox.tasks import rebuild

MOST = LONGEST["reasons"]


class WrongDecision(Problems):
    """Some of it is missing; `problems` says what, each with its field."""

    text = noop("This decision cannot be entered yet; each place is marked.")


class ChooseADecision(Problem):
    text = noop("Choose how you decide.")


class ChooseARemedy(Problem):
    text = noop("Choose what is done.")


class GiveReasons(Problem):
    text = noop("Give the reasons; the person who asked reads them.")


class InstructEditors(Problem):
    text = noop("Say what the editors have to change.")


class DecisionTooLong(Problem):
    text = noop("This has more than %(most)s characters; shorten it.")


class NothingToChange(Problem):
    text = noop("No published record has this reference, so nothing of it can be changed.")


class NothingWasPublished(Refused):
    text = noop(
        "The public still reads the version that it read when this was decided. Once another "
        "version is published, or the record withdrawn, this can be closed."
    )


@transaction.atomic
def decide(
    *,
    request: Request,
    outcome: str,
    reasons: str,
    by: Any,
    remedy: str = "",
    instruction: str = "",
    person: str = "",
    names: Sequence[str] = (),
    not_persons: Collection[str] = (),
    today: date | None = None,
) -> Request:
    """Accept a request, wholly or in part, or refuse it, with reasons.

    `person` and `names`: the label in a case whose names are taken out, and these names."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    policies.check_may_decide(by, held)
    today = today or timezone.localdate()
    entry = policies.entry_of(held)
    texts = {"reasons": reasons.strip(), "instruction": instruction.strip()}
    remedy = "" if outcome == Outcome.REFUSED else remedy
    _check(outcome, remedy, texts, entry)
    check_clean(texts, not_persons=not_persons)
    editors = remedy == Remedy.EDITORS
    Decision.objects.create(
        request=held,
        number=held.decisions.count() + 1,
        outcome=outcome,
        remedy=remedy,
        reasons=texts["reasons"],
        instruction=texts["instruction"] if editors else "",
        version=entry.published_number if entry else None,
        by=by.username,
        on=today,
    )
    if entry is not None and remedy == Remedy.MASK:
        asked.mask(entry=entry, person=person, names=names, by=by)
    elif entry is not None and remedy == Remedy.WITHDRAW:
        asked.take_down(entry=entry, by=by)
    if remedy in (Remedy.MASK, Remedy.WITHDRAW):
        # What is found changes at once; the old words leave the files of the index with a new one.
        enqueue(rebuild, key=f"search.rebuild.{held.ref}")
    to = Status.TO_CARRY_OUT if editors else Status.CLOSED
    check_can_move(held.status, to=to)
    held.status = to
    held.carry_out_by = today + CARRY_OUT if editors else None
    held.closed_on = None if editors else today
    held.carried_out_on = today if remedy and not editors else None
    return _kept(held, "decided", by)


def _check(outcome: str, remedy: str, texts: dict[str, str], entry: Entry | None) -> None:
    problems: list[CairnError] = []
    if outcome not in Outcome.values:
        problems.append(ChooseADecision("outcome"))
    elif outcome != Outcome.REFUSED and remedy not in REMEDIES:
        problems.append(ChooseARemedy("remedy"))
    elif remedy and (entry is None or entry.published_number is None):
        problems.append(NothingToChange("remedy"))
    if not texts["reasons"]:
        problems.append(GiveReasons("reasons"))
    if remedy == Remedy.EDITORS and not texts["instruction"]:
        problems.append(InstructEditors("instruction"))
    problems += [DecisionTooLong(name, most=MOST) for name, it in texts.items() if len(it) > MOST]
    if problems:
        raise WrongDecision(problems)


@transaction.atomic
def carried_out(*, request: Request, by: Any, today: date | None = None) -> Request:
    """Say that the editors did what was accepted: the public reads another version since."""
    held = Request.objects.select_for_update().get(pk=request.pk)
    check_may(by, Permission.CORRECTION_DECIDE)
    check_can_move(held.status, to=Status.CLOSED)
    entry = policies.entry_of(held)
    last = held.decisions.order_by("-number").first()
    if entry is not None and last is not None and entry.published_number == last.version:
        raise NothingWasPublished()
    held.status = Status.CLOSED
    held.closed_on = held.carried_out_on = today or timezone.localdate()
    return _kept(held, "carried_out", by)


@transaction.atomic
def as_invented(*, request: Request, came_on: date) -> Request:
    """Mark a request as made for a demonstration, as if it had come on that day."""
    request.invented, request.received_on, request.decide_by = True, came_on, came_on + DECIDE
    return _kept(request, "marked_invented", None)


def forget(request: Request) -> None:
    """Remove a request and what its asker could look up: its time under the rule is over."""
    with transaction.atomic():
        Answer.objects.filter(handle=request.handle).delete()
        request.delete()


def _kept(held: Request, what: str, by: Any) -> Request:
    held.save()
    tell(held)
    log.record(f"corrections.request.{what}", target=held, by=by)
    return held

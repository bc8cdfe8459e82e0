"""Reporting, and what a reviewer does with a report: each one transaction with version and event.

What the reporter does is logged without her: `by` is a word that no user name can be.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cairn.accounts.models import User
from cairn.audit import log
from cairn.history.keep import keep_body
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError, Problem, Problems, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.unremembered import check_clean
from cairn.rights import policies, sealing
from cairn.rights.models import Report, Word
from cairn.rights.states import (
    ACKNOWLEDGE,
    CONCLUDE,
    OPEN,
    Outcome,
    Status,
    check_can_move,
)
from cairn.rights.vocabulary import KNOWLEDGE, harms, perpetrators

REPORTER = "(reporter)"  # with signs that no user name has
LONGEST = 8_000  # characters of a text
MOST_WORDS = 200  # questions and answers of one report
MOST_REPORTS = 500  # of one person
CHUNK = 100


class NobodyReviews(Refused):
    text = noop(
        "No independent reviewer has a place here who could take this report. Turn to a body "
        "outside of this system."
    )


class WrongReport(Problems):
    """Some of it cannot be stored; `problems` says what, each with its field."""

    text = noop("This report cannot be sent yet; each place is marked.")


class NothingWritten(Problem):
    text = noop("Write in a few words what is known.")


class TooLong(Problem):
    text = noop("This is longer than %(most)s characters; shorten it.")


class NothingChosen(Problem):
    text = noop("Choose what fits best.")


class SpeaksOfTheReviewer(Problem):
    text = noop("The report speaks of this body itself; choose another reviewer.")


class NotYetOver(Problem):
    text = noop("Choose a period that has begun.")


class TooMany(Refused):
    text = noop("No more can be added here. Begin a new report, or write to the reviewer's body.")


@dataclass(frozen=True, slots=True)
class Told:
    """What a reporter says. `period` is a month, a quarter, a half-year or a year."""

    harms: Collection[str]
    by_whom: Collection[str]
    what: str
    knowledge: str
    period: Period
    reviewer: str  # reference of the body that looks into it
    concerned_state: str = ""
    concerned_body: str = ""
    unit: str = ""
    country: str = ""
    area: str = ""
    reachable: bool = False


@transaction.atomic
def report(
    *,
    told: Told,
    by: User,
    not_persons: Collection[str] = (),
    today: date | None = None,
    invented: bool = False,
) -> Report:
    """Hand a report to an independent body. Anybody with a place at the desk may."""
    policies.check_may_report(by)
    today = today or timezone.localdate()
    _check(told, today)
    check_clean({"what": told.what, "unit": told.unit, "area": told.area}, not_persons=not_persons)
    reviewing = {one.ref for one in policies.reviewing_bodies()}
    if told.reviewer not in reviewing:
        raise NobodyReviews()
    person = User.objects.select_for_update().get(pk=by.pk)
    if len(sealing.reports_of(person)) >= MOST_REPORTS:
        raise TooMany()
    made = Report.objects.create(
        harms=sorted(told.harms),
        by_whom=sorted(told.by_whom),
        concerned_state=told.concerned_state,
        concerned_body=told.concerned_body,
        unit=told.unit.strip(),
        country=told.country,
        area=told.area.strip(),
        first=told.period.first,
        last=told.period.last,
        what=told.what.strip(),
        knowledge=told.knowledge,
        reviewer=told.reviewer,
        reachable=told.reachable,
        reported_on=today,
        acknowledge_by=today + ACKNOWLEDGE,
        invented=invented or by.invented,
    )
    sealing.seal_reporter(made, person)
    _keep(made, REPORTER, "reported")
    return made


def _check(told: Told, today: date) -> None:
    problems: list[CairnError] = []
    if not told.harms or not set(told.harms) <= set(harms()):
        problems.append(NothingChosen("harms"))
    if not set(told.by_whom) <= set(perpetrators()):
        problems.append(NothingChosen("by_whom"))
    if told.reviewer and told.reviewer == told.concerned_body:
        problems.append(SpeaksOfTheReviewer("reviewer"))
    if told.knowledge not in KNOWLEDGE:
        problems.append(NothingChosen("knowledge"))
    if told.period.first > today:
        problems.append(NotYetOver("period"))
    if not told.what.strip():
        problems.append(NothingWritten("what"))
    for name, most in (("what", LONGEST), ("unit", 200), ("area", 120)):
        if len(getattr(told, name)) > most:
            problems.append(TooLong(name, most=most))
    if problems:
        raise WrongReport(problems)


@transaction.atomic
def acknowledge(*, report: Report, by: User, today: date | None = None) -> Report:
    """Tell the reporter that it arrived; from here the days of the review run."""
    today = today or timezone.localdate()

    def write(held: Report) -> None:
        held.acknowledged_on, held.conclude_by = today, today + CONCLUDE

    return _move(report, Status.ACKNOWLEDGED, by, write)


@transaction.atomic
def begin_review(*, report: Report, by: User) -> Report:
    """Begin to look into it, or take up again what was concluded."""

    def write(held: Report) -> None:
        held.outcome, held.concluded_on = "", None

    return _move(report, Status.IN_REVIEW, by, write)


@transaction.atomic
def conclude(
    *,
    report: Report,
    outcome: str,
    reasons: str,
    recommendation: str = "",
    by: User,
    not_persons: Collection[str] = (),
    today: date | None = None,
) -> Report:
    """Say what was found, why, and what is recommended."""
    policies.check_may_review(by, report)
    texts = {"reasons": reasons, "recommendation": recommendation}
    problems: list[CairnError] = []
    if outcome not in Outcome.values:
        problems.append(NothingChosen("outcome"))
    if not reasons.strip():
        problems.append(NothingWritten("reasons"))
    problems += [TooLong(name, most=LONGEST) for name, it in texts.items() if len(it) > LONGEST]
    if problems:
        raise WrongReport(problems)
    check_clean(texts, not_persons=not_persons)

    def write(held: Report) -> None:
        held.outcome, held.reasons = outcome, reasons.strip()
        held.recommendation = recommendation.strip()
        held.concluded_on = today or timezone.localdate()

    return _move(report, Status.CONCLUDED, by, write)


@transaction.atomic
def archive(*, report: Report, by: User) -> Report:
    """Put it away: nothing more is expected of anybody. It is kept."""
    return _move(report, Status.ARCHIVED, by, lambda held: None)


@transaction.atomic
def ask(*, report: Report, text: str, by: User, not_persons: Collection[str] = ()) -> Word:
    """The reviewer asks or tells the reporter something, through the reference alone."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_may_review(by, held)
    return _say(held, text, by.username, not_persons)


@transaction.atomic
def answer(*, report: Report, text: str, by: User, not_persons: Collection[str] = ()) -> Word:
    """The reporter answers or adds something; who she is stays apart."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_is_reporter(by, held)
    return _say(held, text, "", not_persons)


@transaction.atomic
def make_reachable(*, report: Report, by: User) -> Report:
    """The reporter lets the reviewer know who she is; this cannot be taken back."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_is_reporter(by, held)
    if not held.reachable:
        held.reachable = True
        held.save(update_fields=["reachable"])
        sealing.make_known(held, by)
        _keep(held, REPORTER, "made reachable")
    return held


def escalate_overdue(today: date | None = None) -> int:
    """Show what is overdue to a second reviewing body as well, where there is one that is neither
    the first, nor named in the report, nor of the State that it speaks of. Twice is once."""
    today = today or timezone.localdate()
    bodies = policies.reviewing_bodies()
    done = 0
    late = Q(status=Status.REPORTED, acknowledge_by__lt=today)
    late |= Q(status__in=OPEN, conclude_by__lt=today)
    for one in Report.objects.filter(late, second="").order_by("reported_on", "pk")[:CHUNK]:
        for body in bodies:
            apart = body.ref not in (one.reviewer, one.concerned_body)
            if apart and not (body.state and body.state == one.concerned_state):
                done += _escalate(one, body.ref, today)
                break
    return done


@transaction.atomic
def _escalate(report: Report, body: str, today: date) -> int:
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.second or not held.overdue(today):
        return 0
    held.second, held.escalated_on = body, today
    held.save(update_fields=["second", "escalated_on"])
    _keep(held, None, "escalated")
    return 1


def _move(report: Report, to: Status, by: User, write: Callable[[Report], None]) -> Report:
    held = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_may_review(by, held)
    check_can_move(held.status, to=to)
    held.status = to
    write(held)
    held.save()
    _keep(held, by, str(to.value))
    return held


def _say(held: Report, text: str, by: str, not_persons: Collection[str]) -> Word:
    if not text.strip():
        raise WrongReport([NothingWritten("text")])
    if len(text) > LONGEST:
        raise WrongReport([TooLong("text", most=LONGEST)])
    check_clean({"text": text}, not_persons=not_persons)
    number = held.words.count() + 1
    if number > MOST_WORDS or held.status == Status.ARCHIVED:
        raise TooMany()
    word = Word.objects.create(
        report=held, number=number, text=text.strip(), by=by, on=timezone.localdate()
    )
    _keep(held, by or REPORTER, "asked" if by else "answered", {"word": [number, word.text]})
    return word


def _keep(held: Report, by: Any, what: str, extra: Mapping[str, Any] | None = None) -> None:
    """A version, and an event that says neither of whom the report speaks nor who reported."""
    keep_body(held, extra=extra or {}, by=by, reason=what)
    log.record(f"rights.report.{what.replace(' ', '_')}", target=held, by=by)

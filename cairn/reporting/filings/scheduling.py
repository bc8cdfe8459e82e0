"""Schedules, what is due by them, and reminders."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.history.models import Version
from cairn.kernel.dates import Level, Period
from cairn.reporting.filings.calendar import Due, Terms, When, day_of, due
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.models import Filing, Notice, Schedule
from cairn.reporting.filings.policies import NotOfThisState, clears_for
from cairn.reporting.filings.states import FilingStatus

LEFT = (
    FilingStatus.SUBMITTED,
    FilingStatus.CLEARED,
    FilingStatus.VALIDATED,
    FilingStatus.SUPERSEDED,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing of one schedule."""

    schedule: Schedule
    due: Due


@transaction.atomic
def set_schedule(
    *, organisation: Organisation, section: str, level: Level, days: int, since: date, by: Any
) -> Schedule:
    """The contact point says what an agency of the State files, and how often."""
    if not clears_for(by, organisation.state):
        raise NotOfThisState()
    find_section(section)
    now = timezone.localdate()
    held = Schedule.objects.filter(
        organisation=organisation, section=section, until__isnull=True
    ).first()
    if held and (held.level, held.days) == (level.value, days):
        return held
    if held:
        held.until = now
        held.save(update_fields=["until"])
        _ask_no_more(held)
    made = Schedule.objects.create(
        organisation=organisation, section=section, level=level.value, days=days, since=since
    )
    log.record("reporting.schedule.set", target=made, by=by, organisation=organisation.ref)
    return made


@transaction.atomic
def end_schedule(*, schedule: Schedule, by: Any) -> Schedule:
    if not clears_for(by, schedule.organisation.state):
        raise NotOfThisState()
    if schedule.until is None:
        schedule.until = timezone.localdate()
        schedule.save(update_fields=["until"])
        _ask_no_more(schedule)
        log.record("reporting.schedule.ended", target=schedule, by=by)
    return schedule


def _ask_no_more(schedule: Schedule) -> None:
    """What a schedule that ended had asked for is asked no more."""
    asked = Notice.objects.filter(
        organisation=schedule.organisation,
        kind__in=("due", "overdue"),
        target__startswith=schedule.ref[-12:],
        done_at__isnull=True,
    )
    asked.update(done_at=timezone.now())


def what_is_due(schedules: Iterable[Schedule], today: date) -> Iterator[Waiting]:
    """All that the schedules ask for, in three queries however many there are."""
    listed = list(schedules)
    filed: dict[tuple[Any, str], list[Period]] = defaultdict(list)
    rows = Filing.objects.filter(
        owner__in=[one.organisation.ref for one in listed], status__in=LEFT
    ).values_list("owner_id", "section", "period", "period_last")
    for owner, section, first, last in rows:
        if first is not None:
            filed[owner, section].append(Period(first, last))
    for one in listed:
        terms = Terms(Level(one.level), one.days, one.since, one.until)
        for found in due(terms, filed[one.organisation.ref, one.section], today):
            yield Waiting(one, found)


def days_of(drafts: Iterable[Filing]) -> dict[int, date]:
    """By when each of these is to be submitted, where a schedule says so; one query. An amendment
    of what was validated has no day."""
    listed = [one for one in drafts if one.number == 1]
    if not listed:
        return {}
    running = Schedule.objects.filter(
        organisation__ref__in={one.owner_id for one in listed}, until__isnull=True
    ).select_related("organisation")
    terms = {
        (one.organisation.ref, one.section): Terms(Level(one.level), one.days, one.since)
        for one in running
    }
    found = {}
    for one in listed:
        asked = terms.get((one.owner_id, one.section))
        if asked and (day := day_of(asked, one.whole)):
            found[one.pk] = day
    return found


def first_submitted(refs: Iterable[str]) -> dict[str, date]:
    """When filings were submitted for the first time, whatever became of them since; one query."""
    rows = Version.objects.filter(key__in=set(refs), reason="submitted").values("key")
    found = rows.order_by().annotate(first=Min("at")).values_list("key", "first")
    return {key: timezone.localdate(at) for key, at in found}


def remind(today: date) -> int:
    """Tell organisations what is due soon or overdue; once for each, and no more once filed."""
    told = 0
    schedules = Schedule.objects.filter(
        until__isnull=True, organisation__ended_on__isnull=True
    ).select_related("organisation")
    for waiting in what_is_due(schedules.order_by("pk"), today):
        target = f"{waiting.schedule.ref[-12:]}{waiting.due.period.first:%y%m}"
        asked = Notice.objects.filter(
            organisation=waiting.schedule.organisation, target=target, done_at__isnull=True
        )
        kind = {When.SOON: "due", When.OVERDUE: "overdue"}.get(waiting.due.when)
        if kind is None:
            asked.update(done_at=timezone.now())
            continue
        with transaction.atomic():
            asked.exclude(kind=kind).update(done_at=timezone.now())
            _, fresh = Notice.objects.get_or_create(
                organisation=waiting.schedule.organisation,
                kind=kind,
                target=target,
                done_at=None,
                defaults={"at": timezone.now(), "values": _values(waiting)},
            )
        told += fresh
    return told


def _values(waiting: Waiting) -> dict[str, str]:
    return {
        "section": waiting.schedule.section,
        "period": str(waiting.due.period.first),
        "period_last": str(waiting.due.period.last),
        "day": waiting.due.day.isoformat(),
    }

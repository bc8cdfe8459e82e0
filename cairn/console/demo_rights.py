"""One invented finding of an invented university, and one invented report of abuse that an invented
officer handed to an invented commission. Nothing of them happened; both are marked."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cairn.accounts.demonstration import invented_organisation
from cairn.accounts.models import User
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Marking
from cairn.reporting.findings.actions import begin_finding, save_finding, share_finding
from cairn.reporting.findings.models import Finding, Method
from cairn.rights.actions import Told, acknowledge, ask, report
from cairn.rights.models import Report

SAYING = noop("One invented finding of a university and one invented report of abuse …")
FOUND = {
    "title": "More children travelled alone than posts recorded (invented)",
    "text": "In this invented study, people who had reached two towns behind the northern border "
    "were asked how they had travelled. More of them than the posts recorded were children "
    "without an adult; many had not been seen by any post. Everything here is invented.",
    "method": Method.INTERVIEWS.value,
    "rests_on": 214,
    "limits": "Two towns in one season; people who did not stop there were not asked (invented).",
    "counts": {"unaccompanied_children": 61},
    "count_basis": "sample",
    "marking": Marking.CLEAR.value,
    "uses": ["statistics_only"],
}
WHAT = (
    "Invented for the demonstration. Guards of a night shift took the money of a group before it "
    "was let go, and sent them back over the fence without asking anything. A colleague spoke of "
    "two more such nights."
)


def find_and_report(*, say: Callable[..., Any]) -> None:
    """Make what is not there yet."""
    if Report.objects.filter(invented=True).exists():
        return
    say(SAYING)
    researcher = User.objects.get(username="researcher")
    if not Finding.objects.filter(invented=True).exists():
        _find(researcher)
    _report()


def _find(researcher: User) -> None:
    draft = begin_finding(
        owner=invented_organisation("lake-university"),
        about="QMA",
        section="smuggled_migrants",
        period=Period(date(2026, 7, 1), date(2026, 9, 30)),
        by=researcher,
    )
    share_finding(finding=save_finding(finding=draft, values=FOUND, by=researcher), by=researcher)


def _report() -> None:
    today = timezone.localdate()
    month = Period.of(today.replace(day=1) - timedelta(days=1), Level.MONTH)
    made = report(
        told=Told(
            harms=["extortion_ransom", "pushback_refoulement"],
            by_whom=["border_guard"],
            what=WHAT,
            knowledge="seen",
            period=month,
            reviewer=invented_organisation("rights-commission").ref,
            concerned_state="QMA",
            unit="A post at the northern fence (invented)",
            country="QMA",
            area="Northern district (invented)",
        ),
        by=User.objects.get(username="officer"),
        invented=True,
        today=today - timedelta(days=4),
    )
    reviewer = User.objects.get(username="reviewer")
    acknowledge(report=made, by=reviewer, today=today - timedelta(days=2))
    ask(report=made, text="How long did it take until they were sent back?", by=reviewer)

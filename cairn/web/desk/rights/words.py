"""How a report of abuse is said: states, deadlines, kinds of harm, facts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation
from cairn.kernel.dates import Period
from cairn.reference.countries import name_of
from cairn.rights.models import Report, Word
from cairn.rights.policies import reviews_for
from cairn.rights.states import OUTCOMES, WORDS, Outcome, Status
from cairn.rights.vocabulary import KNOWLEDGE, harm_label, perpetrator_label
from cairn.web.components import Fact, Link
from cairn.web.desk.importing.doors import person_of
from cairn.web.say import current, say

KINDS = {
    Status.REPORTED: "waiting",
    Status.ACKNOWLEDGED: "waiting",
    Status.IN_REVIEW: "waiting",
    Status.CONCLUDED: "done",
    Status.ARCHIVED: "information",
}


def harm_words(keys: list[str]) -> str:
    return " · ".join(say(harm_label(key, current())) for key in keys)


def people_words(keys: list[str]) -> str:
    return " · ".join(perpetrator_label(key, current()) for key in keys)


@dataclass(frozen=True, slots=True)
class Line:
    """One report in a list."""

    ref: str
    url: str
    harms: str
    period: Period
    where: str
    words: str
    kind: str
    due: date | None
    late: bool
    invented: bool
    asked: bool  # a question waits for the reporter


def line(report: Report, name: str, asked: Collection[str] = ()) -> Line:
    status = Status(report.status)
    late = report.overdue(timezone.localdate())
    return Line(
        report.ref,
        reverse(name, args=[report.ref]),
        harm_words(report.harms),
        Period(report.first, report.last),
        where_words(report),
        say(WORDS[status]),
        "attention" if late else KINDS[status],
        report.due,
        late,
        report.invented,
        report.ref in asked,
    )


def where_words(report: Report) -> str:
    country = name_of(report.country, current()) if report.country else ""
    return " · ".join(filter(None, (country, report.area))) or _("At sea, or not known")


def names_of(refs: set[str]) -> Mapping[str, str]:
    """The names of organisations; one query."""
    return {one.ref: one.called for one in Organisation.objects.filter(ref__in=refs - {""})}


def facts(report: Report) -> Iterator[Fact]:
    """What was said, and where it stands. Both sides read the same."""
    bodies = names_of({report.reviewer, report.second, report.concerned_body})
    yield Fact(_("When"), Period(report.first, report.last))
    yield Fact(_("Where"), where_words(report))
    yield Fact(_("Who did it"), people_words(report.by_whom) or _("not said"))
    if report.concerned_state:
        yield Fact(_("Officials of"), name_of(report.concerned_state, current()))
    if report.concerned_body:
        yield Fact(_("Body concerned"), bodies.get(report.concerned_body, report.concerned_body))
    if report.unit:
        yield Fact(_("Unit"), report.unit)
    yield Fact(_("How the reporter knows"), say(KNOWLEDGE[report.knowledge]))
    yield Fact(_("Reviewed by"), bodies.get(report.reviewer, report.reviewer))
    if report.second:
        yield Fact(
            _("Shown since it was overdue to"),
            bodies.get(report.second, report.second),
        )
    yield Fact(_("Reported on"), report.reported_on)
    if report.status == Status.REPORTED:
        yield Fact(_("To be acknowledged by"), report.acknowledge_by)
    if report.acknowledged_on:
        yield Fact(_("Acknowledged on"), report.acknowledged_on)
    if report.due and report.conclude_by:
        yield Fact(_("To be concluded by"), report.conclude_by)
    if report.concluded_on:
        yield Fact(_("Concluded on"), report.concluded_on)


@dataclass(frozen=True, slots=True)
class Shown:
    """One question or answer; reviewers are called by their body, reporters by nothing."""

    text: str
    on: date
    of_reporter: bool


def shown_words(report: Report) -> list[Shown]:
    rows: list[Word] = list(report.words.order_by("number"))
    return [Shown(one.text, one.on, one.of_reporter) for one in rows]


def outcome_words(report: Report) -> str:
    return say(OUTCOMES[Outcome(report.outcome)]) if report.outcome else ""


def about(report: Report) -> dict[str, object]:
    """What both pages of one report show."""
    status = Status(report.status)
    late = report.overdue(timezone.localdate())
    return {
        "report": report,
        "harms": harm_words(report.harms),
        "status": say(WORDS[status]),
        "status_kind": "attention" if late else KINDS[status],
        "late": late,
        "facts": list(facts(report)),
        "outcome": outcome_words(report),
        "said": shown_words(report),
        "may_write": status != Status.ARCHIVED,
    }


def tabs(request: HttpRequest, at: str) -> list[Link]:
    """For reviewers: their own reports, and those that they look into."""
    if not reviews_for(person_of(request)):
        return []
    names = {
        "desk:rights": (_("My reports"), ""),
        "desk:rights_queue": (_("To review"), ""),
        "closed": (_("Concluded"), "?closed=1"),
    }
    return [
        Link(
            words,
            reverse("desk:rights_queue" if name == "closed" else name) + query,
            name == at,
        )
        for name, (words, query) in names.items()
    ]

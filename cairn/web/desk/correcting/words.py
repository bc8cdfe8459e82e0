"""How a request for correction is said at the desk: lists, facts, decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import User
from cairn.corrections.models import Decision, Request
from cairn.corrections.states import REMEDIES, Remedy
from cairn.kernel.languages import LANGUAGES
from cairn.knowledge.asking.vocabulary import STATUSES, WISHES, Status, Wish, outcome_words
from cairn.web.components import Fact
from cairn.web.say import say

KINDS = {
    Status.RECEIVED: "waiting",
    Status.TO_CARRY_OUT: "waiting",
    Status.CLOSED: "done",
    Status.APPEALED: "waiting",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One request in a list."""

    ref: str
    url: str
    wish: str
    title: str
    words: str
    kind: str
    due: date | None
    late: bool
    invented: bool


def line(request: Request, titles: dict[str, str]) -> Line:
    late = request.overdue(timezone.localdate())
    return Line(
        request.ref,
        reverse("desk:correction", args=[request.ref]),
        say(WISHES[Wish(request.wish)]),
        titles.get(request.record, request.record),
        say(STATUSES[Status(request.status)]),
        "attention" if late else KINDS[Status(request.status)],
        request.due,
        late,
        request.invented,
    )


def facts(request: Request) -> Iterator[Fact]:
    yield Fact(_("What was asked"), say(WISHES[Wish(request.wish)]))
    yield Fact(_("Received on"), request.received_on)
    if request.appealed_on:
        yield Fact(_("Appealed on"), request.appealed_on)
    if request.status in (Status.RECEIVED, Status.APPEALED):
        yield Fact(_("To be decided by"), request.decide_by)
    if request.carry_out_by:
        yield Fact(_("To be carried out by"), request.carry_out_by)
    if request.carried_out_on:
        yield Fact(_("Carried out on"), request.carried_out_on)
    if request.closed_on:
        yield Fact(_("Closed on"), request.closed_on)
    yield Fact(_("Sent from a page in"), LANGUAGES.get(request.language, request.language))
    if request.reply_to:
        yield Fact(_("May be asked at"), request.reply_to)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, for those who decide."""

    words: str
    remedy: str
    by: str
    decision: Decision


def decided(request: Request) -> list[Decided]:
    rows = list(request.decisions.order_by("number"))
    names = {one.by for one in rows}
    people = {one.username: one.called for one in User.objects.filter(username__in=names)}
    return [
        Decided(
            say(outcome_words(request.wish, one.outcome)),
            say(REMEDIES.get(Remedy(one.remedy), "")) if one.remedy else "",
            people.get(one.by, one.by),
            one,
        )
        for one in rows
    ]

"""What those who decide requests look at, and what editors have to do for accepted ones."""

from datetime import date

from django.db.models import QuerySet

from cairn.corrections.models import Decision, Request
from cairn.corrections.states import TO_DECIDE
from cairn.kernel.errors import NotFound
from cairn.knowledge.asking.vocabulary import Status, Wish

TABS = {"": TO_DECIDE, "to_carry_out": (Status.TO_CARRY_OUT,), "closed": (Status.CLOSED,)}


def requests_in(tab: str) -> QuerySet[Request]:
    return Request.objects.exclude(wish=Wish.PROPOSE).filter(status__in=TABS[tab])


def request_of(ref: str) -> Request:
    found = Request.objects.exclude(wish=Wish.PROPOSE).filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def to_decide(today: date) -> tuple[int, int]:
    """How many wait for a decision, and how many of them too long."""
    rows = requests_in("")
    return rows.count(), rows.filter(decide_by__lt=today).count()


def proposals() -> QuerySet[Request]:
    """What somebody thinks should be added and no editor has looked at, the oldest first."""
    return Request.objects.filter(wish=Wish.PROPOSE, status=Status.RECEIVED)


def proposal_of(ref: str) -> Request:
    found = Request.objects.filter(wish=Wish.PROPOSE, ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def to_carry_out(record: str = "") -> QuerySet[Decision]:
    """What editors have to change, what is late first; of one record, or of all."""
    rows = Decision.objects.filter(request__status=Status.TO_CARRY_OUT).select_related("request")
    rows = rows.filter(request__record=record) if record else rows
    return rows.exclude(instruction="").order_by("request__carry_out_by", "pk")

"""Two invented requests about the invented case: one waits, one was accepted and is to be carried
out. Nobody asked for them; both are marked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import User
from cairn.corrections.actions import as_invented, decide
from cairn.corrections.models import Request
from cairn.corrections.taking_in import take_in
from cairn.kernel.text import noop
from cairn.knowledge.asking.actions import Asked, ask
from cairn.knowledge.asking.vocabulary import DECIDE, Outcome, Wish
from cairn.knowledge.editing.models import Entry

SAYING = noop("Two invented requests for correction …")
WAITS = (
    "Invented for the demonstration. The summary says that all of the accused were paid. The court "
    "said so of some of them only."
)
ACCEPTED = "Invented for the demonstration. The number of the appeal is not that of the decision."


def ask_and_decide(*, say: Callable[..., Any]) -> None:
    """Make what is not there yet."""
    if Request.objects.filter(invented=True).exists():
        return
    entry = Entry.objects.filter(kind="case", published_number__isnull=False, body__invented=True)
    case = entry.order_by("pk").first()
    if case is None:
        return
    say(SAYING)
    _asked(case, WAITS, days_ago=DECIDE.days + 2)
    made = _asked(case, ACCEPTED, days_ago=3)
    decide(
        request=made,
        outcome=Outcome.ACCEPTED,
        remedy="editors",
        reasons="The number was copied wrongly, as the decision shows (invented).",
        instruction="Correct the number of the appeal (invented).",
        by=User.objects.get(username="corrector"),
    )


@transaction.atomic
def _asked(case: Entry, reasons: str, *, days_ago: int) -> Request:
    given = Asked(about=case.ref, wish=Wish.MISTAKE, reasons=reasons)
    receipt, _day = ask(asked=given, language="en", number="demonstration")
    take_in()
    made = Request.objects.get(ref=receipt.ref)
    return as_invented(request=made, came_on=timezone.localdate() - timedelta(days=days_ago))

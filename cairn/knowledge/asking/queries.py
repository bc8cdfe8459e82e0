"""Looking up where a request stands: with its reference and its secret, and by nobody else.

A wrong reference and a wrong secret are one answer, and so is what was not taken in yet.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.knowledge.asking.models import Answer
from cairn.knowledge.asking.sealing import Receipt, opened
from cairn.knowledge.asking.vocabulary import APPEAL, Status, Wish


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: how, why, when."""

    outcome: str
    reasons: str
    on: date


@dataclass(frozen=True, slots=True)
class State:
    """Where a request stands, as the person who asked may know it. Days without a value have not
    come. `decided` is the first decision and the one on the appeal."""

    status: str
    about: str
    wish: str
    received_on: date
    decide_by: date
    decided: tuple[Decided, ...] = ()
    appealed_on: date | None = None
    carry_out_by: date | None = None
    carried_out_on: date | None = None

    @property
    def appeal_until(self) -> date | None:
        """The last day of an appeal: there is one, and none where a record was to be added."""
        one = len(self.decided) == 1 and self.wish != Wish.PROPOSE
        return self.decided[0].on + APPEAL if one else None

    def may_appeal(self, today: date) -> bool:
        open_now = self.status in (Status.TO_CARRY_OUT, Status.CLOSED)
        until = self.appeal_until
        return open_now and until is not None and today <= until


def state_of(receipt: Receipt) -> State | None:
    """None for whatever opens nothing."""
    row = Answer.objects.filter(handle=receipt.handle).first()
    told = opened(receipt.key, row.sealed) if row else None
    return _state(told) if told else None


def _state(told: dict[str, Any]) -> State:
    days = ("appealed_on", "carry_out_by", "carried_out_on")
    known = {name: date.fromisoformat(told[name]) if told.get(name) else None for name in days}
    decided = tuple(
        Decided(one["outcome"], one["reasons"], date.fromisoformat(one["on"]))
        for one in told.get("decided", ())
    )
    return State(
        status=told["status"],
        about=told["about"],
        wish=told["wish"],
        received_on=date.fromisoformat(told["received_on"]),
        decide_by=date.fromisoformat(told["decide_by"]),
        decided=decided,
        **known,
    )

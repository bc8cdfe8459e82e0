"""What anyone may ask of a published record, where a request stands, and by when it is decided."""

from datetime import timedelta

from django.db import models

from cairn.kernel.text import noop

PREFIX = "cor"  # of the references of requests
DECIDE = timedelta(days=30)  # after it came, and after an appeal
CARRY_OUT = timedelta(days=14)  # after it was decided, where editors change the record
APPEAL = timedelta(days=60)  # after a decision
LONGEST = {
    "passage": 2_000,
    "reasons": 4_000,
    "reply_to": 254,
    "title": 300,
    "address": 1_000,
}  # characters


class Wish(models.TextChoices):
    """What is asked."""

    MISTAKE = "mistake"
    NAME = "name"
    WITHDRAW = "withdraw"
    MISSING = "missing"
    PROPOSE = "propose"  # of no record: that one should be added


class Status(models.TextChoices):
    """Where a request stands."""

    RECEIVED = "received"  # nobody has decided yet
    TO_CARRY_OUT = "to_carry_out"  # accepted; editors have to change the record
    CLOSED = "closed"  # refused, or carried out
    APPEALED = "appealed"  # another person has to decide again


class Outcome(models.TextChoices):
    """How it was decided."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


WISHES = {
    Wish.MISTAKE: noop("Something in it is wrong"),
    Wish.NAME: noop("My name, or the name of another person, should go"),
    Wish.WITHDRAW: noop("The whole record should be withdrawn"),
    Wish.MISSING: noop("Something is missing"),
    Wish.PROPOSE: noop("A record should be added"),
}
OF_A_RECORD = tuple(one for one in Wish if one is not Wish.PROPOSE)
STATUSES = {
    Status.RECEIVED: noop("received, not decided yet"),
    Status.TO_CARRY_OUT: noop("accepted, still to be carried out"),
    Status.CLOSED: noop("decided"),
    Status.APPEALED: noop("appealed, not decided again yet"),
}
OUTCOMES = {
    Outcome.ACCEPTED: noop("Accepted in full"),
    Outcome.PARTLY: noop("Accepted in part"),
    Outcome.REFUSED: noop("Refused"),
}


def outcome_words(wish: str, outcome: str) -> str:
    """How a request of this kind was decided."""
    if wish == Wish.PROPOSE and outcome != Outcome.REFUSED:
        return noop("Taken up")
    return OUTCOMES[Outcome(outcome)]

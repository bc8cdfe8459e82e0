"""What anyone may ask of a published record, where a request stands, and by when it is decided."""

from datetime import timedelta

from django.db import models

from cairn.kernel.text import noop

PREFIX = "cor"  # of the references of requests
DECIDE = timedelta(days=30)  # after it came, and after an appeal
CARRY_OUT = timedelta(days=14)  # after it was decided, where editors change the record
APPEAL = timedelta(days=60)  # after a decision
LONGEST = {"passage": 2_000, "reasons": 4_000, "reply_to": 254}  # characters


class Wish(models.TextChoices):
    """What is asked."""

    MISTAKE = "mistake"
    NAME = "name"
    WITHDRAW = "withdraw"
    MISSING = "missing"


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
}
STATUSES = {
    Status.RECEIVED: noop("received, not decided yet"),
    Status.TO_CARRY_OUT: noop("accepted, still to be carried out"),
    Status.CLOSED: noop("decided"),
    Status.APPEALED: noop("appealed, not decided again yet"),
}
OUTCOMES = {
    Outcome.ACCEPTED: noop("Accepted"),
    Outcome.PARTLY: noop("Accepted in part"),
    Outcome.REFUSED: noop("Refused"),
}

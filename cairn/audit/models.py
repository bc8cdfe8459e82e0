"""The one log of what was done: append-only, plain text, without foreign keys.

Events are written unchained in the transaction of the action; the job runner seals them in order
(`seal.py`). Nothing an event names can erase it.
"""

from django.db import models


class Event(models.Model):
    """One thing that somebody did, or one batch of such things under one Merkle root."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=80)  # "subject.object.verb"
    by = models.CharField(max_length=150, blank=True)  # user name; empty: the system itself
    target = models.CharField(max_length=40, blank=True)  # a reference
    values = models.JSONField(default=dict)  # codes and counts; never a value read from a file
    erased_at = models.DateTimeField(null=True)  # its values went under a rule; the seal remains

    class Meta:
        indexes = [models.Index(fields=["target", "id"], name="event_by_target")]

    class Sensitivity:
        open = {"id", "kind"}
        restricted = {"at", "target", "values", "erased_at"}
        personal = {"by"}


class Seal(models.Model):
    """The salted commitment to one event, chained to the one before it.

    The event's payload stands apart and may be erased under a rule; commitment and chain remain.
    """

    number = models.BigIntegerField(unique=True)  # from 1, without gaps
    event = models.BigIntegerField(unique=True)  # the event's id; no foreign key, so it may go
    salt = models.CharField(max_length=32)
    commitment = models.CharField(max_length=64)  # SHA-256 of salt and canonical payload
    chain = models.CharField(max_length=64, db_index=True)  # SHA-256 of the one before and this

    class Sensitivity:
        open = {"id", "number", "event", "commitment", "chain"}
        restricted = {"salt"}
        personal: set[str] = set()


class Checkpoint(models.Model):
    """What was signed on a day and given out: the chain's value, and nothing of what it covers."""

    day = models.DateField(unique=True)
    number = models.BigIntegerField()  # of the seal; never given out, it tells how much happened
    chain = models.CharField(max_length=64)
    key = models.CharField(max_length=64)  # the public key, hexadecimal
    signature = models.CharField(max_length=128)  # Ed25519
    at = models.DateTimeField()

    class Sensitivity:
        open = {"id", "day", "chain", "key", "signature", "at"}
        restricted = {"number"}
        personal: set[str] = set()


class Holding(models.Model):
    """That an organisation took a checkpoint along: it can tell if the log is changed later."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="holdings")
    organisation = models.CharField(max_length=20)  # its reference; accounts stand above the log
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "organisation"], name="holding_once")
        ]

    class Sensitivity:
        open = {"id"}
        restricted = {"checkpoint", "organisation", "day"}
        personal: set[str] = set()

"""What a person sees of a job: how far it is, and whether it failed, on the record concerned.

The queue itself is the table of django-tasks; a note stands beside each entry. `lease_until` says
until when the runner that took it is believed to live; a note whose lease ran out goes back into
the queue, so a job may be begun more than once and must be idempotent.
"""

from collections import defaultdict
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from cairn.db.fields import RefField


class State(models.TextChoices):
    """From queued to over; a job that lost its runner goes back to waiting."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OVER = (State.DONE, State.FAILED)


class JobNote(models.Model):
    """One job, as the record that it is about shows it."""

    ref = RefField(prefix="job")
    task = models.UUIDField(unique=True)  # the entry in the queue; no foreign key: it is pruned
    name = models.CharField(max_length=200)  # dotted path of the function
    key = models.CharField(max_length=200, blank=True)  # the same key is queued once at a time
    about = models.CharField(max_length=40, blank=True)  # reference of the record concerned
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)  # null: not known yet
    sentence = models.TextField(blank=True)  # a template, translated when it is shown
    values = models.JSONField(default=dict)
    attempt = models.PositiveSmallIntegerField(default=0)
    runner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True)  # the code of what went wrong

    class Meta:
        indexes = [
            models.Index(fields=["about", "-id"], name="job_by_record"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_by_lease"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(done__gte=0) & (Q(total__isnull=True) | Q(total__gte=0)),
                name="job_counts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="job_that_runs_has_a_lease",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
                name="job_of_one_key_is_queued_once",
            ),
        ]

    class Sensitivity:
        open = {"id", "ref", "task", "name", "state", "error", "attempt", "runner"}
        restricted = {
            "key",
            "about",
            "done",
            "total",
            "sentence",
            "values",
            "lease_until",
            "queued_at",
            "started_at",
            "finished_at",
        }
        personal: set[str] = set()

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def share(self) -> float | None:
        """From 0 to 1, or None while the whole is not known."""
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def shown(self) -> str:
        """The sentence in the reader's language; a value that was not kept is an ellipsis."""
        known: dict[str, Any] = defaultdict(lambda: "…", self.values)
        return gettext(self.sentence) % known if self.sentence else ""


def latest_about(ref: str) -> JobNote | None:
    """The newest job of a record, for the page of that record."""
    return JobNote.objects.filter(about=ref).order_by("-pk").first()

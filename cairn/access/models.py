"""A role that somebody asked for, and what became of the request.

The organisation is kept twice: as the person named it, which is all that she is ever shown, and as
it was found, which is for those who decide there. So a request to a body that is not here looks, to
whoever asked, like one that nobody has decided yet.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cairn.accounts.models import Organisation, User
from cairn.db.fields import RefField

LONGEST_PURPOSE = 500  # characters
LONGEST_REASON = 300


class RoleRequest(models.Model):
    """One role in one organisation, until a day, for a purpose in the person's words."""

    class Closed(models.TextChoices):
        """How it ended."""

        GIVEN = "given"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # by whoever asked
        LAPSED = "lapsed"  # nobody decided in time, or there was nobody to decide

    ref = RefField(prefix="ask")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named = models.CharField(max_length=200)  # the organisation, in the words of whoever asked
    at_home = models.BooleanField(default=False)  # of her own: may be shown to her by its name
    organisation = models.ForeignKey(  # null: none here is called so
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=20)  # a key of `permissions.ROLES`
    until = models.DateField()  # the first day without it
    purpose = models.CharField(max_length=LONGEST_PURPOSE)  # screened
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    closed_as = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)  # a name as in the log
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)  # screened
    asker_told_at = models.DateTimeField(null=True, blank=True)  # she put the notice away
    others_told_at = models.DateTimeField(null=True, blank=True)  # they did, of one that lapsed

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "named", "role"],
                condition=Q(closed_as=""),
                name="role_request_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at__isnull=True)
                | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="role_request_is_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(closed_as__in=["given", "declined"])
                | (~Q(decided_by="") & ~Q(reason="") & Q(organisation__isnull=False)),
                name="role_request_is_decided_with_a_reason",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {
            *("role", "until", "asked_at", "expires_at", "closed_as", "closed_at", "reason"),
            *("named", "at_home", "organisation", "purpose"),
        }
        personal: ClassVar = {"user", "decided_by", "asker_told_at", "others_told_at"}

    @property
    def state(self) -> str:
        """`waiting`, or how it ended; the clock alone lets it lapse."""
        if self.closed_as:
            return str(self.closed_as)
        return "waiting" if self.expires_at > timezone.now() else self.Closed.LAPSED.value

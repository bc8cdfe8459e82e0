"""Named filters over memberships; "does it hold today" is written once, here."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class MembershipQuerySet(models.QuerySet[Any]):
    def current(self) -> "MembershipQuerySet":
        """Memberships that hold today, of accounts that are open."""
        today = timezone.localdate()
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=today), since__lte=today, user__is_active=True
        )

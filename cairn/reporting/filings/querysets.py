"""Who may see a filing, which version is meant, and may it be counted: each written once."""

from typing import Any, Self

from django.db.models import Max

from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.querysets import SharedQuerySet


class FilingQuerySet(SharedQuerySet):
    def newest(self) -> Self:
        """Of each filing the newest version among these rows; call it after `visible_to`."""
        last = self.values("ref").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=last.order_by())

    def overlapping(self, *, owner: Any, section: str, first: Any, last: Any) -> Self:
        """Filings of the same organisation and section whose period shares a day with this one."""
        mine = self.filter(owner=owner, section=section, period__lte=last, period_last__gte=first)
        return mine.exclude(status=FilingStatus.WITHDRAWN)

    def countable(self) -> Self:
        """Filings that may enter a statistic: validated and not replaced since."""
        return self.filter(status=FilingStatus.VALIDATED)

"""Who may see a filing, which version is meant, and may it be counted: each written once."""

from typing import Any, Self

from django.db.models import Max, Q

from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.querysets import SharedQuerySet
from cairn.sharing.viewer import Viewer


class FilingQuerySet(SharedQuerySet):
    def newest(self) -> Self:
        """Of each filing the newest version among these rows; call it after `visible_to`."""
        last = self.values("ref").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=last.order_by())

    def newest_seen_by(self, viewer: Viewer, refs: Any = None) -> Self:
        """Of each filing (of those with these references) the newest version that the viewer may
        see. An amendment that was given up before it was validated does not stand for it."""
        given_up = Q(status=FilingStatus.WITHDRAWN, number__gt=1, validated_at__isnull=True)
        seen = self.visible_to(viewer).exclude(given_up)
        return (seen if refs is None else seen.filter(ref__in=refs)).newest()

    def overlapping(self, *, owner: Any, section: str, first: Any, last: Any) -> Self:
        """Filings of the same organisation and section whose period shares a day with this one."""
        mine = self.filter(owner=owner, section=section, period__lte=last, period_last__gte=first)
        return mine.exclude(status=FilingStatus.WITHDRAWN)

    def countable(self) -> Self:
        """Filings that may enter a statistic: validated and not replaced since."""
        return self.filter(status=FilingStatus.VALIDATED)

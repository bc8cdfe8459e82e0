"""Who may see it, and is it current: each written once."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from cairn.db.predicates import Holds
from cairn.reporting.states import UNSETTLED
from cairn.sharing.viewer import Viewer, visible


class SharedQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What this viewer may read: the one predicate of `sharing`, compiled for this model."""
        return self.filter(Holds(visible(viewer)))


class StagedQuerySet(SharedQuerySet):
    """Rows that came in batches: a row is current from the commit of its batch to the commit of
    the batch that brought its next version."""

    def current(self) -> Self:
        from cairn.reporting.models import ImportBatch

        unsettled = ImportBatch.objects.filter(status__in=UNSETTLED).values("pk")
        return self.exclude(batch__in=unsettled).filter(
            Q(superseded_by__isnull=True) | Q(superseded_by__in=unsettled)
        )

    def countable(self) -> Self:
        """Rows that may enter a statistic: current rows of accepted data sets."""
        return self.current().filter(dataset__accepted_at__isnull=False)

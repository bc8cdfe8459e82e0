"""Proposals to join two accounts: who may see them.

A proposal is seen by whoever may see both of its accounts as they are now; it has no audience of
its own, so that narrowing an account takes the proposal along.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from cairn.sharing.viewer import Viewer


class LinkQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        from cairn.reporting.models import Account

        seen = Account.objects.current().visible_to(viewer)
        return self.filter(
            Exists(seen.filter(ref=OuterRef("left"))), Exists(seen.filter(ref=OuterRef("right")))
        )

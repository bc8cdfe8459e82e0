"""What was published in the searches that somebody saved, on the first page of the desk."""

from typing import Any

from django.http import HttpRequest

from cairn.search.saved.models import SavedSearch
from cairn.web.desk.importing.doors import person_of

SHOWN = 5


def told_of_searches(request: HttpRequest) -> dict[str, Any] | None:
    """Those with something new, by name; one query."""
    rows = SavedSearch.objects.followed().filter(user=person_of(request), fresh__gt=0)
    fresh = list(rows.order_by("name")[: SHOWN + 1])
    return {"lines": fresh[:SHOWN], "more": len(fresh) > SHOWN} if fresh else None

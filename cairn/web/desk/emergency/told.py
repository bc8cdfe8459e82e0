"""What the first page of the desk tells of emergencies: to all concerned, until somebody reviewed
it; to whoever began it, what was said, until she puts it away."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from cairn.access.emergency_reviews import concerned
from cairn.web.desk.emergency.doors import lines_of
from cairn.web.desk.importing.doors import person_of

SHOWN = 10


def told_of_emergencies(request: HttpRequest) -> dict[str, Any]:
    """By kind; one query where there is nothing to tell."""
    person = person_of(request)
    unread = Q(user=person, told_at__isnull=True)
    rows = list(concerned(person).filter(Q(judged_as="") | unread)[:SHOWN])
    lines = lines_of(request, rows) if rows else []
    return {
        "emergencies": [one for one in lines if not one["emergency"].judged_as],
        "reviewed": [one for one in lines if one["emergency"].judged_as],
    }

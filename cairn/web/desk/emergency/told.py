"""What the first page of the desk tells of emergencies: to all concerned, until some days after
somebody reviewed it; to whoever began it, what was said, until she puts it away."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from cairn.access.emergency_reviews import concerned, still_told
from cairn.web.desk.emergency.doors import lines_of
from cairn.web.desk.importing.doors import person_of


def told_of_emergencies(request: HttpRequest) -> dict[str, Any]:
    """By kind, those that nobody has reviewed first; one query where there is nothing to tell."""
    person = person_of(request)
    unread = Q(user=person, told_at__isnull=True)
    lines = lines_of(request, list(concerned(person).filter(still_told() | unread)))
    reviewed = [one for one in lines if one["emergency"].judged_as]
    return {
        "emergencies": [one for one in lines if not (one["mine"] and one["emergency"].judged_as)],
        "reviewed": [one for one in reviewed if one["mine"] and not one["emergency"].told_at],
    }

"""What the first page of the desk tells of the rights channel: to reviewers alone. Of a report of
one's own it says nothing, for others may look at the same screen."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cairn.rights.queries import waiting
from cairn.web.desk.importing.doors import person_of


def told_of_rights(request: HttpRequest) -> dict[str, Any]:
    """Empty where there is nothing to tell."""
    person = person_of(request)
    open_ones, late = waiting(person, timezone.localdate())
    return {"open": open_ones, "late": late} if open_ones else {}

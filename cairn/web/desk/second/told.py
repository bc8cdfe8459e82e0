"""What the first page of the desk tells: what waits for one as a second person, and what became of
what one asked."""

from typing import Any

from django.http import HttpRequest

from cairn.access import second
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.second.bounds import address_of_file
from cairn.web.desk.second.words import line_of


def told_of_second(request: HttpRequest) -> dict[str, Any]:
    """By kind; empty where there is nothing to tell."""
    person = person_of(request)
    told = {
        "waiting": list(map(line_of, second.to_decide(person, viewer_of(request)))),
        "answered": [line_of(one) | address_of_file(one) for one in second.answered(person)],
    }
    return {kind: found for kind, found in told.items() if found}

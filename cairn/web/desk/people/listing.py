"""The people of the organisations in which one gives roles."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.access import asking
from cairn.accounts.invitations import ON_PAPER, of_organisation
from cairn.accounts.models import Organisation
from cairn.accounts.people import administered, roles_there
from cairn.accounts.permissions import Permission
from cairn.accounts.policies import with_second_factor
from cairn.kernel.text import noop
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.people.asking import line_of
from cairn.web.desk.people.doors import role_line, role_words
from cairn.web.say import say

STATES = {
    "waiting": (noop("waiting to be used"), "waiting"),
    "expired": (noop("expired unused"), "problem"),
    "used": (noop("used"), "done"),
    "withdrawn": (noop("withdrawn"), "information"),
    "replaced": (noop("replaced by a newer one"), "information"),
}


@require_safe
@needs(Permission.MEMBERSHIP_WRITE)
def page(request: HttpRequest) -> HttpResponse:
    """One list for each organisation, in as many queries as there are organisations."""
    asked = [line_of(one) for one in asking.to_decide(person_of(request))]
    bodies = [
        {
            "body": one,
            "people": list(_people(one)),
            "invitations": list(_invitations(one)),
            "asked": [line for line in asked if line["request"].organisation_id == one.pk],
        }
        for one in administered(person_of(request))
    ]
    return render(request, "desk/people/index.html", {"bodies": bodies})


def _invitations(body: Organisation) -> Iterator[dict[str, Any]]:
    for one in of_organisation(body):
        words, kind = STATES[one.state]
        yield {
            "invitation": one,
            "role": role_words(one.role),
            "words": say(words),
            "kind": kind,
            "open": one.state in ON_PAPER,
        }


def _people(body: Organisation) -> Iterator[dict[str, Any]]:
    rows = roles_there(body).select_related("user", "stands_in_for").order_by("role", "pk")
    held: dict[Any, list[Any]] = defaultdict(list)
    for one in rows:
        held[one.user].append(role_line(one))
    ready = with_second_factor(held)
    for user in sorted(held, key=lambda one: (one.display_name.casefold(), one.pk)):
        yield {"user": user, "roles": held[user], "ready": user.pk in ready}

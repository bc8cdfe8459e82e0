"""What the first page of the desk tells about people: what concerns one's own account first."""

from typing import Any

from django.http import HttpRequest

from cairn.access import asking
from cairn.accounts.invitations import expired_unused
from cairn.accounts.policies import few_printed_codes
from cairn.accounts.recovery import to_confirm
from cairn.erasure.actions import waiting_for
from cairn.web.desk.emergency.told import told_of_emergencies
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.people.asking import line_of


def told_of_people(request: HttpRequest) -> dict[str, Any]:
    """By kind; empty where there is nothing to tell."""
    told: dict[str, Any] = {}
    if viewer_of(request).administers:
        told["expired"] = expired_unused(person_of(request))
        told["asked"] = [
            line_of(one) | {"late": asking.is_late(one), "days": asking.waits_for(one)}
            for one in asking.to_decide(person_of(request))
        ]
        told["lapsed"] = list(map(line_of, asking.lapsed_there(person_of(request))))
    if viewer_of(request).administers or viewer_of(request).clears:
        told["recoveries"] = to_confirm(person_of(request))
    if viewer_of(request).administers or viewer_of(request).clears or viewer_of(request).imports:
        told["erasures"] = waiting_for(person_of(request))
    told |= told_of_emergencies(request)
    told["answered"] = list(map(line_of, asking.answered(person_of(request))))
    told["few_codes"] = few_printed_codes(person_of(request))
    return {kind: found for kind, found in told.items() if found}

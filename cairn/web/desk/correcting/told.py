"""What the first page of the desk tells of requests for correction."""

from django.http import HttpRequest
from django.utils import timezone

from cairn.accounts.permissions import Permission, permissions_of
from cairn.corrections.queries import proposals, to_carry_out, to_decide
from cairn.web.desk.importing.doors import person_of


def told_of_corrections(request: HttpRequest) -> dict[str, int]:
    """What waits for a decision, to who decides; what waits to be changed, to editors."""
    held = permissions_of(person_of(request))
    told: dict[str, int] = {}
    if Permission.CORRECTION_DECIDE in held:
        told["open"], told["late"] = to_decide(timezone.localdate())
    if Permission.LIBRARY_WRITE in held:
        told["change"] = to_carry_out().count()
        told["proposed"] = proposals().count()
    return told if any(told.values()) else {}

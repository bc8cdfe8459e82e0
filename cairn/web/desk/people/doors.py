"""Who and what a page about people is about; hidden and absent are one answer."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.people import administered, roles_there
from cairn.accounts.permissions import ROLES
from cairn.kernel.errors import NotFound
from cairn.web.desk.importing.doors import person_of
from cairn.web.say import say


def body_of(request: HttpRequest, ref: str) -> Organisation:
    """An organisation in which whoever asks gives roles."""
    found = next((one for one in administered(person_of(request)) if one.ref == ref), None)
    if found is None:
        raise NotFound()
    return found


def found_there(body: Organisation, ref: str) -> User:
    """Somebody who has a role in the organisation."""
    rows = roles_there(body).filter(user__ref=ref)
    held = rows.select_related("user").first()
    if held is None:
        raise NotFound()
    found: User = held.user
    return found


def role_words(role: str) -> str:
    return say(ROLES[role].name) if role in ROLES else role


def role_line(membership: Membership) -> dict[str, Any]:
    """One role as it is listed: its name, its last day, and for whom."""
    until = membership.until
    return {
        "membership": membership,
        "role": role_words(membership.role),
        "last_day": until - timedelta(days=1) if until else None,
        "instead": membership.stands_in_for,
    }

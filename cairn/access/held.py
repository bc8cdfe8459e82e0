"""What is held about one desk user here, for herself; an organisation only as she named it."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.access.models import RoleRequest
from cairn.accounts.models import User
from cairn.kernel.text import noop

SECTIONS = {"role_requests": noop("Roles that you asked for")}


def held_about(user: User) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
    """Name and rows of each section, in the order of `SECTIONS`."""
    yield "role_requests", _requests(user)


def _requests(user: User) -> Iterator[Mapping[str, Any]]:
    for one in RoleRequest.objects.filter(user=user).order_by("pk").iterator(chunk_size=500):
        yield {
            "reference": one.ref,
            "organisation": one.named,
            "role": one.role,
            "until": one.until,
            "purpose": one.purpose,
            "asked_at": one.asked_at,
            "state": one.state,
            "reason": one.reason,
        }

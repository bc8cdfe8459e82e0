"""What is held about one desk user here, for herself: her tokens, without anything that opens."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.accounts.models import User
from cairn.kernel.text import noop
from cairn.reporting.devices.models import Device

SECTIONS = {"devices": noop("Tokens of devices that you made")}


def held_about(user: User) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
    """Name and rows of each section, in the order of `SECTIONS`."""
    yield "devices", _devices(user)


def _devices(user: User) -> Iterator[Mapping[str, Any]]:
    rows = Device.objects.filter(owner=user).select_related("organisation").order_by("pk")
    for one in rows.iterator(chunk_size=500):
        yield {
            "reference": one.ref,
            "name": one.name,
            "organisation": one.organisation.name,
            "sections": ", ".join(one.sections),
            "made_on": one.made_on,
            "until": one.until,
            "used_on": one.used_on,
            "uses_on_that_day": one.uses,
            "tried_after_its_end_on": one.turned_away_on,
            "ended": one.ended_as,
            "ended_on": one.ended_on,
        }

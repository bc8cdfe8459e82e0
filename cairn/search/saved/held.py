"""What is held about one desk user here, for herself."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.accounts.models import User
from cairn.kernel.text import noop
from cairn.search.saved.models import SavedSearch

SECTIONS = {"saved_searches": noop("Searches that you saved")}


def held_about(user: User) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
    """Name and rows of each section, in the order of `SECTIONS`."""
    yield "saved_searches", map(_row, SavedSearch.objects.filter(user=user).order_by("pk"))


def _row(one: SavedSearch) -> Mapping[str, Any]:
    return {
        "reference": one.ref,
        "name": one.name,
        "asked": one.asked,
        "language": one.language,
        "saved_at": one.saved_at,
        "looked_at": one.since,
        "paused": one.paused,
    }

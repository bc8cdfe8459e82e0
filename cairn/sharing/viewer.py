"""Who is looking: a frozen value, built once per request, and what that person may see.

`visible` is pure: four compilers read the predicate it returns. In this version only open series
are published; a person of the desk sees them and what belongs to her own organisations. Unknown
means not visible.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.predicates import And, Before, Eq, In, Or, Predicate

OPEN = "open"  # audience class of open series: anyone
ORGANISATION = "organisation"  # audience class of what is private to its owner


@dataclass(frozen=True, slots=True)
class Viewer:
    """`organisations` are references; `today` decides embargoes."""

    today: date
    username: str = ""
    organisations: frozenset[str] = frozenset()


def visible(viewer: Viewer) -> Predicate:
    """The one rule of who may see a record, over the columns of `kernel.predicates`."""
    anyone = And((Eq("audience_class", OPEN), Before("embargo_until", viewer.today)))
    if not viewer.organisations:
        return anyone
    return Or((anyone, In("owner", viewer.organisations)))


def viewer_of(user: Any, today: date) -> Viewer:
    """The viewer for this request; nobody signed in is the public."""
    if not getattr(user, "is_authenticated", False):
        return Viewer(today=today)
    refs = user.memberships.current().values_list("organisation__ref", flat=True)
    return Viewer(today=today, username=user.username, organisations=frozenset(refs))

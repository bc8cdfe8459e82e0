"""Forums, organizations and groups of States, and who belongs to them.

Each list says how it is known (`basis`, `completeness`) and for when (`as_of`). A membership has
dates only where something tells them; one without dates stands for the time of the list alone. A
list from general knowledge may be used to offer a filter, and may not be shown as official.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from cairn.kernel.dates import Period
from cairn.reference.loading import load, read_yaml

FILE = "bodies.yaml"


class BodyKind(StrEnum):
    """What a body is."""

    ORGANIZATION = "organization"
    FORUM = "forum"
    NETWORK = "network"
    PROGRAMME = "programme"
    DECLARATION = "declaration"
    ACTIVITY = "activity"
    REGIONAL_GROUP = "un-regional-group"


class Basis(StrEnum):
    """How the list of members is known."""

    NAMED_LIST = "named_list"  # the whole list was read in a source
    UN_DOCUMENT = "un_document"  # a list in a document of the United Nations
    NAMED_IN_PART = "named_in_part"  # some members were read in sources; more exist
    SIZE_ONLY = "size_only"  # the published size is equal; names from general knowledge
    GENERAL_KNOWLEDGE = "general_knowledge"  # nothing was looked up


@dataclass(frozen=True, slots=True)
class Membership:
    """One member; dates as precise as they are known."""

    iso3: str
    since: str | None = None  # 2024, 2025-10 or 1973-01-01
    until: str | None = None  # the last day, month or year of membership
    role: str = "member"  # or: steering, territory
    confirmed: bool = True  # False: on the list by general knowledge only
    source: str | None = None  # of the dates


@dataclass(frozen=True, slots=True)
class Body:
    """A forum, an organization or a group."""

    key: str
    names: Mapping[str, str]
    kind: BodyKind
    as_of: str | None  # for when the list stands, as its source says it
    completeness: str  # verified, partial, unverified
    basis: Basis
    published_size: Mapping[str, int]
    organizations: tuple[str, ...]
    members: tuple[Membership, ...]

    @property
    def official(self) -> bool:
        """True where the list may be shown as the body's own."""
        return self.basis in (Basis.NAMED_LIST, Basis.UN_DOCUMENT)


@dataclass(frozen=True, slots=True)
class MembersAt:
    """Who belonged on a day."""

    members: tuple[str, ...]
    uncertain: tuple[str, ...]  # joined or left within the month or year that has the day in it


@dataclass(frozen=True, slots=True)
class _File:
    bodies: tuple[Body, ...] = field(default_factory=tuple)


@functools.cache
def bodies() -> Mapping[str, Body]:
    """All bodies, by key."""
    found = load(_File, read_yaml(FILE), file=FILE, where="bodies")
    return MappingProxyType({body.key: body for body in found.bodies})


def body_name(key: str, language: str) -> str:
    """The name of a body in `language`, else in English; an unknown key as it is."""
    body = bodies().get(key)
    if body is None:
        return key
    return body.names.get(language.split("-")[0].lower()) or body.names["en"]


def members_at(key: str, day: date) -> MembersAt:
    """Members on `day`, as far as dates are known; undated ones count as members."""
    members: list[str] = []
    uncertain: list[str] = []
    for one in bodies()[key].members:
        since = _ends(one.since)
        until = _ends(one.until)
        if (since and day < since[0]) or (until and day > until[1]):
            continue
        vague = (since and day < since[1]) or (until and until[0] <= day < until[1])
        (uncertain if vague else members).append(one.iso3)
    return MembersAt(tuple(members), tuple(uncertain))


def _ends(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    if len(text) == 10:
        return date.fromisoformat(text), date.fromisoformat(text)
    period = Period.parse(text)
    return period.first, period.last

"""Where a person holds which role today: read once while one page is answered.

A page asks some fifteen times what its reader may do. While a request that changes nothing is
answered (`answering_once`), the answer of the first time stands; everywhere else, each question
reads the memberships anew. It is asked on every page, so it is plain SQL; `MembershipQuerySet` says
the same for queries that go on from there, and a property test compares the two.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from cairn.accounts.models import Membership, OrganisationKind, User


@dataclass(frozen=True, slots=True)
class Held:
    """One role of a person in one organisation, as it holds today."""

    organisation_id: int
    organisation: str  # its reference
    kind: str
    state: str | None
    role: str

    @property
    def for_state(self) -> str | None:
        """The State for whose body it is held."""
        return self.state if self.kind == OrganisationKind.STATE_BODY else None


COLUMNS = (
    *("organisation_id", "organisation__ref", "organisation__kind", "organisation__state"),
    "role",
)
ASKED = """
SELECT o.id, o.ref, o.kind, o.state, m.role
FROM accounts_membership m
JOIN accounts_organisation o ON o.id = m.organisation_id
JOIN accounts_user u ON u.id = m.user_id
WHERE m.user_id = %s AND u.is_active AND m.since <= %s AND (m.until IS NULL OR m.until > %s)
"""
_read: ContextVar[dict[int, tuple[Held, ...]] | None] = ContextVar("held", default=None)


@contextmanager
def answering_once() -> Iterator[None]:
    """What is read of memberships in this block is read once."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def held_by(user: Any) -> tuple[Held, ...]:
    """What the person holds today in the name in which she works; nothing where nobody is signed in
    or the account is closed."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ()
    held, chosen = held_anywhere(user), getattr(user, "works_for", None)
    return held if chosen is None else tuple(one for one in held if one.organisation == chosen)


def held_anywhere(user: Any) -> tuple[Held, ...]:
    """What the person holds today, in whichever name; one query, or none where it was asked."""
    known = _read.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [user.pk, today, today])
        held = tuple(Held(*row) for row in cursor.fetchall())
    if known is not None:
        known[user.pk] = held
    return held


def held_by_each(users: Iterable[User]) -> Mapping[int, tuple[Held, ...]]:
    """What each of them holds today, in whichever name (by primary key): one query for all."""
    found: dict[int, list[Held]] = {one.pk: [] for one in users}
    rows = Membership.objects.current().filter(user__in=found, user__is_active=True)
    for user, *row in rows.values_list("user_id", *COLUMNS):
        found[user].append(Held(*row))
    return {user: tuple(held) for user, held in found.items()}

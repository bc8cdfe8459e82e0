"""Where a person holds which role today: read once while one page is answered.

A page asks some fifteen times what its reader may do. While a request that changes nothing is
answered (`answering_once`), the answer of the first time stands; everywhere else, each question
reads the memberships anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from cairn.accounts.models import Membership, OrganisationKind, User
from cairn.accounts.working import roles_held_by


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
_read: ContextVar[dict[tuple[int, str | None], tuple[Held, ...]] | None] = ContextVar(
    "held", default=None
)


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
    known, key = _read.get(), (user.pk, getattr(user, "works_for", None))
    if known is not None and key in known:
        return known[key]
    held = tuple(Held(*row) for row in roles_held_by(user).values_list(*COLUMNS))
    if known is not None:
        known[key] = held
    return held


def held_by_each(users: Iterable[User]) -> Mapping[int, tuple[Held, ...]]:
    """What each of them holds today, in whichever name (by primary key): one query for all."""
    found: dict[int, list[Held]] = {one.pk: [] for one in users}
    rows = Membership.objects.current().filter(user__in=found, user__is_active=True)
    for user, *row in rows.values_list("user_id", *COLUMNS):
        found[user].append(Held(*row))
    return {user: tuple(held) for user, held in found.items()}

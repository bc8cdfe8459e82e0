"""In whose name a person works, where she has roles in several organisations.

She chooses one; until she has, she may do nothing. What she may do, see and write is then what her
roles in that organisation give, and the log names it beside her. The choice stands on the account
as it was read for one request (`User.works_for`): the same person, read from the database to be
looked at or decided about, is nobody's in particular, and all of her roles count.
"""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from cairn.accounts.holding import held_anywhere
from cairn.accounts.models import Membership, Organisation, User
from cairn.accounts.querysets import MembershipQuerySet
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

Row = TypeVar("Row", bound=Model)
UNDECIDED = ""  # several, and none of them chosen yet


class OtherName(Refused):
    text = noop(
        "This form was begun in the name of another organisation than the one for which you work "
        "now, so nothing was done. Reload the page, and look at the name above it."
    )


def roles_held_by(user: Any) -> Any:
    """The roles that count today for whoever acts: those of the organisation in whose name she
    works, or all where she has not several."""
    rows: MembershipQuerySet = Membership.objects.current().filter(user=user)
    chosen = getattr(user, "works_for", None)
    return rows if chosen is None else rows.filter(organisation__ref=chosen)


def within(user: Any, rows: QuerySet[Row], body: str) -> QuerySet[Row]:
    """Of what is a person's own, what she may meet in this request: all of it; where she came
    through a provider, what belongs to the organisations that it serves. `body`: the field in which
    the rows name theirs; what names none is met only without a provider."""
    only_for = getattr(user, "only_for", None)
    return rows if only_for is None else rows.filter(**{f"{body}__ref__in": only_for})


def names_of(user: User) -> list[Organisation]:
    """The organisations in whose name the person could work today, by their names."""
    held = Membership.objects.current().filter(user=user)
    if user.only_for is not None:
        held = held.filter(organisation__ref__in=user.only_for)
    rows = Organisation.objects.filter(pk__in=held.values("organisation"))
    return sorted(rows, key=lambda one: one.called.casefold())


def take_up(user: User, chosen: str, only_for: frozenset[str] | None = None) -> None:
    """Before anything of a request is done: in whose name it is, as the session says (a reference).
    One query, which tells also what she may do.

    Whoever came through a provider works for the organisations that it serves (`only_for`), so that
    no body's provider opens what another body's roles give.
    """
    refs = {one.organisation for one in held_anywhere(user)}
    user.only_for = only_for
    open_to_her = refs if only_for is None else refs & only_for
    if len(refs) > 1:
        only = next(iter(open_to_her)) if len(open_to_her) == 1 else UNDECIDED
        user.works_for = chosen if chosen in open_to_her else only

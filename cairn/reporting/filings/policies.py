"""Who may move a filing, and when. `states` says which moves there are at all.

The contact point is whoever may clear in an organisation of the filing's State. Where the State
wants four eyes, whoever submitted does not clear. The secretariat validates form and never writes.
"""

from typing import Any

from cairn.accounts.models import Membership, Organisation, OrganisationKind
from cairn.accounts.permissions import (
    ROLES,
    MissingPermission,
    Permission,
    holds_where,
    permissions_of,
)
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing, StateRule
from cairn.reporting.filings.states import WRITABLE, FilingStatus, check_can_move


class NotOfThisState(Refused):
    text = noop("Only the contact point of the State that filed it may do that.")


class FourEyes(Refused):
    text = noop(
        "Your State wants four eyes: you submitted this filing, so another person clears it."
    )


class NotWritable(Refused):
    text = noop(
        "Filing %(ref)s is with somebody else now and cannot be changed. If it is wrong, ask for "
        "its return or begin a new version."
    )


class InAMerge(Refused):
    text = noop(
        "Filing %(ref)s went into the national filing %(into)s. Decide there, or give that one up "
        "first."
    )


class NoReasonGiven(Refused):
    """`field`: where it is to be written."""

    text = noop("Say why, in a sentence: whoever receives it back must know what to do.")

    @property
    def problems(self) -> tuple[Refused]:
        return (self,)


class NothingSaid(NoReasonGiven):
    text = noop("The comment is empty; write what you ask or answer.")


def check_may_file(user: Any, owner: Organisation) -> None:
    """Write filings for this organisation; it must belong to a State."""
    held = permissions_of(user, owner)
    if Permission.FILING_WRITE not in held or owner.kind != OrganisationKind.STATE_BODY:
        raise MissingPermission(permission=Permission.FILING_WRITE)


def check_may_write(user: Any, filing: Filing) -> None:
    """Change its content: its own organisation, while it is a draft or was returned."""
    check_may_file(user, filing.owner)
    if filing.status not in WRITABLE:
        raise NotWritable(ref=filing.ref)


def check_may_clear(user: Any, filing: Filing) -> None:
    """Clear it or return it: the contact point of its State."""
    if not clears_for(user, filing.state):
        raise NotOfThisState()
    if filing.submitted_by == getattr(user, "username", "") and wants_four_eyes(filing.state):
        raise FourEyes()


def check_may_merge(user: Any, filing: Filing) -> None:
    """Decide in a national filing: the contact point of its State, while it may be written."""
    if not clears_for(user, filing.state):
        raise NotOfThisState()
    check_may_write(user, filing)


def check_not_merged(filing: Filing) -> None:
    """What went into a national filing is decided there."""
    if filing.merged_into:
        raise InAMerge(ref=filing.ref, into=filing.merged_into)


def clears_for(user: Any, state: str | None) -> bool:
    """Whether the person is a contact point of this State today."""
    if state is None:
        return False
    return any(one.for_state == state for one in holds_where(user, Permission.FILING_CLEAR))


def wants_four_eyes(state: str | None) -> bool:
    """Whether in this State whoever submitted a filing does not clear it."""
    return StateRule.objects.filter(state=state, four_eyes=True).exists()


def contact_points(state: str | None) -> Any:
    """Who may clear for the State today, as memberships."""
    roles = [key for key, role in ROLES.items() if Permission.FILING_CLEAR in role.permissions]
    return Membership.objects.current().filter(
        role__in=roles,
        user__is_active=True,
        organisation__kind=OrganisationKind.STATE_BODY,
        organisation__state=state,
    )


def who_clears(state: str | None, *, besides: str) -> list[str]:
    """User names of the other contact points of the State today; one query."""
    names = contact_points(state).exclude(user__username=besides).order_by("user__username")
    return list(names.values_list("user__username", flat=True).distinct())


def check_may_return(user: Any, filing: Filing) -> None:
    """The contact point returns what was submitted; the secretariat, what was cleared."""
    if filing.status == FilingStatus.CLEARED:
        check_may_validate(user, filing)
    else:
        if not clears_for(user, filing.state):
            raise NotOfThisState()
    check_can_move(filing.status, to=FilingStatus.RETURNED, ref=filing.ref)


def check_may_take_back(user: Any, filing: Filing) -> None:
    """Its own organisation, as long as nobody decided about it."""
    check_may_file(user, filing.owner)
    check_can_move(filing.status, to=FilingStatus.DRAFT, ref=filing.ref)


def check_may_validate(user: Any, filing: Filing) -> None:
    """The secretariat: a member of an international organisation who may validate."""
    held = holds_where(user, Permission.FILING_VALIDATE)
    if not any(one.kind == OrganisationKind.INTERNATIONAL for one in held):
        raise MissingPermission(permission=Permission.FILING_VALIDATE)


def check_may_withdraw(user: Any, filing: Filing) -> None:
    """Its own organisation withdraws a draft; the contact point, what left the organisation."""
    if filing.status in (FilingStatus.DRAFT, FilingStatus.RETURNED):
        check_may_file(user, filing.owner)
    elif not clears_for(user, filing.state):
        raise NotOfThisState()
    check_can_move(filing.status, to=FilingStatus.WITHDRAWN, ref=filing.ref)


def check_may_recall(user: Any, filing: Filing) -> None:
    """The contact point of its State, while it stands."""
    if not clears_for(user, filing.state):
        raise NotOfThisState()
    if filing.status != FilingStatus.VALIDATED:
        check_can_move(filing.status, to=FilingStatus.SUPERSEDED, ref=filing.ref)


def check_may_comment(user: Any, filing: Filing) -> None:
    """Whoever can act on it may ask: its organisation, the contact point, the secretariat."""
    if Permission.FILING_WRITE in permissions_of(user, filing.owner):
        return
    if clears_for(user, filing.state):
        return
    check_may_validate(user, filing)

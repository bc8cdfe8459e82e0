"""Who may look into a report.

A reviewer holds the role in an international or independent body, which is not the one that the
report speaks of, and works for no body that it speaks of: neither the body that is named nor any
body of the State whose officials are. To everybody else a report does not exist.

A session that came through an identity provider is the business of the body whose provider it is,
which can begin one as anybody whom it signs in. There nobody has reports of her own, nothing is
reported, and nothing decided: a decision is refused to whoever reported it herself, so that it
would tell who that was.
"""

from typing import Any

from django.db.models import Q, QuerySet

from cairn.accounts.models import Membership, Organisation, OrganisationKind, User
from cairn.accounts.permissions import REVIEWING, Permission, check_may, roles_with
from cairn.accounts.working import roles_held_by
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.rights.models import Report
from cairn.rights.sealing import is_reporter


class NotReportedHere(Refused):
    text = noop(
        "You came in through your organisation’s sign-in, and whoever runs that can come in as "
        "you. So nothing is reported from this session, and it shows none of your reports. Sign "
        "out, then sign in with a password of your own and your second factor."
    )


class NotDecidedHere(Refused):
    text = noop(
        "You came in through your organisation’s sign-in, and whoever runs that can come in as "
        "you. Reports are read here and not decided. To decide, sign out, then sign in with a "
        "password of your own and your second factor."
    )


class ReportedByYourself(Refused):
    text = noop("You reported this yourself, so another reviewer decides.")


def by_her_own_means(user: User) -> bool:
    """Whether nobody but the person herself can have begun this session: with her own password or
    passkey, and not through an identity provider."""
    return user.only_for is None


def check_may_report(user: User) -> None:
    """Anybody with a place at the desk, by her own means."""
    check_may(user, Permission.DESK_READ)
    if not by_her_own_means(user):
        raise NotReportedHere()


def _reviewing() -> Any:
    return Membership.objects.current().filter(
        role__in=roles_with(Permission.RIGHTS_REVIEW), organisation__kind__in=REVIEWING
    )


def reviewing_bodies() -> list[Organisation]:
    """Bodies in which somebody reviews today, in the order of their keys."""
    rows = Organisation.objects.filter(pk__in=_reviewing().values("organisation"))
    return list(rows.order_by("key"))


def reviews_for(user: User) -> frozenset[str]:
    """References of the bodies for which the person reviews today."""
    rows = _reviewing().filter(pk__in=roles_held_by(user).values("pk"))
    return frozenset(rows.values_list("organisation__ref", flat=True))


def reviewable(user: User) -> QuerySet[Report]:
    """Reports that this reviewer may see; three queries at most, whatever there is."""
    bodies = reviews_for(user)
    if not bodies:
        return Report.objects.none()
    # What a person may not see because of one office, she may not see in the name of another.
    held = list(
        Membership.objects.current()
        .filter(user=user)
        .values_list("organisation__ref", "organisation__kind", "organisation__state")
    )
    own = [ref for ref, _kind, _state in held]
    states = [state for _ref, kind, state in held if kind == OrganisationKind.STATE_BODY]
    rows = Report.objects.filter(Q(reviewer__in=bodies) | Q(second__in=bodies))
    return rows.exclude(concerned_body__in=own).exclude(concerned_state__in=states)


def check_may_review(user: User, report: Report) -> None:
    """Hidden and absent are one answer; nobody decides on what she reported herself."""
    if not reviewable(user).filter(pk=report.pk).exists():
        raise NotFound()
    if not by_her_own_means(user):  # before it is asked whose report it is
        raise NotDecidedHere()
    if is_reporter(user, report):
        raise ReportedByYourself()


def check_is_reporter(user: User, report: Report) -> None:
    if not by_her_own_means(user) or not is_reporter(user, report):
        raise NotFound()

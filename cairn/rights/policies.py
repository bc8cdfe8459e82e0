"""Who may look into a report.

A reviewer holds the role in an international or independent body, which is not the one that the
report speaks of, and works for no body that it speaks of: neither the body that is named nor any
body of the State whose officials are. To everybody else a report does not exist.
"""

from typing import Any

from django.db.models import Q, QuerySet

from cairn.accounts.models import Membership, Organisation, OrganisationKind, User
from cairn.accounts.permissions import REVIEWING, Permission, roles_with
from cairn.accounts.working import roles_held_by
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.rights.models import Report
from cairn.rights.sealing import is_reporter


class ReportedByYourself(Refused):
    text = noop("You reported this yourself, so another reviewer decides.")


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
    if is_reporter(user, report):
        raise ReportedByYourself()


def check_is_reporter(user: User, report: Report) -> None:
    if not is_reporter(user, report):
        raise NotFound()

"""Inviting somebody into an organisation, and what becomes of the invitation.

The account is there at once, with its role and without a password; the link sets the password. The
name to sign in with is made here, always with random characters, so that no administrator learns
which names exist. An invitation ends as used, withdrawn or replaced, or expires; whoever holds a
link that was real is told by which organisation, anybody else only that it is not known.
"""

import secrets
import unicodedata
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cairn.accounts.actions import add_membership, change_password, close_user, create_user
from cairn.accounts.models import Invitation, Membership, Organisation, User
from cairn.accounts.one_time import digest_of, new_code
from cairn.accounts.people import GIVE_ROLES, LONGEST_ROLE, RoleWithoutDay
from cairn.accounts.permissions import Permission, check_may
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop

VALID = timedelta(days=7)
KEPT = timedelta(days=90)  # how long a link that ended still says whose it was
EASY = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread
ON_PAPER = ("waiting", "expired")  # may be withdrawn or replaced


class NoNameToShow(CairnError):
    text = noop("Write the name of the person, at most 120 characters in one line.")


class InvitationOver(Refused):
    """The link was real; its holder is told whom to ask."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(state=invitation.state)
        self.invitation = invitation


class AlreadyUsed(Refused):
    text = noop("This invitation was used or withdrawn in the meantime; nothing was changed.")


@transaction.atomic
def invite(
    *, name: str, language: str, organisation: Organisation, role: str, until: date | None, by: User
) -> tuple[Invitation, str]:
    """Open an account with a role and without a password; the code is told this once only."""
    check_may(by, Permission.MEMBERSHIP_WRITE, organisation)
    shown = " ".join(name.split())
    if not 0 < len(shown) <= 120 or not shown.isprintable():
        raise NoNameToShow()
    today = timezone.localdate()
    if until is not None and not today < until <= today + LONGEST_ROLE:
        raise RoleWithoutDay()
    user = create_user(username=_fresh_name(shown), display_name=shown, language=language, by=by)
    add_membership(user=user, organisation=organisation, role=role, until=until, by=by)
    return _issue(user, organisation, role, by)


@transaction.atomic
def reissue(*, invitation: Invitation, by: User) -> tuple[Invitation, str]:
    """Another link for the same person; the one before works no longer."""
    old = _taken(invitation, by)
    _close(old, Invitation.Closed.REPLACED, by)
    return _issue(old.user, old.organisation, old.role, by)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """The link works no longer, and the account that nobody has used is closed."""
    old = _taken(invitation, by)
    _close(old, Invitation.Closed.WITHDRAWN, by)
    close_user(user=old.user, by=by)


def find(code: str) -> Invitation:
    """The invitation of a code that can be used; raises what its holder is told."""
    rows = Invitation.objects.select_related("organisation", "user")
    found = rows.filter(digest=digest_of(code)).first()
    if found is None:
        raise NotFound()
    if found.state != "waiting":
        raise InvitationOver(found)
    return found


@transaction.atomic
def accept(*, code: str, password: str) -> User:
    """Set the password of the invited person; works once."""
    found = taken_up(code)
    return change_password(user=found.user, password=password, by=found.user)


@transaction.atomic
def taken_up(code: str) -> Invitation:
    """Use the invitation up, for whoever lets the person in by whatever way it is."""
    Invitation.objects.select_for_update().filter(digest=digest_of(code)).first()
    found = find(code)
    _close(found, Invitation.Closed.USED, found.user)
    return found


def expired_unused(user: User) -> list[Invitation]:
    """What this administrator must be told: invitations of hers that expired, and those of
    administrators who are no longer there."""
    held = Membership.objects.current().filter(role__in=GIVE_ROLES)
    mine = roles_held_by(user).filter(role__in=GIVE_ROLES).values("organisation")
    rows = Invitation.objects.filter(
        organisation__in=mine, closed_as="", expires_at__lte=timezone.now(), told_at__isnull=True
    ).filter(user__is_active=True)
    there = set(held.filter(organisation__in=mine).values_list("user_id", "organisation_id"))
    return [
        one
        for one in rows.select_related("user", "organisation").order_by("expires_at", "pk")
        if one.by_id == user.pk or (one.by_id, one.organisation_id) not in there
    ]


@transaction.atomic
def put_away(*, invitation: Invitation, by: User) -> None:
    """That it expired was read; it stays in the list."""
    check_may(by, Permission.MEMBERSHIP_WRITE, invitation.organisation)
    Invitation.objects.filter(pk=invitation.pk).update(told_at=timezone.now())


def of_organisation(organisation: Organisation) -> list[Invitation]:
    """What is waiting or expired, and what ended lately; the newest first."""
    rows = Invitation.objects.filter(organisation=organisation).exclude(
        closed_as=Invitation.Closed.REPLACED
    )
    return list(rows.select_related("user", "by", "organisation").order_by("-made_at", "-pk")[:100])


def forget_invitations(before: datetime) -> int:
    """Links that ended long ago become unknown ones."""
    gone, _models = Invitation.objects.filter(closed_at__lt=before).delete()
    return gone


def _issue(user: User, organisation: Organisation, role: str, by: User) -> tuple[Invitation, str]:
    code = new_code()
    made = Invitation.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        by=by,
        expires_at=timezone.now() + VALID,
        digest=digest_of(code),
    )
    log.record(
        "accounts.invitation.made",
        target=made,
        by=by,
        user=user.ref,
        organisation=organisation.ref,
        role=role,
    )
    return made, code


def _taken(invitation: Invitation, by: User) -> Invitation:
    """The invitation under lock, if it may still be replaced or withdrawn by this person."""
    check_may(by, Permission.MEMBERSHIP_WRITE, invitation.organisation)
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.state not in ON_PAPER:
        raise AlreadyUsed()
    return found


def _close(invitation: Invitation, how: Invitation.Closed, by: User) -> None:
    invitation.closed_as, invitation.closed_at = how.value, timezone.now()
    invitation.save(update_fields=["closed_as", "closed_at"])
    log.record(f"accounts.invitation.{how.value}", target=invitation, by=by)


def _fresh_name(shown: str) -> str:
    """A name to sign in with: what of the first word is Latin, and four random characters."""
    plain = unicodedata.normalize("NFKD", shown.split()[0]).encode("ascii", "ignore").decode()
    stem = "".join(one for one in plain.lower() if one.isalnum())[:30] or "person"
    while True:
        name = f"{stem}-{''.join(secrets.choice(EASY) for _ in range(4))}"
        if not User.objects.filter(username=name).exists():
            return name

"""What is held about one desk user, for herself: her account, her memberships, where she signed in,
what she was invited to and what she did. Nothing about others: references of people are left out,
and of what an action said only its kind, its moment and the record."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from cairn.accounts.models import Invitation, Membership, ProviderLink, Recovery, SignIn, User
from cairn.audit.models import Event
from cairn.files.models import Upload
from cairn.kernel.text import noop

CHUNK = 500
Row = Mapping[str, Any]
SECTIONS = {
    "account": noop("Your account"),
    "memberships": noop("Your roles"),
    "second_factors": noop("Your second factors, without their secrets"),
    "provider_links": noop("Your links to identity providers"),
    "sign_ins": noop("Where you are signed in"),
    "tries": noop("Tries to sign in under your name"),
    "invitations": noop("Your invitations"),
    "recoveries": noop("Lost second factors"),
    "uploads": noop("Files that you sent and that were not used yet"),
    "actions": noop("What you did, as the log has it"),
}


def held_about(user: User) -> Iterator[tuple[str, Iterable[Row]]]:
    """Name and rows of each section, in the order of `SECTIONS`; rows are read as they are asked
    for, so that a long log takes no memory."""
    readers = {
        "account": _account,
        "memberships": _memberships,
        "second_factors": _second_factors,
        "provider_links": _provider_links,
        "sign_ins": _sign_ins,
        "tries": _tries,
        "invitations": _invitations,
        "recoveries": _recoveries,
        "uploads": _uploads,
        "actions": _actions,
    }
    for name in SECTIONS:
        yield name, readers[name](user)


def _account(user: User) -> Iterator[Row]:
    yield {
        "reference": user.ref,
        "user_name": user.username,
        "shown_name": user.display_name,
        "language": user.language,
        "made_at": user.made_at,
        "last_sign_in": user.last_login,
        "active": user.is_active,
        "invented": user.invented,
    }


def _memberships(user: User) -> Iterator[Row]:
    rows = Membership.objects.filter(user=user).select_related("organisation").order_by("pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield {
            "organisation": one.organisation.name,
            "role": one.role,
            "since": one.since,
            "until": one.until,
            "standing_in": one.stands_in_for_id is not None,
        }


def _second_factors(user: User) -> Iterator[Row]:
    for one in Authenticator.objects.filter(user=user).order_by("pk"):
        yield {"kind": one.type, "made_at": one.created_at, "last_used_at": one.last_used_at}


def _provider_links(user: User) -> Iterator[Row]:
    """What is kept of who she is at the provider is a digest, which says nothing to anybody."""
    rows = ProviderLink.objects.filter(user=user).select_related("provider").order_by("pk")
    for one in rows:
        yield {
            "provider": one.provider.name,
            "issuer": one.provider.issuer,
            "linked_at": one.made_at,
            "last_used_at": one.used_at,
        }


def _sign_ins(user: User) -> Iterator[Row]:
    rows = SignIn.objects.filter(user=user).select_related("provider").order_by("pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield {
            "browser": one.browser,
            "system": one.system,
            "through": one.provider.name if one.provider else "",
            "begun_at": one.begun_at,
            "seen_at": one.seen_at,
        }


def _tries(user: User) -> Iterator[Row]:
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        rows = model.objects.filter(username=user.username).order_by("pk")
        for one in rows.iterator(chunk_size=CHUNK):
            yield {
                "at": one.attempt_time,
                "succeeded": model is AccessLog,
                "address": one.ip_address,
                "program": one.user_agent,
            }


def _invitations(user: User) -> Iterator[Row]:
    rows = Invitation.objects.filter(user=user).select_related("organisation").order_by("pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield {
            "organisation": one.organisation.name,
            "role": one.role,
            "made_at": one.made_at,
            "expires_at": one.expires_at,
            "state": one.state,
        }


def _recoveries(user: User) -> Iterator[Row]:
    for one in Recovery.objects.filter(user=user).order_by("pk").iterator(chunk_size=CHUNK):
        yield {"reference": one.ref, "asked_at": one.asked_at, "state": one.state}


def _uploads(user: User) -> Iterator[Row]:
    names = ("ref", "name", "size", "received", "created")
    yield from Upload.objects.filter(owner=user).order_by("pk").values(*names).iterator()


def _actions(user: User) -> Iterator[Row]:
    rows = Event.objects.filter(by=user.username).order_by("pk").only("at", "kind", "target")
    for one in rows.iterator(chunk_size=CHUNK):
        other = one.target.startswith("usr-") and one.target != user.ref
        yield {"at": one.at, "kind": one.kind, "record": "" if other else one.target}

"""Setting providers up, linking people to them, and ending both.

A provider makes no account and is matched with none: a person who has one links it herself, or
takes up her invitation with it. Whoever comes with issuer and subject of a link is that person, as
long as the provider is open and serves an organisation in which she has a role; what she then may
do is what her roles in these organisations give, and nothing of others.
"""

from collections.abc import Iterable, Sequence

from allauth.mfa.adapter import get_adapter
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cairn.accounts.invitations import taken_up
from cairn.accounts.models import Membership, Organisation, Provider, ProviderLink, SignIn, User
from cairn.accounts.providers.problems import (
    LinkedAlready,
    LinkedToAnother,
    NoLongerAllowed,
    NotLinked,
    OnlyWay,
)
from cairn.accounts.providers.talking import is_safe
from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import noop

LONGEST = 12  # words that may count as a second factor


class UnusableProvider(CairnError):
    text = noop("The provider %(key)s cannot be kept as described. %(reasons)s")


class ProviderTaken(CairnError):
    text = noop(
        "There is already a provider with that key or that issuer (%(key)s). The issuer of a "
        "provider never changes: withdraw it, and enter another one."
    )


class IssuerNotSafe(CairnError):
    text = noop(
        "%(issuer)s cannot be an issuer: write the address with https:// exactly as the provider "
        "states it."
    )


class ServesNobody(CairnError):
    text = noop("Name at least one organisation whose people the provider signs in.")


class UnusableSecondStep(CairnError):
    text = noop(
        "%(value)r does not say what counts as a second factor; write it as amr=mfa,hwk or "
        "acr=WORD, or “none”."
    )


def second_step(text: str) -> tuple[str, list[str]]:
    """`amr=mfa,hwk` as a claim and its words; `none` as neither."""
    if text == "none":
        return "", []
    claim, _, words = text.partition("=")
    found = [word.strip() for word in words.split(",") if word.strip()]
    if claim not in Provider.Claim.values or not 0 < len(found) <= LONGEST or len(text) > 500:
        raise UnusableSecondStep(value=text)
    return claim, found


@transaction.atomic
def add_provider(
    *,
    key: str,
    name: str,
    issuer: str,
    client_id: str,
    secret: str,
    organisations: Sequence[Organisation],
    second: tuple[str, list[str]] = ("", []),
    listed: bool = True,
    by: User | None,
) -> Provider:
    """Enter a provider; it signs people in at once who link themselves."""
    if not is_safe(issuer) or "?" in issuer:
        raise IssuerNotSafe(issuer=issuer)
    for held in Provider.objects.filter(key=key) | Provider.objects.filter(issuer=issuer):
        raise ProviderTaken(key=held.key)
    made = Provider(key=key, name=name, issuer=issuer, client_id=client_id, listed=listed)
    made.second_claim, made.second_values = second
    made.secret = get_adapter().encrypt(secret) if secret else ""
    _saved(made, organisations)
    log.record("accounts.provider.added", target=made, by=by, **_told(made))
    return made


@transaction.atomic
def change_provider(
    *,
    provider: Provider,
    name: str = "",
    client_id: str = "",
    secret: str = "",
    organisations: Sequence[Organisation] = (),
    second: tuple[str, list[str]] | None = None,
    listed: bool | None = None,
    by: User | None,
) -> Provider:
    """Change what was given; what is empty stays. Sessions that no longer may be end at their next
    request."""
    held = Provider.objects.select_for_update().get(pk=provider.pk)
    held.name, held.client_id = name or held.name, client_id or held.client_id
    held.secret = get_adapter().encrypt(secret) if secret else held.secret
    if second is not None:
        held.second_claim, held.second_values = second
    held.listed = held.listed if listed is None else listed
    _saved(held, organisations or list(held.organisations.all()))
    told = _told(held) | ({"secret": "changed"} if secret else {})
    log.record("accounts.provider.changed", target=held, by=by, **told)
    return held


@transaction.atomic
def withdraw_provider(*, provider: Provider, by: User | None) -> int:
    """It signs nobody in any more; sessions that came through it end. Links stay, for the day on
    which it is opened again. Returns how many sessions ended."""
    held = Provider.objects.select_for_update().get(pk=provider.pk)
    if held.is_open:
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        log.record("accounts.provider.withdrawn", target=held, by=by)
    return _end_through(SignIn.objects.filter(provider=held))


@transaction.atomic
def open_provider(*, provider: Provider, by: User | None) -> None:
    """A withdrawn one signs people in again."""
    held = Provider.objects.select_for_update().get(pk=provider.pk)
    if not held.is_open:
        held.withdrawn_at = None
        held.save(update_fields=["withdrawn_at"])
        log.record("accounts.provider.opened", target=held, by=by)


@transaction.atomic
def link(*, user: User, provider: Provider, subject: str, by: User) -> ProviderLink:
    """The person's account there is hers here too."""
    User.objects.select_for_update().get(pk=user.pk)
    held = Provider.objects.select_for_update().get(pk=provider.pk)
    if not served(user, held):
        raise NoLongerAllowed(name=held.name)
    digest = digest_of(held, subject)
    other = ProviderLink.objects.filter(digest=digest).exclude(user=user)
    if other.exists():
        raise LinkedToAnother(name=held.name)
    if ProviderLink.objects.filter(user=user, provider=held).exists():
        raise LinkedAlready(name=held.name)
    made = ProviderLink.objects.create(user=user, provider=held, digest=digest)
    log.record("accounts.provider.linked", target=user, by=by, provider=held.ref)
    return made


@transaction.atomic
def unlink(*, user: User, key: str, by: User) -> None:
    """Take the link away; the person's sessions that came through it end."""
    whole = User.objects.select_for_update().get(pk=user.pk)
    held = ProviderLink.objects.select_related("provider").filter(user=user, provider__key=key)
    found = held.first()
    if found is None:
        raise NotFound()
    if not whole.has_usable_password():
        raise OnlyWay()
    found.delete()
    log.record("accounts.provider.unlinked", target=user, by=by, provider=found.provider.ref)
    _end_through(SignIn.objects.filter(user=user, provider=found.provider))


@transaction.atomic
def accept_through(*, code: str, provider: Provider, subject: str) -> User:
    """Take up an invitation with the account at the provider: linked, and no password set."""
    invitation = taken_up(code)
    user: User = invitation.user
    link(user=user, provider=provider, subject=subject, by=user)
    return user


@transaction.atomic
def person_for(*, provider: Provider, subject: str) -> User:
    """Whose account it is, if the provider may sign her in today."""
    rows = ProviderLink.objects.select_related("user", "provider")
    found = rows.filter(digest=digest_of(provider, subject), provider=provider).first()
    if found is None or not found.user.is_active:
        raise NotLinked(name=provider.name)
    if not served(found.user, found.provider):
        raise NoLongerAllowed(name=provider.name)
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    user: User = found.user
    return user


def served(user: User, provider: Provider) -> frozenset[str]:
    """The organisations, by reference, in which the person has a role today and for which the
    provider signs people in; none where it is withdrawn. One query."""
    if not provider.is_open:
        return frozenset()
    held = Membership.objects.current().filter(
        user=user, organisation__providers=provider, user__is_active=True
    )
    return frozenset(held.values_list("organisation__ref", flat=True))


def served_through(user: User, ref: str) -> frozenset[str]:
    """The same for a session that came through the provider of this reference; none where the link
    is gone. Two queries."""
    rows = ProviderLink.objects.select_related("provider").filter(user=user, provider__ref=ref)
    found = rows.first()
    return served(user, found.provider) if found else frozenset()


def digest_of(provider: Provider, subject: str) -> str:
    """What is kept of issuer and subject: a digest under the key of the instance."""
    told = f"{len(provider.issuer)}:{provider.issuer}{subject}"
    return salted_hmac("cairn.accounts.providers", told, algorithm="sha256").hexdigest()


def _saved(provider: Provider, organisations: Sequence[Organisation]) -> None:
    if not organisations:
        raise ServesNobody()
    try:
        provider.clean_fields(exclude={"ref"})
    except ValidationError as problem:
        raise UnusableProvider(key=provider.key, reasons=" ".join(problem.messages)) from problem
    provider.save()
    provider.organisations.set(organisations)


def _told(provider: Provider) -> dict[str, object]:
    """What the log says of a provider; no secret and no name of a client."""
    refs: Iterable[str] = provider.organisations.values_list("ref", flat=True)
    return {
        "issuer": provider.issuer,
        "organisations": sorted(refs),
        "second": f"{provider.second_claim}={','.join(provider.second_values)}",
    }


def _end_through(rows: models.QuerySet[SignIn]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)

"""Opening and closing accounts, organisations and memberships.

Each is one transaction with its audit event. Whether the caller may do it is checked by the door
through `permissions.check_may`; the console, which holds the database anyway, calls with `by=None`.
"""

from collections.abc import Mapping
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cairn.accounts.models import Membership, Organisation, OrganisationKind, ProviderLink, User
from cairn.accounts.permissions import ROLES, role_held
from cairn.accounts.sign_ins import end_all
from cairn.audit import log
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop

LONGEST_NAME = 200  # characters


class UnusableUsername(CairnError):
    text = noop(
        "%(value)r cannot be a name to sign in with; use 2 to 40 small letters, digits, dots, "
        "hyphens or underscores, beginning with a letter or digit."
    )


class UsernameTaken(CairnError):
    text = noop("There is already an account named %(username)s; choose another name.")


class WeakPassword(CairnError):
    text = noop("That password will not do. %(reasons)s")


class UnknownLanguage(CairnError):
    text = noop("%(value)r is not a language of the interface; use one of %(known)s.")


class UnusableOrganisation(CairnError):
    text = noop("The organisation %(key)s cannot be kept as described. %(reasons)s")


class OrganisationTaken(CairnError):
    text = noop("There is already an organisation with the key %(key)s.")


class NameTooLong(CairnError):
    text = noop("The name of an organisation has at most %(most)s characters; shorten it.")


class UnknownRole(CairnError):
    text = noop("%(value)r is not a role; use one of %(known)s.")


class RoleOfOtherBodies(CairnError):
    text = noop("That role cannot be given in a body of this kind; choose another one.")


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    password: str | None = None,
    language: str = "en",
    invented: bool = False,
    by: User | None,
) -> User:
    """Open an account. Without a password it can be signed in to only once one has been set."""
    if language not in LANGUAGES:
        raise UnknownLanguage(value=language, known=", ".join(LANGUAGES))
    user = User(username=username, display_name=display_name, language=language, invented=invented)
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username=username)
    try:
        user.clean_fields(exclude={"password", "ref"})
    except ValidationError as problem:
        raise UnusableUsername(value=username) from problem
    _set_password(user, password)
    user.save(force_insert=True)
    log.record("accounts.user.created", target=user, by=by)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, by: User | None) -> User:
    """Give the account another password; every session opened with the old one ends."""
    user = User.objects.select_for_update().get(pk=user.pk)
    _set_password(user, password)
    user.save(update_fields=["password"])
    log.record("accounts.user.password_changed", target=user, by=by)
    end_all(user=user, by=by)
    user.refresh_from_db(fields=["sign_ins_ended"])
    return user


@transaction.atomic
def set_code_generator(*, user: User, secret: str, by: User | None) -> None:
    """Give the account this code generator (TOTP, base32 secret) in place of any it had."""
    user = User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.update_or_create(
        user=user,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": get_adapter().encrypt(secret)}},
    )
    log.record("accounts.user.code_generator_set", target=user, by=by)


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None) -> None:
    """Take passkeys, code generator and recovery codes away from someone who lost them; whoever is
    signed in to the account is out."""
    user = User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user).delete()
    log.record("accounts.user.second_factor_reset", target=user, by=by)
    end_all(user=user, by=by)


@transaction.atomic
def close_user(*, user: User, by: User | None) -> User:
    """Close the account, end its memberships today and its sessions at once; what the person did
    keeps their name."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        return user
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    for membership in user.memberships.filter(lasting):
        end_membership(membership=membership, by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ProviderLink.objects.filter(user=user).delete()
    log.record("accounts.user.closed", target=user, by=by)
    end_all(user=user, by=by)
    return user


@transaction.atomic
def create_organisation(
    *,
    key: str,
    name: str,
    kind: str,
    state: str | None = None,
    names: Mapping[str, str] | None = None,
    by: User | None,
) -> Organisation:
    """Enter an organisation that will own records; `names` by language, for those that it has."""
    if Organisation.objects.filter(key=key).exists():
        raise OrganisationTaken(key=key)
    organisation = Organisation(key=key, name=name, kind=OrganisationKind(kind), state=state)
    organisation.names = _names(names or {})
    try:
        organisation.clean_fields(exclude={"ref"})
        organisation.validate_constraints()
    except ValidationError as problem:
        raise UnusableOrganisation(key=key, reasons=" ".join(problem.messages)) from problem
    organisation.save(force_insert=True)
    log.record("accounts.organisation.created", target=organisation, by=by, key=key)
    return organisation


@transaction.atomic
def name_organisation(
    *, organisation: Organisation, names: Mapping[str, str], by: User | None
) -> Organisation:
    """Give it names in some languages; an empty one takes the name in that language away."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    merged = _names({**organisation.names, **names})
    if merged != organisation.names:
        organisation.names = merged
        organisation.save(update_fields=["names"])
        log.record("accounts.organisation.named", target=organisation, by=by, languages=[*merged])
    return organisation


def _names(names: Mapping[str, str]) -> dict[str, str]:
    for language in names:
        if language not in LANGUAGES:
            raise UnknownLanguage(value=language, known=", ".join(LANGUAGES))
    told = {language: " ".join(name.split()) for language, name in names.items()}
    for name in told.values():
        if len(name) > LONGEST_NAME:
            raise NameTooLong(most=LONGEST_NAME)
    return {language: name for language, name in sorted(told.items()) if name}


@transaction.atomic
def add_membership(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    since: date | None = None,
    until: date | None = None,
    stands_in_for: User | None = None,
    by: User | None,
) -> Membership:
    """Give the person a role in the organisation, for good or until a day; the same again changes
    nothing."""
    if role not in ROLES:
        raise UnknownRole(value=role, known=", ".join(ROLES))
    if not role_held(role, organisation.kind):
        raise RoleOfOtherBodies()
    User.objects.select_for_update().get(pk=user.pk)
    open_one = Membership.objects.filter(
        user=user, organisation=organisation, role=role, until=until, stands_in_for=stands_in_for
    ).first()
    if open_one:
        return open_one
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        since=since or timezone.localdate(),
        until=until,
        stands_in_for=stands_in_for,
    )
    log.record(
        "accounts.membership.added", target=user, by=by, organisation=organisation.ref, role=role
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None) -> Membership:
    """Take the role away from today on, also from whoever stands in for the person."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    today = timezone.localdate()
    if membership.until is not None and membership.until <= today:
        return membership
    membership.until = max(today, membership.since)
    membership.save(update_fields=["until"])
    log.record(
        "accounts.membership.ended",
        target=membership.user,
        by=by,
        organisation=membership.organisation.ref,
        role=membership.role,
    )
    for other in Membership.objects.filter(
        stands_in_for=membership.user,
        organisation=membership.organisation,
        role=membership.role,
        until__gt=today,
    ):
        end_membership(membership=other, by=by)
    return membership


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise WeakPassword(reasons=" ".join(problem.messages)) from problem
    user.set_password(password)

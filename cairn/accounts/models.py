"""Who may sign in, for which organisation, and in which role.

An organisation owns records and belongs to at most one State; the State that a record is about is
another field of that record. What a role may do is decided in `permissions.py`. No e-mail address
is kept: whoever loses every factor is restored by an administrator who knows them, not by a letter.
"""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cairn.accounts.providers.models import Provider as Provider
from cairn.accounts.providers.models import ProviderLink as ProviderLink
from cairn.accounts.querysets import MembershipQuerySet
from cairn.db.fields import RefField
from cairn.kernel.languages import LANGUAGES

USERNAME = r"^[a-z0-9][a-z0-9._-]{1,39}\Z"
SLUG = r"^[a-z0-9][a-z0-9-]{1,63}\Z"
ISO3 = r"^[A-Z]{3}\Z"


class User(AbstractBaseUser):
    """A person who may sign in. Nobody is deleted: the log names them; they are closed."""

    ref = RefField(prefix="usr")
    username = models.CharField(
        max_length=40,
        unique=True,
        validators=[RegexValidator(USERNAME)],  # lower case, so that no two look the same
        error_messages={"unique": _("There is already an account of this name.")},
    )
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default="en")
    is_active = models.BooleanField(default=True)  # False: closed, may not sign in
    invented = models.BooleanField(default=False)  # made for a demonstration; no such person exists
    made_at = models.DateTimeField(default=timezone.now)
    sign_ins_ended = models.PositiveIntegerField(default=0)  # how often all ended at once

    # Of whoever sent a request and has roles in several organisations: in whose name (a reference;
    # "": not chosen). Never stored; see `working`.
    works_for: str | None = None
    # Of whoever came through a provider: the organisations that it serves (references; None: all).
    only_for: frozenset[str] | None = None

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=sorted(LANGUAGES)), name="user_language_is_one_of_six"
            ),
            models.CheckConstraint(
                condition=Q(username__regex=USERNAME.replace(r"\Z", "$")), name="user_name_is_plain"
            ),
        ]

    class Sensitivity:
        open = {"id", "ref", "invented"}
        restricted = {"language", "is_active", "made_at", "sign_ins_ended"}
        personal = {"username", "display_name", "password", "last_login"}

    @property
    def called(self) -> str:
        """The name that is shown; that nobody of this name exists is said in the language of the
        person who is being spoken to."""
        tag = " (invented)"
        if not self.invented or not self.display_name.endswith(tag):
            return self.display_name
        return gettext("%(name)s (invented)") % {"name": self.display_name.removesuffix(tag)}

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be this account's; raising the number ends them all."""
        carried = super().get_session_auth_hash()
        if not self.sign_ins_ended:
            return carried
        salt = "cairn.accounts.sign_ins_ended"
        return salted_hmac(salt, f"{carried}:{self.sign_ins_ended}", algorithm="sha256").hexdigest()


class SignIn(models.Model):
    """One browser in which a person is signed in; kept no longer than its session."""

    ref = RefField(prefix="sig")
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)  # of Django's session
    browser = models.CharField(max_length=20, blank=True)  # empty: it did not say
    system = models.CharField(max_length=20, blank=True)
    provider = models.ForeignKey(  # through which one came; null: by password or passkey
        Provider, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # to the minute

    class Sensitivity:
        open = {"id", "ref"}
        restricted: set[str] = set()
        personal = {"user", "session_key", "browser", "system", "provider", "begun_at", "seen_at"}


class OrganisationKind(models.TextChoices):
    """What sort of body owns records."""

    STATE_BODY = "state_body", _("State body")
    INTERNATIONAL = "international", _("International organisation")
    UNIVERSITY = "university", _("University or research institute")
    CIVIL_SOCIETY = "civil_society", _("Civil-society organisation")
    INDEPENDENT = "independent", _("Independent oversight body")  # it may belong to a State
    PUBLISHER = "publisher", _("Publisher of open data")
    PROJECT = "project", _("Project")


class Organisation(models.Model):
    """An owner of records: an agency, an international body, a university, a publisher."""

    ref = RefField(prefix="org")
    key = models.SlugField(max_length=64, unique=True, validators=[RegexValidator(SLUG)])
    name = models.CharField(max_length=200)  # as the organisation writes it, in any language
    names = models.JSONField(
        default=dict, blank=True
    )  # language → its name there, where it has one
    kind = models.CharField(max_length=16, choices=OrganisationKind)
    state = models.CharField(  # ISO 3166 alpha-3; null: belongs to no State
        max_length=3, null=True, blank=True, validators=[RegexValidator(ISO3)]
    )
    ended_on = models.DateField(null=True, blank=True)  # from then on others follow it
    followed_by = models.JSONField(default=list, blank=True)  # references of these

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__isnull=True) | Q(state__regex=ISO3.replace(r"\Z", "$")),
                name="organisation_state_is_iso3",
            ),
            models.CheckConstraint(
                condition=~Q(kind="state_body") | Q(state__isnull=False),
                name="organisation_of_a_state_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(kind="international") | Q(state__isnull=True),
                name="organisation_between_states_has_none",
            ),
        ]

    class Sensitivity:
        open = {"id", "ref", "key", "name", "names", "kind", "state", "ended_on", "followed_by"}
        restricted: set[str] = set()
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name

    def called_in(self, language: str) -> str:
        """Its name in a language; where it has none there, as it writes itself."""
        return self.names.get(language.split("-")[0].lower()) or self.name

    @property
    def called(self) -> str:
        """Its name in the language of the person who is being spoken to."""
        return self.called_in(get_language() or "en")

    @property
    def followers(self) -> list["Organisation"]:
        """The bodies that follow it, where it has ended; no query where it has not."""
        if not self.followed_by:
            return []
        return list(Organisation.objects.filter(ref__in=self.followed_by).order_by("name"))


class Membership(models.Model):
    """One person's role in one organisation, from one day until (not including) another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)  # a key of `permissions.ROLES`
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)  # the first day without it; null: open
    stands_in_for = models.ForeignKey(  # whose role it is; null: the person's own
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="membership_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(until__isnull=False),
                name="membership_stands_in_until_a_day",
            ),
        ]

    class Sensitivity:
        open = {"id"}
        restricted = {"organisation", "role"}
        personal = {"user", "since", "until", "stands_in_for"}


class Invitation(models.Model):
    """A link, also as a code on paper, with which an invited person sets her password, once."""

    class Closed(models.TextChoices):
        """Why the link works no longer, beside having expired."""

        USED = "used"
        WITHDRAWN = "withdrawn"
        REPLACED = "replaced"  # by a newer one for the same person

    ref = RefField(prefix="inv")
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)  # a key of `permissions.ROLES`
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)  # of the code, keyed; never the code
    closed_as = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # that it expired unused, put away

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at__isnull=True)
                | (~Q(closed_as="") & Q(closed_at__isnull=False)),
                name="invitation_is_closed_at_a_moment",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_as=""), name="invitation_is_open_once"
            ),
        ]

    class Sensitivity:
        open = {"id", "ref"}
        restricted = {"organisation", "role", "closed_as", "closed_at", "expires_at", "made_at"}
        personal = {"user", "by", "digest", "told_at"}

    @property
    def state(self) -> str:
        """`waiting`, `expired`, or why it was closed."""
        if self.closed_as:
            return str(self.closed_as)
        if not self.user.is_active:
            return self.Closed.WITHDRAWN.value
        return "waiting" if self.expires_at > timezone.now() else "expired"


class Recovery(models.Model):
    """The replacing of a second factor that somebody lost: asked, confirmed twice, waited for."""

    class Closed(models.TextChoices):
        """How it ended."""

        EXPIRED = "expired"  # and another one was asked for
        USED = "used"
        STOPPED = "stopped"  # by the person whose account it is
        REFUSED = "refused"  # by somebody who could have confirmed it

    ref = RefField(prefix="rcv")
    user = models.ForeignKey(User, models.PROTECT, related_name="recoveries")
    asked_at = models.DateTimeField(default=timezone.now)
    first_by = models.CharField(max_length=150, blank=True)  # names as in the log
    first_gives_roles = models.BooleanField(default=False)  # an administrator, not a contact point
    second_by = models.CharField(max_length=150, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)  # null: not confirmed twice
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)  # of the link
    expires_at = models.DateTimeField()  # of what comes next: the two confirmations, or the link
    closed_as = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_as=""), name="recovery_is_open_once"
            ),
            models.CheckConstraint(
                condition=Q(second_by="") | ~Q(second_by=F("first_by")),
                name="recovery_is_confirmed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second_by="", opens_at__isnull=True)
                | (~Q(first_by="") & ~Q(second_by="") & Q(opens_at__isnull=False)),
                name="recovery_opens_after_the_second",
            ),
        ]

    class Sensitivity:
        open = {"id", "ref"}
        restricted = {"asked_at", "opens_at", "expires_at", "closed_as", "closed_at"}
        personal = {"user", "first_by", "first_gives_roles", "second_by", "digest"}

    @property
    def state(self) -> str:
        """`asked`, `half`, `cooling`, `ready`, `expired`, or how it was closed."""
        now = timezone.now()
        if self.closed_as:
            return str(self.closed_as)
        if self.expires_at <= now:
            return "expired"
        if self.opens_at is None:
            return "half" if self.first_by else "asked"
        return "cooling" if self.opens_at > now else "ready"


class Usage(models.Model):
    """How many records a person opened, files she took, or records she took in files, on one day:
    numbers for `rates`, and neither which ones nor when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)  # opened, exported or taken
    day = models.DateField()
    n = models.PositiveIntegerField()
    told = models.BooleanField(default=False)  # that the bound was reached stands in the log

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "day"], name="usage_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["opened", "exported", "taken"]), name="usage_kind_is_known"
            ),
        ]

    class Sensitivity:
        open = {"id"}
        restricted: set[str] = set()
        personal = {"user", "kind", "day", "n", "told"}

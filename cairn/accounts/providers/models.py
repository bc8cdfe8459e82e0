"""Identity providers that may sign people in, and whose account there is whose here.

Imported by `accounts.models`, to whose application they belong.
"""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cairn.db.fields import RefField

KEY = r"^[a-z0-9][a-z0-9-]{1,39}\Z"


class Provider(models.Model):
    """A body's own service that says who somebody is (OpenID Connect).

    What makes a person is issuer and subject together, so the issuer never changes: another one is
    another provider.
    """

    class Claim(models.TextChoices):
        """Where the provider says how it made sure."""

        AMR = "amr"  # a list of means
        ACR = "acr"  # one word for all of them

    ref = RefField(prefix="idp")
    key = models.SlugField(max_length=40, unique=True, validators=[RegexValidator(KEY)])
    name = models.CharField(max_length=120)  # as the people of that body call it
    issuer = models.CharField(max_length=500, unique=True)  # exactly as it calls itself
    client_id = models.CharField(max_length=255)
    secret = models.TextField(blank=True)  # sealed; empty: the provider knows us without one
    organisations = models.ManyToManyField("accounts.Organisation", related_name="providers")
    # Which of its words count as a second factor; no claim: Cairn's own is always asked for.
    second_claim = models.CharField(max_length=3, choices=Claim, blank=True)
    second_values = models.JSONField(default=list, blank=True)
    listed = models.BooleanField(default=True)  # on the page where everybody signs in
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # null: it signs people in

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_claim__in=["", "amr", "acr"]), name="provider_claim_is_known"
            ),
        ]

    class Sensitivity:
        open = {"id", "ref", "key", "name"}
        restricted = {
            *("issuer", "client_id", "second_claim", "second_values", "listed"),
            *("made_at", "withdrawn_at"),
        }
        personal = {"secret"}

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None

    def counts_as_second(self, claims: dict[str, Any]) -> bool:
        """Whether the provider says that it asked for a second factor, in words that count here."""
        if not self.second_claim:
            return False
        said = claims.get(self.second_claim)
        words = said if isinstance(said, list) else [said]
        return any(isinstance(word, str) and word in self.second_values for word in words)


class ProviderLink(models.Model):
    """That a person's account at a provider is hers here too; made by herself."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="provider_links")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)  # of issuer and subject, keyed
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "provider"], name="provider_link_is_one"),
        ]

    class Sensitivity:
        open = {"id"}
        restricted: set[str] = set()
        personal = {"user", "provider", "digest", "made_at", "used_at"}

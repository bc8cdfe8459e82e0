"""Searches of the library that somebody keeps, to be told what is published next.

A saved search is its owner's alone: nobody else is shown that it exists, and no organisation owns
it. What was asked is kept as an address of the search page holds it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cairn.db.fields import RefField


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches, by name."""

    def followed(self) -> "SavedSearchQuerySet":
        """Those that are looked into again and again."""
        return self.filter(paused=False, user__is_active=True)


class SavedSearch(models.Model):
    """One question with a name."""

    ref = RefField(prefix="sav")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=100)
    asked = models.TextField()  # as the query string of an address: q=boat&kind=case
    language = models.CharField(max_length=10)  # of the page on which it was saved
    saved_at = models.DateTimeField()
    since = models.DateTimeField()  # what was published from here on is new to its owner
    fresh = models.PositiveIntegerField(default=0)  # how much that is, when last looked into
    paused = models.BooleanField(default=False)
    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_search_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(paused=False) | models.Q(fresh=0),
                name="paused_search_tells_nothing",
            ),
        ]

    class Sensitivity:
        open: ClassVar = {"id", "ref"}
        restricted: ClassVar = {"saved_at", "since", "fresh", "paused"}
        personal: ClassVar = {"user", "name", "asked", "language"}

    def __str__(self) -> str:
        return self.ref

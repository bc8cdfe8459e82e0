"""The columns on which visibility is decided, in every operational model."""

from datetime import date

from django.db import models

from cairn.accounts.models import Organisation

NO_EMBARGO = date(1970, 1, 1)  # a day that has passed: unknown would mean not visible


class Shared(models.Model):
    """Abstract base. The owner's reference is the stored value, so that databases, snapshots and
    indexes speak of it in the same word."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, to_field="ref", related_name="+", db_index=False
    )
    state = models.CharField(max_length=3, null=True)  # the State that the record is about
    audience_class = models.CharField(max_length=20)  # see `sharing.viewer`
    section = models.CharField(max_length=40)
    period = models.DateField(null=True)  # first day of the reporting period, where there is one
    embargo_until = models.DateField(default=NO_EMBARGO)

    class Meta:
        abstract = True

    FIELDS = frozenset({"owner", "state", "audience_class", "section", "period", "embargo_until"})

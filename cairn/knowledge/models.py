"""What the library shows to anyone. Drafts are elsewhere (`editing`), and so is every write.

The content of a record is JSON in the shape of its kind; what lists are filtered and sorted by, and
what leads from one record to another, stands beside it in columns. Withdrawing a record empties its
content and leaves the row, so that its address says what became of it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from cairn.db.fields import DateSpanDescriptor, RefField, span_columns, span_constraint
from cairn.kernel.dates import Precision

CHANGED = Coalesce("withdrawn_at", "published_at")  # when it last became what it is
PRECISIONS = [(one.value, one.value) for one in Precision]


class ItemQuerySet(models.QuerySet["Item"]):
    """The public library, by name."""

    def published(self) -> "ItemQuerySet":
        """What can be read today; withdrawn records are stubs."""
        return self.filter(withdrawn_at__isnull=True)

    def with_change(self) -> "ItemQuerySet":
        """With `changed`: when it was published as it is, or withdrawn; an index has it."""
        return self.annotate(changed=CHANGED)

    def tagged(self, field: str, *keys: str) -> "ItemQuerySet":
        """Records that bear at least one of these values in this filter."""
        marked = ItemTag.objects.filter(field=field, key__in=keys).values("item")
        return self.filter(pk__in=marked)


class Item(models.Model):
    """One published record. `ref` is that of the entry whose content it is."""

    ref = RefField(prefix="lib")
    kind = models.CharField(max_length=20)  # a key of `kinds`
    key = models.CharField(max_length=200)  # what its source calls it; unique in its kind
    number = models.PositiveIntegerField()  # of the version that was published
    titles = models.JSONField(default=dict)  # {language: title}
    title_language = models.CharField(max_length=20, blank=True)  # of the original title
    official_number = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=3, blank=True)  # whose it is; "": of no State
    span_earliest = models.DateField(null=True)
    span_latest = models.DateField(null=True)
    span_precision = models.CharField(max_length=7, null=True, choices=PRECISIONS)
    span_written = models.CharField(max_length=100, blank=True)
    span = DateSpanDescriptor("span")
    licence = models.CharField(max_length=300, blank=True)
    licence_url = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=1000, blank=True)
    completeness = models.PositiveSmallIntegerField(null=True)  # percent
    invented = models.BooleanField(default=False)
    body = models.JSONField(default=dict)  # the content, in the shape of its kind
    published_at = models.DateTimeField()  # of this version
    first_published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=20, blank=True)  # a key of `editing.states`
    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="item_of_a_source"),
            span_constraint("span", "item"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(body={}), name="item_withdrawn_is_empty"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "-span_latest", "ref"], name="item_by_date"),
            models.Index(fields=["kind", "country"], name="item_by_country"),
            models.Index(fields=["-published_at", "ref"], name="item_newest"),
            models.Index("kind", CHANGED, "ref", name="item_by_change"),
            models.Index(CHANGED, "ref", name="item_changed"),
        ]

    class Sensitivity:
        open: ClassVar = {
            *("id", "ref", "kind", "key", "number", "titles", "title_language", "official_number"),
            *("country", *span_columns("span"), "licence", "licence_url", "source"),
            *("completeness", "invented", "body", "published_at", "first_published_at"),
            *("withdrawn_at", "withdrawn_because"),
        }
        restricted: ClassVar = set()
        personal: ClassVar = set()

    def __str__(self) -> str:
        return self.ref

    def title_in(self, language: str) -> str:
        """The title for a reader of this language, else as the original has it, else in any."""
        found = self.titles
        for one in (language, self.title_language, "en", *sorted(found)):
            if found.get(one):
                return str(found[one])
        return self.official_number or self.ref


class ItemTag(models.Model):
    """One value by which a record is found."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="tags")
    place = models.CharField(max_length=100, blank=True)  # anchor of the part; "": all of it
    field = models.CharField(max_length=40)  # name of the filter
    key = models.CharField(max_length=120)
    by = models.CharField(max_length=20, blank=True)  # "source": as the source tags it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "place", "field", "key", "by"], name="item_tag_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["field", "key", "item"], name="item_tag_value")]

    class Sensitivity:
        open: ClassVar = {"id", "item", "place", "field", "key", "by"}
        restricted: ClassVar = set()
        personal: ClassVar = set()


class ItemLink(models.Model):
    """That a place in one record speaks of an obligation, a State, a route or another record."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="links")
    place = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=20)  # a key of `face.LINKS`
    target = models.CharField(max_length=230)
    target_place = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "target", "target_place"], name="item_link_target")
        ]

    class Sensitivity:
        open: ClassVar = {"id", "item", "place", "kind", "target", "target_place", "note"}
        restricted: ClassVar = set()
        personal: ClassVar = set()

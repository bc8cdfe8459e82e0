"""The smallest valid records of the library, as editors have them and as the public reads them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cairn.knowledge.editing.models import Entry
from cairn.knowledge.models import Item, ItemLink, ItemTag
from cairn.search.guarded.models import Altered
from cairn.search.outbox.models import Changed
from cairn.search.saved.models import SavedSearch

NOW = factory.LazyFunction(timezone.now)


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = Entry

    kind = "law"
    key = factory.Sequence(lambda n: f"law-{n}")
    title = factory.Sequence(lambda n: f"Law {n}")
    body = factory.LazyFunction(lambda: {"title": "Law"})
    changed_at = NOW


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = Item

    kind = "law"
    key = factory.Sequence(lambda n: f"law-{n}")
    number = 1
    titles = factory.Sequence(lambda n: {"en": f"Law {n}"})
    title_language = "en"
    body = factory.LazyFunction(lambda: {"title": "Law"})
    published_at = NOW
    first_published_at = NOW


class ItemTagFactory(DjangoModelFactory):
    class Meta:
        model = ItemTag

    item = factory.SubFactory(ItemFactory)
    field = "element"
    key = "benefit"


class ItemLinkFactory(DjangoModelFactory):
    class Meta:
        model = ItemLink

    item = factory.SubFactory(ItemFactory)
    kind = "obligation"
    target = "som-6-1-a"


class ChangedFactory(DjangoModelFactory):
    class Meta:
        model = Changed

    ref = factory.Sequence(lambda n: f"lib-{n:010d}-0")
    at = NOW


class SavedSearchFactory(DjangoModelFactory):
    class Meta:
        model = SavedSearch

    user = factory.SubFactory("tests.factories.UserFactory")
    name = factory.Sequence(lambda n: f"Search {n}")
    asked = "q=boat"
    language = "en"
    saved_at = NOW
    since = NOW


class AlteredFactory(DjangoModelFactory):
    class Meta:
        model = Altered

    unit = factory.Sequence(lambda n: f"fil-{n:010d}-0")
    at = NOW

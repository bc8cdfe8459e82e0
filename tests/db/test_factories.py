"""Every model has a factory, and what it makes is valid."""

import pytest
from factory.django import DjangoModelFactory

from tests import (
    factories,
    factories_of_corrections,
    factories_of_erasure,
    factories_of_library,
    factories_of_people,
    factories_of_records,
    factories_of_rights,
    factories_of_sharing,
)
from tests.repository.test_house_rules import our_models

FACTORIES = {
    made._meta.model: made
    for module in (
        factories,
        factories_of_corrections,
        factories_of_erasure,
        factories_of_library,
        factories_of_people,
        factories_of_records,
        factories_of_rights,
        factories_of_sharing,
    )
    for made in vars(module).values()
    if isinstance(made, type) and issubclass(made, DjangoModelFactory) and made._meta.model
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_has_a_factory_that_makes_a_valid_thing(model):
    made = FACTORIES[model]()
    again = model.objects.get(pk=made.pk)
    given = [f.name for f in model._meta.fields if f.blank or f.null or f.has_default()]
    again.clean_fields(exclude=given)
    assert FACTORIES[model]().pk != made.pk

"""The header lists what its reader has a use for."""

import pytest
from django.urls import reverse

from tests.web.desk.conftest import Desk, person

pytestmark = pytest.mark.django_db
IMPORTING = (reverse("desk:imports"), reverse("desk:links"))


@pytest.mark.parametrize(("role", "listed"), [("steward", True), ("analyst", False)])
def test_what_only_importing_is_for_is_listed_for_whoever_imports(role, listed):
    page = Desk().enter(person("somebody", role)).get(reverse("desk:home")).content.decode()
    for address in IMPORTING:
        assert (f'href="{address}"' in page) == listed


@pytest.mark.parametrize(("role", "listed"), [("administrator", True), ("analyst", False)])
def test_people_are_listed_for_whoever_keeps_them(role, listed):
    page = Desk().enter(person("somebody", role)).get(reverse("desk:home")).content.decode()
    assert (f'href="{reverse("desk:people")}"' in page) == listed

"""Records of a demonstration's States: shown by name, sent again as they stand."""

import pytest
from django.urls import reverse
from django.utils import translation

from cairn.reference.countries import invented_by_name, name_of
from cairn.reporting.observations.queries import observed, one_observed
from tests.reporting.filings.doing import world
from tests.reporting.observations.doing import draft
from tests.web.desk.conftest import Desk
from tests.web.desk.filing.conftest import form_of
from tests.web.desk.observing.conftest import known

pytestmark = pytest.mark.django_db
ROUTE = {
    "title": "Northern lorries",
    "change": "rising",
    "leg-0-from_country": "Verania",
    "leg-0-from_node": "hub",
    "leg-0-to_country": "QMB",
    "leg-0-to_node": "transit",
}


@pytest.fixture
def verania(db):
    return known(world("QMA"))


@pytest.fixture
def saved(verania):
    filing = draft(verania, "route")
    desk = Desk().enter(verania.officer)
    address = reverse("desk:record_new", args=[filing.ref, "route"])
    assert desk.send(address, **ROUTE).status_code == 302
    return desk, filing, observed(filing)[0]


def test_the_name_without_its_word_and_the_code_are_understood(saved):
    _desk, _filing, one = saved
    assert (one.legs[0]["from_country"], one.legs[0]["to_country"]) == ("QMA", "QMB")


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_saved_record_is_shown_by_name_and_can_be_saved_as_it_stands(saved, language):
    desk, filing, one = saved
    with translation.override(language):
        address = reverse("desk:record_change", args=[filing.ref, "route", one.ref])
        shown = desk.get(address)
        start = shown.context["legs"][0]["form"]["from_country"].value()
        assert start == name_of("QMA", language)
        assert desk.send(address, **ROUTE | {"leg-0-from_country": start}).status_code == 302
    assert one_observed(filing, "route", one.ref).legs[0]["from_country"] == "QMA"


def test_invented_states_are_offered_to_their_own_only(saved, officer, people):
    desk, filing, _one = saved
    address = reverse("desk:record_new", args=[filing.ref, "route"])
    assert desk.get(address).context["countries"][0] == "Verania (invented)"
    other = reverse("desk:record_new", args=[draft(people, "route").ref, "route"])
    assert not [name for name in officer.get(other).context["countries"] if "invented" in name]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Verania", "QMA"),
        ("verania (invented)", "QMA"),
        ("فيرانيا", "QMA"),
        ("维拉尼亚", "QMA"),
        ("Veran", None),
        ("Samoa", None),
        ("", None),
    ],
)
def test_only_a_whole_name_is_enough(name, code):
    assert invented_by_name(name) == code


@pytest.mark.parametrize("key", ["route", "fee", "method"])
def test_a_section_of_descriptions_has_no_unit_of_count(people, officer, key):
    filing = draft(people, key)
    assert filing.count_basis == ""
    about = officer.get(reverse("desk:filing_about", args=[filing.ref]))
    assert "count_basis" not in about.context["form"].fields
    assert "What is one unit of the numbers?" not in about.content.decode()
    address = reverse("desk:filing_about", args=[filing.ref])
    answer = officer.post(address, form_of(officer, address) | {"coverage_note": "All."})
    assert answer.status_code == 302
    filing.refresh_from_db()
    assert (filing.coverage_note, filing.count_basis) == ("All.", "")
    page = officer.get(reverse("desk:filing", args=[filing.ref]))
    assert "Unit" not in [fact.label for fact in page.context["facts"]]

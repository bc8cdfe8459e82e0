"""Explore at the desk while a validated filing is still on its way into the figures.

xa01 who may see the filing is told how many there are and as of when the figures stand
xa02 a filing that somebody may not see changes nothing of her page
xa03 the sentence goes away with the snapshot that holds the filing, even if that adds no number
xa04 only filings of which the page could speak are told of
"""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from cairn.observatory.actions import desk_snapshot, keep_up_with_filings, newest_record
from cairn.reporting.filings.actions import (
    clear_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.drafting import begin_version
from cairn.reporting.filings.models import Filing
from cairn.web import numbers
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import mali, niger, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
SENTENCE = "into these figures, which stand as of"


def page(desk, measure="smuggled_migrants", language="en", **query):
    with override(language):
        address = reverse("desk:explore_measure", args=[measure])
    return text_of(desk.get(address, query))


def without_tokens(text: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_xa01_it_says_how_many_and_as_of_when_the_figures_stand(niger):  # noqa: F811
    validated(niger.people, "2024-Q1")
    desk_snapshot()
    first = validated(niger.people, "2024-Q2")
    told = page(niger.officer)
    validated_at, as_of = (
        numbers.moment(moment, "en") for moment in (first.validated_at, newest_record().as_of)
    )
    assert (
        f"1 filing of your State, validated on {validated_at}, is on its way {SENTENCE} {as_of}."
        in told
    )
    last = validated(niger.people, "2024-Q3")
    for desk in (niger.officer, niger.contact):
        told = page(desk)
        moment = numbers.moment(last.validated_at, "en")
        assert f"2 filings of your State, the last validated on {moment}, are on their" in told
    for one, words in ((first, "Q2 2024, a new filing"), (last, "Q3 2024, a new filing")):
        with override("en"):
            address = reverse("desk:filing_version", args=[one.ref, 1])
        told = page(niger.officer)
        assert f'<a href="{address}"><bdi class="reference">{one.ref}</bdi></a> {words}' in told
    assert "2 filings, the last validated" in page(niger.secretary), "of no State of her own"
    assert "تقريران من دولتك" in page(niger.officer, language="ar")


def test_xa01_it_stands_where_nothing_is_recorded_yet(niger):  # noqa: F811
    desk_snapshot()
    validated(niger.people, "2024-Q1")
    told = page(niger.officer)
    assert "Nothing is recorded" in told
    assert SENTENCE in told


def test_xa02_what_one_may_not_see_changes_nothing_of_the_page(niger, mali):  # noqa: F811
    validated(mali.people, "2024-Q1", 7)
    desk_snapshot()
    before = without_tokens(page(mali.contact))
    hidden = validated(niger.people, "2024-Q1")
    assert without_tokens(page(mali.contact)) == before
    assert SENTENCE in page(niger.contact)
    Filing.objects.filter(pk=hidden.pk).update(audience_class="organisation")
    assert SENTENCE not in page(niger.contact), "it was narrowed to the agency"
    assert SENTENCE in page(niger.officer)


def test_xa03_it_goes_away_with_the_snapshot_that_holds_the_filing(niger):  # noqa: F811
    desk_snapshot()
    validated(niger.people, "2024-Q1")
    assert SENTENCE in page(niger.officer)
    assert keep_up_with_filings() is not None
    assert SENTENCE not in page(niger.officer)


def test_xa03_a_building_that_gives_the_same_is_not_repeated(niger):  # noqa: F811
    desk_snapshot()
    moment = newest_record().as_of
    given_up = drafted(niger.people, "2024-Q1")
    withdraw_filing(filing=given_up, reason="Begun by mistake.", by=niger.people.officer)
    assert keep_up_with_filings() is not None
    assert newest_record().as_of > moment
    assert keep_up_with_filings() is None, "it would be built again every few seconds"


def test_xa04_only_what_the_page_could_speak_of_is_told(niger):  # noqa: F811
    desk_snapshot()
    filing = validated(niger.people, "2024-Q1")
    assert SENTENCE in page(niger.officer, period="2024")
    assert SENTENCE not in page(niger.officer, period="2023")
    assert SENTENCE not in page(niger.officer, "convicted_persons")
    Filing.objects.filter(pk=filing.pk).update(conduct="mixed")
    assert SENTENCE not in page(niger.officer), "what is mixed adds nothing to smuggling"


def test_xa01_an_amended_filing_is_told_from_a_new_one(niger):  # noqa: F811
    first = validated(niger.people, "2024-Q1")
    desk_snapshot()
    newer = begin_version(filing=first, by=niger.people.officer)
    newer = submit_filing(filing=newer, by=niger.people.officer)
    newer = clear_filing(filing=newer, by=niger.people.contact, zeros_are_true=True)
    validate_filing(filing=newer, by=niger.people.secretary)
    assert "Q1 2024, amended as version 2" in page(niger.officer)

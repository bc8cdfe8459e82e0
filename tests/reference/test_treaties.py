"""Participation and obligations."""

from datetime import date

import pytest

from cairn.kernel.dates import Precision
from cairn.kernel.languages import LANGUAGES
from cairn.reference.countries import countries
from cairn.reference.treaties import (
    Action,
    Status,
    obligations,
    obligations_of,
    parties_at,
    published_totals,
    signatures_at,
    status_sources,
    treaties,
    treaty_status,
)


def status(iso3, treaty="som"):
    return treaty_status()[iso3, treaty]


def test_the_protocol_supplements_the_convention_and_both_have_all_their_articles():
    assert treaties()["som"].parent == "untoc"
    assert [one.article for one in treaties()["som"].provisions] == list(range(1, 26))
    assert [one.article for one in treaties()["untoc"].provisions] == list(range(1, 42))
    for treaty in treaties().values():
        assert set(treaty.titles) == set(treaty.short_titles) == set(LANGUAGES)
        assert all({"en", "es"} <= set(one.headings) for one in treaty.provisions)


def test_every_status_is_of_a_known_participant_with_a_known_source():
    for (iso3, treaty), one in treaty_status().items():
        assert iso3 in countries()
        assert treaty in treaties()
        assert one.source in status_sources()
        assert one.status is Status.PARTY or one.action is None


def test_counts_equal_those_of_the_sources():
    parties = [key for key, one in treaty_status().items() if one.status is Status.PARTY]
    assert sum(treaty == "som" for _, treaty in parties) == 150
    assert sum(treaty == "untoc" for _, treaty in parties) == 187
    assert signatures_at("som", date(2014, 7, 10)) == 112
    assert signatures_at("untoc", date(2014, 1, 27)) == 147
    assert signatures_at("som", date(2000, 12, 11)) == 0


def test_accession_is_not_ratification():
    assert status("AFG").action is Action.ACCESSION
    assert status("AFG").signature is None
    assert status("ALB").action is Action.RATIFICATION
    assert status("ALB").signature == date(2000, 12, 12)


def test_a_date_keeps_the_precision_of_its_source_and_is_never_filled_in():
    assert status("AFG").action_on.precision is Precision.DAY
    assert status("SDN").action_on.precision is Precision.MONTH
    assert status("FJI").action_on.precision is Precision.YEAR
    assert status("FJI").action_on.earliest == date(2017, 1, 1)
    assert status("CIV").action_on is None


def test_a_status_that_rests_on_inference_says_so():
    inferred = {key for key, one in treaty_status().items() if one.inferred}
    assert inferred == {
        ("CIV", "som"),
        ("SLE", "som"),
        ("BRB", "untoc"),
        ("PLW", "untoc"),
        ("SLE", "untoc"),
    }


@pytest.mark.parametrize(
    ("day", "parties", "vague"),
    [
        (date(2004, 1, 27), 40, ()),
        (date(2014, 1, 28), 138, ()),
        (date(2017, 6, 1), 142, ("FJI",)),
        (date(2018, 10, 19), 144, ("SDN",)),
        (date(2020, 12, 24), 147, ("COM",)),
    ],
)
def test_parties_at_a_date_stand_beside_those_whose_date_is_not_precise_enough(day, parties, vague):
    found = parties_at("som", day)
    assert (found.parties, found.date_not_precise) == (parties, vague)
    assert set(found.date_unknown) == {"CIV", "SLE"}


def test_published_totals_lie_between_what_is_dated_and_what_is_known():
    for total in published_totals():
        if len(total.on) == 10 and total.on < "2021":
            found = parties_at("som", date.fromisoformat(total.on))
            most = found.parties + len(found.date_not_precise) + len(found.date_unknown)
            assert found.parties <= total.parties <= most


def test_every_obligation_belongs_to_an_article_and_asks_a_question():
    assert len(obligations()) == 221
    for one in obligations().values():
        articles = {provision.article for provision in treaties()[one.treaty].provisions}
        assert one.article in articles
        assert one.question.endswith("?")
    assert [one.id for one in obligations_of("som", 5)] == ["som-5"]
    assert len(obligations_of("som")) == 97

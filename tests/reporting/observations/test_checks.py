"""What is asked of a record: everything at once, with the record, the place and the next step.

OB-1 a complete record is asked nothing; OB-2 legs join or a gap is said; OB-3 a currency that no
longer existed is asked about with its successor; OB-4 people of two qualities are never added;
OB-5 coordinates are never finer than was declared.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reference.vocabularies import vocabulary
from cairn.reporting.filings.definitions import sections
from cairn.reporting.observations.catalogue import KINDS, kind
from cairn.reporting.observations.checks import checks, joined
from cairn.reporting.observations.kinds import ARTICLES, DECIMALS, LEG
from cairn.reporting.observations.persons import QUALITIES, PersonCount, problems_of_people
from cairn.reporting.observations.values import Given, Observed, cleaned, keys_of, problems_of
from tests.reporting.observations.doing import given, leg

FIRST, LAST = date(2024, 1, 1), date(2024, 3, 31)


def record(key: str, **more) -> Observed:
    told = cleaned(kind(key), given(key, **more))
    assert not list(problems_of(kind(key), told))
    return Observed(key, "obs-1", told.values, told.legs, told.persons)


def asked(key: str, **more) -> list[str]:
    return [one.code for one in checks([record(key, **more)], first=FIRST, last=LAST)]


@pytest.mark.parametrize("key", KINDS)
def test_ob1_a_complete_record_is_asked_nothing(key):
    assert asked(key) == []


@pytest.mark.parametrize("key", KINDS)
def test_everything_missing_is_asked_at_once_and_each_sentence_names_the_record(key):
    empty = cleaned(kind(key), Given({"title": "Lorries"}))
    found = checks([Observed(key, "obs-1", empty.values)], first=FIRST, last=LAST)
    missing = {one.values["measure"] for one in found if one.code == "answer_missing"}
    assert missing == {one.title for one in kind(key).fields if one.required} - {"Short title"}
    for one in found:
        assert "Lorries" in one.sentence % one.values
        assert one.record == "obs-1"


def test_ob2_a_leg_that_begins_elsewhere_is_asked_about_until_the_gap_is_said():
    apart = [leg("Agadez", "Arlit"), leg("Séguédine", "Madama")]
    found = checks([record("route", legs=apart)], first=FIRST, last=LAST)
    assert [one.code for one in found] == ["legs_apart"]
    assert "leg 2 does not begin where leg 1 ended" in found[0].sentence % found[0].values
    apart[1]["gap"] = "A night on foot, way not known."
    assert asked("route", legs=apart) == []


@examples(st.lists(st.sampled_from(["Agadez", "Arlit", "Dirkou"]), min_size=2, max_size=8))
def test_ob2_a_chain_of_places_always_joins(places):
    legs = [leg(a, b) for a, b in zip(places, places[1:], strict=False)]
    assert "legs_apart" not in asked("route", legs=legs)


def test_ob2_what_one_leg_does_not_say_the_other_does_not_contradict():
    end = {"to_country": "NER", "to_place": "Arlit"}
    assert joined(end, {"from_country": "NER", "from_place": ""})
    assert joined(end, {"from_country": "", "from_place": "ARLIT "})
    assert not joined(end, {"from_country": "", "from_place": ""})
    assert not joined(end, {"from_country": "DZA", "from_place": "Arlit"})


def test_an_end_that_is_said_to_be_undisclosed_needs_no_place():
    hidden = leg("Agadez", "")
    hidden |= {"to_country": "", "to_precision": "undisclosed"}
    assert asked("route", legs=[hidden]) == []


@pytest.mark.parametrize(
    ("code", "day", "successor"),
    [("HRK", date(2024, 1, 5), "EUR"), ("MRO", date(2020, 1, 1), "MRU"), ("FRF", FIRST, "EUR")],
)
def test_ob3_a_currency_that_had_ended_is_asked_about_with_its_successor(code, day, successor):
    found = checks([record("fee", currency=code, when=DateSpan.day(day))], first=FIRST, last=LAST)
    assert [(one.code, one.settles) for one in found] == [("currency_ended", "answers")]
    assert successor in found[0].sentence % found[0].values


def test_ob3_a_currency_is_right_on_a_day_on_which_it_existed():
    assert asked("fee", currency="HRK", when=DateSpan.month(2022, 6)) == []
    assert asked("fee", currency="HRK", when=None) == ["currency_ended"]  # in the filing's period


def test_a_fee_says_for_whom_and_for_what():
    assert asked("fee", low=None, high=None) == ["fee_without_amount"]
    assert asked("fee", covers="part", from_place="Agadez") == ["fee_part_without_ends"]
    assert asked("fee", per="group") == ["group_without_size"]
    assert asked("fee", officials="amount") == ["officials_without_amount"]


numbers = st.one_of(st.none(), st.integers(0, 500))


@examples(st.fixed_dictionaries({key: numbers for key, one in QUALITIES.items() if one.total}))
def test_ob4_qualities_overlap_and_no_two_are_ever_added(found):
    """Any numbers may stand beside one another, but for a part that is named as part of a whole."""
    persons = [
        PersonCount(key, value, None if value is not None else Cell.NOT_RECORDED)
        for key, value in found.items()
    ]
    assert not list(problems_of_people(persons))
    codes = {
        (one.code, one.key.split("|")[-1])
        for one in checks([record("incident", persons=persons)], first=FIRST, last=LAST)
    }
    wanted = {
        ("part_exceeds_whole", key)
        for key, one in QUALITIES.items()
        if one.part_of and (found[key] or 0) > (found[one.part_of] or 0)
        if found[key] is not None and found[one.part_of] is not None
    }
    assert codes == wanted


def test_parts_by_sex_and_age_give_their_total_or_somebody_says_why():
    persons = [PersonCount("smuggled", 12), PersonCount("smuggled", 4, sex="female")]
    found = checks([record("incident", persons=persons)], first=FIRST, last=LAST)
    assert [(one.code, one.settles) for one in found] == [("parts_differ", "differences")]
    persons.append(PersonCount("smuggled", None, Cell.NOT_RECORDED, sex="male"))
    assert asked("incident", persons=persons) == []


def test_an_event_outside_the_period_is_asked_about():
    assert asked("incident", when=DateSpan.year(2024)) == []
    assert asked("incident", when=DateSpan.month(2023, 12)) == ["outside_the_period"]


@examples(
    st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6), st.sampled_from([*DECIMALS])
)
def test_ob5_coordinates_are_never_finer_than_declared(lat, lon, precision):
    one = record("incident", lat=lat, lon=lon, precision=precision)
    for name, written in (("lat", lat), ("lon", lon)):
        kept = one.values[name]
        assert -kept.as_tuple().exponent <= DECIMALS[precision]
        assert abs(kept - written) <= Decimal(10) ** -DECIMALS[precision]


def test_ob5_an_undisclosed_place_has_no_coordinates():
    told = cleaned(kind("incident"), given("incident", lat=1, lon=2, precision="undisclosed"))
    assert [type(one).__name__ for one in problems_of(kind("incident"), told)] == [
        "CoordinatesUndisclosed"
    ]


def test_every_list_that_a_field_names_exists_and_every_kind_belongs_to_a_section():
    for one in [*(field for each in KINDS.values() for field in each.fields), *LEG]:
        assert not one.words or keys_of(one.words)
    belongs = [key for section in sections().values() for key in section.observes]
    assert sorted(belongs) == sorted(KINDS)
    assert set(ARTICLES.values()) == set(vocabulary("protocol_information_categories").terms)
    for section in sections().values():
        for key in section.observes:
            assert set(KINDS[key].articles) <= set(section.articles), section.key

"""Forums, organizations and their members."""

from datetime import date

from cairn.reference.bodies import Basis, BodyKind, bodies, body_name, members_at
from cairn.reference.countries import Kind, countries


def test_every_member_is_a_known_code():
    for body in bodies().values():
        codes = [one.iso3 for one in body.members]
        assert len(codes) == len(set(codes)), body.key
        assert set(codes) <= set(countries()), body.key


def test_every_member_state_of_the_united_nations_is_in_one_regional_group():
    groups = [body for body in bodies().values() if body.kind is BodyKind.REGIONAL_GROUP]
    members = sorted(one.iso3 for body in groups for one in body.members)
    states = sorted(iso3 for iso3, found in countries().items() if found.kind is Kind.STATE)
    assert members == states


def test_dated_memberships_count_on_their_days_only():
    assert "GBR" in members_at("eu", date(2020, 1, 31)).members
    assert "GBR" not in members_at("eu", date(2020, 2, 1)).members
    assert len(members_at("eu", date(2021, 1, 1)).members) == 27
    assert "POL" not in members_at("eppo", date(2023, 12, 31)).members
    assert "TLS" not in members_at("asean", date(2024, 1, 1)).members


def test_a_membership_that_ended_in_a_month_is_uncertain_within_it():
    assert "NER" in members_at("ecowas", date(2024, 12, 31)).members
    assert set(members_at("ecowas", date(2025, 1, 10)).uncertain) == {"BFA", "MLI", "NER"}
    after = members_at("ecowas", date(2025, 2, 1))
    assert not {"BFA", "MLI", "NER"} & {*after.members, *after.uncertain}


def test_a_list_from_general_knowledge_is_not_official():
    assert bodies()["bali-process"].basis is Basis.SIZE_ONLY
    assert not bodies()["bali-process"].official
    assert bodies()["khartoum-process"].official
    confirmed = [one for one in bodies()["bali-process"].members if one.confirmed]
    assert 0 < len(confirmed) < len(bodies()["bali-process"].members)


def test_the_published_size_is_the_number_of_members_where_both_count_states():
    for key in ("khartoum-process", "niamey-declaration", "sadc", "gloact-1", "redtram-aiamp"):
        assert bodies()[key].published_size["states"] == len(bodies()[key].members)


def test_names_fall_back_to_english():
    assert body_name("eu", "ar") == "الاتحاد الأوروبي"
    assert body_name("afic", "ar") == "Africa-Frontex Intelligence Community"
    assert body_name("nothing", "ar") == "nothing"

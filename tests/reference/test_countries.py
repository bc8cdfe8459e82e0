"""Codes, names and notes."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from cairn.kernel.languages import LANGUAGES
from cairn.reference.countries import (
    UNKNOWN,
    Kind,
    UnknownCountry,
    countries,
    country,
    name_of,
    region_name,
    regions,
    spellings,
)

SHARED = Path(__file__).parents[3] / "shared" / "data" / "open"
# Codes of the open series: file, column.
COLUMNS = [
    ("frontex-ibc/frontex_ibc_monthly.csv", "nationality_iso3"),
    ("us-cbp-encounters/us_cbp_encounters_monthly.csv", "nationality_iso3"),
    ("eu-asylum/eu_asylum_applications_yearly.csv", "geo"),
    ("eu-asylum/eu_asylum_applications_yearly.csv", "nat"),
    ("americas-irregular/darien_by_nationality.csv", "nat"),
    ("americas-irregular/honduras_by_nationality.csv", "nat"),
    ("americas-irregular/mexico_detentions_by_nationality.csv", "nat"),
    ("americas-irregular/mexico_returns_by_nationality.csv", "nat"),
    ("americas-irregular/guatemala_returns.csv", "origin"),
    ("missing-migrants/mmp_gdidata_2014-2025-06.csv", "nat"),
    ("missing-migrants/mmp_gdidata_2014-2025-06.csv", "geo"),
]


def test_every_code_has_a_name_in_six_languages_and_a_region_that_exists():
    for found in countries().values():
        assert set(found.names) == set(LANGUAGES)
        assert all(name.strip() == name and name for name in found.names.values()), found.iso3
        assert found.region is None or found.region in regions()
        assert found.subregion is None or found.subregion in regions()


def test_there_are_193_member_states_and_five_other_participants():
    kinds = Counter(found.kind for found in countries().values())
    assert kinds[Kind.STATE] == 193
    others = {iso3 for iso3, found in countries().items() if found.kind is Kind.PARTICIPANT}
    assert others == {"VAT", "PSE", "COK", "NIU", "EUE"}


def test_codes_are_distinct_in_every_system():
    for codes in (
        [found.iso2 for found in countries().values() if found.iso2],
        [found.m49 for found in countries().values() if found.m49],
        [code for found in countries().values() for code in found.other_codes],
    ):
        assert len(codes) == len(set(codes))
    assert country("NAM").iso2 == "NA"


@pytest.mark.parametrize(
    ("iso3", "language", "name"),
    [
        ("TUR", "en", "Türkiye"),
        ("TUR", "fr", "Türkiye"),
        ("TUR", "ru", "Турция"),
        ("IRN", "en", "Iran (Islamic Republic of)"),
        ("PSE", "en", "State of Palestine"),
        ("PSE", "zh", "巴勒斯坦国"),
        ("CIV", "en", "Côte d’Ivoire"),
        ("BLR", "es", "Belarús"),
        ("TWN", "en", "Taiwan Province of China"),
        ("DOM", "zh", "多米尼加共和国"),
        ("DMA", "zh", "多米尼克"),
        ("ALA", "ru", "Аландские острова"),
    ],
)
def test_names_follow_the_usage_of_the_united_nations(iso3, language, name):
    assert name_of(iso3, language) == name


def test_no_two_codes_share_a_name_within_a_language():
    for language in LANGUAGES:
        names = Counter(found.names[language] for found in countries().values())
        assert [name for name, times in names.items() if times > 1] == []


def test_kosovo_carries_the_note_of_the_united_nations():
    assert country("XKX").kind is Kind.AREA
    assert "Security Council resolution 1244 (1999)" in country("XKX").note


def test_a_language_without_names_falls_back_to_english_and_a_region_tag_is_ignored():
    assert name_of("ITA", "sw") == "Italy"
    assert name_of("ITA", "fr-CA") == "Italie"
    assert name_of("QQQ", "fr") == "QQQ"
    assert region_name("202", "fr") == "Afrique subsaharienne"


def test_an_unknown_code_is_refused_with_an_example():
    with pytest.raises(UnknownCountry, match="'QQQ' is not a code"):
        country("QQQ")
    with pytest.raises(UnknownCountry):
        country("")  # not recorded is not a code: it is not "unknown" either


def test_unknown_and_grouped_nationalities_are_special_codes_with_names():
    assert country("UNK").iso3 == UNKNOWN
    for code in ("OOO", "STL", "STU", "OOS", "MIX", "MXU", "OTH", "EU27", "TIB"):
        assert country(code).kind is Kind.SPECIAL
        assert country(code).region is None
    assert "not the same as not recorded" in country(UNKNOWN).note


def test_former_names_are_dated_where_known():
    former = {alias.name: alias.until for alias in country("TUR").former}
    assert former["Turkey"] == 2022
    assert {alias.name for alias in country("SWZ").former} >= {"Swaziland"}


def test_no_spelling_means_two_codes():
    seen = {}
    for iso3, alias in spellings():
        key = (alias.name, alias.language)
        assert seen.setdefault(key, iso3) == iso3, key


def test_the_regions_form_one_tree():
    for region in regions().values():
        path = [region.m49]
        while (parent := regions()[path[-1]].parent) is not None:
            assert parent not in path
            path.append(parent)
        assert path[-1] == "001"


def test_every_code_of_the_open_series_is_known():
    with (Path(__file__).parent / "open_codes.csv").open(encoding="utf-8") as stream:
        codes = {row["value"] for row in csv.DictReader(stream) if row["kind"] == "country"}
    assert len(codes) > 200
    for name, column in COLUMNS:
        if (SHARED / name).exists():
            with (SHARED / name).open(encoding="utf-8-sig") as stream:
                for row in csv.DictReader(stream):
                    codes |= set(row[column].split(","))
    for code in codes - {""}:
        assert country(code).names["en"]

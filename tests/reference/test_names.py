"""What is certain, what is asked, and why."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.reference import names
from cairn.reference.countries import countries, spellings
from cairn.reference.folding import fold
from cairn.reference.names import match_column, match_country

OPEN = Path(__file__).parent / "open_codes.csv"


@pytest.mark.parametrize(
    ("text", "iso3", "because"),
    [
        ("Côte d'Ivoire", "CIV", names.OFFICIAL),
        ("Côte d&#039;Ivoire", "CIV", names.OFFICIAL),
        ("COTE D IVOIRE", "CIV", names.OFFICIAL),
        ("Ivory Coast", "CIV", names.SPELLING),
        ("CIV", "CIV", names.CODE),
        ("CI ", None, names.AMBIGUOUS),
        ("RDC", "COD", names.SPELLING),
        ("DRC", "COD", names.SPELLING),
        ("NO", "NOR", names.CODE),
        ("004", "AFG", names.CODE),
        ("UNK", "OOO", names.SOURCE_CODE),
        ("Ethopia", "ETH", names.MISSPELLING),
        ("Burma", "MMR", names.FORMER_UNTIL),
        ("Eritrean", "ERI", names.DEMONYM),
        ("Syria", "SYR", names.SPELLING),
        ("سوريا", "SYR", names.SPELLING),
        ("سـوريـا", "SYR", names.SPELLING),  # with tatweel
        ("المانيا", "DEU", names.OFFICIAL),  # without hamza
        ("أَلْمَانِيَا", "DEU", names.OFFICIAL),  # with vowel marks
        ("Россия", "RUS", names.SPELLING),
        ("Таджикистан", "TJK", names.OFFICIAL),
        ("Украіна", "UKR", names.SPELLING),
        ("叙利亚", "SYR", names.SPELLING),
        ("阿富汗", "AFG", names.OFFICIAL),
        ("Korea, Republic of", "KOR", names.SPELLING),
        ("Bolivarian Republic of Venezuela", "VEN", names.SPELLING),
        ("Türkiye (Turkey)", "TUR", names.SPELLING),
        ("Bangaldesh", "BGD", names.ALIKE),
        ("Afghannistan", "AFG", names.ALIKE),
        ("Mixed/Unknown", "MXU", names.SPELLING),
        ("Unknown", "OOO", names.OFFICIAL),
    ],
)
def test_a_spelling_means_a_code_for_a_reason(text, iso3, because):
    match = match_country(text)
    assert (match.iso3, match.because) == (iso3, because)
    assert match.certain == (iso3 is not None)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Congo", {"COG", "COD"}),
        ("Конго", {"COG", "COD"}),
        ("Guinea", {"GIN", "GNB", "GNQ", "PNG"}),
        ("Guinée", {"GIN", "GNB", "GNQ", "PNG"}),
        ("Korea", {"KOR", "PRK"}),
        ("كوريا", {"KOR", "PRK"}),
        ("Nigeri", {"NER", "NGA"}),
        ("Slovania", {"SVK", "SVN"}),
        ("NA", {"NAM"}),
        ("no", {"NOR"}),
        ("civ", {"CIV"}),
        ("4", {"AFG"}),
        ("Paris, France", {"FRA"}),
        ("America", {"USA"}),
    ],
)
def test_what_may_mean_several_is_asked(text, candidates):
    match = match_country(text)
    assert not match.certain
    assert match.iso3 is None
    assert {iso3 for iso3, _ in match.candidates} == candidates


def test_a_misspelling_near_two_easily_confused_names_is_asked_however_near_one_is():
    for text in ("Nigria", "Nigeira", "Slovkia", "Austrria"):
        assert not match_country(text).certain, text


def test_north_and_south_are_never_bridged_by_likeness():
    match = match_country("Eastern Sahara")
    assert not match.certain


def test_nothing_and_nonsense_find_nothing():
    assert match_country("").because == names.EMPTY
    assert match_country(" - ").because == names.EMPTY
    assert match_country("xqzzvw").because == names.NOT_FOUND


def test_a_source_known_for_official_names_is_taken_at_its_word():
    assert match_country("Congo", un_names=True).iso3 == "COG"
    assert match_country("Guinea", un_names=True).iso3 == "GIN"
    assert not match_country("Korea", un_names=True).certain  # no official name


def test_a_column_that_lists_the_other_apart_explains_an_ambiguous_name():
    alone = match_column(["Congo", "Mali"])
    assert not alone["Congo"].certain
    both = match_column(["Congo", "Democratic Republic of the Congo", "Korea", "PRK"])
    assert (both["Congo"].iso3, both["Congo"].because) == ("COG", names.ALONE)
    assert not both["Korea"].certain  # nobody's official name


def test_the_sudan_is_asked_before_south_sudan_became_a_state():
    assert match_country("Sudan", on=date(2015, 1, 1)).iso3 == "SDN"
    before = match_country("Sudan", on=date(2010, 6, 1))
    assert not before.certain
    assert [iso3 for iso3, _ in before.candidates] == ["SDN", "SSD"]


def test_every_country_name_of_the_open_series_is_certain():
    with OPEN.open(encoding="utf-8") as stream:
        texts = [row["value"] for row in csv.DictReader(stream) if row["kind"] == "name"]
    assert len(texts) > 150
    for text in texts:
        assert match_country(text, un_names=True).certain, text


def test_a_country_column_that_tells_a_story_is_asked():
    with OPEN.open(encoding="utf-8") as stream:
        texts = [row["value"] for row in csv.DictReader(stream) if row["kind"] == "name_asked"]
    assert texts
    for text in texts:
        match = match_country(text, un_names=True)
        assert not match.certain
        assert match.candidates


def test_every_official_name_and_code_means_itself():
    for iso3, found in countries().items():
        for name in found.names.values():
            assert match_country(name, un_names=True).iso3 == iso3, name
        assert match_country(iso3).iso3 == iso3


def test_every_shipped_spelling_means_its_code_or_is_asked():
    for iso3, alias in spellings():
        match = match_country(alias.name)
        if match.certain:
            assert match.iso3 == iso3, alias
        else:
            assert iso3 in {candidate for candidate, _ in match.candidates}, alias


def test_the_reason_is_a_whole_sentence_that_its_values_fill():
    for text in ("Congo", "Bangaldesh", "Burma", "Paris, France", "Zzzland", "Ivory Coast"):
        match = match_country(text)
        assert (match.because % match.values).endswith(".")


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_is_answered_and_an_uncertain_answer_names_no_code(text):
    match = match_country(text)
    assert match.certain == (match.iso3 is not None)
    assert 0 <= match.score <= 1
    assert all(iso3 in countries() for iso3, _ in match.candidates)


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_folding_twice_is_folding_once_for_latin_text(text):
    text = text.encode("ascii", "ignore").decode()
    assert fold(fold(text)) == fold(text)  # not `compact`, which makes “s t” into “st”, a saint
    assert fold(text.upper()) == fold(text.lower())

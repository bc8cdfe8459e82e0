"""Columns are proposed for fields with a score and a reason, and a field gets one at most."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.formats.headers import Lexicon, normalize_header, propose, reads
from cairn.formats.values import read_coordinates, read_count, read_date

LEXICON = Lexicon.load(
    """
    date:
      en: [incident date, date of incident, reported date]
      fr: [date de l'incident]
      ar: [تاريخ الحادث]
    dead: [number dead, no. dead, deaths, nombre de morts]
    missing: [number missing, no. missing]
    dead_and_missing: [total dead and missing, no. dead/missing]
    coordinates: [location coordinates]
    """
)
PROBES = {
    "date": reads(lambda value: read_date(value, today=date(2026, 11, 21))),
    "dead": reads(read_count),
    "coordinates": reads(read_coordinates),
}


def fields(headers, samples=()):
    return [p.field for p in propose(headers, samples, LEXICON, probes=PROBES)]


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("No. Dead/Missing", "no dead missing"),
        ("  Incident_Date ", "incident date"),
        ("numberDead", "number dead"),
        ("Lieu du décès", "lieu du deces"),
        ("تاريخ الحادث", "تاريخ الحادث"),
        ("Дата (день)", "дата день"),
        ("---", ""),
    ],
)
def test_a_header_is_compared_without_its_dress(header, key):
    assert normalize_header(header) == key


def test_known_spellings_in_any_language_are_sure():
    headers = ["Incident Date", "NUMBER_DEAD", "No. missing", "No. dead/missing"]
    proposals = propose(headers, [], LEXICON)
    assert [p.field for p in proposals] == ["date", "dead", "missing", "dead_and_missing"]
    assert all(p.sure and p.because for p in proposals)
    assert fields(["تاريخ الحادث", "Date de l’incident"]) == ["date", None]


def test_misspelt_and_longer_headers_are_proposed_and_asked():
    for header in ("Incidnet date", "location_coodinates", "Number of dead persons: deaths"):
        [proposal] = propose([header], [], LEXICON)
        assert proposal.field
        assert not proposal.sure
        assert proposal.because % proposal.values


def test_a_field_gets_one_column_the_best():
    first, second = propose(["deaths (total)", "deaths"], [], LEXICON)
    assert (first.field, second.field) == (None, "dead")
    assert first.because % first.values == "another column fits dead better"


def test_values_that_contradict_the_header_make_it_a_question():
    samples = [("drowning",), ("unknown cause",), (None,)]
    [proposal] = propose(["deaths"], samples, LEXICON, probes=PROBES)
    assert proposal.field == "dead"
    assert not proposal.sure
    assert proposal.because % proposal.values == (
        "the header fits, but only 0% of the values look like this field"
    )


def test_values_that_fit_make_a_likeness_stronger():
    samples = [("31.65, -110.37",), ("12.1, 34.9",)]
    [without] = propose(["location_coodinates"], [], LEXICON)
    [with_values] = propose(["location_coodinates"], samples, LEXICON, probes=PROBES)
    assert with_values.score > without.score


def test_unknown_headers_are_left_alone():
    assert fields(["URL", "x", "Remarks"]) == [None, None, None]


def test_a_spelling_names_one_field_only():
    with pytest.raises(ValueError, match="names both"):
        Lexicon.of({"a": ["same"], "b": ["Same"]})
    with pytest.raises(ValueError, match="list of spellings"):
        Lexicon.load("a: {en: word}")
    with pytest.raises(ValueError, match="mapping"):
        Lexicon.load("[a]")
    with pytest.raises(ValueError, match="no letter"):
        Lexicon.of({"a": ["--"]})


@given(st.lists(st.text(max_size=15) | st.sampled_from(["deaths", "Date", "no. dead"]), max_size=6))
def test_every_header_gets_one_proposal_and_no_field_two(headers):
    headers = list(dict.fromkeys(headers))
    proposals = propose(headers, [], LEXICON)
    named = [p.field for p in proposals if p.field]
    assert [p.column for p in proposals] == headers
    assert len(named) == len(set(named))

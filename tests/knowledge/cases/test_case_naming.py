"""Names of people stay inside: whatever the record says, and wherever the name stands in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cairn.knowledge.cases.face import face, outward
from cairn.knowledge.cases.naming import LabelNames, may_be_named
from cairn.knowledge.cases.tables import case_line, charge_lines
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import as_native
from cairn.knowledge.shapes import KeyIsMissing
from tests.knowledge.cases.cases import full_of, made

LETTERS = "BCDFGHKLMNPRSTVWZbcdfghklmnprstvwzñéüŁøŠ"
WORD = some.text(LETTERS, min_size=5, max_size=9).map(str.capitalize)
NAMES = some.lists(WORD, min_size=1, max_size=3).map(" ".join)
REVEAL = {"reviewer": "R. Reviewer", "reason": "a leading judgment", "on": "2026-11-30"}


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text).casefold() if one.isalnum())


def _all_that_leaves(key: str, body: dict) -> str:
    """Everything that any door gives out is made of these."""
    key, record = outward(key, made(body))
    shown = face(record)
    native = as_native("case", key, kind_of("case").write(record))
    tables = [case_line(key, record), *charge_lines(key, record)]
    return f"{native} {shown} {tables}"


@given(NAMES)
def test_no_marked_name_leaves_in_any_field_of_a_record(name):
    told = _all_that_leaves(f"ita-{name}", full_of(name))
    for part in name.split():
        assert _plain(part) not in _plain(told)
    assert "Accused 1" in told


@given(NAMES, some.sampled_from(["{}", "{}'s", "x{}x", "({})", "«{}»", "{}-{}", "a_{}_b"]))
def test_what_stands_around_a_name_does_not_save_it(name, around):
    written = around.replace("{}", name.upper())
    body = full_of(name, texts=[{"section": "summary", "texts": [_text(written)]}])
    assert _plain(name) not in _plain(_all_that_leaves("k", body))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Loïc Duval", "LOIC  DUVAL"),
        ("Loïc Duval", "Loi\u0308c_duval"),
        ("O'Brien", "O’Brien"),
        ("Müller", "M\u00fcl\u00adler"),
        ("محمد علي", "محمد علي"),
        ("王小明", "被告王小明的供述"),
        ("Li", "Mr Li said"),
    ],
)
def test_a_name_is_found_in_other_spellings(name, written):
    body = full_of(name, texts=[{"section": "summary", "texts": [_text(written)]}])
    _, record = outward("k", made(body))
    text = record.texts[0].texts[0].text
    assert "Accused 1" in text
    assert _plain(name) not in _plain(text)


def test_an_address_with_a_name_is_cut_to_its_site_and_another_one_stays():
    body = full_of("Marlow Tarn")
    body["sources"].append({"address": "https://example.org/cases/17"})
    _, record = outward("k", made(body))
    assert [one.address for one in record.sources] == [
        "https://example.org/",
        "https://example.org/cases/17",
    ]


def _named(**changed) -> bool:
    body = full_of("Marlow Tarn")
    body["people"][0]["reveal"] = REVEAL
    for where, value in changed.items():
        body[where] = value
    record = made(body)
    shown = "Marlow" in _all_that_leaves("k", body)
    assert may_be_named(record, record.people[0]) is shown
    return shown


def test_a_name_is_shown_where_the_judgment_is_final_and_a_reviewer_gave_a_reason():
    assert _named()


@pytest.mark.parametrize("finality", ["not_final", "not_known"])
def test_a_name_is_hidden_while_the_judgment_is_not_known_to_be_final(finality):
    given_ = full_of("Marlow Tarn")["proceedings"]
    given_[0]["finality"] = finality
    assert not _named(proceedings=given_)


@pytest.mark.parametrize("missing", ["reviewer", "reason"])
def test_a_name_is_hidden_where_nobody_or_nothing_stands_for_showing_it(missing):
    people = full_of("Marlow Tarn")["people"]
    people[0]["reveal"] = REVEAL | {missing: "\u00a0"}  # no word
    with pytest.raises(KeyIsMissing):
        _named(people=people)


@pytest.mark.parametrize(
    "verdicts",
    [
        ["not_guilty"],
        ["guilty", "reversed_on_appeal"],
        ["guilty", "retrial_ordered"],
        ["discontinued"],
        ["pending"],
        ["dismissed_jurisdiction"],
    ],
)
def test_whoever_was_not_convicted_in_the_end_is_never_named(verdicts):
    charges = full_of("Marlow Tarn")["charges"]
    charges[0]["outcomes"] = [{"proceeding": "1", "verdict": one} for one in verdicts]
    assert not _named(charges=charges)


@pytest.mark.parametrize("finding", ["not_found", "contested", "not_assessed"])
def test_nobody_is_named_where_no_benefit_was_found(finding):
    element = {"element": "benefit", "by": "court", "finding": finding}
    assert not _named(elements=[element])


def test_a_label_may_not_be_the_name():
    body = full_of("Marlow Tarn")
    body["people"][0]["label"] = body["charges"][0]["person"] = "Marlow T."
    record, problems = kind_of("case").read(body)
    assert record is None
    assert isinstance(problems[0].error, LabelNames)


def _text(text: str) -> dict:
    return {"text": text, "language": "en"}

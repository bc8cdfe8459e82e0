"""Records as JSON.

kn01  what is written is read as the same record, whatever it holds
kn02  all that is wrong is told at once, each with its place
kn03  whatever JSON is sent, the answer is a record or sentences, and what is kept can be stored
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.errors import CairnError
from cairn.knowledge.shapes import clean, read, span_of, write, written
from tests.knowledge.leaflet.schema import Person, Record, Section
from tests.knowledge.leaflet.there import body, records, spans

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["titles", "pages", "sections", "published", "notes", "free", "odd"])


@given(record=records)
def test_kn01_what_is_written_is_read_as_the_same_record(record):
    told = json.loads(json.dumps(write(record)))
    assert read(Record, told) == (record, [])
    assert write(read(Record, told)[0]) == told


def test_kn01_an_empty_record_within_another_is_not_lost():
    record = Record(titles=(), publisher=Person(), sections=(Section("a", writers=(Person(),)),))
    assert read(Record, write(record)) == (record, [])
    assert write(record)["publisher"] == {}


@given(span=spans)
def test_kn01_a_date_is_written_as_short_as_it_is_read(span):
    assert span_of(written(span)) == span


def test_kn01_a_default_is_not_written():
    assert write(Record(titles=())) == {"titles": []}


def test_kn02_all_that_is_wrong_is_told_at_once_with_its_place():
    told = body(
        pages="many",
        free=1,
        format="scroll",
        published="2009-13",
        sections=[{"heading": " \x07 "}, {"heading": "a", "titel": "b"}, 7],
        odd=1,
    )
    record, problems = read(Record, told)
    assert record is None
    assert {one.place: one.error.code for one in problems} == {
        "pages": "value_is_wrong",
        "free": "value_is_wrong",
        "format": "value_is_wrong",
        "published": "value_is_wrong",
        "sections[1].titel": "key_is_unknown",
        "sections[2]": "value_is_wrong",
        "odd": "key_is_unknown",
        "sections[0].heading": "key_is_missing",
    }


@pytest.mark.parametrize("empty", ["", "  ", "\x07", "\u202e \u2069", None])
def test_kn02_what_looks_empty_is_missing_where_something_is_needed(empty):
    _, problems = read(Section, {"heading": empty})
    assert [(one.place, one.error.code) for one in problems] == [("heading", "key_is_missing")]


def test_kn02_what_a_record_does_not_let_stand_together_is_told():
    _, problems = read(Record, body(address="Rue 1"))
    assert [one.error.code for one in problems] == ["nobody_to_ask"]


@given(told=anything | st.dictionaries(names, anything, max_size=5))
def test_kn03_any_json_is_a_record_or_has_problems(told):
    record, problems = read(Record, told)
    assert (record is None) == bool(problems)
    for one in problems:
        assert isinstance(one.error, CairnError)
        str(one.error).encode()  # can be printed
        assert one.place
    if record:
        json.dumps(write(record), allow_nan=False, ensure_ascii=False).encode()


@given(text=st.text())
def test_kn03_no_text_turns_the_line_around_or_holds_what_no_database_keeps(text):
    made = clean(text)
    assert clean(made) == made
    assert not set(made) & set("\x00\x1b\u202a\u202e\u2066\u2069")
    made.encode()


@pytest.mark.parametrize("text", ["/" * 100_000, "2009/2010/2011", "2010/2009", "2009-02-30", "x"])
def test_kn03_no_date_is_a_sentence(text):
    _, problems = read(Record, body(published=text))
    assert [one.place for one in problems] == ["published"]

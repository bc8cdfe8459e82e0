"""Files in the form of Cairn: every line is a record or says why it is none.

kr01  a written record is read as the same, with its key
kr02  a bad line among others is told with its number, and the others are read
kr03  no file, whatever is in it, does anything but yield rows
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.knowledge import rows
from cairn.knowledge.kinds import NoSuchKind, kind_of
from cairn.knowledge.shapes import write
from tests.knowledge.leaflet.reading import read_file
from tests.knowledge.leaflet.there import file_of, line, records

pytestmark = pytest.mark.usefixtures("leaflets")


@given(record=records)
def test_kr01_a_written_record_is_read_as_the_same(tmp_path, record):
    path = file_of(tmp_path / "a.jsonl", rows.as_native("leaflet", "k1", write(record)))
    assert list(read_file(path)) == [rows.Row(1, "k1", write(record))]
    assert rows.is_native(json.loads(path.read_text()))


def test_kr01_a_kind_that_there_is_not_is_a_sentence():
    with pytest.raises(NoSuchKind):
        kind_of("law")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"kind": "leaflet", "key": "b", "record": {"titles": [NaN]}}', "not_json"),
        ('{"titles": [{"text": "bare", "language": "en"}]}', "not_a_record"),
        ("7", "not_a_record"),
        ('{"kind": "leaflet", "key": "b", "record": []}', "not_a_record"),
        (line("b").replace("leaflet", "law", 1), "other_kind"),
        (line("b" * 201), "key_too_long"),
        (line("b", pages="x"), "value_is_wrong"),
        (line("b", "\ud800 \x00"), "key_is_missing"),
        ("x" * (rows.LONGEST_LINE + 5), "line_too_long"),
    ],
)
def test_kr02_a_bad_line_is_told_with_its_number_and_the_others_are_read(tmp_path, bad, code):
    path = file_of(tmp_path / "a.jsonl", line("a"), "", bad, line("c"))
    found = list(read_file(path))
    assert [one.line for one in found] == [1, 3, 4]
    assert [one.key for one in found if one.body] == ["a", "c"]
    assert [one.error.code for one in found[1].problems] == [code]


def test_kr02_a_line_that_is_not_utf_8_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line("a").encode() + b"\n\xff\xfe{\n")
    found = list(read_file(path))
    assert found[0].key == "a"
    assert found[1].problems[0].error.code == "not_utf8"


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_kr03_any_file_is_rows_with_content_or_with_problems(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert all((one.body is None) == bool(one.problems) for one in read_file(path))

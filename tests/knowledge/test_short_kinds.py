"""Strategies, tools and mandates: what a record may hold, and what is shipped of each.

sk01  the shipped files are whole, invent nothing, and read as they were written
sk02  what cannot stand is a sentence with its place, all at once
sk03  every list of values has its words
sk04  what lists, search and other records see
"""

import json
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from cairn.console.library import plural_names
from cairn.knowledge.describing import words_of
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.mandates import words as of_mandates
from cairn.knowledge.mandates.face import MOST, short
from cairn.knowledge.strategies import words as of_strategies
from cairn.knowledge.tools import words as of_tools

SOURCE = {"title": "A report", "read_on": "2026-01-02"}
TEXT = [{"text": "A text", "language": "en"}]
KINDS = {"strategy": "strategies", "tool": "tools", "mandate": "mandates"}
WHOLE = {
    "strategy": {"titles": TEXT, "reach": "national", "states": ["COL"], "sources": [SOURCE]},
    "tool": {"titles": TEXT, "sort": "manual", "sources": [SOURCE]},
    "mandate": {"act": "decision", "body": "A body", "says": TEXT, "sources": [SOURCE]},
}


def rows(kind, path):
    return list(import_module(f"{kind_of(kind).package}.reading").read_file(path))


def shipped(kind):
    folder = Path(import_module(f"{kind_of(kind).package}.reading").__file__).parent / "data"
    return rows(kind, folder / f"{KINDS[kind]}.jsonl")


def wrong(kind, **others):
    given = {name: value for name, value in {**WHOLE[kind], **others}.items() if value is not ...}
    return [(one.place, one.error.code) for one in kind_of(kind).read(given)[1]]


@pytest.mark.parametrize("kind", KINDS)
def test_sk01_what_is_shipped_is_whole_and_real(kind):
    assert plural_names()[KINDS[kind]] == kind
    found = shipped(kind)
    assert [one.problems for one in found if one.problems] == []
    assert len({one.key for one in found}) == len(found)
    for one in found:
        record = kind_of(kind).load(one.body)
        assert not record.invented
        assert all(source.read_on for source in record.sources)
        assert kind_of(kind).write(record) == one.body


@pytest.mark.parametrize(
    ("kind", "others", "told"),
    [
        ("strategy", {"titles": []}, ("/", "no_title")),
        ("strategy", {"sources": []}, ("/", "no_source")),
        ("strategy", {"states": ["OOO"]}, ("/", "no_such_state")),
        ("strategy", {"states": ["QMA"]}, ("/", "not_marked")),
        ("strategy", {"obligations": ["som-99"]}, ("/", "no_such_obligation")),
        ("strategy", {"actions": [{"number": "1", "what": TEXT}] * 2}, ("/", "two_actions")),
        (
            "strategy",
            {"actions": [{"number": "1", "what": TEXT, "progress": "done"}]},
            ("actions[0]", "progress_without_day"),
        ),
        ("tool", {"titles": []}, ("/", "no_title")),
        ("tool", {"languages": ["English"]}, ("/", "no_language")),
        ("tool", {"sources": [{}]}, ("sources[0]", "source_says_nothing")),
        ("mandate", {"says": []}, ("/", "says_nothing")),
        ("mandate", {"themes": ["weather"]}, ("themes[0]", "value_is_wrong")),
        ("mandate", {"body": ...}, ("body", "key_is_missing")),
    ],
)
def test_sk02_what_cannot_stand_is_a_sentence_with_its_place(kind, others, told):
    assert told in wrong(kind, **others)
    assert wrong(kind) == []


def test_sk02_every_line_of_a_file_is_accounted_for(tmp_path):
    bad = {**WHOLE["tool"], "sort": "hammer", "published": "soon", "sauces": []}
    lines = [{"kind": "tool", "key": str(n), "record": WHOLE["tool"]} for n in range(3)]
    lines[1]["record"] = bad
    file = tmp_path / "t.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in lines))
    found = rows("tool", file)
    assert [bool(one.body) for one in found] == [True, False, True]
    assert [one.place for one in found[1].problems] == ["sauces", "sort", "published"]


def test_sk03_every_list_of_values_has_its_words():
    for module in (of_strategies, of_tools, of_mandates):
        assert all(words_of(one) for one in module.WORDS)
        assert max(Counter(map(str, module.WORDS)).values()) == 1


def test_sk04_faces():
    faces = {
        one.key: kind_of("strategy").face(kind_of("strategy").load(one.body))
        for one in shipped("strategy")
    }
    assert faces["col-first-strategy"].country == "COL"
    assert faces["unodc-mediterranean-2015"].country == ""
    assert [one.anchor for one in faces["unodc-mediterranean-2015"].parts][:2] == [
        "action-a",
        "action-b",
    ]
    made = kind_of("mandate").face(kind_of("mandate").load({**WHOLE["mandate"], "number": "7/1"}))
    assert made.titles[0].text == "A body 7/1: A text"
    assert len(short("word " * 90)) <= MOST + 2

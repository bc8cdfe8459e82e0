"""National procedures: what a record may hold, what is shipped, and how two stand to each other.

np01  every question and every word has its words    np02  the shipped file is whole and says so
np03  all that is wrong with a line is told at once  np04  an answer has a source and says something
np05  two answers: the same, different, only told in text, of one State, of neither
np06  the eight questions rest on questions that there are
np07  what lists, search and other records see
"""

import json
from collections import Counter

import pytest

from cairn.kernel.errors import CairnError
from cairn.knowledge.describing import parts_of, words_of
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.lines import NotLines
from cairn.knowledge.procedures import words
from cairn.knowledge.procedures.comparing import Stands, pairs
from cairn.knowledge.procedures.eight import EIGHT, asked_of
from cairn.knowledge.procedures.face import face
from cairn.knowledge.procedures.reading import read_file
from cairn.knowledge.procedures.schema import QUESTIONS, Record
from cairn.knowledge.shapes import read
from tests.knowledge.procedures.shipped import bodies, record

SOURCE = {"title": "A letter of the ministry", "read_on": "2026-01-02"}


def body(**answers):
    made = {key: {"sources": [SOURCE], **value} for key, value in answers.items()}
    return {"country": "ESP", "as_on": "2026", **made}


def made(**answers):
    found, problems = read(Record, body(**answers))
    assert problems == []
    return found


def wrong(given):
    _, problems = read(Record, given)
    return [(one.place, one.error.code) for one in problems]


def test_np01_every_question_and_every_value_can_be_said():
    labels = {one.name: one.plain for one in parts_of(Record)}
    assert not [one for one in QUESTIONS if labels[one]]
    lists = [words.Who, words.Rule, words.Money, words.Admitted, words.Testimony]
    lists += [words.Protected, words.Shared, words.Form, words.Urgent]
    values = [one for kind in lists for one in kind]
    assert all(words_of(one) for one in values)
    assert max(Counter(map(str, values)).values()) == 1  # one word each, for they share a table


def test_np02_only_one_shipped_record_is_invented_and_it_says_so():
    found = {key: body["country"] for key, body in bodies().items() if body.get("invented")}
    assert found == {"qma-2021": "QMA"}
    for key in bodies():
        for question, answer in record(key).answers():
            assert all(one.read_on for one in answer.sources), (key, question)
            assert bool(answer.confirmed) <= record(key).invented  # no real State was asked


def test_np02_what_is_written_is_what_was_read():
    kind = kind_of("procedure")
    for one in bodies().values():
        assert kind.write(kind.load(one)) == one


def test_np03_all_that_is_wrong_with_a_line_is_told_at_once(tmp_path):
    bad = body(opens={"values": ["sheriff"]}, leads={"values": ["police"], "sources": []})
    bad |= {"as_on": "yesterday", "langauges": {}}
    bad["languages"] = {"values": ["Spanish!"], "sources": [SOURCE]}
    lines = [
        json.dumps({"kind": "procedure", "key": "a", "record": body(leads={"values": ["police"]})}),
        json.dumps({"kind": "procedure", "key": "b", "record": bad}),
        "{",
    ]
    file = tmp_path / "p.jsonl"
    file.write_text("\n".join(lines))
    rows = list(read_file(file))
    assert [(one.line, bool(one.body)) for one in rows] == [(1, True), (2, False), (3, False)]
    assert [(one.place, one.error.code) for one in rows[1].problems] == [
        ("langauges", "key_is_unknown"),
        ("as_on", "value_is_wrong"),
        ("opens.values[0]", "value_is_wrong"),
        ("leads", "no_source"),
        ("languages", "no_language"),
    ]
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotLines):
        list(read_file(file))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (body(opens={}), ("opens", "says_nothing")),
        (body(), ("/", "nothing_answered")),
        (body(opens={"values": ["police"]}) | {"country": "OOO"}, ("/", "no_such_state")),
        (body(opens={"values": ["police"]}) | {"country": "QMA"}, ("/", "not_marked")),
        (body(platforms={"values": ["x"]}), ("platforms", "only_in_words")),
        (body(joint={"values": ["telepathy"]}), ("joint", "unknown_term")),
        (
            body(opens={"values": ["police"], "sources": [{"quote": "q"}]}),
            ("opens.sources[0]", "source_says_nothing"),
        ),
        (
            body(techniques={"values": [{"kind": "undercover", "least_years": 0}]}),
            ("techniques.values[0]", "threshold_is_wrong"),
        ),
    ],
)
def test_np04_what_cannot_stand_is_a_sentence_with_its_place(given, told):
    assert told in wrong(given)


def test_np04_every_sentence_has_its_values():
    for given in (body(opens={}), body(languages={"values": ["x!"]})):
        for one in read(Record, given)[1]:
            assert isinstance(one.error, CairnError)
            assert "%(" not in str(one.error)


@pytest.mark.parametrize(
    ("here", "there", "stands"),
    [
        (["police", "customs"], ["customs", "police"], Stands.SAME),
        (["police"], ["police", "customs"], Stands.DIFFERS),
        (["police"], None, Stands.ONE_ONLY),
        (["police"], [], Stands.IN_WORDS),
    ],
)
def test_np05_how_two_answers_stand_to_each_other(here, there, stands):
    text = [{"text": "In words.", "language": "en"}]
    rule = {"values": ["legality"]}
    one = made(opens={"values": here}, rule=rule)
    other = made(
        rule=rule, **({} if there is None else {"opens": {"values": there, "texts": text}})
    )
    found = {pair.question: pair for pair in pairs(one, other)}
    assert found["opens"].stands is stands
    assert found["rule"].stands is Stands.SAME
    assert found["urgent"].stands is Stands.NEITHER
    assert found["opens"].shared == set(here) & set(there or ())


def test_np05_a_technique_differs_by_its_threshold():
    def one(years):
        return made(techniques={"values": [{"kind": "undercover", "least_years": years}]})

    found = next(pair for pair in pairs(one(4), one(6)) if pair.question == "techniques")
    assert found.stands is Stands.DIFFERS


def test_np06_the_eight_rest_on_questions_that_there_are():
    assert "".join(one.letter for one in EIGHT) == "abcdefgh"
    assert len({one.key for one in EIGHT}) == 8
    assert {key for one in EIGHT for key in one.answers} <= set(QUESTIONS)
    assert asked_of("forums").letter == "g"
    assert asked_of("nothing") is None


def test_np07_a_record_is_found_by_its_questions_and_leads_to_what_it_rests_on():
    seen = face(record("esp-2026"))
    assert [one.text for one in seen.titles][:1] == ["National procedure: Spain"]
    assert len({one.language for one in seen.titles}) == 6
    tags = {(one.field, one.key) for one in seen.tags}
    assert {("answers", "joint"), ("cooperation", "joint_investigation")} <= tags
    assert ("confirmed", "none") in tags
    links = {(one.kind, one.target, one.place, one.target_place) for one in seen.links}
    assert ("entry", "law:esp-boe-a-2000-544", "testimony", "art-59") in links
    paper = "document:CTOC-COP-WG7-2022_national-procedures"
    assert ("entry", paper, "joint", "p40") in links
    assert any("Ministerio Fiscal" in one.text for one in seen.texts)
    assert face(record("qma-2021")).completeness > seen.completeness

"""Files of laws: every form, what two sources make together, and what is wrong.

lr01 the native form goes out and comes in unchanged, whatever a record holds
lr02 the open forms are read whole           lr03 facts and texts make one record, in either order
lr04 two laws are one only where a person said so; alike names become a question
lr05 what is wrong is told, and nothing is executed or lost      lr06 what the product ships
"""

import json
from pathlib import Path

import pytest
from hypothesis import given

from cairn.kernel.errors import CairnError
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws import reading
from cairn.knowledge.laws.meeting import meet
from cairn.knowledge.laws.schema import Element, Record
from cairn.knowledge.rows import Row, as_native
from tests.conftest import SHARED
from tests.knowledge.laws.making import records
from tests.knowledge.laws.shipped import bodies, record_of

OPEN = SHARED / "open" / "legislation"
SPAIN = "esp-c-digo-penal-title-xv-bis-as-amended-by"
LAW = kind_of("law")


def rows_of(tmp_path: Path, text: str, name: str = "file.json") -> list[Row]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(reading.read_file(path))


def codes(rows: list[Row]) -> list[str]:
    return [one.error.code for row in rows for one in row.problems]


@given(records())
def test_lr01_a_record_goes_out_and_comes_in_unchanged(tmp_path_factory, record):
    path = tmp_path_factory.mktemp("laws") / "laws.jsonl"
    path.write_text(as_native("law", "a-key", LAW.write(record)) + "\n", encoding="utf-8")
    (row,) = reading.read_file(path)
    assert (row.key, row.whole, row.problems) == ("a-key", True, ())
    assert LAW.write(LAW.load(row.body)) == LAW.write(record)


def test_lr02_all_facts_of_the_open_file_are_read():
    rows = list(reading.read_file(OPEN / "laws.jsonl"))
    assert len(rows) == 46
    assert not codes(rows)
    niger = LAW.load(next(row.body for row in rows if row.key.startswith("ner-loi")))
    assert str(niger.repealed.earliest) == "2023-11-25"
    assert niger.status == "repealed"
    assert not niger.articles
    assert not niger.held


def test_lr02_all_texts_of_the_open_files_are_read():
    rows = [
        row for path in sorted((OPEN / "texts").glob("*.json")) for row in reading.read_file(path)
    ]
    laws: list[Record] = [LAW.load(row.body) for row in rows]
    assert not codes(rows)
    assert len({row.key for row in rows}) == len(rows) == 17
    articles = [one for law in laws for one in law.articles]
    versions = [one for article in articles for one in article.versions]
    # Canada stands there twice, in its two languages: 90 − 14 articles, 112 − 14 wordings.
    assert (len(articles), len(versions)) == (76, 98)
    assert sum(len(one.texts) for one in versions) == 112
    assert {one.heading_own for one in articles if "Mensensmokkel" in str(one.heading)} == {False}


def test_lr02_no_end_that_was_not_read_is_made_up():
    (row,) = [one for one in reading.read_file(OPEN / "texts" / "ESP.json") if one.key == SPAIN]
    last = LAW.load(row.body).article("art-318-bis").versions[-1]
    assert (last.valid_to, last.seen_until) == (None, None)


def first_facts(key: str) -> dict:
    return dict(next(r.body for r in reading.read_file(OPEN / "laws.jsonl") if r.key == key))


def first_texts(state: str, key: str) -> dict:
    return dict(
        next(r.body for r in reading.read_file(OPEN / "texts" / f"{state}.json") if r.key == key)
    )


@pytest.mark.parametrize("turned", [False, True])
def test_lr03_facts_and_texts_of_one_law_make_one_record_that_lacks_neither(turned):
    facts, texts = first_facts(SPAIN), first_texts("ESP", SPAIN)
    met = LAW.load(meet(texts, facts) if turned else meet(facts, texts))
    assert met.official_id == "BOE-A-1995-25444"
    assert met.named == ("318 bis",)
    assert len(met.articles) == 3
    assert met.held
    assert met.status == "in_force"
    assert len(met.titles) == 3


def test_lr03_what_is_shipped_is_not_changed_by_the_open_files_but_gets_the_text_that_it_lacks():
    before = bodies()["gbr-immigration-act-1971"]
    assert not record_of("gbr-immigration-act-1971").held
    met = LAW.load(meet(before, first_texts("GBR", "gbr-immigration-act-1971")))
    assert met.held
    assert met.licence == before["licence"]
    assert met.articles[0].tags == record_of("gbr-immigration-act-1971").articles[0].tags
    spain = bodies()[SPAIN]
    assert LAW.write(LAW.load(meet(spain, first_facts(SPAIN)))) == spain
    assert LAW.write(LAW.load(meet(spain, first_texts("ESP", SPAIN)))) == spain


@given(records(), records())
def test_lr03_meeting_twice_is_meeting_once_and_nothing_is_lost(one, other):
    first = meet(LAW.write(one), LAW.write(other))
    assert meet(first, LAW.write(other)) == first
    assert {a["number"] for a in LAW.write(other).get("articles", [])} <= {
        a["number"] for a in first.get("articles", [])
    }
    assert meet(LAW.write(one), LAW.write(one)) == LAW.write(one)


def test_lr04_a_law_with_another_number_is_another_law_and_says_that_it_may_be_the_same(tmp_path):
    law = {
        "title": "Aufenthaltsgesetz",
        "official_id": "BGBl 9999",
        "language": "de",
        "articles": [{"number": "1", "versions": [{"text": "Wortlaut"}]}],
    }
    (row,) = rows_of(tmp_path, json.dumps({"state": "DEU", "laws": [law]}))
    record = LAW.load(row.body)
    assert row.key == "deu-bgbl-9999"
    assert [one.law for one in record.relations] == ["deu-aufenthaltsgesetz"]
    assert record.relations[0].kind == "same_perhaps"


BAD = [
    ("{", "not_json"),
    ("[1, 2]", "no_form_of_laws"),
    ('{"id": "x", "name": "X", "country": "XYZ"}', "no_such_state"),
    ('{"id": "x", "name": "X", "country": "ESP", "satus": "?"}', "key_is_unknown"),
    ('{"id": "x", "name": "X", "country": "ESP", "date": "soon"}', "value_is_wrong"),
    ('{"state": "ESP", "laws": [{"title": "X"}]}', "key_is_missing"),
    ('{"kind": "case", "key": "x", "record": {}}', "other_kind"),
    ("[" * 100_000, "not_json"),
    ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "has_entities"),
    ("<x>", "not_xml"),
    ("<x/>", "not_akoma_ntoso"),
]


@pytest.mark.parametrize(("text", "code"), BAD, ids=lambda one: str(one)[:20])
def test_lr05_what_is_wrong_is_told_in_a_sentence(tmp_path, text, code):
    rows = rows_of(tmp_path, text)
    assert code in codes(rows)
    assert all(
        isinstance(one.error, CairnError) and str(one.error) for r in rows for one in r.problems
    )
    assert all(row.body is None for row in rows)


def test_lr05_one_bad_line_among_good_ones_costs_only_itself(tmp_path):
    good = [json.dumps({"id": f"x-{n}", "name": "X", "country": "ESP"}) for n in range(200)]
    rows = rows_of(tmp_path, "\n".join([*good[:99], "{broken", *good[99:]]), "laws.jsonl")
    assert [row.line for row in rows if row.body is None] == [100]
    assert len([row for row in rows if row.body]) == 200


def test_lr05_signs_that_turn_a_line_around_are_gone_and_html_is_only_text(tmp_path):
    name = "Ley \u202etxt\u202c <script>alert(1)</script>"
    (row,) = rows_of(tmp_path, json.dumps({"id": "x", "name": name, "country": "ESP"}))
    assert LAW.load(row.body).titles[0].text == "Ley txt <script>alert(1)</script>"


WRONG = [
    ({"country": "QMA", "titles": [{"text": "x", "language": "en"}], "type": "act"}, "not_marked"),
    ({"articles": [{"number": "1"}, {"number": "1."}]}, "article_twice"),
    ({"articles": [{"number": "1", "versions": [{"id": "a"}, {"id": "a"}]}]}, "version_twice"),
    (
        {"articles": [{"number": "1", "versions": [
            {"id": "a", "valid_from": "2020-01-02", "valid_to": "2020-01-01"}]}]},
        "ends_before_it_begins",
    ),
    ({"articles": [{"number": "1", "tags": [{"by": "project"}]}]}, "says_nothing"),
    (
        {"articles": [{"number": "1", "tags": [{"by": "x", "obligation": "y"}]}]},
        "no_such_obligation",
    ),
    (
        {"articles": [{"number": "1", "tags": [
            {"by": "x", "element": "entry", "versions": ["z"]}]}]},
        "tag_of_no_version",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("part", "code"), WRONG, ids=lambda one: str(one)[:20])
def test_lr05_a_record_that_contradicts_itself_is_refused(part, code):
    whole = {"country": "ESP", "titles": [{"text": "x", "language": "es"}], "type": "act"} | part
    made, problems = LAW.read(whole)
    assert made is None
    assert code in {one.error.code for one in problems}


def test_lr06_the_product_ships_every_law_of_both_sources_and_the_invented_ones():
    known = bodies()
    assert len(known) == 46 + 9 + 4
    assert all(LAW.write(LAW.load(body)) == body for body in known.values())


def test_lr06_texts_are_shipped_only_where_their_terms_allow_it():
    held = {key[:3] for key in bodies() if record_of(key).held}
    assert held == {
        "arg",
        "can",
        "che",
        "deu",
        "esp",
        "est",
        "fra",
        "irl",
        "lux",
        "nor",
        "qma",
        "ury",
    }
    assert all(record_of(key).licence for key in bodies())


def test_lr06_the_invented_law_has_40_articles_two_amendments_and_a_repeal():
    law = record_of("qma-migration-offences-act-2008")
    assert len(law.articles) == 40
    assert law.invented
    assert law.not_found
    assert [one.kind.value for one in law.relations] == ["amended_by", "amended_by", "repealed_by"]
    assert len(law.article("art-7").versions) == 3
    assert law.article("art-33").versions[-1].repealed
    assert {key for key in bodies() if record_of(key).invented} == {
        key for key in bodies() if key.startswith("qma-")
    }


def test_lr06_what_this_project_tagged_says_so_and_nothing_is_said_to_be_missing_in_real_laws():
    real = [record_of(key) for key in bodies() if not key.startswith("qma-")]
    assert {tag.by for law in real for _article, tag in law.all_tags()} == {"project"}
    assert not any(law.not_found for law in real)
    absent = {Element.BENEFIT_ABSENT}
    assert not [1 for law in real for _article, tag in law.all_tags() if tag.element in absent]

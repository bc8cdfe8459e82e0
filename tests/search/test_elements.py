"""What is asked of an element is named in every language, and means tags that there are.

el01  a benefit without proof of payment, as people ask for it, leads to the finding before the tag
el02  a benefit alone leads to no finding more than to another
el03  every key is one under which cases are tagged
"""

from importlib.resources import files

import pytest
import yaml

from cairn.knowledge.cases.face import TAGGED_UNPAID, UNPAID, face
from cairn.knowledge.cases.words import Element
from cairn.search.analysis import folded
from cairn.search.lexicon import lexicon, meaning
from tests.knowledge.cases.cases import made, shipped, tern

ASKED = {
    "en": ["benefit without proof of payment", "financial benefit inferred"],
    "fr": ["avantage sans preuve de paiement", "l’avantage a été déduit sans paiement direct"],
    "es": ["beneficio sin prueba de pago", "ánimo de lucro sin pago directo"],
    "ru": ["выгода без доказательств оплаты", "материальная выгода без оплаты"],
    "ar": ["منفعة دون دليل على الدفع", "منفعة مالية دون دفع مباشر"],
}


def named(text, language):
    words = tuple(meaning(folded(text)))
    found = [one for one in lexicon().naming(words, language) if one.concept.of == "element"]
    return [(one.concept.key, one.worth) for one in found]


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, told in ASKED.items() for text in told]
)
def test_el01_the_finding_comes_before_the_tag(language, text):
    found = named(text, language)
    assert [key for key, _ in found] == [
        f"benefit:{UNPAID}",
        f"benefit:{TAGGED_UNPAID}",
        "benefit",
    ]
    assert [worth for _, worth in found] == sorted((w for _, w in found), reverse=True)


def test_el01_in_chinese_it_is_cut_out_of_the_run():
    parts = lexicon().parts_of("海上没有付款证据的利益")
    keys = [one.concept.key for _, found in parts for one in found]
    assert f"benefit:{UNPAID}" in keys


def test_el02_a_benefit_alone_is_the_element():
    assert [key for key, _ in named("avantage", "fr")] == ["benefit"]


def test_el03_every_key_is_a_tag_of_a_case():
    held = yaml.safe_load(files("cairn.search").joinpath("data/elements.yaml").read_text("utf-8"))
    bodies = [one["record"] for one in shipped("cases.jsonl")] + [tern()]
    tags = {tag.key for body in bodies for tag in face(made(body)).tags if tag.field == "element"}
    assert {key for key in held["called"] if ":" in key} <= tags
    assert {key for key in held["called"] if ":" not in key} <= set(Element)
    assert {key for one in held["asked"] for key in one["worth"]} == set(held["called"])


def test_el03_a_tag_from_a_summary_is_never_a_finding():
    bodies = [one["record"] for one in shipped("cases.jsonl")]
    tags = [tag for body in bodies for tag in face(made(body)).tags if tag.field == "element"]
    assert f"benefit:{UNPAID}" not in {tag.key for tag in tags}
    assert {tag.by for tag in tags if tag.key == f"benefit:{TAGGED_UNPAID}"} == {"source"}

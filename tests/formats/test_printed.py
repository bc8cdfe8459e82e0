"""A bundle as PDF: what stands in it, in every script, tagged, and by no other means.

pr01  title, language, tags and the mark of PDF/UA are there; headings are its outline
pr02  Arabic, Chinese and Russian are there as text; nothing that is typed is markup
pr03  a sign of no font is told in a sentence, and whatever else is typed is set
"""

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.formats.documents import Block, Facts, Grid
from cairn.formats.printed import CannotBeSet, pdf

ARABIC = "لم ير أحد"
PARTS = [
    Block("1. Ley Orgánica", "heading", "es"),
    Facts([("الدولة", "إسبانيا"), ("في تاريخ", "14 مارس 2017")]),
    Block("paragraph 214", "label"),
    Block("El que *ayude* #let x = 1 $a$ @b <c> // 318 bis", "quote", "es"),
    Block("Note", "heading", level=2),
    Block(ARABIC),
    Block("2. 燕鸥号", "heading", "zh"),
    Block("没有人看到船长收钱。", "quote", "zh"),
    Block("Никто не видел", "quote", "ru"),
    Grid(["Year", "Dead"], [["2023", "3105"], ["2024", "2475"]], frozenset({1})),
]


def made(parts=PARTS, language="ar", title="ملف"):
    return pdf(title, parts, language=language, contents="Contents", foot="Cairn")


def words(content):
    document = pdfium.PdfDocument(content)
    pages = (page.get_textpage().get_text_range() for page in document)
    return " ".join(" ".join(pages).split())


def test_pr01_a_bundle_is_tagged_and_has_an_outline():
    content = made()
    document = pdfium.PdfDocument(content)
    assert pdfium.raw.FPDFCatalog_IsTagged(document)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang (ar)" in content or b"/Lang(ar)" in content
    assert document.get_metadata_dict()["Title"] == "ملف"
    outline = [one.get_title() for one in document.get_toc()]
    assert outline == ["1. Ley Orgánica", "Note", "2. 燕鸥号"]


def test_pr02_every_script_is_text_and_nothing_is_markup():
    said = words(made(language="en"))  # the reader turns whole pages around, so one of each
    assert "El que *ayude* #let x = 1 $a$ @b <c> // 318 bis" in said
    assert "没有人看到船长收钱。" in said
    assert "Никто не видел" in said
    assert "3105" in said
    turned = words(made())
    assert ARABIC in turned
    assert "14 مارس 2017" in turned


def test_pr03_a_sign_of_no_font_is_told():
    with pytest.raises(CannotBeSet, match="DOCX"):
        made([Block("\ufffe")])


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "ar", "zh-Hans", "und", "<x>", ""]))
def test_pr03_whatever_is_typed_is_set_or_told(text, language):
    parts = [Block(text, style, language) for style in ("heading", "label", "quote", "small")]
    try:
        assert made([*parts, Facts([(text, text)])], title=text).startswith(b"%PDF")
    except CannotBeSet:
        assert not text.isascii()

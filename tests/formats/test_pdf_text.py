"""A PDF is read as the text that was set in it, and one that cannot be read says what to do."""

import re
from pathlib import Path

import pypdfium2
import pytest
import typst

from cairn.formats.pdf_text import BrokenPdf, LockedPdf, LongPdf, PicturedPdf, lines

SENTENCE = "States shall share what they know of smuggling by land, by sea and by air. "
PAPER = """
#set page(paper: "a5", HEADS)
#set text(size: 10pt, hyphenate: true)
#set par(justify: true)
"""
HEADS = """header: [CTOC/COP/2099/7], footer: context [V.99-00001 #h(1fr)
  #counter(page).display()/#counter(page).final().first()]"""


def pdf(path: Path, body: str, heads: str = "") -> Path:
    path.write_bytes(typst.compile((PAPER.replace("HEADS", heads) + body).encode()))
    return path


def blocks(path: Path) -> list[str]:
    """What stands between empty lines."""
    text = "\n".join(lines(path))
    return [one.replace("\n", " ") for one in re.split(r"\n\n+", text.strip())]


def test_paragraphs_come_whole_and_running_heads_do_not(tmp_path):
    first, second = SENTENCE * 30, SENTENCE * 25
    file = pdf(tmp_path / "a.pdf", f"{first}\n\n{second}", HEADS)
    held = list(lines(file))
    assert not [one for one in held if "CTOC" in one or "V.99" in one or "/" in one]
    assert " ".join(" ".join(held).split()) == (first + second).strip()
    starts = [one for one in blocks(file) if one.startswith("States shall")]
    assert len(starts) >= 2


def test_a_word_that_the_end_of_a_page_divided_is_one_word_even_on_the_last(tmp_path):
    for heads in ("", HEADS):
        file = pdf(tmp_path / "a.pdf", "anticonstitutionally " * 700, heads)
        assert {*" ".join(lines(file)).split()} == {"anticonstitutionally"}


def test_a_note_stands_behind_a_rule_with_its_number_raised(tmp_path):
    file = pdf(tmp_path / "a.pdf", "Resolution 74/148#footnote[See the report of 2019.] says so.")
    assert blocks(file) == ["Resolution 74/148¹ says so.", "_" * 10, "¹See the report of 2019."]


def test_powers_and_years_are_told_apart_from_notes(tmp_path):
    file = pdf(tmp_path / "a.pdf", "In 2019 it was 5.5 billion.#super[2] In 2020 it was more.")
    assert blocks(file) == ["In 2019 it was 5.5 billion.² In 2020 it was more."]


def test_a_word_that_the_end_of_a_line_divided_is_one_word(tmp_path):
    word = "intergovernmental"
    held = " ".join(lines(pdf(tmp_path / "a.pdf", f"{word} " * 120)))
    assert {*held.split()} == {word}


def test_arabic_comes_in_the_order_in_which_it_is_read(tmp_path):
    body = (
        '#set text(font: "Noto Naskh Arabic", lang: "ar", dir: rtl)\nتهريب المهاجرين عن طريق البحر'
    )
    assert blocks(pdf(tmp_path / "a.pdf", body)) == ["تهريب المهاجرين عن طريق البحر"]


def test_pictures_of_pages_are_said_to_be_none(tmp_path):
    empty = pypdfium2.PdfDocument.new()
    for _ in range(3):
        empty.new_page(200, 200)
    empty.save(tmp_path / "a.pdf")
    with pytest.raises(PicturedPdf, match="OCR"):
        list(lines(tmp_path / "a.pdf"))


def test_a_pdf_of_two_thousand_pages_is_refused_with_both_numbers(tmp_path):
    long = pypdfium2.PdfDocument.new()
    for _ in range(2_000):
        long.new_page(10, 10)
    long.save(tmp_path / "a.pdf")
    with pytest.raises(LongPdf, match=r"2000 pages; up to 1000"):
        list(lines(tmp_path / "a.pdf"))


def locked(file: Path) -> Path:
    """With a dictionary of encryption for which the empty password is wrong."""
    held = file.read_bytes()
    lock = (
        b"/Encrypt <</Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s>>> "
        b"/ID [<%s> <%s>] /Size"
    ) % (b"ab" * 32, b"cd" * 32, b"01" * 16, b"01" * 16)
    assert held.count(b"/Size") == 1
    file.write_bytes(held.replace(b"/Size", lock))
    return file


def test_a_locked_one_is_said_to_be_locked(tmp_path):
    plain = pypdfium2.PdfDocument.new()
    plain.new_page(200, 200)
    plain.save(tmp_path / "a.pdf")
    with pytest.raises(LockedPdf, match="password"):
        list(lines(locked(tmp_path / "a.pdf")))


@pytest.mark.parametrize(
    "rest", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog", b"\0" * 500]
)
def test_a_damaged_one_is_said_to_be_damaged(tmp_path, rest):
    (tmp_path / "a.pdf").write_bytes(rest)
    with pytest.raises(BrokenPdf, match="damaged"):
        list(lines(tmp_path / "a.pdf"))


def test_whatever_is_cut_off_or_changed_is_read_or_refused(tmp_path):
    """Nothing else comes of it: no other error, and no process that dies."""
    whole = pdf(tmp_path / "a.pdf", SENTENCE * 40).read_bytes()
    said = set()
    for at in range(40, len(whole), len(whole) // 25):
        for damaged in (whole[:at], whole[:at] + b"\xff\x00" + whole[at + 2 :]):
            (tmp_path / "b.pdf").write_bytes(damaged)
            try:
                said.add(len(list(lines(tmp_path / "b.pdf"))) > 0)
            except (BrokenPdf, PicturedPdf) as refused:
                said.add(type(refused))
    assert True in said
    assert len(said) > 1

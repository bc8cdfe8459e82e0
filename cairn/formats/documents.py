"""A document for a word processor: headings, facts, passages in their own language and direction.

Written with python-docx, which has no word for paragraphs from right to left; their two marks are
set by hand. Nothing in a text is interpreted: what looks like a field or a link stays text.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

STYLES = {"quote": "Intense Quote", "small": "Caption", "label": "Caption"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: `style` is heading, label, quote, small or text; a label stands with what
    follows it."""

    text: str
    style: str = "text"
    language: str = ""
    level: int = 1  # of a heading


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of two columns."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head; `numeric`: the columns that hold numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()


Part = Block | Facts | Grid


def docx(title: str, parts: Sequence[Part], *, language: str) -> bytes:
    """The document as bytes; `language` is that of everything which names no other."""
    from docx import Document
    from docx.shared import Pt

    made = Document()
    made.core_properties.title = title
    made.core_properties.author = "Cairn"
    made.core_properties.language = language
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    _turn(made.add_heading(plain(title), 0), language)
    for part in parts:
        match part:
            case Facts(rows):
                _table(made, rows, language)
            case Grid(columns, rows):
                _table(made, [columns, *rows], language)
            case Block():
                _add(made, part, language)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _add(made: Any, block: Block, language: str) -> None:
    spoken = block.language or language
    if block.style == "heading":
        _turn(made.add_heading(plain(block.text), block.level), spoken)
        return
    style = STYLES.get(block.style, "Normal")
    for line in block.text.split("\n"):
        if line.strip():
            paragraph = made.add_paragraph(plain(line), style=style)
            paragraph.paragraph_format.keep_with_next = block.style == "label" or None
            _turn(paragraph, spoken)


def _table(made: Any, rows: Sequence[Sequence[str]], language: str) -> None:
    table = made.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    if language.split("-")[0] in RIGHT_TO_LEFT:
        from docx.oxml import OxmlElement

        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = plain(text)
            _turn(cell.paragraphs[0], language)
    made.add_paragraph()


def _turn(paragraph: Any, language: str) -> None:
    """Mark the paragraph and its runs with their language and direction."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    leftwards = language.split("-")[0] in RIGHT_TO_LEFT
    if leftwards:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        properties = run._r.get_or_add_rPr()
        if leftwards:
            properties.append(OxmlElement("w:rtl"))
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:bidi" if leftwards else "w:val"), language)
        properties.append(spoken)


def plain(text: str) -> str:
    """Without the signs that no document can hold."""
    return "".join(sign for sign in text if sign in "\t\n" or ord(sign) >= 32)

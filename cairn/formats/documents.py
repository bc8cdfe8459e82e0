"""A document for a word processor: headings, facts, passages in their own language and direction.

Written with python-docx, which has no word for paragraphs from right to left; their two marks are
set by hand. Nothing in a text is interpreted: what looks like a field or a link stays text.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: `style` is heading, quote, small or text."""

    text: str
    style: str = "text"
    language: str = ""
    level: int = 1  # of a heading


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of two columns."""

    rows: Sequence[tuple[str, str]]


def docx(title: str, parts: Sequence[Block | Facts], *, language: str) -> bytes:
    """The document as bytes; `language` is that of everything which names no other."""
    from docx import Document
    from docx.shared import Pt

    made = Document()
    made.core_properties.title = title
    made.core_properties.author = "Cairn"
    made.core_properties.language = language
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    _turn(made.add_heading(_plain(title), 0), language)
    for part in parts:
        match part:
            case Facts(rows):
                _table(made, rows, language)
            case Block():
                _add(made, part, language)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _add(made: Any, block: Block, language: str) -> None:
    spoken = block.language or language
    if block.style == "heading":
        _turn(made.add_heading(_plain(block.text), block.level), spoken)
        return
    style = {"quote": "Intense Quote", "small": "Caption"}.get(block.style, "Normal")
    for line in block.text.split("\n"):
        if line.strip():
            _turn(made.add_paragraph(_plain(line), style=style), spoken)


def _table(made: Any, rows: Sequence[tuple[str, str]], language: str) -> None:
    table = made.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    if language.split("-")[0] in RIGHT_TO_LEFT:
        from docx.oxml import OxmlElement

        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    for name, value in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, (name, value), strict=True):
            cell.text = _plain(text)
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


def _plain(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or ord(sign) >= 32)

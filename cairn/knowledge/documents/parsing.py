"""Takes the plain text of a document of the United Nations apart: headings, paragraphs, footnotes.

A paragraph is one whose number is the next; any other number before a short line numbers a heading.
A page may break a paragraph: what follows goes on where a sentence is not finished. Texts come with
hard line ends or without, with traces of Markdown or without. Lines of a table are kept as text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cairn.knowledge.documents.recognizing import recognized
from cairn.knowledge.documents.schema import Is, Piece
from cairn.knowledge.shapes import clean

RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
NUMBERED = re.compile(r"(\d{1,3})\.\s+(\S.*)", re.DOTALL)
HEADING = re.compile(r"(?:[IVX]+|[A-Z]|\d{1,2})\.\s+\S.*", re.DOTALL)
NOTE = re.compile(rf"(?:[{RAISED}]+|\*+|\d{{1,2}}(?= {{2}}))\s*\S")
ITEM = re.compile(r"\([a-z]{1,4}\)\s")
RULE = re.compile(r"\s*(?:_{5,}|-{3,})\s*")
FINISHED = re.compile(r"[.!?:;”\"’)]$")
LONGEST_HEADING = 300
LEVELS = ((re.compile(r"[IVX]+\."), 2), (re.compile(r"[A-Z]\."), 3), (re.compile(r"\d+\."), 4))


@dataclass(slots=True)
class _Piece:
    kind: Is
    anchor: str
    texts: list[str] = field(default_factory=list)
    number: str = ""
    level: int = 0


def pieces(lines: Iterable[str]) -> tuple[Piece, ...]:
    """The pieces of the document in their order, with what was recognized in them."""
    blocks = [(text, marked) for text, marked in _blocks(lines) if text]
    reading = _Reading(numbered=any(re.match(r"1\.\s", block) for block, _ in blocks))
    for block, marked in blocks:
        reading.take(block, marked)
    return tuple(
        Piece(
            one.kind,
            one.anchor,
            one.number,
            one.level,
            text := "\n".join(one.texts),
            recognized(text) if one.kind in (Is.PARAGRAPH, Is.NOTE) else (),
        )
        for one in reading.made
    )


class _Reading:
    """What was read so far."""

    def __init__(self, *, numbered: bool) -> None:
        self.made: list[_Piece] = []
        self.numbered = numbered
        self.next = 1
        self.counts: dict[Is, int] = {}
        self.open: _Piece | None = None  # the paragraph that a page may have broken

    def take(self, block: str, marked: bool) -> None:
        """One block of lines; `marked` as a heading by the file itself."""
        number = NUMBERED.match(block)
        if number and int(number[1]) == self.next and not marked:
            self.open = self._add(Is.PARAGRAPH, number[2], f"p{self.next}", str(self.next))
            self.next += 1
        elif NOTE.match(block) and not marked:
            self._add(Is.NOTE, block)
        elif self.open and ITEM.match(block):
            self.open.texts.append(block)
        elif self.open and not marked and self._goes_on(block):
            self.open.texts[-1] += f" {block}"
        elif marked or self._is_heading(block):
            begun = self.open is not None or HEADING.match(block) is not None
            self._add(Is.HEADING if begun else Is.FRONT, block, level=_level(block))
        elif "\t" in block or block.startswith("|"):
            self._add(Is.TABLE, block)
        elif self.open and self.numbered:
            self.open.texts.append(block)
        elif self.numbered:
            self._add(Is.FRONT, block)
        else:
            self.open = self._add(Is.PARAGRAPH, block)

    def _add(
        self, kind: Is, text: str, anchor: str = "", number: str = "", level: int = 0
    ) -> _Piece:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        made = _Piece(kind, anchor or f"{kind.value[0]}-{self.counts[kind]}", [text], number, level)
        self.made.append(made)
        return made

    def _goes_on(self, block: str) -> bool:
        """Whether the block ends a sentence of the open paragraph, which a page has broken."""
        assert self.open is not None
        finished = FINISHED.search(self.open.texts[-1].rstrip(f" {RAISED}*_"))
        return not finished and (self.numbered or block[:1].islower())

    def _is_heading(self, block: str) -> bool:
        if len(block) > LONGEST_HEADING or block.endswith((".", ";", ",")):
            return False
        return self.numbered and (HEADING.match(block) is not None or block[:1].isupper())


def _level(text: str) -> int:
    return next((level for pattern, level in LEVELS if pattern.match(text)), 5)


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """(text of a block without marks, whether a # made it a heading)."""
    held: list[str] = []
    expected, in_note = 1, False
    for raw in lines:
        line = raw.rstrip("\r\n\f")
        text = line.strip()
        number = NUMBERED.match(text)
        begins = number is not None and int(number[1]) == expected
        if RULE.fullmatch(line):
            yield _block(held)
            held, in_note = [], True
            continue
        page = in_note and line.startswith(" ") and held and not re.match(r"\s*\d+\s{2}", line)
        if not text or begins or page:
            yield _block(held)
            held, in_note = [], in_note and not page and not begins
        if begins:
            expected += 1
        if text:
            held.append(text)
    yield _block(held)


def _block(lines: list[str]) -> tuple[str, bool]:
    text = " ".join(lines)
    marked = text.startswith("#")
    return _plain(text.lstrip("# ")), marked


def _plain(text: str) -> str:
    """Without the traces of Markdown."""
    text = re.sub(r"<sup>(\d+)</sup>", lambda found: _raised(found[1]), text)
    text = re.sub(r"\[([^\[\]]+)\]\([^()]*(?:\([^()]*\)[^()]*)*\)", r"\1", text)
    text = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"\1", text)
    text = re.sub(r"(?<![\\*])\*(?!\s)([^*]+?)(?<![\\\s])\*", r"\1", text)
    return clean(re.sub(r"\\+([$*_#&%()])", r"\1", text)).strip()


def _raised(digits: str) -> str:
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(one)] for one in digits)

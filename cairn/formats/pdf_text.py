"""The text of a PDF as lines, for readers of plain text.

A PDF holds signs at places and no paragraphs. Lines come as pdfium orders them; a gap wider than
between other lines becomes an empty line, a block of smaller signs at the foot of a page is set off
by a rule as plain texts have it, a small raised number becomes one (¹). What stands at the head or
foot of most pages, and numbers of pages, are no text and are left out. Pictures are not read. A
word that the end of a line divides is put together; its own hyphen, if it stood there, is lost.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import PdfiumError, raw

from cairn.formats.errors import FileError
from cairn.kernel.text import noop

MOST_PAGES = 1_000
RULE = "_" * 10
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
EDGE = 3  # lines at the head and foot of a page that may be running ones
WIDER = 1.35  # times the usual distance of lines
SMALLER = 0.93  # of the usual height of signs
DIVIDED = "\u00ad\u0002\ufffe"  # where the end of a line divides a word
PAGE_NUMBER = re.compile(r"(?:\d{1,4}(?:\s*/\s*\d{1,4})?|[ivxl]{1,6}|[-–—]\s*\d{1,4}\s*[-–—])")


class LockedPdf(FileError):
    text = noop(
        "This PDF is locked with a password. Save it without one, or save its text as a file of "
        "type .txt."
    )


class BrokenPdf(FileError):
    text = noop(
        "This PDF is damaged and cannot be opened. Get it again from where it is published, or "
        "save its text as a file of type .txt."
    )


class LongPdf(FileError):
    text = noop(
        "This PDF has %(pages)s pages; up to %(most)s are read. Split it, or save its text as a "
        "file of type .txt."
    )


class PicturedPdf(FileError):
    text = noop(
        "This PDF holds pictures of pages and no text. Have its text recognized (OCR) first and "
        "bring in the result."
    )


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign, the height of its foot line and the size of its type, in points."""

    text: str
    foot: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a word that was divided at its end brings the next one with it. Heights in points
    from the foot of the page: of its first and its last sign."""

    text: str
    first: float
    last: float
    size: float


def lines(path: Path, *, most: int = MOST_PAGES) -> Iterator[str]:
    """The lines of the document in their order, empty ones between paragraphs. Raises `FileError`s
    that say what to do."""
    try:
        document = pypdfium2.PdfDocument(path)
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) in (
            raw.FPDF_ERR_PASSWORD,
            raw.FPDF_ERR_SECURITY,
        )
        raise (LockedPdf() if locked else BrokenPdf()) from error
    try:
        if len(document) > most:
            raise LongPdf(pages=len(document), most=most)
        pages = [_page(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(pages):
        raise PicturedPdf()
    sizes = Counter(round(one.size, 1) for page in pages for one in page for _ in one.text)
    usual = sizes.most_common(1)[0][0]
    for page in _whole_words(_without_running(pages), SMALLER * usual):
        yield from _spaced(page, usual)


def _page(document: Any, number: int) -> list[Line]:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except PdfiumError as error:
        raise BrokenPdf() from error
    try:
        return [one for one in _lines_of(textpage) if one.text.strip()]
    finally:
        textpage.close()
        page.close()


def _lines_of(textpage: Any) -> Iterator[Line]:
    held: list[Sign] = []
    divided = False
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(textpage.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(textpage, at))
        if sign in "\r\n":
            if held:
                yield _line(held)
                held = []
            continue
        if sign in DIVIDED:
            divided = True
        if sign in DIVIDED or sign == "\0":
            continue
        raw.FPDFText_GetCharOrigin(textpage, at, x, y)
        foot = y.value
        if divided and held and abs(held[-1].foot - foot) > 2.2 * held[-1].size:
            yield _line([*held, replace(held[-1], text=DIVIDED[0])])
            held = []  # it goes on over the page, and here the foot of this page begins
        divided = False
        size = raw.FPDFText_GetFontSize(textpage, at)
        if sign.isdecimal():
            above = next((one.foot for one in reversed(held) if one.text.isalpha()), foot)
            if textpage.get_charbox(at)[1] > above + 0.2 * size and foot < above + size:
                sign, foot = sign.translate(RAISED), above
        held.append(Sign(sign, foot, size))
    if held:
        yield _line([*held, replace(held[-1], text=DIVIDED[0])] if divided else held)


def _line(held: list[Sign]) -> Line:
    told = [one for one in held if not one.text.isspace()] or held
    text = "".join(one.text for one in held).strip()
    return Line(text, told[0].foot, told[-1].foot, median(one.size for one in told))


def _without_running(pages: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """Pages without what stands at the head or foot of most of them."""
    pages = [sorted_page for sorted_page in pages if sorted_page]
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_alike(one.text) for one in (*page[:EDGE], *page[-EDGE:])})
    often = max(2, (len(pages) + 1) // 2)

    def running(one: Line) -> bool:
        return seen[_alike(one.text)] >= often or PAGE_NUMBER.fullmatch(one.text) is not None

    for page in pages:
        start, end = 0, len(page)
        while start < min(EDGE, end) and running(page[start]):
            start += 1
        while end > max(start, len(page) - EDGE) and running(page[end - 1]):
            end -= 1
        yield page[start:end]


def _whole_words(pages: Iterable[list[Line]], least: float) -> Iterator[list[Line]]:
    """A word that the end of a page divided stands on the next page. `least`: the size of what is
    no note."""
    begun = ""
    for page in pages:
        made = list(page)
        body = [at for at, one in enumerate(made) if one.size >= least]
        if begun and body:
            first = made[body[0]]
            made[body[0]], begun = replace(first, text=begun + first.text), ""
        if body and made[body[-1]].text.endswith(DIVIDED[0]):
            last = made[body[-1]]
            rest, _, begun = last.text[:-1].rpartition(" ")
            made[body[-1]] = replace(last, text=rest)
        yield [one for one in made if one.text]
    if begun:
        yield [Line(begun, 0, 0, least)]


def _alike(text: str) -> str:
    """The same for the heads of two pages that differ in their number."""
    return re.sub(r"\d+", "0", text).casefold()


def _spaced(page: list[Line], usual: float) -> Iterator[str]:
    steps = [one.last - other.first for one, other in pairwise(page)]
    told = sorted(step for step in steps if 0.5 * usual < step < 4 * usual)
    step = told[len(told) // 4] if told else usual  # that of lines of one paragraph
    notes = len(page)
    while notes and page[notes - 1].size < SMALLER * usual:
        notes -= 1
    before: Line | None = None
    for at, one in enumerate(page):
        if at == notes and at:
            yield from ("", RULE, "")
        elif before is not None and not 0 < before.last - one.first <= WIDER * step:
            yield ""
        yield one.text
        before = one
    yield ""

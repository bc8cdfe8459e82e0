"""Screens a text, or a table cell by cell, before anything of it is stored.

What is found, and why, comes from the modules beside this one; here they are put together: where
two findings overlap the surer one stays, and what a person has already called "a place, not a
person" is silent. Nothing is stored or logged, and nothing here raises for any text.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from cairn.reporting.screening.cues import Cues, announcing
from cairn.reporting.screening.findings import ALONE, FORMAT, Act, CellHit, Hit, Kind, Where
from cairn.reporting.screening.formats import addresses, beside, births, lone, standing
from cairn.reporting.screening.headings import Heading, headings, under
from cairn.reporting.screening.names import names
from cairn.reporting.screening.names_arabic import names_arabic
from cairn.reporting.screening.names_chinese import names_chinese
from cairn.reporting.screening.numbers import announced
from cairn.reporting.screening.plain import Plain, plain
from cairn.reporting.screening.shelters import shelters

_WEB = re.compile(r"https?://[^\s<>\"，。；）]+")
MARK = "█"
# What stands between the words of a name: in file names, hyphens and points too.
_APART = {where: {ord("_"): " "} for where in Where}
_APART[Where.FILE_NAME] = {ord(sign): " " for sign in "_-."}
KEPT = 50_000  # different cells of one table whose findings are remembered
LONG_NUMBER = 10**9  # shorter whole numbers in a cell identify nobody without a heading


def screen(
    text: str,
    *,
    where: Where = Where.TEXT,
    language: str | None = None,
    not_persons: Collection[str] = (),
) -> tuple[Hit, ...]:
    """What in this text may identify a person, in order, without overlaps.

    Rules of all languages are always tried, for reports quote one language in another; `language`
    is accepted so that callers can say what they know, and decides nothing yet.
    """
    act = Act.MASK if where is Where.TEXT else Act.REFUSE
    page = plain(text)
    whole, page = page, _without_web_addresses(page)
    cues = Cues(announcing().find(page.low))
    found = [*addresses(whole, cues, act)]
    if page is not whole and page.raw.isspace():
        return tuple(_in_place(page, hit) for hit in _apart(found))
    found += [*standing(page, cues, act), *announced(page, cues, act), *shelters(page, cues, act)]
    found += births(page, act)
    found += lone(page, where)
    spaced = replace(page, raw=page.raw.translate(_APART[where]))
    likely = (
        *names(spaced, where, cues),
        *names_arabic(spaced, where),
        *names_chinese(spaced, where),
    )
    likely = tuple(hit for hit in likely if not _cleared(spaced, hit, not_persons))
    found += [*likely, *beside(page, where, likely)]
    return tuple(_in_place(page, hit) for hit in _apart(found))


def _without_web_addresses(page: Plain) -> Plain:
    """Numbers and words inside of a web address are those of a press article, not of a person."""
    if "://" not in page.raw:
        return page
    raw = _WEB.sub(_blank, page.raw)
    low = "".join(" " if new == " " else old for old, new in zip(page.low, raw, strict=True))
    return replace(page, raw=raw, low=low)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _cleared(page: Plain, hit: Hit, not_persons: Collection[str]) -> bool:
    return bool(not_persons) and page.raw[hit.start : hit.end].casefold() in not_persons


def _apart(found: Iterable[Hit]) -> list[Hit]:
    """Of hits that overlap: identifiers before names, then the surer, then the longer."""
    kept: list[Hit] = []
    order = sorted(
        _joined(found),
        key=lambda hit: (hit.kind is Kind.NAME, -hit.score, hit.start - hit.end, hit.start),
    )
    taken = _Taken()
    for hit in order:
        if hit.end > hit.start and taken.take(hit.start, hit.end):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _joined(found: Iterable[Hit]) -> list[Hit]:
    """Hits of one kind that overlap are one, with the reason of the surest."""
    joined: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.kind, hit.start)):
        last = joined[-1] if joined else None
        if last is None or last.kind is not hit.kind or hit.start >= last.end:
            joined.append(hit)
            continue
        surer = max(last, hit, key=lambda one: one.score)
        joined[-1] = replace(surer, start=last.start, end=max(last.end, hit.end))
    return joined


class _Taken:
    """Which letters belong to a hit already."""

    def __init__(self) -> None:
        self._letters: set[int] = set()

    def take(self, start: int, end: int) -> bool:
        span = range(start, end)
        if not self._letters.isdisjoint(span):
            return False
        self._letters.update(span)
        return True


def _in_place(page: Plain, hit: Hit) -> Hit:
    start, end = page.back(hit.start, hit.end)
    return hit if (start, end) == (hit.start, hit.end) else replace(hit, start=start, end=end)


def masked(text: str, hits: Iterable[Hit]) -> str:
    """The text with a mark instead of each hit: the kind in brackets, in no language.

    "[█ phone]" is stored as it stands and names the kind by its key; whoever shows the text may
    put `LABELS` in its place, translated.
    """
    parts, done = [], 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start < done:
            continue
        parts += [text[done : hit.start], f"[{MARK} {hit.kind.value}]"]
        done = hit.end
    return "".join((*parts, text[done:]))


def screen_cells(
    rows: Iterable[tuple[int, Sequence[object]]],
    header: Sequence[object] = (),
    *,
    not_persons: Collection[str] = (),
) -> Iterator[CellHit]:
    """The hits of a table, row by row; `header` says what the columns announce.

    The header itself is screened by the caller as row of its own, if it is not trusted. Numbers and
    short words, which most cells are, cost one look each.
    """
    above = headings(header)
    seen: dict[tuple[str, Heading], tuple[Hit, ...]] = {}
    for row, cells in rows:
        for column, cell in enumerate(cells):
            over = above[column] if column < len(above) else Heading.NONE
            text = _worth_reading(cell, over)
            if text is None:
                continue
            key = (text, over)
            if (hits := seen.get(key)) is None:
                hits = under(over, text) or screen(text, where=Where.CELL)
                if over is Heading.OTHER:  # case numbers may look like phone numbers
                    hits = tuple(hit for hit in hits if hit.because not in (FORMAT, ALONE))
                if len(seen) < KEPT:
                    seen[key] = hits
            if hits and not_persons:
                hits = tuple(
                    hit
                    for hit in hits
                    if hit.kind is not Kind.NAME
                    or text[hit.start : hit.end].casefold() not in not_persons
                )
            if hits:
                yield CellHit(row, column, hits)


def _worth_reading(cell: object, over: Heading) -> str | None:
    """The text of a cell in which something may stand; None for most cells."""
    if isinstance(cell, str):
        if len(cell) < 5 and over is Heading.NONE and cell.isascii():
            return None
        if cell.isascii() and len(cell) < 9 and over in (Heading.NONE, Heading.OTHER):
            return cell if not cell.replace(".", "").replace("-", "").isdigit() else None
        return cell
    if over is Heading.BIRTH and cell is not None:
        return cell.isoformat() if isinstance(cell, date) else str(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    if over in (Heading.NONE, Heading.OTHER) and abs(cell) < LONG_NUMBER:
        return None
    return str(int(cell)) if cell == cell and abs(cell) < 1e30 and cell == int(cell) else None

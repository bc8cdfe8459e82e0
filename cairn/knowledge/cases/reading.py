"""Reads files of cases: lines as Cairn writes them, lines of the open form, two CSV files that say
less than a record holds, one long CSV file that says all, and a judgment in Akoma Ntoso."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.cases import akn_reading, meeting
from cairn.knowledge.cases.facts import FACTS, body_of_facts
from cairn.knowledge.cases.opening import is_open, opened, told_wrong
from cairn.knowledge.cases.tables import CASES, CHARGES, plain, read_case
from cairn.knowledge.kinds import Kind, kind_of
from cairn.knowledge.rows import LONGEST_KEY, NotUtf8, Row, checked, json_lines, native, wrong
from cairn.knowledge.shapes import KeyIsUnknown

meet = meeting.meet  # how a line of the tables joins a case that is there
Line = dict[str, str] | CairnError
MOST = 64_000_000  # bytes of a file that cannot be read line by line
COMPANION = "charges.csv"  # beside the file of cases, as both are downloaded


class JudgmentTooLarge(CairnError):
    text = noop(
        "This judgment has more than %(most)s bytes, which none has; send it as JSON lines."
    )


class ChargesAlone(CairnError):
    text = noop(
        "This is a file of charges. Import the file of its cases, and keep this one beside it "
        "under the name %(name)s."
    )


class BrokenTable(CairnError):
    text = noop("This line is no line of a CSV file: %(problem)s.")


class ChargeOfNoCase(CairnError):
    text = noop("%(name)s: the case %(key)s is not in the file of cases; add it, or correct this.")


def read_file(path: Path) -> Iterator[Row]:
    """One row for each case of the file, whole or with all that is wrong with it."""
    kind = kind_of("case")
    if path.suffix.lower() == ".csv":
        yield from _facts(kind, path) if _header(path) == FACTS else _tables(kind, path)
        return
    if _begin(path).startswith(b"<"):
        yield _judgment(kind, path)
        return
    for number, value in json_lines(path):
        yield _row(kind, number, value)


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")


def _judgment(kind: Kind, path: Path) -> Row:
    if path.stat().st_size > MOST:
        return wrong(1, JudgmentTooLarge(most=MOST))
    try:
        key, body = akn_reading.read_judgment(path.read_bytes())
    except CairnError as error:
        return wrong(1, error)
    return checked(kind, 1, key, body)


def _row(kind: Kind, number: int, value: Any) -> Row:
    if isinstance(value, CairnError):
        return wrong(number, value)
    if not is_open(value):
        return next(native(kind, [(number, value)]))
    problems = tuple(told_wrong(value))
    if problems:
        return Row(number, str(value.get("id") or "")[:200], problems=problems)
    key, body = opened(value)
    return checked(kind, number, key, body)


def _tables(kind: Kind, path: Path) -> Iterator[Row]:
    charges: dict[str, list[dict[str, str]]] = {}
    beside = path.with_name(COMPANION)
    if beside != path and beside.is_file():
        for number, line in _lines(beside, CHARGES):
            if isinstance(line, CairnError):
                yield wrong(number, line, COMPANION)
            else:
                charges.setdefault(line.get("case", ""), []).append(line)
    last = 1
    for number, line in _lines(path, CASES):
        last = number
        if isinstance(line, CairnError):
            yield wrong(number, line)
            continue
        key = line.get("key", "")[:200]
        row = checked(kind, number, key, read_case(line, charges.pop(key, ())))
        yield replace(row, whole=False)
    for key in charges:
        yield wrong(last + 1, ChargeOfNoCase(name=COMPANION, key=key), COMPANION)


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        try:
            return tuple(one.strip() for one in next(csv.reader(file), []))
        except csv.Error:
            return ()


def _facts(kind: Kind, path: Path) -> Iterator[Row]:
    """One row for each case of the long table; its lines stand together."""
    for key, group in groupby(_lines(path, FACTS), key=_case_of):
        lines = list(group)
        number = lines[0][0]
        broken = next((line for _, line in lines if isinstance(line, CairnError)), None)
        try:
            if broken is not None:
                raise broken
            body = body_of_facts(line for _, line in lines if isinstance(line, dict))
        except CairnError as error:
            yield wrong(number, error, key=key)
        else:
            yield checked(kind, number, key, body)


def _case_of(found: tuple[int, Line]) -> str:
    return found[1].get("case", "")[:LONGEST_KEY] if isinstance(found[1], dict) else ""


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Line]]:
    """(number of the line, its cells by column), or what is wrong with it."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        table = csv.reader(file)
        header = [one.strip() for one in next(table, [])]
        if columns is CASES and "charge" in header and "key" not in header:
            yield 1, ChargesAlone(name=COMPANION)
            return
        unknown = [one for one in header if one not in columns]
        if unknown:
            known = ", ".join(columns)
            yield 1, KeyIsUnknown(place="/", key=unknown[0][:80], known=known)
            return
        while True:
            try:
                cells = next(table, None)
            except csv.Error as error:
                yield table.line_num, BrokenTable(problem=str(error)[:120])
                continue
            if cells is None:
                return
            if any(cells):
                yield table.line_num, _cells(header, cells)


def _cells(header: list[str], cells: list[str]) -> dict[str, str] | CairnError:
    if len(cells) > len(header):
        return BrokenTable(problem=f"{len(cells)} > {len(header)}")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return NotUtf8()
    return {name: plain(cell) for name, cell in zip(header, cells, strict=False)}

"""Reads a file of laws, whichever form it has: Cairn's own JSON lines, the open form of facts (JSON
lines), the open form of texts (one JSON file of a State), or Akoma Ntoso (XML).

The form is seen in what stands in the file, not in its name. Open forms and Akoma Ntoso do not say
all that a record holds, so they fill what is blank in a record that is there (`meeting`).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws import akn_reading, meeting, open_form
from cairn.knowledge.laws.schema import Record
from cairn.knowledge.rows import (
    LONGEST_LINE,
    LineTooLong,
    NotJson,
    NotUtf8,
    Row,
    checked,
    is_native,
    json_lines,
    native,
    wrong,
)
from cairn.knowledge.shapes import Wrong, read, write

KIND = "law"
MOST = 64_000_000  # bytes of a file that cannot be read line by line
T = TypeVar("T")

meet = meeting.meet  # how a row that is not whole joins a record that is there


class FileTooLarge(CairnError):
    text = noop(
        "This file has more than %(most)s bytes and cannot be read line by line; split it, or send "
        "it as JSON lines."
    )


class NoFormOfLaws(CairnError):
    text = noop(
        "This is no record of a law: it has neither “record” (Cairn's own form), nor “id” and "
        "“name” (facts), nor “state” and “laws” (texts)."
    )


def read_file(path: Path) -> Iterator[Row]:
    """One row for each law, whole or with all that is wrong with it."""
    begin = _begin(path)
    if begin.startswith(b"<"):
        yield from _document(path, _akoma)
    elif begin[:1] in (b"{", b"[") and not _first_line_is_json(path):
        yield from _document(path, _one_json)
    else:
        yield from _lines(path)


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")


def _first_line_is_json(path: Path) -> bool:
    with path.open("rb") as file:
        line = file.readline(LONGEST_LINE + 1)
        while line and not line.strip():
            line = file.readline(LONGEST_LINE + 1)
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return line.rstrip().endswith(b"}")  # a line of JSON lines that is wrong
    return not isinstance(value, list)


def _lines(path: Path) -> Iterator[Row]:
    for number, value in json_lines(path):
        yield from _value(number, value)


def _document(path: Path, reader: Callable[[bytes], Iterator[Row]]) -> Iterator[Row]:
    if path.stat().st_size > MOST:
        yield wrong(1, FileTooLarge(most=MOST))
        return
    yield from reader(path.read_bytes())


def _one_json(text: bytes) -> Iterator[Row]:
    try:
        value = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield wrong(1, NotUtf8())
    except RecursionError:
        yield wrong(1, NotJson(problem="…"))
    except ValueError as error:
        yield wrong(1, NotJson(problem=str(error)[:120]))
    else:
        several = value if isinstance(value, list) else [value]
        for number, one in enumerate(several, start=1):
            yield from _value(number, one)


def _akoma(text: bytes) -> Iterator[Row]:
    try:
        key, record = akn_reading.read_act(text)
    except CairnError as error:
        yield wrong(1, error)
        return
    yield _partial(1, key, record)


def _value(number: int, value: Any) -> Iterator[Row]:
    if isinstance(value, CairnError | LineTooLong):
        yield wrong(number, value)
    elif is_native(value):
        yield from native(kind_of(KIND), [(number, value)])
    elif open_form.is_texts(value):
        yield from _of_texts(number, value)
    elif open_form.is_facts(value):
        yield _facts(number, value)
    else:
        yield wrong(number, NoFormOfLaws())


def _facts(number: int, value: Any) -> Row:
    given, problems = read(open_form.Facts, value)
    if given is None:
        return Row(number, problems=tuple(problems))
    return _made(number, lambda: open_form.of_facts(given))


def _of_texts(number: int, value: Any) -> Iterator[Row]:
    """The laws of one State; two that are the same in two languages become one record."""
    file, problems = read(open_form.Texts, {**value, "laws": value["laws"]})
    if file is None:
        yield Row(number, problems=tuple(problems))
        return
    rows: dict[str, Row] = {}
    for place, one in enumerate(file.laws):
        law, problems = read(open_form.Law, one)
        if law is None:
            where = tuple(Wrong(f"laws[{place}].{p.place}", p.error) for p in problems)
            yield Row(number + place, problems=where)
            continue
        row = _made(number + place, lambda law=law: open_form.of_texts(file, law))  # type: ignore[misc]
        if row.body is None:
            yield row
        elif row.key in rows:
            both = meeting.meet(rows[row.key].body or {}, row.body)
            met = checked(kind_of(KIND), rows[row.key].line, row.key, both)
            rows[row.key] = replace(met, whole=False)
        else:
            rows[row.key] = row
    yield from rows.values()


def _made(number: int, make: Callable[[], tuple[str, Record]]) -> Row:
    """The record, or why its parts cannot stand together."""
    try:
        key, record = make()
    except CairnError as error:
        return wrong(number, error)
    return _partial(number, key, record)


def _partial(number: int, key: str, record: Record) -> Row:
    return replace(checked(kind_of(KIND), number, key, write(record)), whole=False)

"""Records in JSON: one object on each line, or an array of objects. Streamed either way.

A table has one value in a cell, so lists and objects as values are refused with their place. The
names of all records together are the header; the file is read once for them and again for the rows.
"""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cairn.formats import errors
from cairn.formats.delimited import UNSAFE
from cairn.formats.encodings import Encoding, explain
from cairn.formats.grids import HEAD, CellValue, Flaw, Grid, RawRow
from cairn.formats.limits import Limits
from cairn.kernel.errors import CairnError

BLOCK = 64 * 1024
LONGEST = 8 * 1024 * 1024  # characters of one record
WHITE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class _Bad:
    """Stands for a number that JSON allows to be written and no cell can hold."""

    error: errors.CellError


def open_json(path: Path, encoding: Encoding, limits: Limits) -> Grid:
    """Read the names of all records; the rows come when they are asked for."""
    header: dict[str, None] = {}
    records = _reader(path, encoding)
    some = False
    for _, record in records():
        if isinstance(record, dict):
            some = True
            header.update(dict.fromkeys(record))
            if len(header) > limits.max_columns:
                raise errors.TooManyColumns(columns=len(header), allowed=limits.max_columns)
    if not some:
        raise errors.NoRecords
    names = tuple(header)

    def read() -> Iterator[RawRow]:
        for number, record in records():
            if isinstance(record, CairnError):
                yield RawRow(number, [], (Flaw(None, record),))
            else:
                flaws: list[Flaw] = []
                cells = [
                    _cell(record, name, place, flaws, limits) for place, name in enumerate(names)
                ]
                yield RawRow(number, cells, tuple(flaws))

    return Grid(path.stem, tuple(islice(read(), HEAD)), read, names=names)


Record = dict[str, Any] | CairnError


def _reader(path: Path, encoding: Encoding) -> Callable[[], Iterator[tuple[int, Record]]]:
    with path.open(encoding=encoding.name) as file:
        array = file.read(BLOCK).lstrip("\ufeff" + WHITE).startswith("[")

    def records() -> Iterator[tuple[int, Record]]:
        with path.open(encoding=encoding.name) as file:
            try:
                yield from _array(file) if array else _lines(file)
            except UnicodeDecodeError:
                explain(path, encoding.name)

    return records


def _lines(file: Any) -> Iterator[tuple[int, Record]]:
    for number, line in enumerate(file, 1):
        text = line.strip("\ufeff" + WHITE)
        if text:
            yield number, _decode(text)[0]


def _array(file: Any) -> Iterator[tuple[int, Record]]:
    """Take one record after the other from a buffer that is filled as needed."""
    buffer = file.read(BLOCK).lstrip("\ufeff" + WHITE)[1:]
    number = 0
    while True:
        buffer = buffer.lstrip(WHITE + ",")
        while not buffer and (more := file.read(BLOCK)):
            buffer = more.lstrip(WHITE + ",")
        if not buffer:
            raise errors.TruncatedFile
        if buffer[0] == "]":
            return
        number += 1
        record, end = _decode(buffer)
        # What cannot be decoded may only be incomplete.
        while isinstance(record, errors.BrokenJson) and len(buffer) < LONGEST:
            more = file.read(len(buffer) + BLOCK)
            if not more:
                break
            buffer += more
            record, end = _decode(buffer)
        if isinstance(record, errors.BrokenJson):
            at = record.values["position"] - 1
            cut = not buffer[at:].strip() or buffer[at] == '"'  # an unfinished text
            raise errors.TruncatedFile if cut else errors.BrokenJsonFile(record=number)
        yield number, record
        buffer = buffer[end:]


def _decode(text: str) -> tuple[Record, int]:
    """The first value in the text, and where it ends."""
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        return errors.BrokenJson(position=error.pos + 1), 0
    except RecursionError:
        return errors.NestedValue(key="…"), len(text)
    except errors.DuplicateKey as error:
        # The rest of an array cannot be found again once decoding stopped inside a record.
        return error, _PLAIN.raw_decode(text)[1]
    if not isinstance(value, dict):
        return errors.NotAnObject(), end
    return value, end


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise errors.DuplicateKey(key=next(n for n in names if names.count(n) > 1))
    return record


def _float(text: str) -> float | _Bad:
    value = float(text)
    return value if math.isfinite(value) else _Bad(errors.NumberTooLarge(value=text, allowed=1e308))


def _int(text: str) -> int | _Bad:
    if len(text) > 400:
        return _Bad(errors.NumberTooLarge(value=text, allowed=1e308))
    return int(text)


def _constant(text: str) -> _Bad:
    return _Bad(errors.UnreadableNumber(value=text))


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant
)
_PLAIN = json.JSONDecoder(parse_int=len)


def _cell(
    record: dict[str, Any], name: str, position: int, flaws: list[Flaw], limits: Limits
) -> CellValue:
    value = record.get(name)
    error: CairnError
    if isinstance(value, dict | list):
        error = errors.NestedValue(key=name)
    elif isinstance(value, _Bad):
        error = value.error
    elif isinstance(value, str) and len(value) > limits.max_cell:
        error = errors.CellTooLong(value=value, characters=len(value), allowed=limits.max_cell)
    elif isinstance(value, str) and UNSAFE.search(value):
        error = errors.HiddenCharacters(value=value)
    else:
        return value or None if isinstance(value, str) else value
    flaws.append(Flaw(position, error))
    return None

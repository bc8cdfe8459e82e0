"""How a file becomes records: what every reader of a kind yields, and the form all kinds have.

A reader is a function `read_file(path)` in the module `reading` of its kind; it yields one `Row`
for each record, whole or with all that is wrong with it, and never holds the file in memory. The
form that all kinds share is JSON lines as Cairn writes them: {"kind", "key", "record"}.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.kinds import Kind
from cairn.knowledge.shapes import Wrong, clean

LONGEST_LINE = 4_000_000  # signs; a court's judgment has a tenth of it
LONGEST_KEY = 200


class NotJson(CairnError):
    text = noop("This line is not JSON: %(problem)s.")


class KeyTooLong(CairnError):
    text = noop("The key of this record has more than %(most)s signs; shorten it.")


class LineTooLong(CairnError):
    text = noop("This line has more than %(most)s signs, which no record has; split the file.")


class OtherKind(CairnError):
    text = noop("This is a record of the kind %(kind)s; this import is of %(wanted)s.")


class NotARecord(CairnError):
    text = noop("This line is no record; write it as {“kind”: …, “key”: …, “record”: {…}}.")


class NotUtf8(CairnError):
    text = noop("This line is not UTF-8; save the file as UTF-8 and send it again.")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: where it stands (line, or number in the file), what its source calls
    it, and its content; without content where `problems` say why."""

    line: int
    key: str = ""
    body: Mapping[str, Any] | None = None
    problems: tuple[Wrong, ...] = field(default_factory=tuple)
    whole: bool = True  # False: it adds to a record that is there (`meet` of the kind's reader)


def wrong(line: int, error: CairnError, place: str = "", key: str = "") -> Row:
    return Row(line, key, None, (Wrong(place, error),))


def checked(kind: Kind, line: int, key: str, body: Any) -> Row:
    """A row with the content as the kind reads it, or with all that is wrong with it."""
    record, problems = kind.read(body)
    key = clean(key)
    if len(key) > LONGEST_KEY:
        problems = [Wrong("key", KeyTooLong(most=LONGEST_KEY)), *problems]
        key = key[:LONGEST_KEY]
    if problems:
        return Row(line, key, None, tuple(problems))
    return Row(line, key, kind.write(record))


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """(number of the line, what stands there); the error itself where it cannot be read."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                while line and not line.endswith(b"\n"):
                    line = file.readline(LONGEST_LINE)
                yield number, LineTooLong(most=LONGEST_LINE)
                continue
            if line.strip():
                yield number, _json(line)


def _json(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        return NotUtf8()
    except (ValueError, RecursionError) as error:
        return NotJson(problem=str(error)[:120] if isinstance(error, ValueError) else "…")


def _no_number(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity, which no JSON has and no database keeps


def native(kind: Kind, found: Iterable[tuple[int, Any]]) -> Iterator[Row]:
    """Rows of the form that Cairn itself writes."""
    for number, value in found:
        if isinstance(value, CairnError):
            yield wrong(number, value)
        elif not isinstance(value, dict) or not isinstance(value.get("record"), dict):
            yield wrong(number, NotARecord())
        elif value.get("kind", kind.key) != kind.key:
            found_kind = clean(str(value["kind"])[:40])
            yield wrong(number, OtherKind(kind=found_kind, wanted=kind.key))
        else:
            yield checked(kind, number, str(value.get("key") or ""), value["record"])


def is_native(value: Any) -> bool:
    """Whether a line is in the form that Cairn itself writes."""
    return isinstance(value, dict) and "record" in value and "kind" in value


def as_native(kind: str, key: str, body: Mapping[str, Any]) -> str:
    """One line of that form, without its end."""
    told = {"kind": kind, "key": key, "record": body}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)

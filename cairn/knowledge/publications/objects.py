"""The objects of a JSON file, one after the other: of an array, of lines, or one alone.

Nothing but one object is held. An object that is broken is told with its line; where the next one
begins is found again by its place in the line, so that one slip does not take the rest with it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.rows import NotJson, NotUtf8

BLOCK = 256 * 1024
LONGEST = 4_000_000  # signs of one object
SIGNS = re.compile(r'\\.|["{}\n]', re.DOTALL)


class ObjectTooLong(CairnError):
    text = noop("This entry has more than %(most)s signs, which none has; correct it.")


class NotFinished(CairnError):
    text = noop("This entry is not finished: a quotation mark or a brace is missing.")


def objects(path: Path) -> Iterator[tuple[int, Any]]:
    """(line, object), the error itself where it cannot be read; in a file of one line, (number of
    the object, object)."""
    scan = _Scan()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while block := file.read(BLOCK):
                yield from scan.read(block)
    except UnicodeDecodeError:
        yield scan.line, NotUtf8()
        return
    if scan.depth:
        yield scan.place, NotFinished()


class _Scan:
    """Where the reading stands: inside which object, inside a text or not."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.size = self.depth = self.number = 0
        self.line = self.began = 1
        self.in_text = self.lost = False  # lost: until the next object begins at its usual place
        self.usual: str | None = None  # what stands before the first brace of an object
        self.before: str | None = ""  # of the present line; None: more than white space
        self.carried = ""

    @property
    def place(self) -> int:
        return self.began if self.line > 1 else self.number

    def read(self, block: str) -> Iterator[tuple[int, Any]]:
        block = self.carried + block
        open_end = (len(block) - len(block.rstrip("\\"))) % 2  # an escape that is cut in two
        self.carried, block = block[len(block) - open_end :], block[: len(block) - open_end]
        at = 0
        for found in SIGNS.finditer(block):
            self._pass(block[at : found.start()])
            yield from self._sign(found[0])
            at = found.end()
        self._pass(block[at:])

    def _sign(self, sign: str) -> Iterator[tuple[int, Any]]:
        if sign == "\n":
            if self.in_text:  # no text of JSON goes over a line: a quotation mark is missing
                self.in_text, self.lost = False, True
                yield self.place, NotFinished()
                self._forget()
            self._keep(sign)
            self.line += 1
            self.before = ""
            return
        begins = sign == "{" and not self.in_text and self._at_usual_place()
        if begins and self.depth and self.line > self.began:
            yield self.place, NotFinished()  # the next one begins where this still should end
            self._forget()
        if begins:
            self.lost = False
        indent, self.before = self.before, None
        if self.lost:
            return
        if sign == "{" and not self.in_text:
            self._open(indent)
        self._keep(sign)
        if sign == '"':
            self.in_text = self.depth > 0 and not self.in_text
        elif sign == "}" and self.depth and not self.in_text:
            self.depth -= 1
            if self.depth == 0:
                yield self.place, self._made()
                self._forget()

    def _at_usual_place(self) -> bool:
        if self.before is None:
            return False
        return self.before == self.usual or (self.usual is None and self.depth == 0)

    def _open(self, indent: str | None) -> None:
        if self.depth == 0:
            self.number += 1
            self.began = self.line
            if self.usual is None:
                self.usual = indent
        self.depth += 1

    def _made(self) -> Any:
        if self.size > LONGEST:
            return ObjectTooLong(most=LONGEST)
        try:
            return json.loads("".join(self.held))
        except RecursionError:
            return NotJson(problem="…")
        except ValueError as error:
            return NotJson(problem=str(error)[:120])

    def _pass(self, between: str) -> None:
        self._keep(between)
        if between and self.before is not None:
            self.before = self.before + between[:80] if between.isspace() else None

    def _keep(self, text: str) -> None:
        if self.depth and text:
            self.size += len(text)
            if self.size <= LONGEST:
                self.held.append(text)

    def _forget(self) -> None:
        self.held, self.size, self.depth = [], 0, 0

"""Reads BibTeX one entry at a time: what is broken is told with its line, and the rest is read.

An entry ends where its braces do. Where the next one begins before that, the first was never
closed: it is told, and the second is read. Text between entries is comment. Libraries were tried
(ADR 46); they hold the whole file and drop what they cannot read.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.publications import bibtex_fields as fields
from cairn.knowledge.publications import dates
from cairn.knowledge.publications.csl import DATES, KNOWN, NAMES
from cairn.knowledge.publications.dates import MONTHS
from cairn.knowledge.publications.latex import to_unicode
from cairn.knowledge.publications.names import from_bibtex

LONGEST = 1_000_000  # signs of one entry
BEGINS = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
FIELD = re.compile(r"\s*,?\s*([^\s=,{}\"#%'()]+)\s*=\s*")
JSON_OWN = frozenset({"custom", "categories"})


class NotClosed(CairnError):
    text = noop("The entry %(key)s is not closed: a brace is missing before the next one begins.")


class EntryTooLong(CairnError):
    text = noop("The entry %(key)s has more than %(most)s signs, which none has; correct it.")


class NotAField(CairnError):
    text = noop(
        "The entry %(key)s cannot be read at %(at)r; a field is written: name = {text}, with a "
        "comma before the next."
    )


class FieldTwice(CairnError):
    text = noop("The entry %(key)s has the field %(field)r twice; keep one of the two.")


Found = tuple[int, str, dict[str, Any] | CairnError]  # line, key, entry as CSL or what is wrong


def entries(lines: Iterator[tuple[int, str]]) -> Iterator[Found]:
    """Every entry of the file."""
    macros = {name: str(n) for n, name in enumerate(MONTHS, 1)}
    for line, text in _blocks(lines):
        if isinstance(text, CairnError):
            yield line, "", text
            continue
        begins = BEGINS.match(text)
        assert begins is not None
        kind = begins[1].lower()
        inside = text[begins.end() : -1]
        if kind in ("comment", "preamble"):
            continue
        if kind == "string":
            macros |= _fields(inside, "@string", macros)[0]
            continue
        key, _, rest = inside.partition(",")
        key = key.strip()
        try:
            given, _ = _fields(rest, key[:80], macros)
            yield line, key, as_csl(kind, given, key)
        except CairnError as error:
            yield line, key, error


def _blocks(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, "str | CairnError"]]:
    """(line, text from @ to its last brace)."""
    began, held, size, depth = 0, [], 0, 0
    for number, line in lines:
        new = BEGINS.match(line)
        if new and held and depth > 0:
            yield began, NotClosed(key=_key_of(held))
            held, size, depth = [], 0, 0
        if not held:
            if not new:
                continue
            began = number
        size += len(line)
        if size > LONGEST:
            if held is not None and size - len(line) <= LONGEST:
                yield began, EntryTooLong(key=_key_of([*held, line[:200]]), most=LONGEST)
            held, size, depth = [], 0, 0
            continue
        held.append(line)
        closed, depth = _closes(line, depth)
        while closed is not None:
            held[-1], rest = line[:closed], line[closed:]
            yield began, "".join(held)
            held, size, depth = [], 0, 0
            began, line = number, rest
            if not BEGINS.match(rest):
                break
            held, size = [rest], len(rest)
            closed, depth = _closes(rest, 0)
    if held:
        yield began, NotClosed(key=_key_of(held))


def _closes(line: str, depth: int) -> tuple[int | None, int]:
    """Where the entry ends in this line, if it does; an entry in ( ) ends with )."""
    for found in re.finditer(r"\\.|[{}()]", line):
        sign = found[0]
        if sign == "{" or (sign == "(" and depth == 0):
            depth += 1
        elif sign == "}" or (sign == ")" and depth == 1 and line.rstrip().endswith(")")):
            depth -= 1
            if depth <= 0:
                return found.end(), 0
    return None, depth


def _key_of(held: list[str]) -> str:
    text = "".join(held)[:300]
    begins = BEGINS.match(text)
    return text[begins.end() :].split(",", 1)[0].strip()[:80] if begins else ""


def _fields(text: str, key: str, macros: dict[str, str]) -> tuple[dict[str, str], int]:
    """Name → value as it is written, without its outer braces."""
    made: dict[str, str] = {}
    at = 0
    while at < len(text) and text[at:].strip(" \t\r\n,"):
        found = FIELD.match(text, at)
        if not found:
            raise NotAField(key=key, at=text[at:].strip()[:40])
        name = found[1].lower()
        value, at = _value(text, found.end(), key, macros)
        if name in made:
            raise FieldTwice(key=key, field=name)
        made[name] = value
        after = re.compile(r"\s*(,|$)").match(text, at)
        if not after:
            raise NotAField(key=key, at=text[at:].strip()[:40])
        at = after.end()
    return made, at


def _value(text: str, at: int, key: str, macros: dict[str, str]) -> tuple[str, int]:
    """Pieces in braces, in quotation marks, numbers or names, joined by #."""
    pieces = []
    while True:
        start = at
        if text[at : at + 1] == "{":
            at = _end(text, at, "}")
            pieces.append(text[start + 1 : at - 1])
        elif text[at : at + 1] == '"':
            at = _end(text, at, '"')
            pieces.append(text[start + 1 : at - 1])
        else:
            bare = re.compile(r"[^\s,#{}\"]+").match(text, at)
            if not bare:
                raise NotAField(key=key, at=text[at:].strip()[:40])
            pieces.append(macros.get(bare[0].lower(), bare[0]))
            at = bare.end()
        if at == 0:
            raise NotAField(key=key, at=text[start:].strip()[:40])
        joined = re.compile(r"\s*#\s*").match(text, at)
        if not joined:
            return "".join(pieces), at
        at = joined.end()


def _end(text: str, at: int, closing: str) -> int:
    """Behind what closes this value; 0 where nothing does."""
    depth = 0
    for found in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(text, at + (closing == '"')):
        sign = found[0]
        depth += (sign == "{") - (sign == "}")
        if sign == closing and depth == 0:
            return found.end()
    return 0


def as_csl(kind: str, given: dict[str, str], key: str) -> dict[str, Any]:
    """One entry with the names of CSL."""
    csl: dict[str, Any] = {"id": key}
    own_type = given.pop(f"{fields.OWN}type", "")
    csl["type"] = own_type or fields.TYPE_IN.get(kind, fields.OTHERWISE)
    if genre := fields.GENRE_IN.get(kind):
        csl["genre"] = genre
    other: dict[str, str] = {}
    _issued(given, csl)
    for name, value in given.items():
        own = name.removeprefix(fields.OWN) if name.startswith(fields.OWN) else ""
        own = next((one for one in KNOWN if one.lower() == own), "") if own else ""
        text = to_unicode(value)
        field = own or fields.text_in(name, csl["type"])
        if own in JSON_OWN:
            csl[own] = {**csl.get(own, {}), **_json(text)} if own == "custom" else _json(text)
        elif own in NAMES or name in fields.NAME_IN:
            csl[own or fields.NAME_IN[name]] = from_bibtex(value)
        elif own in DATES or name in fields.DATE_IN:
            csl[own or fields.DATE_IN[name]] = dates.from_text(text)
        elif field == "page":
            csl["page"] = re.sub(r"\s*[-–—]+\s*", "-", text)
        elif field and field not in csl or field == "genre" or (field and csl.get(field) == text):
            csl[field] = text
        elif not fields.LEFT_BEHIND.fullmatch(name) and text:
            other[name] = text
    if other:
        csl["custom"] = {**csl.get("custom", {}), "bibtex": other}
    return {name: value for name, value in csl.items() if value not in ("", [], {})}


def _issued(given: dict[str, str], csl: dict[str, Any]) -> None:
    """`date` where there is one, else year, month and day."""
    year, month, day = (to_unicode(given.pop(one, "")) for one in ("year", "month", "day"))
    told = dates.from_text(to_unicode(given.pop("date", "")))
    if not told and year:
        month = next(
            (str(n) for n, one in enumerate(MONTHS, 1) if month.lower().startswith(one)), month
        )
        parts = [one for one in (year, month, day) if one]
        told = dates.from_text("-".join(parts) if all(p.isdigit() for p in parts) else year)
        if month and not month.isdigit():
            told = {"raw": f"{month} {year}"}
    if told:
        csl["issued"] = told


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return {"text": text}

"""Reads a judgment from Akoma Ntoso 3.0.

What Cairn has written comes back whole. Of a judgment that somebody else has written only facts are
taken: State, number, courts, days and European identifiers. Its text is not, for nobody has marked
the names of people in it yet, and what is brought in is to be published.
"""

import json
import re
from typing import Any
from xml.etree.ElementTree import Element

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.akoma import (
    NO_DAY,
    NS,
    TooDeep,
    alias_of,
    day_of,
    of,
    root_of,
    state_of,
    value_of,
    words_of,
)
from cairn.knowledge.cases.akn_writing import OURS
from cairn.knowledge.shapes import clean

NO_LETTER = re.compile(r"[^a-z0-9]+")
ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}")
LONGEST_KEY = 200


class NotAJudgment(CairnError):
    text = noop("This is no judgment in Akoma Ntoso 3.0 (its first element is %(name)s).")


class SpoiltRecord(CairnError):
    text = noop("The record that Cairn put into this judgment was changed and cannot be read.")


def read_judgment(text: bytes) -> tuple[str, Any]:
    """The key and the JSON of the record; raise a sentence where it is none."""
    try:
        return _read(text)
    except RecursionError:
        raise TooDeep() from None


def _read(text: bytes) -> tuple[str, Any]:
    root = root_of(text)
    judgment = root.find(of("judgment"))
    if root.tag != of("akomaNtoso") or judgment is None:
        raise NotAJudgment(name=clean(root.tag.removeprefix(f"{{{NS}}}"))[:60])
    held = next(judgment.iter(f"{{{OURS}}}record"), None)
    if held is None:
        return _facts(judgment)
    try:
        return clean(held.get("key", "")), json.loads(held.text or "")
    except ValueError:
        raise SpoiltRecord() from None


def _facts(judgment: Element) -> tuple[str, dict[str, Any]]:
    work = judgment.find(f".//{of('FRBRWork')}")
    state = state_of(work)
    header = judgment.find(of("header"))
    number = value_of(work, "FRBRnumber") or _first(header, "docketNumber", "docNumber")
    told = (alias_of(work, "ecli"), value_of(work, "FRBRuri"), _first(header, "neutralCitation"))
    found = ECLI.search(" ".join(told).upper())
    ecli = found[0] if found else ""
    one = work.find(of("FRBRdate")) if work is not None else None
    day = day_of(one.get("date", "")) if one is not None and one.get("date") != NO_DAY else None
    proceeding = {
        "id": "1",
        "court": _first(header, "courtType"),
        "ecli": ecli,
        "date": day.isoformat() if day else "",
    }
    body = {"state": state, "number": number, "proceedings": [proceeding]}
    slug = NO_LETTER.sub("-", f"{state} {ecli or number}".lower()).strip("-")
    return slug[:LONGEST_KEY], body


def _first(header: Element | None, *names: str) -> str:
    """The words of the first of these elements that says anything."""
    for name in names if header is not None else ():
        for one in header.iter(of(name)):  # type: ignore[union-attr]
            if said := words_of(one):
                return said
    return ""

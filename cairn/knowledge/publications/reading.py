"""Reads a file of publications: CSL-JSON, BibTeX, RIS, or the form that Cairn writes itself.

What the file is, is seen from how it begins. Every entry is accounted for; PDF files are not read.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cairn.formats.encodings import detect_encoding
from cairn.formats.limits import DEFAULT
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.publications import bibtex_reading, ris
from cairn.knowledge.publications.csl import tidied
from cairn.knowledge.publications.objects import objects
from cairn.knowledge.rows import NotUtf8, Row, checked, is_native, native, wrong

HEAD = 64 * 1024
VERIFIED = re.compile(r"(?:\A|\s)verified in: (\S.*)\Z", re.DOTALL)


class NoPdf(CairnError):
    text = noop(
        "PDF files are not read here; export the entries from your reference manager as CSL-JSON, "
        "BibTeX or RIS."
    )


class UnknownForm(CairnError):
    text = noop(
        "This is none of the files that are read here: CSL-JSON, BibTeX, RIS, or JSON lines as "
        "Cairn writes them."
    )


def read_file(path: Path) -> Iterator[Row]:
    """Every entry of the file as a row."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        raise NoPdf()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return
    if start[:1] in (b"[", b"{"):
        yield from _json(path)
        return
    encoding = detect_encoding(path, DEFAULT)  # raises where it is no text at all
    if not encoding.certain:
        raise NotUtf8()
    text = head.decode(encoding.name, errors="replace")
    if re.search(r"^\s*TY  -", text, re.MULTILINE):
        read = ris.entries
    elif re.search(r"^\s*@\s*[A-Za-z]+\s*[{(]", text, re.MULTILINE) and not text.startswith("<"):
        read = bibtex_reading.entries
    else:
        raise UnknownForm()
    with path.open(encoding=encoding.name) as lines:
        for line, key, found in read(enumerate(lines, 1)):
            yield (
                wrong(line, found, key or "/", key)
                if isinstance(found, CairnError)
                else _row(line, key, found)
            )


def _json(path: Path) -> Iterator[Row]:
    kind = kind_of("publication")
    for line, found in objects(path):
        if isinstance(found, CairnError):
            yield wrong(line, found, "/")
        elif is_native(found):
            yield from native(kind, [(line, found)])
        else:
            yield _row(line, str(found.get("id") or ""), found)


def _row(line: int, key: str, entry: dict[str, Any]) -> Row:
    csl, problems = tidied(entry)
    key = (key.strip() or _made_key(csl))[:200]
    if problems:
        return Row(line, key, None, tuple(problems))
    return checked(kind_of("publication"), line, key, body_of(csl))


def body_of(csl: dict[str, Any]) -> dict[str, Any]:
    """The content of a record: a note on where the entry was seen becomes what we know of it."""
    csl = {name: value for name, value in csl.items() if name != "id"}
    body: dict[str, Any] = {"csl": csl}
    if found := VERIFIED.match(str(csl.get("note", ""))):
        csl["note"] = str(csl["note"])[: found.start()]
        body["annotation"] = {"verified": found[1]}
    return body


def _made_key(csl: dict[str, Any]) -> str:
    """For an entry that has none: its DOI, else who, when and what."""
    if csl.get("DOI"):
        return str(csl["DOI"]).lower()
    first = (csl.get("author") or [{}])[0]
    parts = (csl.get("issued") or {}).get("date-parts") or [["nd"]]
    said = (first.get("family") or first.get("literal") or "", parts[0][0], csl.get("title", ""))
    return re.sub(r"[^\w]+", "-", " ".join(str(one) for one in said).lower()).strip("-")

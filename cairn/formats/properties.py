"""Who made a document, as its properties say: names of authors and companies, and nothing else.

They are looked at so that a person can be told that they were there; no reader hands them on.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

LARGEST = 256 * 1024  # of the part that is looked at

_PARTS = {"docprops/core.xml", "docprops/app.xml", "docprops/custom.xml", "meta.xml"}
_HELD = re.compile(
    r"<(?:\w+:)?(creator|lastModifiedBy|manager|company|initial-creator|lpwstr)\b[^>]*>([^<]{1,400})<",
    re.I,
)


def people_in(path: Path) -> Iterator[tuple[str, str]]:
    """Property and what it says, of a workbook that is an archive; of others nothing is known."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.lower() not in _PARTS:
                continue
            with archive.open(name) as part:
                text = part.read(LARGEST).decode("utf-8", "replace")
            for found in _HELD.finditer(text):
                if said := unescape(found[2]).strip():
                    yield found[1].lower(), said

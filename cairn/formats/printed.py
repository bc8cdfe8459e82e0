"""The same parts as a document of fixed pages: PDF with tags for those who hear it read aloud.

Typst sets it (ADR 54): each text in its own language and direction, by the fonts of the machine.
The words go in as data beside the page, so that nothing in them is markup; nothing is fetched.
"""

import functools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from cairn.formats.documents import Block, Facts, Grid, Part, plain
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

PAGE = Path(__file__).with_name("bundle.typ")
STANDARD: Literal["ua-1"] = "ua-1"  # PDF/UA-1, ISO 14289-1


class CannotBeSet(CairnError):
    text = noop(
        "A sign in these texts is in no font of this server, so no PDF was made; take it out of "
        "your note, or take the DOCX, which holds the same."
    )


def pdf(title: str, parts: Sequence[Part], *, language: str, contents: str, foot: str) -> bytes:
    """The document as bytes. `contents`: what the list of contents is called; `foot`: what stands
    at the foot of each page."""
    import typst

    given = {
        "title": plain(title).strip() or "Cairn",
        "language": _tag(language),
        "contents": contents,
        "foot": plain(foot),
        "parts": [_part(one, language) for one in parts if not _empty(one)],
    }
    try:
        made = typst.compile(
            str(PAGE),
            font_paths=_fonts(),
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
            pdf_standards=[STANDARD],
        )
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        raise CannotBeSet() from problem
    assert isinstance(made, bytes)
    return made


@functools.cache
def _fonts() -> Any:
    """The fonts of this machine, looked for once in a process."""
    import typst

    return typst.Fonts()


def _empty(part: Part) -> bool:
    return isinstance(part, Block) and not plain(part.text).strip()


def _part(part: Part, language: str) -> dict[str, Any]:
    match part:
        case Facts(rows):
            return {"is": "facts", "rows": [[plain(name), plain(value)] for name, value in rows]}
        case Grid(columns, rows, numeric):
            told = [[plain(cell) for cell in row] for row in rows]
            return {
                "is": "grid",
                "columns": [plain(one) for one in columns],
                "numeric": [at in numeric for at in range(len(columns))],
                "rows": told,
            }
        case Block():
            return {
                "is": part.style,
                "text": plain(part.text),
                "level": part.level,
                "language": _tag(part.language or language),
            }


def _tag(language: str) -> str:
    """A tag that the setter knows; "und" where it is none."""
    return language if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9-]+)?", language) else "und"

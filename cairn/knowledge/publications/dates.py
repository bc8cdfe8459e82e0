"""Dates of CSL as the text that BibTeX and RIS have for them: "2018-05-01/2018-06", "2018~" for
about 2018, "2018-21" for its spring (EDTF, which biblatex reads). What is no such date stays as it
is written."""

import re
from typing import Any

ONE = re.compile(r"(\d{1,4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(~?)", re.ASCII)
SEASON = 20  # EDTF counts spring as 21


def to_text(told: dict[str, Any]) -> str:
    """The date as one text."""
    parts = told.get("date-parts")
    if not parts:
        return str(told.get("raw") or told.get("literal") or "")
    season = str(told.get("season", ""))
    if season in ("1", "2", "3", "4") and [len(one) for one in parts] == [1]:
        parts = [[parts[0][0], SEASON + int(season)]]
    texts = ["-".join(f"{part:0{2 if n else 4}d}" for n, part in enumerate(one)) for one in parts]
    return "/".join(texts) + ("~" if told.get("circa") else "")


def from_text(text: str) -> dict[str, Any]:
    """The date of CSL; `raw` where it cannot be taken apart."""
    text = text.strip()
    first, _, last = text.partition("/") if text.count("/") == 1 else (text, "", "")
    made: list[list[int]] = []
    rest: dict[str, Any] = {}
    for one in (first, last):
        found = ONE.fullmatch(one.strip()) if one else None
        if one and not found:
            return {"raw": text} if text else {}
        if found:
            parts = [int(part) for part in found.groups()[:3] if part]
            if len(parts) == 2 and SEASON < parts[1] <= SEASON + 4 and not last:
                rest["season"] = str(parts.pop() - SEASON)
            if not parts[0] or any(
                not 0 < part <= most for part, most in zip(parts[1:], (12, 31), strict=False)
            ):
                return {"raw": text}
            made.append(parts)
            if found[4]:
                rest["circa"] = True
    return {"date-parts": made, **rest} if made else {}

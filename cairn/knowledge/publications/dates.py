"""Dates of CSL as the text that BibTeX and RIS have for them: "2018-05-01/2018-06", "2018~" for
about 2018, "2018-21" for its spring (EDTF, which biblatex reads). What is no such date stays as it
is written."""

import re
from typing import Any

ONE = re.compile(r"(\d{1,4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(~?)", re.ASCII)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
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


def in_year(year: dict[str, Any], text: str) -> dict[str, Any]:
    """The year with a month, and perhaps a day, as EndNote writes them: "Jun", "Jun 14"."""
    words = re.findall(r"[A-Za-z]+|\d{1,2}", text)
    months = [n for word in words for n, one in enumerate(MONTHS, 1) if word.lower()[:3] == one]
    days = [int(word) for word in words if word.isdecimal()]
    parts = year.get("date-parts", ())
    if [len(one) for one in parts] != [1] or len(months) != 1 or len(words) != 1 + len(days):
        return {}
    if len(days) > 1 or not all(0 < day <= 31 for day in days):
        return {}
    return {"date-parts": [[*parts[0], *months, *days]]}

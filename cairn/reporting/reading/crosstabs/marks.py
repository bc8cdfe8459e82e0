"""Marks of footnotes on numbers and labels: "12*", "Mali¹", "34 (2)": the mark goes."""

import re
from functools import lru_cache

_SIGNS = r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]"
_MARK = rf"(?:{_SIGNS}+|\(\s*(?:{_SIGNS}+|\d{{1,2}}|[a-zа-я])\s*\)|\[\s*(?:\d{{1,2}}|[a-z])\s*\])"
_MARKED = re.compile(rf"(.*?[^\s*])\s*((?:{_MARK}\s*)+)$", re.S)
_NUMBER = re.compile(r"[+\-−]?[\d٠-٩۰-۹][\d٠-٩۰-۹\s.,'’٬٫\u00a0\u202f\u2009]*")
# "12 (p)", "12 e", "12 r": provisional, estimated, revised, as statistical offices mark them.
_LETTER = re.compile(r"(.*\d)\s*(?:\(([a-zé]{1,4})\.?\)|([per]))$", re.S)


@lru_cache(maxsize=16384)
def unmarked_number(text: str) -> tuple[str, str]:
    """A number without its mark, and the mark; the text itself where it is no marked number."""
    found = _MARKED.match(text) or _LETTER.match(text)
    if found and _NUMBER.fullmatch(found[1].strip()):
        return found[1].strip(), text[len(found[1]) :].strip()
    return text, ""


@lru_cache(maxsize=16384)
def unmarked_label(text: str) -> tuple[str, str]:
    found = _MARKED.match(text)
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), "")


@lru_cache(maxsize=65536)
def looks_numeric(text: str) -> bool:
    """True where a text is meant as a number, with or without a mark or a sign of percent."""
    bare, _ = unmarked_number(text.strip("\u200e\u200f\u061c \u00a0"))
    return _NUMBER.fullmatch(bare.removesuffix("%").strip()) is not None

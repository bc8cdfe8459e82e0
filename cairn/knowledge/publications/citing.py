"""A publication as a reader cites it, in two styles: by author and year, and as a full note.

Both follow what most journals and the United Nations ask for closely enough to be corrected by
hand; a reference manager that reads one of the exports writes any other style. What is not recorded
is left out; "n.d." stands for a date that is not recorded, since a reader would look for it.
Citations are written as the publication's own world writes them, so they are not translated.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

TAGS = re.compile(r"</?(?:i|b|sub|sup|span)(?: [^<>]*)?>")
MOST = 7  # authors that are named; of more, the first six
WITHIN = frozenset({"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"})


def plain(text: str) -> str:
    """A text of CSL without the marks that it may have for italics and the like."""
    return html.unescape(TAGS.sub("", text)).strip() if "<" in text or "&" in text else text


def author_date(csl: Mapping[str, Any]) -> str:
    """Achilli, L. (2018). The “good” smuggler. *Annals*, 676(1), 77–96. https://doi.org/…"""
    who = _inverted(csl.get("author") or csl.get("editor") or ())
    title = _ended(plain(str(csl.get("title", ""))))
    when = f"({year(csl) or 'n.d.'})."
    pieces = [f"{_ended(who)} {when} {title}" if who else f"{title} {when}", _place(csl)]
    return " ".join(one for one in (*pieces, address(csl)) if one)


def note(csl: Mapping[str, Any]) -> str:
    """Luigi Achilli, “The ‘good’ smuggler”, Annals, vol. 676, No. 1 (2018), pp. 77–96."""
    who = _listed([spoken(one) for one in csl.get("author") or csl.get("editor") or ()])
    title = plain(str(csl.get("title", "")))
    inside = csl.get("container-title")
    pieces = [who, f"“{title}”" if inside else title, plain(str(inside or ""))]
    if csl.get("volume"):
        pieces.append(f"vol. {csl['volume']}")
    if csl.get("issue"):
        pieces.append(f"No. {csl['issue']}")
    where = ", ".join(str(csl[key]) for key in ("publisher-place", "publisher") if csl.get(key))
    when = ", ".join(one for one in (where, year(csl) or "n.d.") if one)
    said = ", ".join(one for one in pieces if one) + f" ({when})"
    if csl.get("page"):
        said += f", {_pages(str(csl['page']))}"
    link = address(csl)
    return f"{said}. {link}" if link else f"{said}."


def year(csl: Mapping[str, Any]) -> str:
    """The year or years of publication; "" where none is recorded."""
    issued = csl.get("issued") or {}
    parts = issued.get("date-parts")
    if not parts:
        return str(issued.get("literal") or issued.get("raw") or "")
    years = list(dict.fromkeys(str(one[0]) for one in parts))
    return ("c. " if issued.get("circa") else "") + "–".join(years)


def address(csl: Mapping[str, Any]) -> str:
    """Where it can be had: by its DOI, else by the address that is recorded."""
    if csl.get("DOI"):
        return f"https://doi.org/{re.sub(r'^https?://(dx.)?doi.org/', '', str(csl['DOI']))}"
    return str(csl.get("URL", ""))


def _place(csl: Mapping[str, Any]) -> str:
    inside = plain(str(csl.get("container-title", "")))
    if inside and csl.get("type") in WITHIN:
        pages = f" ({_pages(str(csl['page']))})" if csl.get("page") else ""
        return f"In {inside}{pages}." + _house(csl)
    if inside:
        volume = str(csl.get("volume", "")) + (f"({csl['issue']})" if csl.get("issue") else "")
        pages = str(csl.get("page", "")).replace("-", "–")
        return ", ".join(one for one in (inside, volume, pages) if one) + "."
    return _house(csl).strip()


def _house(csl: Mapping[str, Any]) -> str:
    told = [str(csl[key]) for key in ("publisher-place", "publisher") if csl.get(key)]
    return f" {_ended(': '.join(told))}" if told else ""


def _pages(text: str) -> str:
    several = re.search(r"[-–,]", text)
    return f"{'pp.' if several else 'p.'} {text.replace('-', '–')}"


def _inverted(names: Any) -> str:
    said = []
    for one in names:
        if one.get("literal"):
            said.append(str(one["literal"]))
            continue
        small = str(one.get("non-dropping-particle", ""))
        family = " ".join(part for part in (small, str(one.get("family", ""))) if part)
        first = " ".join(f"{_initial(word)}." for word in str(one.get("given", "")).split())
        rest = [part for part in (first, str(one.get("dropping-particle", ""))) if part]
        told = [family, " ".join(rest), str(one.get("suffix", ""))]
        said.append(", ".join(part for part in told if part))
    if len(said) > MOST:
        return f"{', '.join(said[: MOST - 1])}, et al."
    return _listed(said, last=" & ")


def _initial(word: str) -> str:
    return "-".join(part[:1] for part in word.split("-") if part)


def spoken(name: Mapping[str, Any]) -> str:
    """A name in the order in which it is said."""
    if name.get("literal"):
        return str(name["literal"])
    keys = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(str(name[key]) for key in keys if name.get(key))


def _listed(said: list[str], last: str = " and ") -> str:
    if len(said) > MOST:
        return f"{said[0]} et al."
    return last.join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else "".join(said)


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!…" else f"{text}."

"""RIS, both ways: which tag holds which field of CSL, one entry at a time.

RIS has tags of two signs and no room for others, so it cannot hold everything: what it leaves out
is listed in ADR 46. Tags that no field of CSL holds are kept in `custom`; paths to files on
somebody's machine are not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.publications import dates
from cairn.knowledge.publications.names import from_ris, to_ris

TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$", re.DOTALL)
LONGEST = 1_000_000  # signs of one entry
TYPE_OUT = {
    "article": "UNPB", "article-journal": "JOUR", "article-magazine": "MGZN",
    "article-newspaper": "NEWS", "bill": "BILL", "book": "BOOK", "chapter": "CHAP",
    "classic": "CLSWK", "collection": "CTLG", "dataset": "DATA", "document": "GEN",
    "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC", "figure": "FIGURE",
    "graphic": "ART", "hearing": "HEAR", "legal_case": "CASE", "legislation": "STAT",
    "manuscript": "MANSCPT", "map": "MAP", "motion_picture": "MPCT", "musical_score": "MUSIC",
    "pamphlet": "PAMP", "paper-conference": "CPAPER", "patent": "PAT",
    "personal_communication": "PCOMM", "post-weblog": "BLOG", "regulation": "LEGAL",
    "report": "RPRT", "software": "COMP", "song": "SOUND", "speech": "SLIDE", "standard": "STAND",
    "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
TYPE_IN = {tag: csl for csl, tag in TYPE_OUT.items()} | {
    "CONF": "book", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book",
    "EJOUR": "article-journal",
    "GOVDOC": "report", "INPR": "article-journal", "JFULL": "periodical", "SER": "book",
    "UNBILL": "bill", "VIDEO": "motion_picture", "WEB": "webpage", "AGGR": "dataset",
    "DBASE": "dataset", "GRANT": "document", "MULTI": "document", "ICOMM": "personal_communication",
}  # fmt: skip
NAME_OUT = {"author": "AU", "editor": "ED", "translator": "A4", "collection-editor": "A3"}
TEXT_OUT = {
    "title": "TI", "container-title": "T2", "collection-title": "T3", "volume": "VL", "issue": "IS",
    "publisher": "PB", "publisher-place": "CY", "DOI": "DO", "URL": "UR", "abstract": "AB",
    "language": "LA", "edition": "ET", "title-short": "ST", "container-title-short": "J2",
    "genre": "M3", "number": "M1", "call-number": "CN", "source": "DP", "archive": "DB",
    "section": "SE", "number-of-volumes": "NV", "original-title": "OP", "PMID": "AN",
}  # fmt: skip
TEXT_IN = {tag: csl for csl, tag in TEXT_OUT.items()} | {
    "T1": "title", "CT": "title", "JO": "container-title", "JF": "container-title",
    "BT": "container-title", "JA": "container-title-short", "N2": "abstract",
    "PP": "publisher-place",
}  # fmt: skip
NAME_IN = {"A1": "author", "A2": "editor"} | {tag: csl for csl, tag in NAME_OUT.items()}
WHEN = ("DA", "PY", "Y1")
FILES = frozenset({"L1", "L2", "L3", "L4"})
HELD = frozenset({*NAME_OUT, *TEXT_OUT, "type", "page", "keyword", "note", "issued", "accessed"})


class NoEnd(CairnError):
    text = noop("The entry has no end: a line “ER  - ” is missing before the next one begins.")


class NotATag(CairnError):
    text = noop(
        "Line %(at)s is not part of an entry: %(shown)r; a line begins with a tag such as "
        "“TI  - ”, and an entry with “TY  - ”."
    )


class RisTooLong(CairnError):
    text = noop("The entry has more than %(most)s signs, which none has; correct it.")


Found = tuple[int, str, dict[str, Any] | CairnError]


def entries(lines: Iterator[tuple[int, str]]) -> Iterator[Found]:
    """Every entry of the file; what stands between entries is told."""
    began, held, size = 0, [], 0
    for number, line in lines:
        text = line.rstrip("\r\n").removeprefix("\ufeff")
        tag = TAG.match(text)
        if tag and tag[1] == "TY":
            if held:
                yield began, "", NoEnd()
            began, held, size = number, [("TY", tag[2] or "")], 0
        elif not held:
            if text.strip() and not (tag and tag[1] == "ER"):
                yield number, "", NotATag(at=number, shown=text.strip()[:40])
        elif tag and tag[1] == "ER":
            if size > LONGEST:
                yield began, "", RisTooLong(most=LONGEST)
            else:
                csl = as_csl(held)
                yield began, str(csl.pop("id", "")), csl
            held = []
        else:
            size += len(text)
            if size > LONGEST:
                continue
            if tag:
                held.append((tag[1], tag[2] or ""))
            elif text.strip() and held[-1][0] == "KW":  # EndNote writes the tag once
                held.append(("KW", text))
            elif text.strip():  # a long value goes on in the next line
                held[-1] = (held[-1][0], f"{held[-1][1]} {text.strip()}")
    if held:
        yield began, "", NoEnd()


def as_csl(held: list[tuple[str, str]]) -> dict[str, Any]:
    """One entry with the names of CSL."""
    csl: dict[str, Any] = {"type": TYPE_IN.get(held[0][1].strip().upper(), "document")}
    several: dict[str, list[str]] = {}
    for tag, raw in held[1:]:
        if raw.strip() and tag not in FILES:
            several.setdefault(tag, []).append(raw.strip())
    if issued := _issued(several):
        csl["issued"] = issued
    if "Y2" in several and (told := _date(several.pop("Y2")[0])):
        csl["accessed"] = told
    if "ID" in several:
        csl["id"] = several.pop("ID")[0]
    start, end = several.pop("SP", [""])[0], several.pop("EP", [""])[0]
    if start or end:
        csl["page"] = f"{start}-{end}" if start and end and start != end else start or end
    other: dict[str, list[str]] = {}
    for tag, values in several.items():
        if tag in NAME_IN:
            csl.setdefault(NAME_IN[tag], []).extend(from_ris(one) for one in values)
        elif tag == "KW":
            csl["keyword"] = ("; " if any("," in one for one in values) else ", ").join(values)
        elif tag == "N1":
            csl["note"] = "\n".join(values)
        elif tag == "SN":
            book = csl["type"] in ("book", "chapter")
            csl["ISBN" if book else "ISSN"] = ", ".join(values)
        elif tag in TEXT_IN and TEXT_IN[tag] not in csl:
            csl[TEXT_IN[tag]] = values[0]
            if values[1:]:
                other[tag] = values[1:]
        elif tag in WHEN and _date(values[0]).get("date-parts"):
            continue  # says again what another tag said
        elif tag in TEXT_IN and csl[TEXT_IN[tag]] == values[0]:
            continue
        else:
            other[tag] = values
    if other:
        csl["custom"] = {"ris": other}
    return csl


def entry(key: str, csl: Mapping[str, Any]) -> str:
    """The text of one entry, with its last line."""
    lines = [("TY", TYPE_OUT.get(str(csl.get("type")), "GEN")), ("ID", key)]
    for field, value in csl.items():
        lines += _written(field, value, str(csl.get("type")))
    lines.append(("ER", ""))
    return "".join(f"{tag}  - {_one_line(text)}\r\n" for tag, text in lines) + "\r\n"


def _written(field: str, value: Any, kind: str) -> Iterator[tuple[str, str]]:
    if field in NAME_OUT:
        yield from ((NAME_OUT[field], text) for one in value if (text := to_ris(one)))
    elif field == "keyword":
        sign = ";" if ";" in value else ","
        yield from (("KW", one.strip()) for one in value.split(sign) if one.strip())
    elif field == "note":
        yield from (("N1", one) for one in value.splitlines() if one.strip())
    elif field == "page":
        start, _, end = re.sub(r"[-–—]+", "-", value).partition("-")
        yield "SP", start.strip()
        if end.strip():
            yield "EP", end.strip()
    elif field in ("ISBN", "ISSN"):
        if (field == "ISBN") == (kind in ("book", "chapter")):
            yield "SN", value
    elif field == "issued":
        text = dates.to_text(value).removesuffix("~")
        first = text.split("/")[0].split("-") if value.get("date-parts") else []
        yield "PY", first[0] if first else text
        if len(first) > 1 or "/" in text:
            yield (
                "DA",
                text
                if "/" in text
                else "/".join((*first, ""))
                if len(first) < 3
                else "/".join(first),
            )
    elif field == "accessed":
        yield "Y2", dates.to_text(value).replace("-", "/")
    elif field == "custom":
        told = value.get("ris")
        for tag, texts in told.items() if isinstance(told, Mapping) else ():
            if re.fullmatch(r"[A-Z][A-Z0-9]", tag) and isinstance(texts, list):
                yield from ((tag, str(one)) for one in texts)
    elif field in TEXT_OUT:
        yield TEXT_OUT[field], value


def _issued(several: dict[str, list[str]]) -> dict[str, Any]:
    """The date of which most is known; what its year does not say stays where it is."""
    read = {tag: _date(several[tag][0]) for tag in WHEN if tag in several}
    whole = [tag for tag, told in read.items() if told.get("date-parts")]
    if not whole:
        tag = next((tag for tag, told in read.items() if told), "")
        return _date(several.pop(tag)[0]) if tag else {}
    year = read[whole[0]]
    if "DA" not in whole and (told := dates.in_year(year, several.get("DA", [""])[0])):
        several.pop("DA")
        return told
    several.pop(whole[0])
    return read[whole[0]]


def _date(text: str) -> dict[str, Any]:
    """2018/05/01/ and 2018 and 2018-05/2019-02."""
    parts = text.split("/")
    kept = [one.strip() for one in parts[:3] if one.strip()]
    two_years = [len(one) for one in kept] == [4, 4]
    if len(parts) > 1 and len(parts[0]) == 4 and not two_years and all(map(str.isdigit, kept)):
        return dates.from_text("-".join(kept))
    return dates.from_text(text)


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")

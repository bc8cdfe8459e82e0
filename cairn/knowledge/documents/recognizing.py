"""What a program recognizes in a paragraph: symbols of documents, States, dates, figures.

It reads English as documents of the United Nations write it, and is shown as what it is: a State is
taken for one by its name, a figure is a number with the words behind it. Years and the numbers of
articles, paragraphs and resolutions are no figures.
"""

import re
from collections.abc import Iterator
from functools import cache

from cairn.knowledge.documents.schema import Found, Recognized
from cairn.reference.countries import Kind, countries, spellings

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = MONTH.split("|")
SYMBOL = re.compile(r"\b(?:CTOC/COP|A|S|E|ST)/[A-Z0-9][A-Z0-9./]*\d\b")
RESOLUTION = re.compile(r"\bresolutions? (\d+/\d+|\d{4} \(\d{4}\))")
DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:\s?[–-]\s?\d{{1,2}}| (?:and|to) \d{{1,2}})? )?({MONTH}) (\d{{4}})\b"
)
FIGURE = re.compile(
    r"(?P<number>(?:\$|€|US\$)?\d{1,3}(?:,\d{3})+|(?:\$|€)?\d+(?:\.\d+)?)"
    r"(?P<scale> (?:million|billion|per cent))?"
    r"(?: (?P<what>(?!and |or |to )(?:Member States|[a-z][a-z-]*)(?: [a-z][a-z-]+)?))?"
)
NUMBERS = re.compile(  # what stands before a number that counts nothing
    r"\b(?:art(?:icle|\.)|para(?:graph|\.)|rule|goal|target|objective|module|volume|resolution|res\.|"
    r"no\.|item|page|section|chapter|aged)s?(?: \d+[,\d]* (?:and|or|to))?\s$",
    re.IGNORECASE,
)
IDLE = frozenset(
    {"on", "at", "for", "from", "and", "of", "the", "to", "in", "were", "was", "are", "with"}
    | {"by", "as", "that", "which", "who", "so"}
)
YEAR = range(1900, 2100)
SHORT = frozenset({"short", "long"})


def recognized(text: str) -> tuple[Found, ...]:
    """Each thing once, in the order of the text."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Found]] = []
    for start, end, one in (*_symbols(text), *_dates(text), *_states(text)):
        taken.append((start, end))
        found.append((start, one))
    for start, end, one in _figures(text):
        if not any(first < end and start < last for first, last in taken):
            found.append((start, one))
    return tuple(dict.fromkeys(one for _, one in sorted(found, key=lambda pair: pair[0])))


Place = tuple[int, int, Found]


def _symbols(text: str) -> Iterator[Place]:
    for one in SYMBOL.finditer(text):
        yield *one.span(), Found(Recognized.SYMBOL, one[0], one[0])
    for one in RESOLUTION.finditer(text):
        yield *one.span(), Found(Recognized.SYMBOL, one[0], f"resolution {one[1]}")


def _dates(text: str) -> Iterator[Place]:
    for one in DATE.finditer(text):
        value = f"{one[3]}-{MONTHS.index(one[2]) + 1:02d}"
        if one[1] and int(one[1]) <= 31:
            value += f"-{int(one[1]):02d}"
        yield *one.span(), Found(Recognized.DATE, one[0], value)


def _states(text: str) -> Iterator[Place]:
    for one in _names()[0].finditer(text):
        yield *one.span(), Found(Recognized.STATE, one[0], _names()[1][one[0]])


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """English names of States, longest first, so that Guinea-Bissau is not Guinea."""
    known = {one.names["en"]: iso3 for iso3, one in countries().items() if one.kind is Kind.STATE}
    for iso3, alias in spellings():
        if alias.language == "en" and alias.kind in SHORT and countries()[iso3].kind is Kind.STATE:
            known.setdefault(alias.name, iso3)
    known = {name: iso3 for name, iso3 in known.items() if len(name) > 3 and name[0].isupper()}
    longest = sorted(map(re.escape, known), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest)})(?![\w-])"), known


def _figures(text: str) -> Iterator[Place]:
    for one in FIGURE.finditer(text):
        number = one["number"]
        before = text[max(0, one.start() - 30) : one.start()]
        after = text[one.end("number") : one.end("number") + 1]
        bare = number.isdigit() and not one["scale"]
        part = re.search(r"[\w/–,.-]$", before) or after in ("/", "–", "-", ")")
        if part or (bare and (int(number) in YEAR or NUMBERS.search(before) or not one["what"])):
            continue
        words = (one["what"] or "").split()
        while words and words[-1] in IDLE:
            words.pop()
        said = " ".join(one for one in (number + (one["scale"] or ""), *words) if one)
        value = number.replace(",", "") + (one["scale"] or "")
        yield *one.span(), Found(Recognized.FIGURE, said, value)

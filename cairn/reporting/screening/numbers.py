"""Numbers that a word announces: the nearest cue before a number says what the number is.

"passport no. AB123456" is a passport number; "case no. 12345678" is none of anything, for `other`
is a sort of cue too. Formats that speak for themselves are in `formats`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from cairn.reporting.screening.cues import ANNOUNCES, Cue, Cues
from cairn.reporting.screening.findings import CUE, NEAR_PERSON, Act, Hit, Kind
from cairn.reporting.screening.plain import Plain

REACH = 48  # letters between a cue and its number
_ALNUM = "A-Za-z0-9"
# No number may begin or end inside of a word or a longer number.
_OPEN, _CLOSE = rf"(?<![{_ALNUM}])", rf"(?![{_ALNUM}])"

# Up to four letters, then digits and letters in groups; every repetition has an upper limit.
_CODE = (
    rf"{_OPEN}(?:[A-Z]{{1,4}}[ .\-]?)?\d(?:[.\-/]?[A-Z0-9]|[ ]\d){{3,24}}(?:[ ]?-[A-Z0-9])?{_CLOSE}"
    rf"|{_OPEN}[A-Za-z]{{1,2}}[ \-]?\d{{5,9}}[A-Za-z]?{_CLOSE}"
    rf"|{_OPEN}[A-Z]{{1,6}}\d[A-Z0-9]{{3,16}}{_CLOSE}"
)
SHAPES = {
    "passport": re.compile(
        rf"{_OPEN}(?:\d\d ?\d\d ?(?:№|N|n|no|No|номер)?\.? ?\d{{6}}|\d\d ?(?:№|N)? ?\d{{7}}"
        rf"|[A-Za-z]{{1,3}}[ \-]?\d{{3,5}}[ \-]\d{{3,5}}"
        rf"|[A-Z]{{0,3}}[ \-]?\d{{2,3}}(?:[ \-.]?\d{{2,4}}){{1,3}}[A-Z]?"
        rf"|[A-Za-z]{{1,3}}[ \-]?\d{{5,9}}[A-Za-z]?|[A-Z0-9]{{6,12}}){_CLOSE}"
        rf"|{_OPEN}[А-Я]{{2}} ?№? ?\d{{6,7}}{_CLOSE}|[ء-ي] ?\d{{6,8}}{_CLOSE}"
    ),
    "identity": re.compile(
        rf"{_CODE}|{_OPEN}[IVX]{{1,4}}-[А-Я]{{2}} ?№? ?\d{{6}}{_CLOSE}"
        rf"|[А-Я]{{2}} ?№? ?\d{{6,7}}{_CLOSE}|{_OPEN}\d\d ?\d\d ?№? ?\d{{6}}{_CLOSE}"
        rf"|{_OPEN}\d\d ?№ ?\d{{7}}{_CLOSE}"
    ),
    "phone": re.compile(rf"(?:\+|{_OPEN})\(?\d(?:[ .\-/()]{{0,2}}\d){{5,15}}{_CLOSE}"),
    "plate": re.compile(
        r"(?<![а-яА-Я])[АВЕКМНОРСТУХавекмнорстухA-Z]{1,2} ?\d{3,4}"
        r" ?[А-Яа-яA-Z]{0,2}(?: ?\d{2,3})?\b"
        r"|[一-龥][A-Z][ ·•\-]?[A-Z0-9]{5,6}(?![A-Z0-9])"
        r"|(?<!\d)\d{1,6} ?[\-/|]? ?(?:تونس|[ء-ي](?: [ء-ي]){0,3})(?![ء-ي]) ?[\-/|]?(?: ?\d{1,6})?"
        r"|(?<![ء-ي])(?!رقم)[ء-ي](?: ?[ء-ي]){0,2} ?[\-/|]? ?\d{2,6}(?!\d)"
        rf"|{_OPEN}[A-Z]{{1,4}}[ \-·•]{{0,2}}[A-Z0-9]{{1,5}}"
        rf"(?:[ \-·•][A-Z0-9]{{1,5}}){{0,3}}{_CLOSE}"
        rf"|{_OPEN}\d{{1,6}}(?:[ \-/·•]{{0,2}}[A-Z0-9]{{1,5}}){{1,3}}{_CLOSE}"
        rf"|{_OPEN}[A-Z0-9]{{4,9}}{_CLOSE}"
    ),
    "account": re.compile(
        rf"{_OPEN}[A-Z]{{0,4}}\d{{2,34}}(?:[ \-./][A-Z0-9]{{2,12}}){{0,9}}{_CLOSE}"
        rf"|{_OPEN}(?:0x[0-9a-fA-F]{{40}}|[13T][A-HJ-NP-Za-km-z1-9]{{25,34}})(?![{_ALNUM}])"
    ),
}
SHAPES["document"] = re.compile(f"{SHAPES['passport'].pattern}|{SHAPES['identity'].pattern}")
_BOOKLET = re.compile(r"[A-Z]{1,3} ?\d{6,8}|\d{9}|\d\d ?\d\d ?№? ?\d{5,6}|\d\dn?[A-Z]{2}\d{5}")
# "pièce n° 15AV48213": a paper of any kind is one of identity where its number looks so.
_PAPER = re.compile(
    r"[\s.:°]{0,3}(?i:n[°ºo]?|nr|n[uú]m|№|n[uú]mero|numéro|number|номер|رقم|号码?)?[\s.:°º№#]{0,3}"
    r"((?!(?i:no|nr|num)\b)(?:\d\dn?[A-Z]{2}\d{5}|[A-Z]{1,3} ?\d{6,8}|\d\d ?№ ?\d{7}|\d{9}|\d{12}"
    rf"|\d{{7,8}}[A-Z])(?![{_ALNUM}]|[.\-/]\d))"
)
KINDS = {
    "document": (Kind.IDENTITY_NUMBER, 6),
    "passport": (Kind.PASSPORT, 5),
    "identity": (Kind.IDENTITY_NUMBER, 5),
    "phone": (Kind.PHONE, 6),
    "plate": (Kind.PLATE, 2),
    "account": (Kind.ACCOUNT_NUMBER, 6),
}
_STOP = re.compile(r"[.!?؟。！？;；؛\n](?=\s*[^\W\d]|\n)|\n\n")
_SHORT = re.compile(
    r"(?:^|\W)(?:no|nos|nr|n|num|núm|nº|tel|tél|reg|s|d|г|н|№|гос|моб|c|i|р|ст|N|No)$", re.I
)
_DATE = re.compile(r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[ ,.]\d{3})+(?!\d)")
_MONEY = re.compile(
    r"\s{0,2}(?:%|€|\$|£|usd|eur|euro|dollar|dólar|dinar|pesos|руб|долл|евро|دولار|يورو|دينار"
    r"|درهم|جنيه"
    r"|美元|元|欧元|人|persons|people|personas|personnes|pessoas|migrants|migrantes|человек|km|км|كم"
    r"|شخص|مهاجر|公里|名|次|本|份|张|cfa|franc|naira|dirham|lira|reais|rial|млн|тыс|mil |тысяч)"
)


def announced(page: Plain, cues: Cues, act: Act) -> Iterator[Hit]:
    """What stands behind the cues of one text."""
    listed = cues.all
    for at, cue in enumerate(listed):
        if cue.sort == "number" and cues.before(cue.start, ANNOUNCES, REACH) is None:
            yield from _behind(page, replace(cue, sort="phone"), cue.end + 12, act, least=9)
        if cue.sort == "paper" and (paper := _PAPER.match(page.raw, cue.end)) is not None:
            booklet = _BOOKLET.fullmatch(paper[1])
            kind = Kind.PASSPORT if booklet else Kind.IDENTITY_NUMBER
            yield Hit(*paper.span(1), kind, act, 0.8, CUE)
        if cue.sort not in SHAPES:
            continue
        limit = min(cue.end + REACH, len(page.raw))
        for later in listed[at + 1 :]:
            if later.start >= limit:
                break
            if later.sort in SHAPES or later.sort == "other":
                limit = later.start
                break
        if (stop := _sentence_end(page.raw, cue.end, limit)) is not None:
            limit = stop
        yield from _behind(page, cue, limit, act)


def _sentence_end(text: str, start: int, limit: int) -> int | None:
    for stop in _STOP.finditer(text, start, limit):
        if not _SHORT.search(text, max(0, stop.start() - 6), stop.start()) and not (
            stop.start() <= start + 1 and text[stop.start()] == "."
        ):
            return stop.start()
    return None


def _behind(page: Plain, cue: Cue, limit: int, act: Act, *, least: int = 0) -> Iterator[Hit]:
    """The first number behind a cue, and the ones that are listed right after it."""
    kind, usual = KINDS[cue.sort]
    least = least or usual
    begin, first = cue.end, True
    while begin < limit:
        found = SHAPES[cue.sort].search(page.raw, begin, min(limit + 40, len(page.raw)))
        if found is None or found.start() >= limit:
            return
        if not first and not re.fullmatch(
            r"[\s,;/、，]{0,3}(?:and|et|y|e|и|و|和|及|or|ou|o|или|أو|或)?[\s,،]{0,2}",
            page.low[begin : found.start()],
        ):
            return
        written = found[0].strip()
        start = found.start() + found[0].index(written)
        end = start + len(written)
        if not acceptable(cue.sort, written, least) or _MONEY.match(page.low, end):
            # A date or a count between the cue and its number does not hide the number.
            if not first:
                return
            begin = end
            continue
        if cue.sort == "document" and _BOOKLET.fullmatch(written):
            kind = Kind.PASSPORT
        near = cue.sort == "plate"
        yield Hit(start, end, kind, act, 0.9, NEAR_PERSON if near else CUE)
        begin, first = end, False


def acceptable(sort: str, written: str, least: int) -> bool:
    digits = sum(letter.isdigit() for letter in written)
    if digits < least or _DATE.fullmatch(written):
        return False
    if sort == "phone":
        return digits <= 15 and not (digits < 9 and _GROUPED.fullmatch(written))
    if sort == "plate":
        bare = re.sub(r"\W", "", written)
        year = re.fullmatch(r"(?:19|20)\d\d", bare) or len(bare) < 4
        return not year and (digits < len(bare) or 5 <= digits <= 8) and len(bare) <= 14
    if sort in ("passport", "document"):
        if _GROUPED.fullmatch(written) and digits < 9:
            return False
        bare = re.sub(r"\W", "", written)
        if not 6 <= len(bare) <= (14 if sort == "document" else 12) or digits < len(bare) / 3:
            return False
    if sort == "account" and digits < 8 and written.isdigit() and len(written) < 7:
        return False
    if sort in ("identity", "account") and _GROUPED.fullmatch(written) and digits < 8:
        return False
    return not re.fullmatch(r"(?:19|20)\d\d[-/–](?:19|20)?\d\d", written)

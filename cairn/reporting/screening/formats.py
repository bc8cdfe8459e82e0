"""Formats that speak for themselves, without a word before them: by structure or by check digits.

The nearest cue before them is asked once more: what is announced as something else (a case, an
IMO number) is left alone, unless it is an address of e-mail or a line of a travel document.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cairn.reporting.screening import checksums
from cairn.reporting.screening.cues import ANNOUNCES, Cues
from cairn.reporting.screening.findings import (
    ALONE,
    BESIDE,
    CHECKSUM,
    CUE,
    FORMAT,
    NEAR_PERSON,
    ZONE,
    Act,
    Hit,
    Kind,
    Where,
)
from cairn.reporting.screening.plain import Plain

_A = r"(?<![A-Za-z0-9.\-/])"
_Z = r"(?![A-Za-z0-9]|[.\-/]\d)"


def _bare(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


@dataclass(frozen=True, slots=True)
class Form:
    """One format: how it looks and what else must hold for the bare characters."""

    kind: Kind
    look: re.Pattern[str]
    holds: Callable[[str], bool] | None = None
    score: float = 0.9


EMAIL = re.compile(
    r"(?<![\w.+\-])[\w][\w.+\-']{0,63}(?:@| ?[\[(] ?(?:at|arroba|arobase|собака) ?[\])] ?)"
    r"[A-Za-z0-9А-Яа-я\-]{1,63}(?:(?:\.| ?[\[(] ?(?:dot|punto|point|точка) ?[\])] ?)"
    r"[A-Za-z0-9А-Яа-я\-]{2,63}){1,4}"
)
_ID, _PHONE, _ACCOUNT = Kind.IDENTITY_NUMBER, Kind.PHONE, Kind.ACCOUNT_NUMBER


def _form(kind: Kind, look: str, holds: Callable[[str], bool] | None = None) -> Form:
    return Form(kind, re.compile(_A + look + _Z), holds)


def _many_digits(bare: str) -> bool:
    return 9 <= len(bare.removeprefix("00")) <= 15


def _card(bare: str) -> bool:
    return bare[0] in "23456" and checksums.luhn(bare)


FORMS = (
    _form(_ACCOUNT, r"[A-Z]{2}\d\d(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?", checksums.iban),
    _form(_ACCOUNT, r"\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}", _card),
    _form(_ACCOUNT, r"3\d{3}([ -]?)\d{6}\1\d{5}", checksums.luhn),
    _form(_ACCOUNT, r"(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{25,60})"),
    _form(_ID, r"[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx]", checksums.china),
    _form(_ID, r"(?:\d{8}|[XYZ][- ]?\d{7})-?[A-HJ-NP-TV-Z]"),
    _form(_ID, r"(?:\d{8}|\d{1,2}\.\d{3}\.\d{3})[- ]{1,2}[A-HJ-NP-TV-Z]", checksums.spain),
    _form(_ID, r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"),
    _form(_ID, r"[A-Z]{6}\d{8}[HM]\d{3}"),
    _form(_ID, r"\d{3}\.\d{3}\.\d{3}-\d\d"),
    _form(_ID, r"\d{11}", checksums.turkey),
    _form(_ID, r"[12][ ]?\d\d[ ]?[01]\d[ ]?\d[\dAB][ ]?\d{3}[ ]?\d{3}[ ]?\d\d", checksums.france),
    _form(_ID, r"[A-Z]{6}\d\d[A-EHLMPRST][0-7]\d[A-Z]\d{3}[A-Z]"),
    _form(_ID, r"\d{3}-\d{3}-\d{3}[ -]\d\d"),
    _form(_ID, r"\d{5}-\d{7}-\d"),
    _form(_ID, r"[01]\d{3}-(?:19|20)\d\d-\d{5}"),
    _form(_ID, r"\d{4}[ ]\d{5}[ ]\d{4}"),
    _form(_ID, r"[VE]-\d{1,2}\.\d{3}\.\d{3}"),
    _form(_ID, r"\d{1,2}\.?\d{3}\.?\d{3}-[0-9Kk]", checksums.chile),
    _form(_ID, r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}"),
    _form(_ID, r"[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]"),
    _form(_ID, r"[23]\d{13}", checksums.egypt),
    _form(_ID, r"A[ -]?\d{3}[ -]\d{3}[ -]\d{3}"),
    _form(_ID, r"\d{9}[A-Z]{2}\d{3}"),  # Angola
    _form(_ID, r"\d{12}[A-Z]"),  # Mozambique
    _form(_ID, r"(?:19|20)\d{15}"),  # Bangladesh
    _form(_ID, r"[12](?:19|20)\d{9}"),  # Libya
    _form(_ID, r"\d{12}", checksums.kazakhstan),
    _form(_ID, r"\d{12}", checksums.taxpayer),
    _form(_ID, r"\d{3}-\d{2}C\d{5}"),  # UNHCR
    _form(_ACCOUNT, r"40[78]\d{17}"),  # persons' accounts in Russia
    _form(_ACCOUNT, r"62\d{14,17}"),  # UnionPay
    Form(_PHONE, re.compile(r"(?<![A-Za-z0-9+])\+ ?\(?[1-9](?:[ .\-()/]{0,2}\d){7,14}(?!\d)")),
    _form(_PHONE, r"00[ -]?[1-9]\d{0,2}(?:[ .\-()]{1,2}\d{1,9}){1,5}", _many_digits),
    _form(_PHONE, r"00[1-9]\d{9,12}"),
    _form(_PHONE, r"\(?[2-9]\d\d\)?[-. ][2-9]\d\d-\d{4}"),
    Form(
        _PHONE, re.compile(r"(?<![\w(])\(\d{2,4}\) ?9?\d{3,4}[-. ]\d{2,4}(?:[-. ]\d{2,4})?(?!\d)")
    ),
    _form(_PHONE, r"0[1-9](?:([ .\-])\d\d)(?:\1\d\d){3}"),
    _form(_PHONE, r"0[1-9]\d{8,9}"),
    _form(_PHONE, r"(?<!\d )0[1-9]\d{1,3}[ -]\d{3,4}[ -]?\d{3,4}(?! \d{3,4})"),
    _form(_PHONE, r"8[ -]?\(?9\d\d\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d"),
    _form(_PHONE, r"1[3-9]\d([ -]?)\d{4}\1\d{4}"),
)
# A day after words that say that somebody was born on it.
BORN = re.compile(
    r"(?:\bn[ée]{1,2}(?:\(e\)|\.e|·e)? le|\bborn(?: on)?|\bd\.?o\.?b\b\.?"
    r"|\b(?:date of birth|birth ?date)"
    r"|\bdate de naissance|\bddn|\bnacid[oa] el|\bfecha de nacimiento|\bnascid[oa] em"
    r"|\bdata de nascimento|родил(?:ся|ась)|дата рождения|مواليد|المولودة? في|مولودة? في"
    r"|تاريخ (?:الميلاد|الولادة)|出生(?:日期|年月日)?[于於]?|生于|生日)[\s:：,，]{0,3}"
    r"(?P<day>\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}"
    r"|\d{1,2}(?:er|º|°)? (?:de )?[^\W\d]{3,12}\.? (?:de )?\d{4}"
    r"|[^\W\d]{3,12} \d{1,2},? \d{4}|\d{4}年\d{1,2}月\d{1,2}日)",
    re.IGNORECASE,
)
# Formats that other numbers have too: they count beside a person or a vehicle only.
PLATES = re.compile(
    rf"{_A}(?:\d\d-[A-Z]{{2}}-\d\d|[A-Z]{{2}}-\d{{4}}-[A-Z]{{1,2}}|[A-Z]{{2}}-\d\d-\d\d-[A-Z]{{2}}"
    rf"|\d{{3}} ?[A-Z]{{3}} ?\d\d|[A-Z]{{2}}-\d{{3}}-[A-Z]{{2}}|\d{{4}}[ -]?[B-DF-HJ-NP-TV-Z]{{3}}"
    rf"|[A-Z]{{3}}-\d{{3,4}}(?:-[A-Z])?"
    rf"|[A-Z]{{3}}-?\d[A-Z]\d\d|[A-Z]{{2}}\d\d ?[A-Z]{{3}}"
    rf"|\d{{1,5}}-[A-Z]-\d{{1,2}})(?![A-Za-z0-9\-])"
    r"|(?<![\w])\d{1,4} ?[A-Z]{1,3} \d{3,4}(?: [A-Z]{2})?(?!\w)"
    r"|(?<!\d)\d{1,5}-[ء-ي]-\d{1,2}(?!\d)|(?<![ء-ي])[ء-ي](?: [ء-ي]){1,2} \d{3,4}(?!\d)"
    r"|(?<![А-Яа-я])[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}(?!\d)"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-Z][ ·•]?[A-Z0-9]{5,6}(?![A-Z0-9])"
)
WALLET = re.compile(
    rf"{_A}(?:[13](?=[a-zA-Z]{{0,33}}\d|\d)[1-9A-HJ-NP-Za-km-z]{{25,33}}"
    rf"|T[1-9A-HJ-NP-Za-km-z]{{33}}){_Z}"
)
_LINE = re.compile(r"(?<![A-Z0-9<])[PIACV][A-Z<][A-Z<]{3}[A-Z<]{25,41}(?![A-Z<])")
_NUMBERS = re.compile(
    r"(?<![A-Z0-9<])([A-Z0-9<]{9})(\d)[A-Z<]{3}(\d{6})(\d)[MFX<](\d{6})(\d)[A-Z0-9<]{0,16}"
)
_PAGES = "share|permalink|story|photo|watch|groups|events|reel|video|search|hashtag|p"
HANDLE = re.compile(
    r"(?<![\w.@/])@[A-Za-z][\w.]{3,31}(?!\w)|(?:t\.me|wa\.me)/[@\w.+]{3,40}"
    rf"|(?:instagram|facebook|tiktok)\.com/(?!(?:{_PAGES})[/.?])[@\w.]{{3,40}}/?(?![\w/?])"
)
_LOGIN = re.compile(
    r"[\s:：是为号\"“]{0,4}(?:ID|id)?[\s:：]{0,2}((?=[\w.\-]{0,30}[\d_])[A-Za-z][A-Za-z0-9_.\-]{4,31})"
)
_EDGE, _REST = r"(?:(?<=[/;,،，|])|(?<= - )|^) ?", r"(?= ?(?:[/;,،，|]| - |$))"
LONE = re.compile(
    rf"{_EDGE}((?:[A-Za-z]{{1,2}} ?\d{{6,8}}|\d\d[A-Z]{{2}}\d{{5}}|\d\d ?№ ?\d{{7}}"
    rf"|\d\d \d{{7}})){_REST}"
)
IN_FILE_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,3} ?\d{7,8}|[A-Z]{2}\d{6})(?![A-Za-z0-9])")
SUM = re.compile(r"(?<![\w.,])\d\.\d{3}\.\d{3}\.\d{3}(?![\w.,])")
# Not a date; with a series before it, as passports of some States have.
_LONG = re.compile(
    r"(?<![A-Za-z0-9.,\-])(?:(?!(?:19|20)\d{6}(?!\d))\d{8,10}|\d\d ?№ ?\d{7}|\d\d \d\d \d{6}"
    r"|[A-Z]{1,3} ?\d{6,8})"
    r"(?![A-Za-z0-9])"
)
LONGEST_CELL = 120
_DIGIT = re.compile("[0-9]")
FEWEST = 6  # digits in the shortest of the formats
_CALLS = frozenset({"handle", "phone"})
_MOVES = frozenset({"vehicle", "plate"})
NEAR = 60  # letters between a plate and a vehicle


def addresses(page: Plain, cues: Cues, act: Act) -> Iterator[Hit]:
    """Addresses of e-mail, and names in networks: these are read inside of web addresses too."""
    text = page.raw
    if "@" in text or "(" in text or "[" in text:
        for found in EMAIL.finditer(text):
            yield Hit(*found.span(), Kind.EMAIL, act, 1.0, FORMAT)
    yield from _handles(page, cues)


def standing(page: Plain, cues: Cues, act: Act) -> Iterator[Hit]:
    """What else is recognized by itself."""
    text = page.raw
    if "<<" in text:
        for found in (*_LINE.finditer(text), *_numbered(text)):
            yield Hit(*found.span(), Kind.PASSPORT, act, 1.0, ZONE)
    for found in WALLET.finditer(text):
        if any(map(str.islower, found[0])) and any(map(str.isupper, found[0])):
            yield Hit(*found.span(), Kind.ACCOUNT_NUMBER, act, 0.9, FORMAT)
    digits = len(_DIGIT.findall(text))
    for form in FORMS if digits >= FEWEST else ():
        for found in form.look.finditer(text):
            holds = form.holds is None or form.holds(_bare(found[0]))
            nearest = cues.before(found.start(), ANNOUNCES)
            if not holds or (nearest is not None and nearest.sort == "other"):
                continue
            kind = form.kind
            if kind is Kind.IDENTITY_NUMBER and nearest is not None and nearest.sort == "passport":
                kind = Kind.PASSPORT
            yield Hit(*found.span(), kind, act, form.score, CHECKSUM if form.holds else FORMAT)
    for found in PLATES.finditer(text) if digits else ():
        start, end = found.span()
        nearest = cues.before(start, ANNOUNCES)
        near = any(cue.sort in _MOVES for cue in cues.between(start - NEAR, end + NEAR))
        if near and (nearest is None or nearest.sort != "other"):
            yield Hit(start, end, Kind.PLATE, act, 0.8, NEAR_PERSON)


def births(page: Plain, act: Act) -> Iterator[Hit]:
    """A day on which somebody was born, where words say that it is one."""
    for found in BORN.finditer(page.raw) if _DIGIT.search(page.raw) else ():
        yield Hit(*found.span("day"), Kind.BIRTH_DATE, act, 0.9, CUE)


def lone(page: Plain, where: Where) -> Iterator[Hit]:
    """A cell, or a part of one, that is nothing but a document number."""
    if len(page.raw) >= LONGEST_CELL:
        return
    if where is Where.FILE_NAME:
        for found in IN_FILE_NAME.finditer(page.raw):
            yield Hit(*found.span(), Kind.PASSPORT, Act.REFUSE, 0.6, ALONE)
    if where is Where.CELL:
        for found in SUM.finditer(page.raw):
            yield Hit(*found.span(), Kind.IDENTITY_NUMBER, Act.REFUSE, 0.6, ALONE)
        for found in LONE.finditer(page.raw):
            yield Hit(*found.span(1), Kind.PASSPORT, Act.REFUSE, 0.6, ALONE)


def beside(page: Plain, where: Where, names: Sequence[Hit]) -> Iterator[Hit]:
    """A long number in the same cell as a likely name."""
    if where in (Where.CELL, Where.FILE_NAME) and names and len(page.raw) < LONGEST_CELL:
        for found in _LONG.finditer(page.raw):
            yield Hit(*found.span(), Kind.PASSPORT, Act.REFUSE, 0.55, BESIDE)


def _numbered(text: str) -> Iterator[re.Match[str]]:
    for found in _NUMBERS.finditer(text):
        if checksums.zone(found[1], found[2]) or checksums.zone(found[3], found[4]):
            yield found


def _handles(page: Plain, cues: Cues) -> Iterator[Hit]:
    for cue in cues.all:
        if cue.sort in _CALLS and (found := _LOGIN.match(page.raw, cue.end)) is not None:
            yield Hit(*found.span(1), Kind.HANDLE, Act.ASK, 0.6, CUE)
    for found in HANDLE.finditer(page.raw):
        start = found.start()
        if found[0][0] != "@":
            yield Hit(*found.span(), Kind.HANDLE, Act.ASK, 0.7, FORMAT)
        elif any(cue.sort in _CALLS for cue in cues.between(start - 40, start)):
            yield Hit(*found.span(), Kind.HANDLE, Act.ASK, 0.7, CUE)

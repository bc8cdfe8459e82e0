"""A table copied out of a spreadsheet, read as lines of one measure: names down and one column of
numbers, or names down and across.

Says what each number is of, what is uncertain and what was left out. Rows and columns of totals are
recognised and never counted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cairn.formats.lexicon import normalize_header
from cairn.formats.months import fold, months
from cairn.kernel.dates import Level
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop
from cairn.reference.dimensions import dimensions
from cairn.reference.names import match_country
from cairn.reference.vocabularies import vocabulary
from cairn.reporting.filings.counts import is_value
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS
from cairn.reporting.filings.models import Filing
from cairn.reporting.reading.crosstabs.words import cell_word, word_key
from cairn.web.desk.filing.cells import read_number
from cairn.web.desk.filing.words import SPECIAL, WHEN, value_words
from cairn.web.say import paired

MOST_ROWS, MOST_CELLS = 600, 2_000
ENOUGH = 0.6  # share of names that must be known for a column to be what it is taken for
TOTALS = frozenset(
    normalize_header(word)
    for word in (
        *("total", "totals", "sub total", "subtotal", "grand total", "all", "sum"),
        *("totaux", "sous total", "total general", "total général", "ensemble", "somme"),
        *("totales", "subtotais", "total geral", "suma", "soma"),
        *("итого", "всего", "итого всего", "المجموع", "الإجمالي", "مجموع", "المجموع الفرعي"),
        *("合计", "总计", "小计", "共计"),
    )
)
ZERO = "zero"  # what a word in the place of a number may mean, beside a reason
NOTHING = frozenset({"", "-", "–", "—", "..", "…"})


class NothingToRead(CairnError):
    text = noop(
        "No numbers were found. Copy the names and the numbers beside them, with their heading, "
        "and paste both."
    )


class WhichColumn(CairnError):
    text = noop(
        "The table has several columns of numbers, and their headings are not known. Paste the "
        "names and one column of numbers."
    )


class WhatDown(CairnError):
    text = noop(
        "What stands down the side is not known: paste a column of countries, or of the words of "
        "one of the breakdowns."
    )


class TooMuchAtOnce(CairnError):
    text = noop("That is more than a page can hold; upload the workbook instead.")


@dataclass(frozen=True, slots=True)
class Meant:
    """One value of a breakdown: what was written, and what it means; uncertain: candidates."""

    dimension: str
    written: str
    value: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """One number of the table."""

    of: tuple[Meant, ...]
    text: str
    reason: str = ""  # why there is no number, where a person said what its word means


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a table."""

    names: tuple[str, ...]
    lines: tuple[Pasted, ...]
    totals: int  # rows and columns of totals, left out
    empty: int  # cells without anything, left out
    unread: tuple[str, ...]  # cells that are no numbers
    words: Mapping[str, tuple[str, ...]]  # "-", "RAS" → the cells in which it stands: what is it?


def read_table(
    filing: Filing, by: Sequence[str], text: str, said: Mapping[str, str] | None = None
) -> Read:
    """Read a pasted table; what it is cut by is found out, among what the measure is cut by.
    `said`: what words in the place of numbers mean, each `ZERO` or a reason."""
    rows = _rows(text)
    down, column = _down(filing, by, rows)
    head, body = _head(filing, rows, column, down)
    across, columns = _across(filing, by, head, body, column, down)
    lines, totals, empty, unread = [], 0, 0, []
    words: dict[str, list[str]] = {}
    signs: dict[str, str] = {}  # as they are written where they stand first
    for row in body:
        label = _at(row, column)
        if normalize_header(label) in TOTALS:
            totals += 1
            continue
        meant = _meaning(filing, down, label)
        for at, over in columns:
            written = _at(row, at)
            of = (meant, over) if over else (meant,)
            if not written.strip():
                empty += 1
                continue
            if written.strip() in NOTHING or cell_word(written):
                word = word_key(written)
                signs.setdefault(word, written.strip())
                words.setdefault(word, []).append(" · ".join(one.written for one in of)[:120])
                if meaning := (said or {}).get(word):
                    zero = meaning == ZERO
                    lines.append(Pasted(of, "0" if zero else "", "" if zero else meaning))
                continue
            try:
                read_number(written)
            except CairnError:
                unread.append(paired(label, written)[:120])
                continue
            lines.append(Pasted(of, written))
    if not lines and not words:
        raise NothingToRead()
    if len(lines) > MOST_CELLS:
        raise TooMuchAtOnce()
    order = [*DIMENSIONS, WHEN]
    names = tuple(sorted({down, *([across] if across else [])}, key=order.index))
    asked = {signs[word]: tuple(cells) for word, cells in words.items()}
    return Read(names, tuple(lines), totals, empty, tuple(unread), asked)


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if len(lines) > MOST_ROWS:
        raise TooMuchAtOnce()
    if not lines:
        raise NothingToRead()
    mark = next((sign for sign in ("\t", ";", "|") if sign in text), None)
    split = re.compile(re.escape(mark) if mark else r"\s{2,}|\s+(?=[\d–—-][\d\s.,'’]*$)")
    return [[cell.strip() for cell in split.split(line)] for line in lines]


def _at(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def _is_number(text: str) -> bool:
    try:
        read_number(text)
    except CairnError:
        return False
    return True


def _down(filing: Filing, by: Sequence[str], rows: list[list[str]]) -> tuple[str, int]:
    """Which dimension stands down the side, and in which column."""
    width = max(len(row) for row in rows)
    best: tuple[float, str, int] | None = None
    for column in range(min(width, 4)):
        cells = [_at(row, column) for row in rows]
        words = [
            cell
            for cell in cells
            if cell and not _is_number(cell) and normalize_header(cell) not in TOTALS
        ]
        if not words:
            continue
        for name in by:
            share = sum(_known(filing, name, word) for word in words) / len(words)
            if best is None or share > best[0]:
                best = (share, name, column)
    # A heading above the names is no name itself: one of two may be unknown.
    if best is None or best[0] < min(ENOUGH, 0.5):
        raise WhatDown()
    return best[1], best[2]


def _known(filing: Filing, name: str, word: str) -> float:
    """How far the word is one of the dimension; a place may be any word, and says nothing."""
    meant = _meaning(filing, name, word)
    if name == "place":
        return 0
    return 1 if meant.value else 0.5 if meant.candidates else 0


def _head(
    filing: Filing, rows: list[list[str]], column: int, down: str
) -> tuple[list[str], list[list[str]]]:
    """The last row above the first row that has both a name and a number."""
    for at, row in enumerate(rows):
        name = _at(row, column)
        others = [cell for index, cell in enumerate(row) if index != column and cell]
        if name and any(_is_number(cell) or cell in NOTHING for cell in others):
            meant = _meaning(filing, down, name)
            if meant.value or meant.candidates or not all(map(_is_year, others)):
                return (rows[at - 1] if at else []), rows[at:]
    raise NothingToRead()


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", text) is not None


def _across(
    filing: Filing,
    by: Sequence[str],
    head: list[str],
    body: list[list[str]],
    column: int,
    down: str,
) -> tuple[str, list[tuple[int, Meant | None]]]:
    """Which columns hold numbers, and what each is of."""
    width = max(len(row) for row in body)
    numeric = [
        at for at in range(width) if at != column and any(_is_number(_at(row, at)) for row in body)
    ]
    parts = [at for at in numeric if normalize_header(_at(head, at)) not in TOTALS]
    if len(numeric) == 1:
        return "", [(numeric[0], None)]
    for name in by:
        if name == down or name == "place":
            continue
        found = [(at, _meaning(filing, name, _at(head, at))) for at in parts]
        if found and all(meant.value for _at_, meant in found):
            return name, list(found)
    if len(parts) < len(numeric) and len(numeric) - len(parts) == 1 and len(parts) == 1:
        return "", [(parts[0], None)]
    raise WhichColumn()


def _meaning(filing: Filing, dimension: str, written: str) -> Meant:
    text = written.strip()
    if dimension in COUNTRIES:
        return _country(dimension, text)
    if dimension == WHEN:
        return Meant(dimension, text, _month(filing, text))
    if dimension == "place":
        return Meant(dimension, text, text[:120])
    return Meant(dimension, text, _spelt(dimension).get(normalize_header(text), ""))


def _country(dimension: str, text: str) -> Meant:
    found = match_country(text)
    codes = [SPECIAL.get(code, code) for code, _score in found.candidates[:6]]
    usable = tuple(code for code in codes if is_value(dimension, code))
    if found.certain and usable:
        return Meant(dimension, text, usable[0])
    return Meant(dimension, text, "", usable)


def _month(filing: Filing, text: str) -> str:
    """`janv.-24`, `2024-01`, `March`: a month of the period."""
    known = [str(one) for one in filing.whole.split(Level.MONTH)]
    if text in known:
        return text
    word = re.sub(r"[\s\d.,/-]+", " ", fold(text)).strip().rstrip(".")
    number = months().get(word)
    year = re.search(r"(?<!\d)(?:20)?(\d\d)(?!\d)", fold(text))
    fitting = [one for one in known if number and int(one[5:]) == number]
    if year:
        fitting = [one for one in fitting if one[2:4] == year[1]]
    return fitting[0] if len(fitting) == 1 else ""


@lru_cache(maxsize=64)
def _spelt(dimension: str) -> dict[str, str]:
    """Each spelling of a value of a closed list, in all languages, and the value."""
    found: dict[str, str] = {}
    if known := DIMENSIONS[dimension]:
        for one in vocabulary(known).terms.values():
            for word in (one.key, *one.labels.values()):
                found.setdefault(normalize_header(word), one.key)
        return found
    from django.utils.translation import override

    for value in dimensions()[dimension].values.values():
        for word in (value.key, value.label, *value.spellings):
            found.setdefault(normalize_header(word), value.key)
        for language in LANGUAGES:
            with override(language):
                found.setdefault(normalize_header(value_words(dimension, value.key)), value.key)
    for word, key in SHORT.get(dimension, {}).items():
        found.setdefault(normalize_header(word), key)
    return found


SHORT = {  # as headings of ministries say it
    "sex": {
        **dict.fromkeys(
            ("women", "femmes", "mujeres", "mulheres", "женщины", "نساء", "إناث"), "female"
        ),
        **dict.fromkeys(("men", "hommes", "hombres", "homens", "мужчины", "رجال", "ذكور"), "male"),
        **dict.fromkeys(("女", "女性"), "female"),
        **dict.fromkeys(("男", "男性"), "male"),
        **dict.fromkeys(("h", "m"), "male"),
        "f": "female",
    },
    "age_group": {
        **dict.fromkeys(("adultes", "majeurs", "adultos", "взрослые", "بالغون", "成人"), "adult"),
        **dict.fromkeys(
            ("mineurs", "enfants", "menores", "niños", "дети", "أطفال", "儿童"), "child"
        ),
    },
}

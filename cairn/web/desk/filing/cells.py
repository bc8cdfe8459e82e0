"""Lines of the form as they come from a browser, and the changes that they mean.

A line has a number, or a reason why there is none; what stood there when its writer began; and what
the number is of. Names of fields: `n-3` number, `r-3` reason, `w-3` what stood there, `d-3-origin`
what it is of, `k-3` the cell that the line was before, `q-3` and `c-3` that a
choice between two numbers is asked, and which was made. What
cannot be read stays with the line, so that the form shows it again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.names import match_country
from cairn.reporting.filings.counts import (
    NO_ONE_COUNTRY,
    CountInput,
    is_value,
    key_of,
    whole_period,
)
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS
from cairn.reporting.filings.drafting import Change, Was, input_of
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.web.desk.filing.words import SPECIAL, WHEN, country_names, dimension_words, value_words
from cairn.web.say import current

INDEX = re.compile(r"([nrwkcmq])-(\d{1,5})\Z|d-(\d{1,5})-([a-z_]+)\Z")
GROUPS = re.compile(r"\d{1,3}([ \u00a0\u202f\u2009'’.,٬])\d{3}(?:\1\d{3})*\Z")
MOST = 2_000  # lines in one form
REASONS = frozenset(cell.value for cell in Cell)
ASKED = frozenset((*DIMENSIONS, WHEN))
PLAIN = re.compile(r"\d{1,12}", re.ASCII)


class NotANumber(CairnError):
    text = noop("%(value)r is not a whole number; write it with digits, such as 1204.")


class NotWhole(CairnError):
    text = noop("%(value)r is not a whole number; people are counted whole.")


class NoSuchName(CairnError):
    text = noop("%(dimension)s: %(value)r is not known; choose from the list.")


class WhichOne(CairnError):
    text = noop("%(dimension)s: %(value)r may mean several (%(names)s); choose one.")


class SayWhatOf(CairnError):
    text = noop("Say what this number is of: %(dimension)s is empty.")


class ChooseOne(CairnError):
    text = noop("Two numbers were written for this line; choose the one that holds.")


@dataclass(slots=True)
class Line:
    """One line of the form, as written; `input` where it could be read."""

    index: int
    measure: str
    text: str = ""
    reason: str = ""
    was: Was | None = None
    dims: dict[str, str] = field(default_factory=dict)  # as written
    held: str = ""  # key of the cell that this line was
    asked: bool = False  # two numbers were shown, of which one is to be chosen
    choice: str = ""  # "mine" or "theirs"
    key: str = ""  # of the cell that it means, where that could be read
    input: CountInput | None = None
    problem: CairnError | None = None
    theirs: Was | None = None  # what somebody else wrote meanwhile

    @property
    def blank(self) -> bool:
        return not (self.text.strip() or self.reason or self.was or self.held)


def read_number(text: str) -> int:
    """A whole number in the digits and with the separators of any of our languages."""
    written = text.strip()
    sign = -1 if written[:1] in ("-", "\u2212") else 1
    bare = written[1:].strip() if sign < 0 else written
    if re.fullmatch(r"\d+", bare):
        return sign * int(bare)
    if GROUPS.match(bare):
        return sign * int(re.sub(r"\D", "", bare))
    if re.fullmatch(r"\d+[.,٫]\d+", bare):
        raise NotWhole(value=text)
    raise NotANumber(value=text)


def was_of(text: str) -> Was | None:
    """What stood there: `12`, `!withheld`, or nothing."""
    if text.startswith("!") and text[1:] in REASONS:
        return Was(missing=Cell(text[1:]))
    return Was(value=int(text)) if PLAIN.fullmatch(text) else None


def was_text(was: Was | None) -> str:
    if was is None or was == Was():
        return ""
    return f"!{was.missing.value}" if was.missing else str(was.value)


def written_text(was: Was | None) -> str:
    return "" if was is None or was.value is None else str(was.value)


def read_lines(
    filing: Filing, sent: Mapping[str, str], *, measure: str = "", keep: int | None = None
) -> list[Line]:
    """All lines of a form, in their order; blank ones are left out, except the one to keep."""
    lines: dict[int, Line] = {}
    for name, value in sent.items():
        found = INDEX.match(name)
        if not found:
            continue
        index = int(found[2] or found[3])
        line = lines.get(index)
        if line is None:
            if len(lines) >= MOST:
                continue
            line = lines[index] = Line(index, sent.get(f"m-{index}") or measure)
        match found[1]:
            case "n":
                line.text = value[:40]
            case "r":
                line.reason = value if value in REASONS else ""
            case "w":
                line.was = was_of(value)
            case "k":
                line.held = value[:400]
            case "c":
                line.choice = value
            case "q":
                line.asked = True
            case None:
                if found[4] in ASKED:
                    line.dims[found[4]] = value.strip()[:200]
    given = [line for _index, line in sorted(lines.items()) if not line.blank or line.index == keep]
    for line in given:
        read_line(filing, line)
    return given


def read_line(filing: Filing, line: Line) -> None:
    """Find out what the line means, or what keeps it from meaning anything."""
    try:
        if line.asked and line.choice not in ("mine", "theirs"):
            line.theirs = line.was
            raise ChooseOne()
        if line.choice == "theirs":
            line.text, line.reason = written_text(line.was), _reason(line.was)
        dims, span = _what_of(filing, line)
        line.key = key_of(line.measure, dims, span)
        value = read_number(line.text) if line.text.strip() else None
        missing = Cell(line.reason) if line.reason else None
        line.input = CountInput(line.measure, value, missing, dims, span)
    except CairnError as problem:
        line.problem = problem


def _reason(was: Was | None) -> str:
    return was.missing.value if was and was.missing else ""


def _what_of(filing: Filing, line: Line) -> tuple[dict[str, str], DateSpan | None]:
    dims, span = {}, None
    for name, text in line.dims.items():
        if not text:
            raise SayWhatOf(dimension=dimension_words(name))
        if name == WHEN:
            period = Period.parse(text)
            span = DateSpan.between(period.first, period.last)
        else:
            dims[name] = resolve(name, text)
    return dims, whole_period(span, filing.first, filing.period_last)


def resolve(dimension: str, text: str) -> str:
    """The value of a closed list that the text means; only a place means itself."""
    if dimension == "place" or is_value(dimension, text):
        return text
    if dimension not in COUNTRIES:
        raise NoSuchName(dimension=dimension_words(dimension), value=text)
    for code in NO_ONE_COUNTRY:
        if dimension == "origin" and text.casefold() == value_words(dimension, code).casefold():
            return code
    found = match_country(text, language=current())
    code = SPECIAL.get(found.iso3 or "", found.iso3 or "")
    if found.certain and is_value(dimension, code):
        return code
    names = [value_words(dimension, one) for one, _score in found.candidates[:5]]
    if not names:
        raise NoSuchName(dimension=dimension_words(dimension), value=text)
    raise WhichOne(dimension=dimension_words(dimension), value=text, names=" · ".join(names))


def names_of_countries() -> tuple[str, ...]:
    return country_names(current())


def changes_of(filing: Filing, lines: Iterable[Line]) -> list[tuple[Line, Change]]:
    """What lines that could be read change; a line whose cell became another one empties it."""
    readable = [line for line in lines if line.input is not None and line.problem is None]
    moved = {line.held for line in readable if line.held and line.held != line.key}
    stored: dict[str, FilingCount] = {}
    if moved:
        stored = {row.key: row for row in filing.counts.filter(key__in=moved)}
    found = []
    for line in readable:
        assert line.input is not None
        was = line.was
        if row := stored.get(line.held if line.held != line.key else ""):
            before = input_of(row)
            emptied = CountInput(before.measure, None, None, before.dims, before.span)
            found.append((line, Change(emptied, was)))
            was = None
        elif line.held and line.held != line.key:
            was = None
        found.append((line, Change(line.input, was)))
    return found

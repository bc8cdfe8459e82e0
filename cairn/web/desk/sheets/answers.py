"""What is asked of a spreadsheet and what was said of it, as the page shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cairn.formats.grids import column_letter
from cairn.kernel.errors import CairnError
from cairn.reference.folding import fold
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.reading.crosstabs.layout import Axis, Role
from cairn.reporting.reading.crosstabs.questions import LEAVE_OUT
from cairn.reporting.sheets import answered as said
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.answered import Answered
from cairn.reporting.sheets.asking import Asked
from cairn.reporting.sheets.naming import section_of_sheet
from cairn.reporting.sheets.opening import Opened
from cairn.reporting.sheets.taking import place_of
from cairn.web import numbers
from cairn.web.desk.sheets.excerpts import Excerpt, excerpts
from cairn.web.desk.sheets.grid import written
from cairn.web.desk.sheets.words import (
    ANSWERS,
    LABEL_WORDS,
    ROLES,
    choice_words,
    country_words,
    meaning_words,
    problem_words,
    reason_words,
)
from cairn.web.say import current, say

FREE = (asking.PERIOD, asking.COUNTRY)  # questions that may be answered in words
MANY = 20  # columns from which on a place may lie outside the first window
ASIDE = (asking.PERIOD, LEAVE_OUT)  # one click, and no choice among others
BEFORE = 3  # rows and columns that are shown before the place that is said anew


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the page shows it."""

    number: int
    asked: Asked
    written: str  # as it stands on the sheet
    because: str
    choices: list[tuple[str, str]]
    free: bool
    given: str = ""
    wrong: str = ""
    excerpt: Excerpt | None = None
    section: str = ""  # another one, of which the words of the sheet speak
    beside_text: str = ""  # written beside what a heading is
    then: str = ""  # what was said when the very same workbook was taken over

    @property
    def section_title(self) -> str:
        return say(find_section(self.section).title)

    @property
    def likely(self) -> str:
        """What stands chosen before anybody chose: what was given now, what was said of the very
        same workbook, or what the sheet says."""
        return self.given or self.then or self.asked.proposed or (
            asking.OTHER if self.section and asking.OTHER in self.asked.choices else ""
        )  # fmt: skip

    @property
    def text(self) -> str:
        """What stands written in a free answer; what was left out is chosen instead."""
        said = "" if self.then == LEAVE_OUT else self.then
        return self.given or (country_words(said) if self.asked.kind == asking.COUNTRY and said
                              else said)  # fmt: skip

    @property
    def aside(self) -> str:
        """What its one click leaves aside, in words."""
        if self.asked.kind != asking.PERIOD or LEAVE_OUT not in self.asked.choices:
            return ""
        return numbers.period(self.asked.values["period"], current())

    @property
    def cells(self) -> list[str]:
        """All cells that it is about, where they are several."""
        places = self.asked.places
        if len(places) < 2:
            return []
        return [
            f"{column_letter(column)}{row}" if sheet == self.asked.sheet
            else place_of(sheet, row, column)
            for sheet, row, column in places
        ]  # fmt: skip

    @property
    def mark(self) -> str:
        """What its fields are called on the page."""
        return f"q{self.number}"

    @property
    def field(self) -> str:
        return f"q-{self.asked.key}"

    @property
    def beside(self) -> str:
        """The field for which period or country a heading is."""
        return f"t-{self.asked.key}"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said, and where it is said anew."""

    asked: Asked
    written: str
    means: str
    url: str
    because: str = ""  # of what nobody said
    known: bool = False  # it was said of an earlier file, and holds again


def questions(
    now: Opened, change: str, wrong: Mapping[str, CairnError], given: Mapping[str, str]
) -> list[Question]:
    """What is open; before it what the person wants to say anew, with what she said."""
    again = [one for one in now.sayable if one.asked.key == change]
    seen = excerpts(now, [*(one.asked for one in again), *now.questions])
    found = [_question(0, now, one.asked, wrong, given, _as_given(one)) for one in again]
    found += [_question(n, now, one, wrong, given) for n, one in enumerate(now.questions, 1)]
    return [replace(one, excerpt=seen.get(one.asked.key)) for one in found]


def asked_at(found: Iterable[Question]) -> Mapping[tuple[str, str], str]:
    """Sheet and cell → where on the page something is asked about it."""
    return {
        (sheet, f"{column_letter(column)}{row}"): f"{one.mark}-in"
        for one in reversed(list(found))
        for sheet, row, column in one.asked.places
        or ((one.asked.sheet, one.asked.row or 0, one.asked.column or 0),)
    }


def _question(
    n: int, now: Opened, one: Asked, wrong: Mapping[str, CairnError], given: Mapping[str, str],
    before: str = "",
) -> Question:  # fmt: skip
    offered = [value for value in one.choices if (one.kind, value) != ASIDE]
    choices = [(value, choice_words(now.section, one, value)) for value in offered]
    if one.kind == asking.COUNTRY:
        choices.append((LEAVE_OUT, say(ANSWERS[LEAVE_OUT])))
    problem = wrong.get(one.key)
    values = _with_meaning(now, one)
    written = _written(now, one)
    if one.kind == asking.WORD:
        values["word"] = written
    return Question(
        n,
        one,
        written,
        reason_words(one.because, values),
        choices,
        one.kind in FREE,
        given.get(f"q-{one.key}", before) if given else before,
        problem_words(problem) if problem else "",
        section=_another_section(now, one),
        beside_text=given.get(f"t-{one.key}", ""),
        then="" if n == 0 else str(now.file.before.get(one.key, "")),
    )


def _with_meaning(now: Opened, one: Asked) -> dict[str, object]:
    """The values of its sentence, with what a title would say of all numbers in words."""
    axis, bar, value = one.meaning.partition("|")
    if one.kind != asking.CONSTANT or not bar:
        return dict(one.values)
    return {**one.values, "meaning": meaning_words(now.section, Axis(axis), value)}


def _another_section(now: Opened, one: Asked) -> str:
    """Of a table that gives no number of this section: the one that its sheet names."""
    if one.kind != asking.MEASURE:
        return ""
    if one.meaning:
        return one.meaning.partition("/")[0]
    sheet = next(held for held in now.sheets if held.name == one.sheet)
    key = section_of_sheet(sheet, now.today)
    return "" if key == now.file.section else key


def _written(now: Opened, one: Asked) -> str:
    """As it stands on the sheet, for the person whose sheet it is."""
    if one.kind == said.NUMBER and one.row and one.column is not None:
        return written(now.value_at(one.sheet, one.row, one.column), current())
    if one.kind == asking.WORD and one.row and one.column is not None:
        return str(now.value_at(one.sheet, one.row, one.column) or "").strip()
    return one.written


def _as_given(one: Answered) -> str:
    """What she said, as she would write it again; what was left out is chosen again."""
    if one.asked.kind != asking.COUNTRY:
        return one.said
    return "" if one.said == LEAVE_OUT else country_words(one.said)


def lines(now: Opened) -> Iterator[Line]:
    """All that was said, each with the way to say it anew."""
    numbers = {sheet.name: n for n, sheet in enumerate(now.sheets)}
    known = now.file.proposed.get("known", {})
    for one in now.answered:
        because = _because(one) if one.taken else ""
        written, means = _written(now, one.asked), _means(now, one)
        again = not one.taken and known.get(one.asked.key) == one.said
        yield Line(one.asked, written, means, _url(one, numbers), because, again)


def _because(one: Answered) -> str:
    """Of a country that was taken by its plain name: which others it is not."""
    others = " · ".join(country_words(code) for code in one.asked.choices if code != one.said)
    return _("its own common name, taken without asking; not %(others)s") % {"others": others}


def _means(now: Opened, one: Answered) -> str:
    match one.asked.kind:
        case asking.COUNTRY:
            return _country(one)
        case asking.LABELS:
            return say(LABEL_WORDS[one.said])
        case said.NUMBER:
            number = numbers.number(int(one.said), current())
            return _("%(number)s, written by hand") % {"number": number}
        case said.ROW | said.COLUMN:
            return say(ROLES[Role(one.said)])
        case asking.HEADING:
            axis, _bar, value = one.said.partition("|")
            if axis in LABEL_WORDS and axis != Axis.COUNTRY.value:
                return say(LABEL_WORDS[axis])
            return meaning_words(now.section, Axis(axis), value) or value
        case asking.CONSTANT:
            because = reason_words(one.asked.because, _with_meaning(now, one.asked))
            return f"{because} {choice_words(now.section, one.asked, one.said)}"
    return choice_words(now.section, one.asked, one.said)


def _country(one: Answered) -> str:
    """With its code where the sheet writes the name itself: “Congo: Congo” would say nothing."""
    if one.said == LEAVE_OUT:
        return country_words("")
    words = country_words(one.said)
    return f"{words} ({one.said})" if fold(words) == fold(one.asked.written) else words


def _url(one: Answered, numbers: Mapping[str, int]) -> str:
    asked = one.asked
    at: dict[str, str | int] = {"sheet": numbers.get(asked.sheet, 0)}
    if asked.row and asked.row > BEFORE:
        at["from"] = asked.row - BEFORE
    if asked.column is not None and asked.column > MANY:
        at["col"] = asked.column - BEFORE
    if not one.on_sheet:
        return f"?{urlencode(at | {'change': asked.key})}#asks"
    letter = column_letter(asked.column) if asked.column is not None else ""
    return f"?{urlencode(at | {'at': letter + str(asked.row or '')})}#say"

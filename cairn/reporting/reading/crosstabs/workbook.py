"""What is collected over all sheets of a workbook: cells, findings, and each question once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.formats.numbers import NumberStyle, infer_number_style
from cairn.kernel.cells import Cell
from cairn.kernel.text import noop
from cairn.reference.countries import (
    SEVERAL,
    SEVERAL_OR_UNKNOWN,
    STATELESS,
    STATELESS_OR_UNKNOWN,
    UNKNOWN,
)
from cairn.reference.demonyms import match_nationality
from cairn.reference.names import plain_name
from cairn.reporting.reading.crosstabs.accounting import Class
from cairn.reporting.reading.crosstabs.cells import BLANK, Cells, Value
from cairn.reporting.reading.crosstabs.days import ORDERS, ordered
from cairn.reporting.reading.crosstabs.labels import SEVERAL_ORIGINS
from cairn.reporting.reading.crosstabs.layout import Meaning
from cairn.reporting.reading.crosstabs.marks import looks_numeric, unmarked_label, unmarked_number
from cairn.reporting.reading.crosstabs.questions import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    NOT_RECORDED,
    WITHHELD,
    WORD_ANSWERS,
    ZERO,
    Answers,
    Kind,
    Question,
)
from cairn.reporting.reading.crosstabs.results import CrosstabCell, Finding
from cairn.reporting.reading.crosstabs.sheets import Sheet
from cairn.reporting.reading.crosstabs.totals import Reconciled
from cairn.reporting.reading.crosstabs.words import OTHERS, missing_means, origins_in

WORD_FOR_ZERO = noop("%(word)r usually means zero; confirm it for this file.")
WORD_FOR_NOTHING = noop("%(word)r usually means that nothing was recorded; say what it means here.")
WORD_NOT_AVAILABLE = noop(
    "%(word)r usually means that the number is not available; say what it means here."
)
WORD_EITHER = noop(
    "%(word)r may mean that the number is not available, or that it does not apply; say which."
)
WORD_NOT_APPLICABLE = noop("%(word)r usually means that it does not apply; say what it means here.")
WORD_DASH = noop("%(word)r may mean zero, or that there is no number; say what it means here.")
WORD_OPEN = noop("%(word)r stands where a number would stand; say what it means here.")
MEANS = {  # what a word abbreviates → why it is asked, and its likeliest answer
    "not_available": (WORD_NOT_AVAILABLE, NOT_AVAILABLE),
    "either": (WORD_EITHER, NOT_AVAILABLE),
    "not_applicable": (WORD_NOT_APPLICABLE, NOT_APPLICABLE),
    "not_recorded": (WORD_FOR_NOTHING, NOT_RECORDED),
    "dash": (WORD_DASH, NOT_RECORDED),
    "": (WORD_OPEN, NOT_RECORDED),
}
WORD_WITHHELD = noop("%(word)r usually means that the number is too small to be shown; confirm it.")
BLANK_CELLS = noop("Some cells are empty; say whether that means zero or not recorded.")
BOTH_STYLES = noop(
    "Some numbers use a comma for decimals and others a point; say which it is in this file."
)
WHICH_FIRST = noop(
    "In dates such as %(written)r either the day or the month may come first; say which."
)
MOST_PLACES = 500  # of one question that are named
Place = tuple[str, int, int]  # sheet, row, column
NO_STATE = (UNKNOWN, STATELESS, STATELESS_OR_UNKNOWN, SEVERAL)
# What says all of a label that says several things at once; for other pairs nothing does.
TOGETHER = {
    frozenset((STATELESS, UNKNOWN)): (STATELESS_OR_UNKNOWN,),
    frozenset((OTHERS, UNKNOWN)): (SEVERAL_OR_UNKNOWN,),
}
NOT_A_COUNTRY = noop("It is not a country or area that we know; say which one is meant.")


@dataclass(slots=True)
class Asked:
    """A question that comes up many times."""

    sheet: str
    row: int | None
    column: int | None
    times: int = 0
    because: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    places: list[Place] = field(default_factory=list)  # the first of them
    seen: set[Place] = field(default_factory=set)


class Workbook:
    """What is collected over all sheets."""

    def __init__(self, answers: Answers, today: date, language: str | None) -> None:
        self.answers, self.today, self.language = answers, today, language
        self.cells: list[CrosstabCell] = []
        self.aside: list[CrosstabCell] = []
        self.findings: list[Finding] = []
        self.reconciled: list[Reconciled] = []
        self.questions: dict[tuple[Kind, str], Asked] = {}
        self.answered: dict[tuple[Kind, str], Asked] = {}  # what would be asked otherwise
        self.reader = Cells()
        self.places: dict[tuple[Any, ...], tuple[str, int, int, int]] = {}
        self.overlapping: set[tuple[str, int]] = set()

    def style(self, sheets: Sequence[Sheet]) -> None:
        """One decimal mark for the file; where both are proven, a person says which."""
        if self.answers.decimal:
            self.reader = Cells(NumberStyle(self.answers.decimal))
            asked = Asked(
                sheets[0].name if sheets else "", None, None, 1, BOTH_STYLES, candidates=(".", ",")
            )
            self.answered[Kind.DECIMAL, ""] = asked
            return
        texts = {
            unmarked_number(value)[0]: (sheet.name, row, column)
            for sheet in sheets
            for row, cells in enumerate(sheet.rows, 1)
            for column, value in enumerate(cells)
            if isinstance(value, str)
            and any(mark in value for mark in ".,'٫٬")
            and looks_numeric(value)
        }
        style = infer_number_style(texts)
        if not style:
            proofs = {one: infer_number_style([one]) for one in texts}
            if len({proof for proof in proofs.values() if proof}) == 2:
                first = next(iter(texts.values()))
                asked = Asked(*first, times=len(texts), because=BOTH_STYLES, candidates=(".", ","))
                self.questions[Kind.DECIMAL, ""] = asked
        self.reader = Cells(style)

    def ask(
        self,
        kind: Kind,
        written: str,
        place: tuple[str, int | None, int | None],
        because: str,
        values: Mapping[str, Any] | None = None,
        candidates: tuple[str, ...] = (),
        *,
        answered: bool = False,
    ) -> None:
        """One more place of a question, be it open or answered."""
        held = self.answered if answered else self.questions
        asked = held.get((kind, written))
        if asked is None:
            asked = held[kind, written] = Asked(
                *place, because=because, values=values or {}, candidates=candidates
            )
        if place[1] is None or place[2] is None:
            asked.times += 1
            return
        at = (place[0], place[1], place[2])
        if at in asked.seen:
            return  # a label of merged cells stands for several rows, and is one place
        asked.times += 1
        asked.seen.add(at)
        if len(asked.places) < MOST_PLACES:
            asked.places.append(at)

    def asked(self, *, answered: bool = False) -> Iterable[Question]:
        for (kind, written), one in (self.answered if answered else self.questions).items():
            yield Question(
                kind, one.sheet, one.row, one.column,
                "" if kind in (Kind.HIDDEN, Kind.DECIMAL, Kind.DATES) else written,
                one.because, one.values, one.times, one.candidates, places=tuple(one.places),
            )  # fmt: skip

    def word(
        self, sheet: str, row: int, column: int, value: Value
    ) -> tuple[Class, int | None, Cell | None]:
        """What a word or a blank is: an answer, or a proposal and a question."""
        assert value.word is not None
        answer = self.answers.words.get(value.word)
        because, likely = {
            "zero": (WORD_FOR_ZERO, ZERO), "withheld": (WORD_WITHHELD, WITHHELD)
        }.get(value.proposed) or MEANS[missing_means(value.word)]  # fmt: skip
        if value.word == BLANK:
            because = BLANK_CELLS
        others = WORD_ANSWERS
        candidates = (likely, *(one for one in others if one != likely))
        self.ask(
            Kind.WORD, value.word, (sheet, row, column), because, {"word": value.word}, candidates,
            answered=bool(answer),
        )  # fmt: skip
        if answer:
            if answer == ZERO:
                return Class.ZERO, 0, None
            kept = NOT_RECORDED if answer == NOT_AVAILABLE else answer
            return Class.ANSWERED, None, Cell(kept)
        return (Class.ZERO, 0, None) if value.proposed == "zero" else (Class.ASKED, None, None)

    def day(self, sheet: str, meaning: Meaning) -> str:
        """The day that a label means which may be two; empty while it is asked, once for all."""
        answer = self.answers.dates
        self.ask(
            Kind.DATES, "", (sheet, meaning.row, meaning.column), WHICH_FIRST,
            {"written": meaning.written}, ORDERS, answered=bool(answer),
        )  # fmt: skip
        return ordered(meaning.value, answer) if answer else ""

    def country(self, sheet: str, meaning: Meaning) -> str | None:
        """The code that a spelling means; None while it is asked, empty where it is left out. The
        plain name of one State is taken, though others have it in theirs, and can be said anew."""
        if meaning.value:
            return meaning.value
        spelling = unmarked_label(meaning.written)[0]
        answer = self.answers.countries.get(spelling)
        taken = plain_name(spelling) if answer is None else None
        because, values, candidates = self._may_mean(spelling)
        self.ask(
            Kind.COUNTRY, spelling, (sheet, meaning.row, meaning.column), because, values,
            candidates,
            answered=answer is not None or taken is not None,
        )  # fmt: skip
        return taken if answer is None else answer

    def _may_mean(self, spelling: str) -> tuple[str, Mapping[str, Any], tuple[str, ...]]:
        """Why a spelling is asked about, and what it may mean, the likeliest first. Where it is
        like no State, what is no State's may be chosen."""
        origins = origins_in(spelling)
        if len(origins) > 1:
            return SEVERAL_ORIGINS, {}, (*TOGETHER.get(frozenset(origins), ()), *origins)
        match = match_nationality(spelling, language=self.language)
        found = tuple(code for code, _ in match.candidates[:6])
        return match.because or NOT_A_COUNTRY, match.values, found or NO_STATE

"""One cell where a number should stand: a count, a word for zero, a word for nothing, or a problem.

Marks of footnotes are taken off and told. A blank is a word too, the empty one: it is asked as the
others are. Nothing becomes zero here without having been proposed as such.
"""

from dataclasses import dataclass

from cairn.formats.grids import CellValue
from cairn.formats.numbers import NumberStyle, read_count
from cairn.kernel.errors import CairnError
from cairn.reporting.reading.crosstabs.finding import _BELOW
from cairn.reporting.reading.crosstabs.marks import unmarked_number
from cairn.reporting.reading.crosstabs.words import cell_word, word_key

BLANK = ""
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Value:
    """What stands there; `word` is the key under which a word is asked, None for a number."""

    number: int | None = None
    word: str | None = None
    proposed: str = ""  # "zero", "missing" or "withheld": what the word may mean
    mark: str = ""  # of a footnote
    problem: CairnError | None = None


NOTHING = Value(word=BLANK, proposed="missing")


class Cells:
    """Reads cells of one sheet, each spelling once."""

    def __init__(self, style: NumberStyle = NumberStyle.UNDECIDED) -> None:
        self.style = style or None
        self._texts: dict[str, Value] = {}

    def read(self, value: CellValue) -> Value:
        if value is None:
            return NOTHING
        if isinstance(value, str):
            found = self._texts.get(value)
            if found is None:
                found = self._texts[value] = self._text(value)
            return found
        if value.__class__ is int and 0 <= value < 100_000_000:  # type: ignore[operator]
            return Value(value)  # type: ignore[arg-type]
        return self._number(value, "")

    def _text(self, text: str) -> Value:
        bare = text.strip("\u200e\u200f\u061c \u00a0\t\n")
        if not bare:
            return NOTHING
        if meant := cell_word(bare):
            return Value(word=word_key(bare), proposed=meant)
        if _BELOW.fullmatch(bare) and bare[0] in "<≤>≥":
            return Value(word=word_key(bare), proposed=WITHHELD)
        unmarked, mark = unmarked_number(bare)
        return self._number(unmarked, mark)

    def _number(self, value: CellValue, mark: str) -> Value:
        try:
            number = read_count(value, decimal=self.style)
        except CairnError as problem:
            problem.__traceback__ = None
            return Value(mark=mark, problem=problem)
        return Value(number, mark=mark) if number is not None else NOTHING

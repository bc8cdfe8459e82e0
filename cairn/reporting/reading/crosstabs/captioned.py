"""Tables under a caption that names a month without its year, one below another on a sheet. Pure.

The year is that of the titles and of the name of the sheet where these name exactly one, else that
of the name of the file; otherwise it is asked, once for all such tables of a file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from cairn.reporting.reading.crosstabs.captions import Title
from cairn.reporting.reading.crosstabs.labels import period_axis
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Block, Constant
from cairn.reporting.reading.crosstabs.periods import (
    combine,
    find_period,
    is_partial,
    is_whole_year,
    with_year,
)
from cairn.reporting.reading.crosstabs.words import begins_note

_DAY = re.compile(r"(?<!\d)(?:\d{4}[-.]?\d\d[-.]?\d\d|\d\d[-.]\d\d[-.]\d{4})(?!\d)")
WORDS_BESIDE = 3  # "Situation du mois de janvier"; a longer title tells of more than its month


def caption_of(titles: Sequence[Title]) -> tuple[Title, str] | None:
    """The nearest title that is a month or a quarter and leaves its year to another place."""
    for title in titles:
        found = find_period(title.text)
        if found is None or found.several or not found.value:
            continue
        if not is_partial(found.value):
            if is_whole_year(found.value):
                continue
            return None
        if len(found.rest.split()) <= WORDS_BESIDE and not begins_note(title.text):
            return title, found.value
    return None


def years_of(titles: Iterable[Title]) -> list[tuple[Title, str]]:
    """Each year that a title names, with the nearest title that does, days of writing aside."""
    found: dict[str, Title] = {}
    for title in titles:
        one = find_period(title.text)
        if one is None or one.several or not one.value or is_partial(one.value):
            continue
        if len(one.value) > 20:
            continue
        ends = {end[:4] for end in one.value.split("..")}
        if len(ends) == 1:
            found.setdefault(ends.pop(), title)
    return [(title, year) for year, title in found.items()]


def year_in(name: str) -> str:
    """The year that the name of a file says, where it says exactly one."""
    stem = (name.rpartition(".")[0] or name).replace("_", " ")
    found = find_period(_DAY.sub(" ", stem))  # a day in a name is that of its writing
    if found is None or found.several or not found.value or is_partial(found.value):
        return ""
    return found.value[:4] if len(found.value) <= 20 else ""


def dated(caption: str, value: str) -> str:
    """The caption with the year of `value`; "" where the two contradict each other."""
    joined, fits = combine([caption, value])
    return joined if fits and not is_partial(joined) else ""


def lacks_year(block: Block) -> bool:
    """True where months or quarters are named, and nowhere a year."""
    said = [one.value for one in block.constants if one.axis in PERIODS and one.value]
    said += [one.value for one in block.meanings if one.axis in PERIODS and one.value]
    return any(map(is_partial, said)) and all(map(is_partial, said))


def in_time(block: Block, axis: Axis, value: str) -> tuple[Axis, str, tuple[int, int]]:
    """What a person said of the time of a table: of a year, its caption keeps the month."""
    if is_whole_year(value):
        for one in _captions(block):
            part = one.value if is_partial(one.value) else f"-{one.value[4:]}"
            said = with_year(part, value)
            return period_axis(said), said, (one.row, one.column)
    return axis, value, (0, 0)


def _captions(block: Block) -> Iterator[Constant]:
    """What a title says of the time of the table; a range of months lies in one year."""
    for one in block.constants:
        plain = one.axis in (Axis.MONTH, Axis.QUARTER)
        if one.row and plain and ".." not in one.value:
            yield one

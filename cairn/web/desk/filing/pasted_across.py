"""What stands across a pasted table: nothing, the values of a breakdown, months, or both."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.formats.lexicon import normalize_header
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.web import numbers
from cairn.web.desk.filing.pasted_periods import Lies, Placed, above_of, containers, place
from cairn.web.desk.filing.pasted_words import TOTALS, Meant, cell_at, is_number, meaning_of
from cairn.web.desk.filing.words import WHEN
from cairn.web.say import current


class WhichColumn(CairnError):
    text = noop(
        "The table has several columns of numbers, and their headings are not known. Paste the "
        "names and one column of numbers."
    )


class NoneInThePeriod(CairnError):
    text = noop(
        "The table is of %(found)s, and this filing of %(period)s. Paste what is of this period, "
        "or open the filing of the other one."
    )


def none_in(filing: Filing, outside: Sequence[str]) -> NoneInThePeriod:
    period = numbers.period(filing.whole, current())
    return NoneInThePeriod(found=" · ".join(dict.fromkeys(outside)), period=period)


@dataclass(frozen=True, slots=True)
class Across:
    """Which columns hold numbers, and what each is of beside what stands down the side."""

    names: tuple[str, ...]
    columns: tuple[tuple[int, tuple[Meant, ...]], ...]
    totals: int = 0  # columns of totals that only their period tells
    outside: tuple[str, ...] = ()


def across_of(
    filing: Filing,
    by: Sequence[str],
    heads: list[list[str]],
    body: list[list[str]],
    column: int,
    down: str,
) -> Across:
    head = heads[-1] if heads else []
    width = max(len(row) for row in body)
    numeric = [
        at
        for at in range(width)
        if at != column and any(is_number(cell_at(row, at)) for row in body)
    ]
    parts = [at for at in numeric if normalize_header(cell_at(head, at)) not in TOTALS]
    for name in by if len(numeric) > 1 else ():
        if name in (down, "place", WHEN):
            continue
        found = [(at, meaning_of(filing, name, cell_at(head, at))) for at in parts]
        if found and all(meant.value for _at_, meant in found):
            return _under_months(filing, by, heads[:-1], name, found)
    if down != WHEN and (by_months := _months_across(filing, heads, parts, by)):
        return by_months
    if len(numeric) == 1:
        return Across((), ((numeric[0], ()),))
    if len(parts) < len(numeric) and len(numeric) - len(parts) == 1 and len(parts) == 1:
        return Across((), ((parts[0], ()),))
    raise WhichColumn()


def _months_across(
    filing: Filing, heads: list[list[str]], parts: Sequence[int], by: Sequence[str]
) -> Across | None:
    """Where each column is of a period; None where one is of something else."""
    above = {at: above_of(heads[:-1], at) for at in parts}
    written = {at: cell_at(heads[-1], at) if heads else "" for at in parts}
    found = {at: place(filing, written[at], above[at]) for at in parts}
    placed = {at: one for at, one in found.items() if one}
    if not placed or len(placed) < len(parts):
        return None
    outside = [written[at] for at, one in placed.items() if one.lies is Lies.OUTSIDE]
    inside = {at: one.value for at, one in placed.items() if one.lies is Lies.PART}
    whole = [at for at, one in placed.items() if one.lies is Lies.WHOLE]
    kept = {at: value for at, value in inside.items() if value not in containers(inside.values())}
    if len(set(kept.values())) < len(kept) or (not kept and len(whole) > 1):
        raise WhichColumn()
    if kept:
        columns = tuple(
            (at, (Meant(WHEN, written[at], value),)) for at, value in sorted(kept.items())
        )
        totals = len(inside) - len(kept) + len(whole)
        return Across((WHEN,), columns, totals, tuple(outside))
    if whole:
        return Across((), ((whole[0], ()),), 0, tuple(outside))
    raise none_in(filing, outside)


def _under_months(
    filing: Filing,
    by: Sequence[str],
    upper: list[list[str]],
    name: str,
    found: Sequence[tuple[int, Meant]],
) -> Across:
    """Columns of one breakdown, and the months that stand over them where they repeat."""
    plain = Across((name,), tuple((at, (meant,)) for at, meant in found))
    placed = {at: _placed_above(filing, above_of(upper, at)) for at, _meant in found}
    if not any(placed.values()):
        return plain
    if not all(placed.values()):
        raise WhichColumn()
    outside: list[str] = []
    columns: list[tuple[int, tuple[Meant, ...]]] = []
    totals = 0
    for at, meant in found:
        heading, one = placed[at] or ("", None)
        if one is None or one.lies is Lies.OUTSIDE:
            outside.append(heading)
        elif one.lies is Lies.PART:
            columns.append((at, (meant, Meant(WHEN, heading, one.value))))
        elif any(other and other[1].lies is Lies.PART for other in placed.values()):
            totals += 1
        else:
            columns.append((at, (meant,)))
    if not columns:
        raise none_in(filing, outside)
    parts = any(len(of) > 1 for _at_, of in columns)
    return Across((name, *((WHEN,) if parts else ())), tuple(columns), totals, tuple(outside))


def _placed_above(filing: Filing, above: Sequence[str]) -> tuple[str, Placed] | None:
    """The nearest heading that names a period, and how it lies."""
    for at, heading in enumerate(above):
        if one := place(filing, heading, above[at + 1 :]):
            return heading, one
    return None

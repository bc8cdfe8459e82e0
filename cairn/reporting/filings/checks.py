"""What is asked before a filing may be submitted: pure, and everything at once.

A problem that `settles` with a reason is no mistake: totals may differ from their parts, and a
number may be far from what was filed before; the filer says why, and the reason stays with the
filing. Nothing is refused for being unlikely.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.text import noop
from cairn.reporting.filings.asked import Check, Facts
from cairn.reporting.filings.counts import CountInput, key_of
from cairn.reporting.filings.definitions import DIMENSIONS, Section
from cairn.reporting.filings.merging import Origin
from cairn.reporting.filings.parts import ASKED, OPEN, covered, halves, sums_proposed

HISTORY = 4  # earlier filings from which on a number can be called unusual
UNUSUAL = 5  # times the usual number, or a fifth of it
SHOWN = 5  # lines of a table that a sentence names
MANY = 10  # changed numbers of one measure; more are asked about together
FALL = 15  # fewer than a version that is replaced: a smaller fall is not asked about
SMALL = 20  # a difference below this is never asked about


def checks(facts: Facts) -> list[Check]:
    """Everything that is asked of this filing, in the order of the form."""
    found = [*_presence(facts)]
    totals = totals_of(facts.counts)
    found += _parts(facts, totals)
    found += _tables(facts)
    found += _within(facts, totals)
    found += _unusual(facts, totals)
    found += _repeated(facts)
    found += _merged(facts)
    found += facts.of_records
    return found


def totals_of(counts: Iterable[CountInput]) -> dict[str, int]:
    """Measure → its number for the whole period: as stated, else as its months or parts give it."""
    stated: dict[str, int] = {}
    sums: dict[str, dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    for one in counts:
        if one.value is None:
            continue
        names = tuple(name for name in DIMENSIONS if one.dims.get(name))
        if not names and one.span is None:
            stated[one.measure] = one.value
        else:
            kind = (*names, *(("when",) if one.span else ()))
            sums[one.measure][kind] += one.value
    # Several ways of cutting the same people: the largest sum misses the fewest of them.
    derived = {measure: max(kinds.values()) for measure, kinds in sums.items()}
    return derived | stated


def _presence(facts: Facts) -> Iterator[Check]:
    if not facts.counts and not facts.records:
        yield Check("empty", "empty_filing", _empty(facts.section))
    if not facts.conduct:
        yield Check(
            "conduct",
            "no_conduct",
            noop(
                "Choose what the numbers speak of; nothing is assumed. If your source counts "
                "several of these together, choose “Mixed, not separable”."
            ),
        )
    if not facts.coverage_note.strip():
        yield Check(
            "coverage",
            "no_coverage_note",
            noop(
                "Say in the coverage note which borders, agencies or months the numbers cover, and "
                "what is missing."
            ),
        )
    if facts.today is not None and facts.last >= facts.today:
        yield Check(
            f"not_over|{facts.last.isoformat()}",
            "period_not_over",
            noop(
                "The period ends on %(day)s and is not over, so its numbers may still grow. Begin "
                "a filing of the months that are over, or say in a word why this one is filed now."
            ),
            {"day": facts.last},
            settles="answers",
        )
    yield from _required(facts)


def _required(facts: Facts) -> Iterator[Check]:
    """A number that is always asked for has a total, or a reason why there is none; where only its
    parts were written, what they add up to is proposed."""
    given = {one.measure for one in facts.counts if not one.span and not any(one.dims.values())}
    sums = sums_proposed(facts.counts, first=facts.first, last=facts.last)
    for measure in facts.section.measures.values():
        if not measure.required or not facts.counts or measure.key in given:
            continue
        if parts := sums.get(measure.key):
            yield Check(
                f"required|{measure.key}",
                "total_required",
                ASKED[parts.misses],
                {"measure": measure.title, "by": "+".join(parts.by), "sum": parts.sum},
                measure.key,
            )
        else:
            yield Check(
                f"required|{measure.key}",
                "number_required",
                noop("“%(measure)s” is always asked for; give a number, or say why there is none."),
                {"measure": measure.title},
                measure.key,
            )


def _empty(section: Section) -> str:
    if not section.measures:
        return noop("There is no record in this filing yet; add at least one.")
    if section.observes:
        return noop("There is nothing in this filing yet; give a number, a zero, or a record.")
    return noop("There is no number in this filing yet; give at least one, or a zero.")


def _parts(facts: Facts, totals: Mapping[str, int]) -> Iterator[Check]:
    """Each way of cutting a total into parts must give the total, or somebody says why not."""
    stated = {
        (one.measure, one.span): one.value
        for one in facts.counts
        if one.value is not None and not any(one.dims.values())
    }
    sums: dict[tuple[str, Any, str], int] = defaultdict(int)
    open_ends: set[tuple[str, Any, str]] = set()  # a part is not recorded or withheld
    for one in facts.counts:
        names = [name for name in DIMENSIONS if one.dims.get(name)]
        cuts = [(one.measure, one.span, "+".join(names))] if names else []
        if not names and one.span is not None:
            cuts = [(one.measure, None, "when")]
        for cut in cuts:
            if one.value is None:
                if one.missing is not Cell.NOT_APPLICABLE:
                    open_ends.add(cut)
                sums[cut] += 0
            else:
                sums[cut] += one.value
    # Some months of the period say nothing against its total, as long as they are not more.
    months: dict[str, set[tuple[date, date]]] = defaultdict(set)
    for one in facts.counts:
        if one.span is not None and not any(one.dims.values()):
            months[one.measure].add((one.span.earliest, one.span.latest))
    open_ends |= {
        (measure, None, "when")
        for measure, spans in months.items()
        if not covered(spans, facts.first, facts.last)
    }
    together = _halves(facts.counts)
    for (measure, span, how), sum_ in sums.items():
        total = stated.get((measure, span))
        if total is None or sum_ == total or (sum_ < total and (measure, span, how) in open_ends):
            continue
        others = [(measure, span, other) for other in together.get((measure, span, how), ())]
        joined = [(sum_ + sums[other], other in open_ends) for other in others]
        unsure = (measure, span, how) in open_ends
        if any(one == total or one < total and (is_open or unsure) for one, is_open in joined):
            continue
        when = f"{span.earliest}..{span.latest}" if span else ""
        yield Check(
            f"parts|{measure}|{when}|{how}",
            "parts_differ",
            noop(
                "“%(measure)s”: the parts add up to %(sum)s, the total says %(total)s. Correct one "
                "of them, or say why they differ."
            ),
            {
                "measure": facts.section.measures[measure].title,
                "sum": sum_,
                "total": total,
                "by": how,
            },
            measure,
            settles="differences",
        )


def _halves(counts: Iterable[CountInput]) -> Mapping[tuple[str, Any, str], set[str]]:
    """For each way of cutting the ones that are likely to hold the rest of its table."""
    held: dict[tuple[str, Any], dict[tuple[str, ...], list[CountInput]]] = defaultdict(dict)
    for one in counts:
        if names := tuple(name for name in DIMENSIONS if one.dims.get(name)):
            held[one.measure, one.span].setdefault(names, []).append(one)
    found: dict[tuple[str, Any, str], set[str]] = defaultdict(set)
    for (measure, span), ways in held.items():
        for pair in halves(ways):
            coarser, finer = ("+".join(names) for names in pair)
            found[measure, span, coarser].add(finer)
            found[measure, span, finer].add(coarser)
    return found


def _tables(facts: Facts) -> Iterator[Check]:
    """The same breakdown given for the whole period and by its months: what a table says of each
    nationality, or of whatever it is by, is what its months add up to, or somebody says why not."""
    whole: dict[tuple[str, tuple[str, ...]], dict[str, CountInput]] = defaultdict(dict)
    months: dict[tuple[str, tuple[str, ...]], dict[str, list[CountInput]]] = defaultdict(dict)
    for one in facts.counts:
        names = tuple(name for name in DIMENSIONS if one.dims.get(name))
        if not names:
            continue
        if one.span is None:
            whole[one.measure, names][one.key] = one
            continue
        key = key_of(one.measure, one.dims)
        months[one.measure, names].setdefault(key, []).append(one)
    for (measure, names), by_cell in months.items():
        table = whole.get((measure, names))
        if table is None:
            continue
        apart = []
        for key in sorted(table.keys() | by_cell.keys()):
            line, parts = table.get(key), by_cell.get(key, [])
            given, sum_ = line.value if line else None, sum(part.value or 0 for part in parts)
            if (line and given is None) or _overlapping(parts) or (given or 0) == sum_:
                continue
            if any(part.missing in OPEN for part in parts) and (
                line is None or sum_ < (given or 0)
            ):
                continue
            apart.append((key, given, sum_ if parts else None))
        if apart:
            yield Check(
                f"tables|{measure}|{'+'.join(names)}",
                "tables_differ",
                noop(
                    "“%(measure)s” stands in two tables, %(by)s for the whole period and by its "
                    "parts, which do not agree for %(n)s lines (%(cells)s%(more)s). Correct one of "
                    "them, or say why they differ."
                ),
                {
                    "measure": facts.section.measures[measure].title,
                    "by": "+".join(names),
                    "n": len(apart),
                    "cells": apart[:SHOWN],
                    "more": " …" if len(apart) > SHOWN else "",
                },
                measure,
                settles="differences",
            )


def _overlapping(parts: Sequence[CountInput]) -> bool:
    """Months beside quarters count the same people twice, and say nothing of the whole."""
    spans = sorted((one.span.earliest, one.span.latest) for one in parts if one.span)
    return any(after[0] <= before[1] for before, after in pairwise(spans))


def _within(facts: Facts, totals: Mapping[str, int]) -> Iterator[Check]:
    for measure in facts.section.measures.values():
        whole = totals.get(measure.part_of or "")
        part = totals.get(measure.key)
        if whole is not None and part is not None and part > whole:
            yield Check(
                f"within|{measure.key}",
                "part_exceeds_whole",
                noop("“%(measure)s” (%(part)s) cannot be more than “%(whole)s” (%(of)s)."),
                {
                    "measure": measure.title,
                    "part": part,
                    "whole": facts.section.measures[str(measure.part_of)].title,
                    "of": whole,
                },
                measure.key,
                settles="differences",
            )


def _unusual(facts: Facts, totals: Mapping[str, int]) -> Iterator[Check]:
    # What is stated to have no number is none, whatever a part of it adds up to.
    none = {one.measure for one in facts.counts if one.missing and not one.dims and not one.span}
    for measure in facts.section.measures.values():
        now, before = totals.get(measure.key), facts.history.get(measure.key, ())
        if now is None or measure.key in none:
            continue
        replaced = facts.replaced.get(measure.key)
        if replaced is not None and (_far(now, replaced) or _less_than_half(now, replaced)):
            yield Check(
                f"replaced|{measure.key}|{now}",
                "far_from_replaced",
                noop(
                    "“%(measure)s” is %(now)s; the version that this one replaces says "
                    "%(replaced)s. Is that right? Say in a word why, or correct it."
                ),
                {"measure": measure.title, "now": now, "replaced": replaced},
                measure.key,
                settles="answers",
            )
            continue
        if len(before) < HISTORY:
            continue
        usual = statistics.median(before)
        if not _far(now, usual):
            continue
        yield Check(
            f"unusual|{measure.key}|{now}",
            "unusual_number",
            noop(
                "“%(measure)s” is %(now)s; in your earlier filings it was usually about %(usual)s. "
                "Is that right? Say in a word why, or correct it."
            ),
            {"measure": measure.title, "now": now, "usual": round(usual)},
            measure.key,
            settles="answers",
        )


def _far(now: int, before: float) -> bool:
    """A slip of a digit, rather than a change of the thing itself."""
    return abs(now - before) >= SMALL and not before / UNUSUAL <= now <= before * UNUSUAL


def _less_than_half(now: int, replaced: int) -> bool:
    """A new version corrects; one that loses most of the people has perhaps lost a part."""
    return replaced - now >= FALL and 2 * now < replaced


def _repeated(facts: Facts) -> Iterator[Check]:
    """Asked of whoever files, as the contact point is asked to confirm it."""
    if facts.repeated is None:
        return
    ref, period, cells = facts.repeated
    yield Check(
        f"repeated|{ref}|{cells}",
        "repeats_earlier",
        noop(
            "Every number is the same as in %(ref)s, of %(period)s (%(n)s of them not zero). "
            "Is that right? Say in a word why, or correct them."
        ),
        {"ref": ref, "period": period, "n": cells},
        settles="answers",
    )


def _merged(facts: Facts) -> Iterator[Check]:
    """Whoever changes a number that agencies gave says why; a reason speaks of one number, and of
    many at once where somebody wrote a whole table anew."""
    by_measure: dict[str, list[Origin]] = defaultdict(list)
    for one in facts.merged:
        by_measure[one.measure].append(one)
    for measure, found in by_measure.items():
        title = facts.section.measures[measure].title
        if len(found) > MANY:
            yield Check(
                f"merged|{measure}|{len(found)}|{sum(one.now or 0 for one in found)}",
                "merged_numbers_changed",
                noop(
                    "“%(measure)s”: %(n)s numbers are not what the merge of the agencies gives. "
                    "Say why, or write the merged numbers again."
                ),
                {"measure": title, "n": len(found)},
                measure,
                settles="answers",
            )
            continue
        for one in found:
            values = {"measure": title, "cell": one.key, "sum": one.merged, "now": one.now}
            yield Check(
                f"merged|{one.key}|{one.now}",
                "merged_number_changed",
                _CHANGED if one.now is not None else _GONE,
                values,
                measure,
                settles="answers",
            )


_CHANGED = noop(
    "“%(cell)s”: the merge of the agencies gives %(sum)s, and now it says %(now)s. Say why, or put "
    "the merged number back."
)
_GONE = noop(
    "“%(cell)s”: the merge of the agencies gives %(sum)s, and now there is no number. Say why, or "
    "put the merged number back."
)


def unsettled(
    found: Iterable[Check], differences: Mapping[str, str], answers: Mapping[str, str]
) -> list[Check]:
    """Those that still keep the filing from being submitted."""
    given = {"differences": differences, "answers": answers}
    return [
        one for one in found if not (one.settles and given[one.settles].get(one.key, "").strip())
    ]

"""Where a number of a national filing comes from, and which numbers somebody wrote over since.

The agencies' filings and the decisions are read again, for the cells that are asked for only. What
the merge wrote last is read from the history of the filing, which nobody can change.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.history.models import Version
from cairn.kernel.cells import Cell
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.merging import Decision, Given, Origin, Undecided, one_cell
from cairn.reporting.filings.models import Double, Filing, FilingCount

MERGED = "merged"  # the reason under which history keeps what a merge wrote


def origins(filing: Filing, keys: Sequence[str]) -> dict[str, Origin]:
    """Of these cells those for which an agency gave a number; two queries, none where the filing
    was not merged."""
    if not filing.merged_from or not keys:
        return {}
    rows = FilingCount.objects.filter(
        filing__merged_into=filing.ref, filing__ref__in=filing.merged_from, key__in=keys
    ).values_list("key", "filing__ref", "value", "no_value")
    given: dict[str, list[Given]] = {}
    for key, ref, value, missing in rows.order_by("key", "filing__ref"):
        given.setdefault(key, []).append(Given(ref, key, value, Cell(missing) if missing else None))
    decided = Double.objects.filter(
        filing__ref=filing.ref, key__in=list(given), decision__isnull=False
    ).values_list("key", "left", "right", "decision")
    decisions = {(key, left, right): Decision(said) for key, left, right, said in decided if said}
    found = {}
    for key, ones in given.items():
        values = {one.filing: one.value for one in ones if one.value is not None}
        try:
            cell = one_cell(key, ones, decisions)
        except Undecided:
            continue
        if values:
            doubles = sum(values[ref] for ref in cell.left_out)
            found[key] = Origin(key, values, doubles, cell.value)
    return found


def changed_since(filing: Filing, counts: Iterable[CountInput]) -> list[Origin]:
    """Numbers that say something else than the merge that was written last, in the order of their
    cells; `now` is what stands there."""
    if not filing.merged_from:
        return []
    last = last_merge(filing)
    if last is None:  # nothing was written yet
        return []
    now = {one.key: one.value for one in counts}
    written = {key: value for key, (value, _missing) in last.items()}
    changed = [key for key, value in written.items() if value is not None and now.get(key) != value]
    found = origins(filing, changed)
    return [
        Origin(key, found[key].given, found[key].doubles, now.get(key))
        for key in changed
        if key in found
    ]


Stated = tuple[int | None, str | None]  # a number, or why there is none
NOTHING: Stated = (None, None)


def last_merge(filing: Filing) -> dict[str, Stated] | None:
    """What the merge that was written last gave for each cell, also where a number that somebody
    had changed was kept; None where nothing was written yet."""
    bodies = Version.objects.filter(key=filing.ref, reason=MERGED).order_by("-number")
    body = bodies.values_list("body", flat=True).first()
    if body is None:
        return None
    told = json.loads(body)
    given = [*told["counts"], *told.get("merged_instead", [])]
    found: dict[str, Stated] = {key: (value, missing) for key, value, missing in given}
    return {key: stated for key, stated in found.items() if stated != NOTHING}


@dataclass(frozen=True, slots=True)
class ByHand:
    """A cell of a national filing that a person wrote, changed or took out since the last merge."""

    key: str
    now: Stated  # `NOTHING`: it was taken out
    merged: Stated  # what the last merge gave


def by_hand(filing: Filing) -> list[ByHand]:
    """In the order of the cells. Before anything was merged, all that somebody typed."""
    written = last_merge(filing) or {}
    rows = filing.counts.values_list("key", "value", "no_value")
    now: dict[str, Stated] = {key: (value, missing) for key, value, missing in rows.iterator()}
    return [
        ByHand(key, now.get(key, NOTHING), written.get(key, NOTHING))
        for key in sorted(now.keys() | written.keys())
        if now.get(key, NOTHING) != written.get(key, NOTHING)
    ]

"""The snapshot as one person may know it: what it says of a contributor speaks of nothing else.

Coverage, gaps, tables and notes of what organisations filed are made anew from the rows that she
may see; a contributor of whom she may see none is not there. What is open is the same for all.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from cairn.figures.manifest import Source, Table
from cairn.figures.snapshot import Snapshot
from cairn.figures.standing import Standing, standing
from cairn.kernel.dates import Precision
from cairn.kernel.predicates import Predicate
from cairn.observatory.covering import Covered, covered_by, sent_on
from cairn.observatory.filing_rows import LEVELS, MERGED_NOTE, NOTE, PREFIX, source_key
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import Viewer

Filings = Mapping[str, Filing]  # by reference


def as_seen(
    snapshot: Snapshot, viewer: Viewer, visible: Predicate, deny: Collection[str]
) -> Snapshot:
    """Two queries, however many contributors there are."""
    filed = [one.key for one in snapshot.sources if one.key.startswith(PREFIX)]
    if not filed:
        return snapshot
    seen: dict[str, list[Standing]] = defaultdict(list)
    for one in standing(snapshot, filed, visible=visible, deny=deny):
        seen[one.source].append(one)
    filings, merged = _filings(viewer)
    sources = [
        _source(one, seen[one.key], filings, one.key in merged) if one.key in seen else one
        for one in snapshot.sources
        if one.key in seen or not one.key.startswith(PREFIX)
    ]
    shown = {(one.key, table.tab) for one in sources for table in one.tables}
    contents = [
        replace(one, rows=1) if one.source.startswith(PREFIX) else one  # how many is not told
        for one in snapshot.manifest.contents
        if not one.source.startswith(PREFIX) or (one.source, one.tab) in shown
    ]
    manifest = replace(snapshot.manifest, sources=tuple(sources), contents=tuple(contents))
    return Snapshot(snapshot.path, manifest)


def _filings(viewer: Viewer) -> tuple[Filings, frozenset[str]]:
    """Those that she may see, and of which sources some were merged."""
    rows = Filing.objects.visible_to(viewer).countable().select_related("owner")
    fields = ("ref", "owner", "period", "period_last", "submitted_at", "merged_from", "owner__key")
    filings = {one.ref: one for one in rows.only(*fields)}
    return filings, frozenset(source_key(one.owner) for one in filings.values() if one.merged_from)


def _source(source: Source, seen: Collection[Standing], filings: Filings, merged: bool) -> Source:
    by_tab: dict[str, list[Standing]] = defaultdict(list)
    for one in seen:
        by_tab[one.tab].append(one)
    tables = [
        _table(one, by_tab[one.tab], by_tab[one.basis], filings)
        for one in source.tables
        if one.tab in by_tab
    ]
    last = max((one.coverage_to for one in tables if one.coverage_to), default=None)
    notes = source.notes.split("\n")
    notes[0] = MERGED_NOTE if merged else NOTE
    return replace(
        source,
        tables=tuple(tables),
        notes="\n".join(notes),
        coverage_from=min((one.coverage_from for one in tables if one.coverage_from), default=None),
        coverage_to=last,
        complete_to=last,
    )


def _table(
    table: Table, seen: Collection[Standing], whole: Collection[Standing], filings: Filings
) -> Table:
    """`whole`: the same number as it is not cut, which says what days it speaks of."""
    covered = covered_by(
        Covered(
            (filing.first, filing.period_last),
            (one.earliest, one.latest),
            sent_on(filing),
            one.counted,
        )
        for one in whole
        if one.earliest and one.latest and (filing := filings.get(one.ref))
    )
    level = min((one.precision for one in seen), key=lambda one: LEVELS.get(one, 4))
    return replace(
        table,
        level=Precision(level if level in LEVELS else "year"),
        coverage_from=covered.first,
        coverage_to=covered.last,
        complete_to=covered.last,
        gaps=covered.gaps,
    )

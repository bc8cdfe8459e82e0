"""Whether a filing that a State stands behind still says what was kept of it when it did."""

import json
from collections.abc import Iterator

from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.kernel.errors import CairnError
from cairn.reporting.filings import beside
from cairn.reporting.filings.contributing import audience_of, cleared_audience
from cairn.reporting.filings.drafting import DETAILS, input_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.reciprocity import SHARED
from cairn.sharing.viewer import CLEARED_POINTS, DESK

STANDS = (FilingStatus.CLEARED, FilingStatus.VALIDATED, FilingStatus.SUPERSEDED)
LATER = {"source_grade_4x4": "", "information_grade_4x4": ""}  # what older versions do not say
COMPARED = (*DETAILS, "owner", "state", "section", "count_basis", "status", "number")


def changed_filings() -> Iterator[tuple[str, int]]:
    """(reference, version) of filings whose content is not that of their newest kept version."""
    rows = Filing.objects.filter(status__in=STANDS).order_by("pk")
    for filing in rows.iterator(chunk_size=200):
        kept = _kept(filing)
        try:
            whole = kept is not None and _same(filing, kept) and _may_be_heard(filing)
        except (CairnError, LookupError, TypeError, ValueError):
            whole = False  # what nothing of ours could have written there
        if not whole:
            yield filing.ref, filing.number
    yield from _removed()


def _removed() -> Iterator[tuple[str, int]]:
    """Versions of which the log says that they were validated, and of which there is no row."""
    said = Event.objects.filter(kind="reporting.filing.validated", erased_at=None).order_by("pk")
    there = Filing.objects.values_list("ref", "number")
    held = set(there.iterator(chunk_size=2_000))
    for ref, values in said.values_list("target", "values").iterator(chunk_size=500):
        if (ref, values.get("number", 0)) not in held:
            yield ref, values.get("number", 0)


def _may_be_heard(filing: Filing) -> bool:
    """Whether those who may read it are some to whom its marking lets it go: its State alone, those
    that take part or a group; an older version may have been narrowed with the one after it."""
    home = cleared_audience(filing)
    allowed = {home}
    if filing.status != FilingStatus.CLEARED:
        allowed.add(audience_of(filing, takes_part=True))
    if filing.status == FilingStatus.SUPERSEDED:
        allowed |= {CLEARED_POINTS, *(SHARED.values() if DESK in allowed else ())}
    return filing.audience_class in allowed


def _kept(filing: Filing) -> dict[str, object] | None:
    for version in Version.objects.filter(key=filing.ref).order_by("-number"):
        try:
            body: dict[str, object] = json.loads(version.body)
        except json.JSONDecodeError:
            continue  # spoilt: `history.proving` names it
        if body.get("number") == filing.number:
            return body
    return None


def _same(filing: Filing, kept: dict[str, object]) -> bool:
    rows = list(filing.counts.all())
    if any(input_of(row).key != row.key for row in rows):
        return False
    numbers = [(row.key, row.value, row.no_value) for row in rows]
    now: dict[str, object] = {name: getattr(filing, name) for name in COMPARED if name != "owner"}
    now |= {"owner": filing.owner_id, "period": str(filing.period)}
    now |= {"period_last": str(filing.period_last)}
    # What was erased from a key may have changed the order; the numbers are the same.
    now["counts"] = sorted(map(list, numbers), key=str)
    counts = kept.get("counts")
    kept = kept | {"counts": sorted(counts, key=str) if isinstance(counts, list) else counts}
    now["records"] = json.loads(json.dumps(beside.body(filing), default=str))
    return all(kept.get(name, LATER.get(name)) == value for name, value in now.items())

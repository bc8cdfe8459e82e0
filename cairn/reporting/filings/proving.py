"""Whether a filing that a State stands behind still says what was kept of it when it did."""

import json
from collections.abc import Iterator

from cairn.history.models import Version
from cairn.reporting.filings import beside
from cairn.reporting.filings.drafting import DETAILS
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus

STANDS = (FilingStatus.CLEARED, FilingStatus.VALIDATED, FilingStatus.SUPERSEDED)
LATER = {"source_grade_4x4": "", "information_grade_4x4": ""}  # what older versions do not say
COMPARED = (*DETAILS, "owner", "state", "section", "count_basis", "status", "number")


def changed_filings() -> Iterator[tuple[str, int]]:
    """(reference, version) of filings whose content is not that of their newest kept version."""
    rows = Filing.objects.filter(status__in=STANDS).order_by("pk")
    for filing in rows.iterator(chunk_size=200):
        kept = _kept(filing)
        if kept is None or not _same(filing, kept):
            yield filing.ref, filing.number


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
    numbers = filing.counts.values_list("key", "value", "no_value")
    now: dict[str, object] = {name: getattr(filing, name) for name in COMPARED if name != "owner"}
    now |= {"owner": filing.owner_id, "period": str(filing.period)}
    now |= {"period_last": str(filing.period_last)}
    # What was erased from a key may have changed the order; the numbers are the same.
    now["counts"] = sorted(map(list, numbers), key=str)
    counts = kept.get("counts")
    kept = kept | {"counts": sorted(counts, key=str) if isinstance(counts, list) else counts}
    now["records"] = json.loads(json.dumps(beside.body(filing), default=str))
    return all(kept.get(name, LATER.get(name)) == value for name, value in now.items())

"""What two agencies may both have counted is written beside the national filing, chunk by chunk.

Agencies' filings cannot change while they are in a merge, so this needs no long transaction: each
chunk is one, and work that was cut off goes on where it stopped.
"""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction

from cairn.db.bulk import insert_rows
from cairn.jobs.models import JobNote
from cairn.jobs.progress import progress
from cairn.jobs.queue import enqueue, job
from cairn.kernel.cells import Cell
from cairn.kernel.refs import new_refs
from cairn.kernel.text import noop
from cairn.reporting.filings.merging import Given, Proposal, pairs_in, proposals
from cairn.reporting.filings.models import Double, Filing, FilingCount
from cairn.reporting.filings.policies import check_may_merge
from cairn.reporting.filings.states import WRITABLE

AT_ONCE = 1_000  # numbers of all agencies that are compared while the person waits
CHUNK = 250
COLUMNS = (
    *("ref", "filing_id", "key", "measure", "left", "right", "left_value", "right_value"),
    *("score", "because", "reason"),
)
SENTENCE = noop("Comparing the agencies' numbers")


@job(sentence=SENTENCE)
def propose_doubles(ref: str) -> None:
    """The job of a large merge."""
    propose(Filing.objects.get(ref=ref, number=1))


def propose(filing: Filing) -> int:
    """Write every pair that is not there yet; returns how many there are."""
    given = given_of(sources_of(filing))
    there = set(Double.objects.filter(filing=filing).values_list("key", "left", "right"))
    total, done = pairs_in(given), len(there)
    missing = (
        one for one in proposals(given) if (one.key, one.left.filing, one.right.filing) not in there
    )
    while chunk := list(islice(missing, CHUNK)):
        refs = new_refs("dbl", len(chunk))
        rows = [_row(filing, ref, one) for ref, one in zip(refs, chunk, strict=True)]
        with transaction.atomic():
            held = Filing.objects.select_for_update().filter(pk=filing.pk, status__in=WRITABLE)
            if not held.exists():
                return done  # it was given up meanwhile
            insert_rows(Double, COLUMNS, rows)
        done += len(chunk)
        progress(done, total)
    return done


def ask_for_proposals(filing: Filing) -> JobNote:
    return enqueue(propose_doubles, filing.ref, about=filing.ref, key=_key(filing))


def comparing(filing: Filing) -> JobNote | None:
    """The comparison that goes on, or stopped; None once every pair is there."""
    note = JobNote.objects.filter(about=filing.ref, key=_key(filing)).order_by("-pk").first()
    return note if note and (not note.is_over or note.error) else None


def _key(filing: Filing) -> str:
    return f"propose {filing.ref}"


@transaction.atomic
def resume_proposing(*, filing: Filing, by: Any) -> JobNote:
    """Go on comparing after the job stopped."""
    check_may_merge(by, filing)
    return ask_for_proposals(filing)


def _row(filing: Filing, ref: str, one: Proposal) -> tuple[Any, ...]:
    """In the order of `COLUMNS`."""
    because = [
        {"score": told.score, "because": told.because, "values": dict(told.values)}
        for told in one.because
    ]
    measure = one.key.split("|", 1)[0]
    values = (one.left.value or 0, one.right.value or 0)
    sides = (one.left.filing, one.right.filing, *values)
    return (ref, filing.pk, one.key, measure, *sides, one.score, json.dumps(because), "")


def sources_of(filing: Filing) -> list[Filing]:
    """The agencies' filings that are in this merge, in the order of their references."""
    if not filing.merged_from:
        return []
    sources = Filing.objects.filter(merged_into=filing.ref, ref__in=filing.merged_from)
    return list(sources.select_related("owner").order_by("ref"))


def given_of(sources: Iterable[Filing]) -> list[Given]:
    """All their numbers; one query."""
    refs = {one.pk: one.ref for one in sources}
    rows = FilingCount.objects.filter(filing__in=list(refs)).values_list(
        "filing_id", "key", "value", "no_value", "place"
    )
    return [
        Given(refs[pk], key, value, Cell(missing) if missing else None, place)
        for pk, key, value, missing, place in rows.iterator(chunk_size=5_000)
    ]

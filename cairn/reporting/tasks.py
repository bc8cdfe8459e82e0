"""What imports leave to the job runner: reading rows, removing what was given up.

Each may be run again from the beginning after a crash: `intake.stage` goes on where it stopped,
`discard_import` removes what is left.
"""

from cairn.jobs.progress import progress
from cairn.jobs.queue import job
from cairn.kernel.text import noop
from cairn.reporting.actions import discard_import
from cairn.reporting.errors import SourceBeingErased
from cairn.reporting.intake import stage
from cairn.reporting.meeting import SourceStillRead
from cairn.reporting.models import ImportBatch
from cairn.reporting.states import Status

READING = noop("Checking row by row: %(rows)s so far")


@job(sentence=noop("Waiting to be checked"))
def stage_import(ref: str) -> None:
    """Read every row of the import and put it aside, after what the source still has to remove.
    While an import of the source is being erased it comes back later."""
    batch = ImportBatch.objects.select_related("dataset", "file", "started_by").get(ref=ref)
    given_up = ImportBatch.objects.filter(dataset=batch.dataset, status=Status.DISCARDING)
    for other in given_up.order_by("pk"):
        discard_import(batch=other, by=other.started_by)
    if batch.status != Status.STAGING:
        return
    try:
        stage(
            batch,
            progress=lambda rows: progress(rows, sentence=READING, rows=rows),
            by=batch.started_by,
        )
    except SourceBeingErased as problem:
        raise SourceStillRead from problem


@job(sentence=noop("Removing what was read"))
def remove_import(ref: str) -> None:
    batch = ImportBatch.objects.select_related("started_by").get(ref=ref)
    if batch.status == Status.DISCARDING:
        discard_import(batch=batch, by=batch.started_by)

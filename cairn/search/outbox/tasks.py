"""Making the index anew as a job, so that its progress can be followed from anywhere."""

from cairn.jobs.progress import progress
from cairn.jobs.queue import job
from cairn.kernel.text import noop
from cairn.search.outbox import indexing


@job(sentence=noop("Making the library searchable anew"))
def rebuild() -> None:
    """Beside the index that answers, which does so until the new one is whole."""
    indexing.rebuild(lambda done, total: progress(done, total))

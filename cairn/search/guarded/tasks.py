"""Making the guarded index anew as a job, so that its progress can be followed from anywhere."""

from cairn.jobs.queue import job
from cairn.kernel.text import noop
from cairn.search.guarded import indexing


@job(sentence=noop("Making the records of the desk searchable anew"))
def rebuild_guarded() -> None:
    """Beside the index that answers, which does so until the new one is whole."""
    indexing.rebuild()

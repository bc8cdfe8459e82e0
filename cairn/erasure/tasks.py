"""What erasing leaves to the job runner."""

from cairn.jobs.queue import job
from cairn.kernel.text import noop


@job(sentence=noop("Erasing"), attempts=20)
def carry_out(ref: str) -> None:
    """Erase what two persons decided; begun again after a crash, it ends the same."""
    from cairn.erasure.carrying import carry_out as carry

    carry(ref)

"""What erasing leaves to the job runner."""

from cairn.erasure.models import Erasure
from cairn.jobs.queue import enqueue, job
from cairn.kernel.text import noop
from cairn.reporting.link_states import StillReading
from cairn.reporting.meeting import SourceStillRead


@job(sentence=noop("Erasing"), attempts=20)
def carry_out(ref: str) -> None:
    """Erase what two persons decided; begun again after a crash, it ends the same. Where rows are
    being read for one of the sources it comes back later."""
    from cairn.erasure.carrying import carry_out as carry

    try:
        carry(ref)
    except StillReading as problem:
        raise SourceStillRead from problem


def take_up_again() -> int:
    """Queue every erasure that two persons decided and that is not done; one that waits or runs
    is left as it is. Return how many there are."""
    refs = Erasure.objects.filter(state=Erasure.State.CONFIRMED).values_list("ref", flat=True)
    for ref in (found := list(refs.order_by("pk"))):
        enqueue(carry_out, ref, about=ref, key=ref)
    return len(found)

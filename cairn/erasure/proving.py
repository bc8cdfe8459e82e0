"""Whether the ledger of erasures is whole, and whether this instance has done what it says."""

from collections.abc import Iterator

from cairn.audit.keys import public_hex, signing_key
from cairn.audit.models import Checkpoint
from cairn.erasure import ledger
from cairn.erasure.models import Erasure
from cairn.kernel.text import noop

State = Erasure.State
SAID = ("rule", "target", "digest", "length", "authority")  # as the ledger says it too


def unlike_the_ledger() -> Iterator[tuple[str, dict[str, object]]]:
    """What does not fit, as sentences with their values."""
    rows = Erasure.objects.filter(state=State.DONE).values_list("ref", *SAID)
    done = {ref: said for ref, *said in rows}
    if not ledger.home().exists():
        if done:
            yield noop("the ledger is not there: put back the copy that was kept apart"), {}
        return
    try:
        lines = ledger.read()
    except (ledger.ChangedLedger, ledger.NoLedger) as problem:
        yield problem.text, problem.values
        return
    known = {public_hex(signing_key()), *Checkpoint.objects.values_list("key", flat=True)}
    written = {}
    for line in lines:
        if line.about["public"] not in known:
            yield noop("line %(line)s: signed by a key of somebody else"), {"line": line.number}
        written[line.about["ref"]] = line.about
    for ref in sorted(done.keys() - written.keys()):
        yield noop("%(ref)s was erased and does not stand in the ledger"), {"ref": ref}
    states = dict(Erasure.objects.values_list("ref", "state"))
    for ref, about in written.items():
        held = states.get(ref)
        if held is None or held in (State.ASKED, State.REFUSED):
            yield (
                noop("%(ref)s stands in the ledger and was not erased here; restore with it"),
                {"ref": ref},
            )
        elif ref in done and done[ref] != [about[name] for name in SAID]:
            yield noop("%(ref)s: the ledger says something else of it"), {"ref": ref}


def how_many() -> int:
    return Erasure.objects.filter(state=State.DONE).count()

"""The chain as lines of JSON, for somebody who verifies it elsewhere (`docs/verify_chain.py`).

Commitments alone reveal nothing of what happened but how much; with payloads and salts, each event
can be checked against its commitment, but those that were erased under a rule: they are marked.
"""

import json
from collections.abc import Iterator

from cairn.audit.models import Event, Seal
from cairn.audit.seal import CHUNK, START, canonical


def chain_lines(*, payloads: bool = False) -> Iterator[str]:
    """A head, then one line for each seal in order; constant memory."""
    yield json.dumps({"cairn": "chain", "version": 1, "start": START}) + "\n"
    last = 0
    while seals := list(Seal.objects.filter(number__gt=last).order_by("number")[:CHUNK]):
        events = Event.objects.in_bulk([one.event for one in seals]) if payloads else {}
        for one in seals:
            line = {"number": one.number, "commitment": one.commitment, "chain": one.chain}
            event = events.get(one.event)
            if event is not None and event.erased_at is not None:
                line |= {"erased": True}
            elif event is not None:
                line |= {"salt": one.salt, "payload": canonical(event).decode()}
            yield json.dumps(line, ensure_ascii=False) + "\n"
        last = seals[-1].number

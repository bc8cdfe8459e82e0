"""What the asker may look up, written anew whenever something changes."""

from typing import Any

from cairn.corrections.models import Request
from cairn.knowledge.asking.models import Answer
from cairn.knowledge.asking.sealing import opened, seal

CHUNK = 200


def tell(request: Request) -> None:
    """Seal where the request stands with the key of its asker, in the caller's transaction."""
    sealed = seal(request.key, _told(request))
    Answer.objects.update_or_create(handle=request.handle, defaults={"sealed": sealed})


def tell_again() -> int:
    """Answers that say something else than the desk does, as after an erasure: how many."""
    done = 0
    rows = Request.objects.prefetch_related("decisions").order_by("pk")
    for request in rows.iterator(chunk_size=CHUNK):
        row = Answer.objects.filter(handle=request.handle).first()
        if row is None or opened(request.key, row.sealed) != _told(request):
            tell(request)
            done += 1
    return done


def _told(request: Request) -> dict[str, Any]:
    days = ("received_on", "decide_by", "appealed_on", "carry_out_by", "carried_out_on")
    told: dict[str, Any] = {name: str(getattr(request, name) or "") for name in days}
    return told | {
        "status": str(request.status),
        "about": request.record,
        "wish": str(request.wish),
        "decided": [
            {"outcome": one.outcome, "reasons": one.reasons, "on": one.on.isoformat()}
            for one in sorted(request.decisions.all(), key=lambda one: one.number)
        ],
    }

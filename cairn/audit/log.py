"""Writing the log. Called by actions, inside their transaction."""

from typing import Any

from django.utils import timezone

from cairn.audit.models import Event


def record(kind: str, *, target: Any = None, by: Any = None, **values: Any) -> Event:
    """Append one event. `target` and `by` may be records (with `ref`, `username`) or plain text."""
    return Event.objects.create(
        at=timezone.now(),
        kind=kind,
        by=_name(by),
        target=str(getattr(target, "ref", target or "")),
        values=values | _in_the_name_of(by),
    )


def _in_the_name_of(by: Any) -> dict[str, str]:
    """The organisation for which somebody acts who works for several."""
    ref = getattr(by, "works_for", None)
    return {"in_the_name_of": ref} if ref else {}


def _name(by: Any) -> str:
    return str(getattr(by, "username", by or ""))

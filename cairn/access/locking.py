"""What somebody asked for, locked: while it waits, or once its time is over."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from cairn.kernel.errors import CairnError, NotFound

AT_ONCE = 500
Asked = TypeVar("Asked", bound=Model)


def still_waiting(rows: QuerySet[Asked], ref: str, *, ended: type[CairnError]) -> Asked:
    """The one of this reference, which waits still; raises `NotFound` where it is not among these,
    and `ended` where it was answered or is over."""
    held = rows.select_for_update(of=("self",)).filter(ref=ref).first()
    if held is None:
        raise NotFound()
    if held.state != "waiting":  # type: ignore[attr-defined]
        raise ended()
    return held


def late(rows: QuerySet[Asked]) -> list[Asked]:
    """Those that nobody answered in time, some at once."""
    over = rows.select_for_update().filter(closed_as="", expires_at__lte=timezone.now())
    return list(over[:AT_ONCE])

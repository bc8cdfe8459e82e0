"""What is done to records of the library: each one sentence of the domain, one transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.history.keep import canonical, keep
from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop
from cairn.knowledge import shelving
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.policies import check_may_change, check_may_publish, check_may_withdraw
from cairn.knowledge.editing.states import Because, MovedOn, Status, check_can_move
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import LONGEST_KEY, KeyTooLong
from cairn.knowledge.shapes import clean
from cairn.search.guarded.actions import note


class NotWhole(CairnError):
    text = noop("This record cannot be kept as it is: %(problem)s")


class NoKey(CairnError):
    text = noop("This record has no key of its own; give it one, so that it is known again.")


class SayWhy(Refused):
    text = noop("Say why, so that whoever wrote it knows what to do.")


@transaction.atomic
def put_entry(
    *,
    kind: str,
    key: str,
    body: Mapping[str, Any],
    by: Any = None,
    owner: Organisation | None = None,
    origin: str = "",
    ready: bool = True,
    number: int | None = None,
) -> tuple[Entry, bool]:
    """Take in the newest content of a record; `ready`: a second person may look at it.

    `number`: the version from which it was written, 0 where there was none; refused where the
    record has moved on since. Return the entry and whether anything changed: the same content
    again changes nothing.
    """
    check_may_change(by)
    made, problems = kind_of(kind).read(body)
    if problems:
        raise NotWhole(problem=problems[0].error)
    plain, key = kind_of(kind).write(made), clean(key)
    if not 0 < len(key) <= LONGEST_KEY:
        raise NotWhole(problem=KeyTooLong(most=LONGEST_KEY) if key else NoKey())
    face = kind_of(kind).face(made)
    shelving.check_fits(face)
    entry = Entry.objects.select_for_update().filter(kind=kind, key=key).first()
    if number is not None and number != (entry.number if entry else 0):
        raise MovedOn()
    if entry and canonical(entry.body) == canonical(plain) and entry.status != Status.WITHDRAWN:
        return entry, False
    to = Status.IN_REVIEW if ready else Status.DRAFT
    if entry is None:
        entry = Entry(kind=kind, key=key, number=0, owner=owner)
    elif entry.status != to:
        check_can_move(entry.status, to=to)
    entry.title = face.titles[0].text[:500] if face.titles else key
    entry.body, entry.status, entry.number = plain, to, entry.number + 1
    entry.origin, entry.changed_by, entry.changed_at = origin[:200], by, timezone.now()
    entry.returned_because = entry.withdrawn_because = ""
    entry.save()
    keep(entry, by=by, reason="changed")
    note(str(entry.ref))
    log.record("knowledge.entry.changed", target=entry, by=by, what=kind, number=entry.number)
    return entry, True


@transaction.atomic
def hand_over(*, entry: Entry, by: Any) -> Entry:
    """Let a second person look at a draft."""
    entry = _locked(entry)
    check_may_change(by)
    check_can_move(entry.status, to=Status.IN_REVIEW)
    entry.returned_because = entry.withdrawn_because = ""
    return _moved(entry, Status.IN_REVIEW, by)


@transaction.atomic
def give_back(*, entry: Entry, because: str, by: Any) -> Entry:
    """Return what waits for a second person to whoever wrote it, with the reason."""
    entry = _locked(entry)
    check_may_publish(by, entry)
    check_can_move(entry.status, to=Status.DRAFT)
    if not because.strip():
        raise SayWhy()
    entry.returned_because = because.strip()
    return _moved(entry, Status.DRAFT, by)


@transaction.atomic
def publish(*, entry: Entry, number: int, by: Any) -> Entry:
    """Let anyone read this version of the record; it must be the one that the person looked at."""
    entry = _locked(entry)
    check_may_publish(by, entry)
    check_can_move(entry.status, to=Status.PUBLISHED)
    if entry.number != number:
        raise MovedOn()
    now = timezone.now()
    shelving.shelve(
        ref=entry.ref, kind=entry.kind, key=entry.key, number=number, body=entry.body, at=now
    )
    entry.published_number = number
    return _moved(entry, Status.PUBLISHED, by)


@transaction.atomic
def withdraw(*, entry: Entry, because: str, by: Any) -> Entry:
    """Take the record from the public and leave a stub that says why."""
    entry = _locked(entry)
    check_may_withdraw(by)
    check_can_move(entry.status, to=Status.WITHDRAWN)
    entry.withdrawn_because = Because(because).value
    shelving.unshelve(ref=entry.ref, because=entry.withdrawn_because, at=timezone.now())
    entry.published_number = None
    return _moved(entry, Status.WITHDRAWN, by)


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update().get(pk=entry.pk)


def _moved(entry: Entry, to: Status, by: Any) -> Entry:
    entry.status = to
    entry.save()
    keep(entry, by=by, reason=to.value)
    note(str(entry.ref))
    log.record(f"knowledge.entry.{to.value}", target=entry, by=by, number=entry.number)
    return entry

"""What is done with a published record at once, because somebody whom it concerns asked for it.

Both take away and add nothing, so they need no second editor: the person who decides is none, and
nobody had to ask her. What waits beside the published version stays waiting, without the names.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.history.keep import keep
from cairn.history.models import Version
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge import shelving
from cairn.knowledge.editing.actions import NotWhole
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.policies import MASKED
from cairn.knowledge.editing.states import Because, MovedOn, Status, check_can_move
from cairn.knowledge.kinds import kind_of


class NoSuchPerson(CairnError):
    text = noop("Choose whose names they are, of the people whom this record knows.")

    def __init__(self) -> None:
        super().__init__(field="person")


class NoNames(CairnError):
    text = noop("Write the names as they stand in the record.")

    def __init__(self) -> None:
        super().__init__(field="names")


class NowhereInIt(CairnError):
    text = noop("These words stand in no text of the published record; write them as they stand.")

    def __init__(self) -> None:
        super().__init__(field="names")


def people_of(entry: Entry) -> list[str]:
    """The labels of those whose names the record can keep inside; none for most kinds."""
    people = entry.body.get("people") if kind_of(entry.kind).keeps_names else None
    return [one["label"] for one in people or ()]


@transaction.atomic
def mask(*, entry: Entry, person: str, names: Sequence[str], by: Any) -> Entry:
    """Mark these as names of the person and publish that: nobody outside reads them any more."""
    check_may(by, Permission.CORRECTION_DECIDE)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.published_number is None:
        raise MovedOn()
    names = [one for one in dict.fromkeys(" ".join(name.split()) for name in names) if one]
    if person not in people_of(entry):
        raise NoSuchPerson()
    if not names:
        raise NoNames()
    waiting = None if entry.published_number == entry.number else entry.body
    before = _published_body(entry)
    entry.body = _marked(entry, before, person, names)
    entry.changed_at = timezone.now()
    _say_again(entry, before, by)
    if waiting is not None:
        entry.body, entry.number = _marked(entry, waiting, person, names), entry.number + 1
        entry.save()
        keep(entry, by=by, reason=MASKED)
    log.record("knowledge.entry.masked", target=entry, by=by, number=entry.published_number)
    return entry


@transaction.atomic
def take_down(*, entry: Entry, by: Any) -> Entry:
    """Take the record from the public; its stub says that somebody whom it concerns asked."""
    check_may(by, Permission.CORRECTION_DECIDE)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    check_can_move(entry.status, to=Status.WITHDRAWN)
    entry.status, entry.withdrawn_because = Status.WITHDRAWN, Because.RIGHTS.value
    entry.published_number = None
    shelving.unshelve(ref=entry.ref, because=Because.RIGHTS.value, at=timezone.now())
    entry.save()
    keep(entry, by=by, reason=Status.WITHDRAWN.value)
    log.record("knowledge.entry.withdrawn", target=entry, by=by, number=entry.number)
    return entry


def _published_body(entry: Entry) -> dict[str, Any]:
    """The content that the public reads, as the desk has it."""
    if entry.published_number == entry.number:
        return dict(entry.body)
    for one in Version.objects.filter(key=entry.ref).order_by("-number").iterator(chunk_size=20):
        kept = json.loads(one.body)
        if kept["number"] == entry.published_number:
            return dict(kept["body"])
    raise MovedOn()


def _marked(
    entry: Entry, body: Mapping[str, Any], person: str, names: Sequence[str]
) -> dict[str, Any]:
    made: dict[str, Any] = deepcopy(dict(body))
    for one in made.get("people", ()):
        if one["label"] == person:
            one["names"] = list(dict.fromkeys([*one.get("names", ()), *names]))
            one.pop("reveal", None)
    _record, problems = kind_of(entry.kind).read(made)
    if problems:
        raise NotWhole(problem=problems[0].error)
    return made


def _say_again(entry: Entry, before: Mapping[str, Any], by: Any) -> None:
    """Put the published version back on the shelf as a new one, without the names."""
    kind = kind_of(entry.kind)
    if _outward(kind, entry.key, entry.body) == _outward(kind, entry.key, before):
        raise NowhereInIt()
    titles = kind.face(kind.load(entry.body)).titles
    entry.title = titles[0].text[:500] if titles else entry.key
    entry.number += 1
    entry.published_number = entry.number
    shelving.shelve(
        ref=entry.ref,
        kind=entry.kind,
        key=entry.key,
        number=entry.number,
        body=entry.body,
        at=timezone.now(),
    )
    entry.save()
    keep(entry, by=by, reason=MASKED)


def _outward(kind: Any, key: str, body: Mapping[str, Any]) -> tuple[str, Any]:
    key, record = kind.outward(key, kind.load(body))
    return key, kind.write(record)

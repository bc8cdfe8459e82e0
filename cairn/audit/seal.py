"""Sealing: the runner chains what was logged, in order, and `verify` walks the chain.

What is claimed exactly: a change to a sealed event, or its removal, is detected by whoever walks
the chain from a value of it that somebody else holds. Reads outside the application are not seen.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cairn.audit import log
from cairn.audit.models import Event, Seal

START = "0" * 64
CHUNK = 500
ERASED = "audit.payload.erased"  # kind of the event that says which payloads went


def canonical(event: Event) -> bytes:
    body = [event.pk, event.at.isoformat(), event.kind, event.by, event.target, event.values]
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def commitment(salt: str, payload: bytes) -> str:
    return hashlib.sha256(salt.encode() + payload).hexdigest()


def link(previous: str, commitment: str) -> str:
    return hashlib.sha256((previous + commitment).encode()).hexdigest()


@transaction.atomic
def seal_pending() -> int:
    """Seal up to one chunk of unsealed events, oldest first; return how many."""
    last = Seal.objects.select_for_update().order_by("-number").first()
    number, chain = (last.number, last.chain) if last else (0, START)
    sealed = Exists(Seal.objects.filter(event=OuterRef("pk")))
    seals = []
    for event in Event.objects.filter(~sealed).order_by("pk")[:CHUNK]:
        salt = secrets.token_hex(16)
        made = commitment(salt, canonical(event))
        number, chain = number + 1, link(chain, made)
        seals.append(Seal(number=number, event=event.pk, salt=salt, commitment=made, chain=chain))
    Seal.objects.bulk_create(seals)
    return len(seals)


def unsealed_before(moment: datetime) -> int:
    """How many events were written before this moment and are not sealed."""
    sealed = Exists(Seal.objects.filter(event=OuterRef("pk")))
    return Event.objects.filter(~sealed, at__lt=moment).count()


@transaction.atomic
def erase_payloads(events: Iterable[int], *, under: str) -> int:
    """Take away the values of these events (primary keys): commitment, kind and target remain, and
    an event says which seals are concerned. Seal what waits before; returns how many went."""
    ids = list(
        Event.objects.filter(pk__in=list(events), erased_at=None).values_list("pk", flat=True)
    )
    if not ids:
        return 0
    seals = Seal.objects.filter(event__in=ids)
    numbers = sorted(seals.values_list("number", flat=True))
    assert len(numbers) == len(ids), "an event is erased only after it was sealed"
    Event.objects.filter(pk__in=ids).update(values={}, erased_at=timezone.now())
    seals.update(salt="")  # with it the commitment would tell what was guessed
    log.record(ERASED, target=under, seals=numbers)
    return len(ids)


def erased_seals() -> frozenset[int]:
    """Numbers of the seals whose payload went, as the sealed log says."""
    said = Event.objects.filter(kind=ERASED).values_list("values", flat=True)
    return frozenset(number for one in said.iterator() for number in one.get("seals", ()))


def broken_seals() -> Iterator[int]:
    """Yield the numbers of seals that do not fit their event or the seal before them. The payload
    of an event may be gone where a later event of the log says so."""
    expected, chain = 1, START
    erased = erased_seals()
    last = 0
    while seals := list(Seal.objects.filter(number__gt=last).order_by("number")[:CHUNK]):
        events = Event.objects.in_bulk([seal.event for seal in seals])
        for seal in seals:
            event = events.get(seal.event)
            fits = (
                seal.number == expected
                and seal.chain == link(chain, seal.commitment)
                and event is not None
                and _pays(seal, event, erased)
            )
            if not fits:
                yield seal.number
            expected, chain, last = seal.number + 1, seal.chain, seal.number


def _pays(seal: Seal, event: Event, erased: frozenset[int]) -> bool:
    if event.erased_at is not None:
        return seal.number in erased and event.values == {} and seal.salt == ""
    return seal.commitment == commitment(seal.salt, canonical(event))

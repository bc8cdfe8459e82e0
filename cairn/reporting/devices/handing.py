"""A file that a device hands in: it becomes a spreadsheet that waits, as if sent by hand.

It passes the very same reading and screening (`sheets.arriving`) in the name of the person who made
the token, and waits for her; a token fills in and submits nothing. The sender's key stands for one
file: sent again, it is answered with the same receipt, whether the first answer was lost, the
process died at any point, or two copies came at once. What is refused leaves no receipt.
"""

import enum
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cairn.files.models import READ, Upload
from cairn.kernel.crash import passing
from cairn.kernel.errors import CairnError, NotFound
from cairn.reporting import uploads
from cairn.reporting.devices.errors import (
    EnoughWaiting,
    KeyOfAnotherFile,
    OtherSection,
    StillRead,
)
from cairn.reporting.devices.models import Device, HandIn
from cairn.reporting.devices.rules import rule_on
from cairn.reporting.devices.tokens import check_stands, note_use
from cairn.reporting.sheets.arriving import announce, stage_sheet
from cairn.reporting.sheets.models import SheetFile, SheetTaken

PART = 64 * 1024
READING = timedelta(seconds=180)  # after which whoever reads a file is taken for dead


class State(enum.StrEnum):
    """What became of a file, as far as its sender is told."""

    WAITING = "waiting"  # at the desk of the person who made the token
    TAKEN = "taken_over"  # into filings, by her
    GONE = "gone"  # given up by her, or left for a week


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of a file. `section` may be empty where the token has one; `period`: as
    `sheets.meaning` writes it, or empty: the sheet says it."""

    key: str
    name: str
    size: int  # bytes
    section: str
    period: str


def section_of(device: Device, said: str) -> str:
    """The section that was said, or the only one of the token."""
    if not said and len(device.sections) == 1:
        return str(device.sections[0])
    if said not in device.sections:
        raise OtherSection(sections=", ".join(device.sections))
    return said


def hand_in(*, device: Device, given: Given, body: IO[bytes]) -> tuple[HandIn, bool]:
    """Take the file in, or find that it was: its receipt, and whether it is new."""
    digest = _digest(device, given, body)
    held = HandIn.objects.filter(device=device, key=given.key).first()
    if held is None:
        _check_room(device)
        held, _new = HandIn.objects.get_or_create(
            device=device, key=given.key, defaults={"digest": digest, "section": given.section}
        )
    if held.digest != digest:
        raise KeyOfAnotherFile()
    if held.landed_on is None:
        _claim(held)
        return held, _land(held, given, body)
    note_use(device, "asked", receipt=held.ref)
    return held, False


def receipt(*, device: Device, ref: str) -> HandIn:
    """One of the device's own; of another's and of none at all the answer is one."""
    rows = HandIn.objects.filter(device=device, landed_on__isnull=False)
    found = rows.filter(ref=ref).first() if ref.isprintable() else None
    if found is None:
        raise NotFound()
    note_use(device, "asked", receipt=found.ref)
    return found


def state_of(held: HandIn) -> State:
    """What became of it by now."""
    if SheetFile.objects.filter(came_from=held.came_from).exists():
        return State.WAITING
    taken = SheetTaken.objects.filter(came_from=held.came_from).exists()
    return State.TAKEN if taken else State.GONE


def handed_in_by(uploads_read: Collection[str]) -> dict[str, str]:
    """Of uploads that became sheets: the names of the devices that handed them in; one query."""
    rows = HandIn.objects.filter(came_from__in=uploads_read).exclude(came_from="")
    return dict(rows.values_list("came_from", "device__name"))


def _check_room(device: Device) -> None:
    most = rule_on(timezone.localdate()).waiting
    waiting = SheetFile.objects.filter(
        owner=device.owner, came_from__in=device.hand_ins.values("came_from")
    )
    if waiting.count() >= most:
        raise EnoughWaiting(n=most)


def _claim(held: HandIn) -> None:
    """One request reads a file at a time; one that died is waited for, and then followed."""
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - READING)
    rows = HandIn.objects.filter(free, pk=held.pk, landed_on__isnull=True)
    if not rows.update(claimed_at=now):
        raise StillRead(seconds=READING.seconds)


def _land(held: HandIn, given: Given, body: IO[bytes]) -> bool:
    """Whether it is this request that took the file in."""
    device = held.device
    try:
        check_stands(device)
        if not held.came_from or state_of(held) is State.GONE:
            _stage(held, given, body)
        else:  # whoever read it died before forgetting the file
            _forget_uploads(held)
    except CairnError:
        _forget_uploads(held)
        HandIn.objects.filter(pk=held.pk, landed_on__isnull=True).delete()
        raise
    except BaseException:  # ours to mend; the sender may come back at once
        HandIn.objects.filter(pk=held.pk).update(claimed_at=None)
        raise
    passing("hand_in.staged")
    held.landed_on, held.claimed_at = timezone.localdate(), None
    with transaction.atomic():
        rows = HandIn.objects.filter(pk=held.pk, landed_on__isnull=True)
        new = bool(rows.update(landed_on=held.landed_on, claimed_at=None))
        if new:
            note_use(device, "handed_in", receipt=held.ref, section=held.section)
    return new


def _stage(held: HandIn, given: Given, body: IO[bytes]) -> None:
    """The way of a file that was sent by hand; one that is whole already is only read."""
    owner, organisation = held.device.owner, held.device.organisation
    _forget_uploads(held, whole=False)
    plan = {"organisation": organisation.ref, "section": given.section, "period": given.period}
    about = {"name": given.name, "size": given.size, "mark": held.ref}
    upload = announce(**about, plan=plan, organisation=organisation, by=owner)  # type: ignore[arg-type]
    if not upload.whole:
        upload = uploads.receive(upload=upload, offset=0, parts=_parts(body), by=owner)
    passing("hand_in.received")
    held.came_from = upload.ref
    held.save(update_fields=["came_from"])
    stage_sheet(upload=upload, language=owner.language, by=owner)


def _forget_uploads(held: HandIn, *, whole: bool = True) -> None:
    """What a request that died left of the file; `whole`: also what only has to be read."""
    for left in Upload.objects.filter(owner=held.device.owner, purpose=READ, mark=held.ref):
        if whole or not left.whole:
            uploads.drop_unused(left)


def _parts(body: IO[bytes]) -> Iterator[bytes]:
    body.seek(0)
    while part := body.read(PART):
        yield part


def _digest(device: Device, given: Given, body: IO[bytes]) -> str:
    """By what the same request is known again; keyed, as of every file that is not kept."""
    content = hashlib.sha256()
    for part in _parts(body):
        content.update(part)
    said = "\0".join((content.hexdigest(), given.name, given.section, given.period))
    salt = f"cairn.hand_in.{device.ref}"
    return salted_hmac(salt, said, algorithm="sha256").hexdigest()

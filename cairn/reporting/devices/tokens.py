"""Tokens of devices: made, known again, revoked, and over by themselves.

A token is looked up anew in the database for every request, and so is everything on which it
stands: that the account is open, has its second factor and has not ended all its sign-ins since,
and that its owner may file for that organisation today. Nothing is remembered by any process, so
that what ended is refused at the next request everywhere. What was once seen to be over stays so,
also when the role is given again.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import Permission, check_may
from cairn.accounts.policies import check_second_factor, has_second_factor
from cairn.audit import log
from cairn.kernel.errors import NotFound, allowed
from cairn.reporting.devices.errors import (
    EnoughToday,
    LastsTooLong,
    NoDeviceName,
    NoSections,
    NotLetIn,
    TooManyDevices,
)
from cairn.reporting.devices.models import LONGEST_NAME, Device
from cairn.reporting.devices.rules import rule_on
from cairn.reporting.filings.definitions import sections as all_sections
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.filings.unremembered import check_clean

KEPT = timedelta(days=90)  # in the list, with its receipts, after it ended
BEGINS = "cairn_"  # so that it is known for what it is where somebody finds it
LONGEST_TOKEN = 200
LEAST = 3  # letters of a name
Ended = Device.Ended


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that nothing slower is needed."""
    return salted_hmac("cairn.devices.token", token, algorithm="sha256").hexdigest()


@transaction.atomic
def make(
    *,
    organisation: Organisation,
    sections: Iterable[str],
    name: str,
    until: date,
    by: User,
    not_persons: Collection[str] = (),
) -> tuple[Device, str]:
    """A token for one device, and the only time that its text is there. `until`: the first day
    without it. The door has asked for the second factor just before."""
    owner = User.objects.select_for_update().get(pk=by.pk)
    check_may_file(by, organisation)
    check_second_factor(by)
    today = timezone.localdate()
    rule = rule_on(today)
    chosen = [key for key in all_sections() if key in set(sections)]
    name = " ".join(name.split())
    if not chosen:
        raise NoSections(field="sections")
    if not LEAST <= len(name) <= LONGEST_NAME:
        raise NoDeviceName(field="name", most=LONGEST_NAME)
    if not today + timedelta(days=1) < until <= today + timedelta(days=rule.longest_days + 1):
        raise LastsTooLong(field="last_day", days=rule.longest_days)
    check_clean({"name": name}, not_persons=not_persons)
    if sum(why_over(one) is None for one in _open(owner=owner)) >= rule.most:
        raise TooManyDevices(n=rule.most)
    token = BEGINS + secrets.token_urlsafe(32)
    made = Device.objects.create(
        owner=owner,
        organisation=organisation,
        sections=chosen,
        name=name,
        digest=digest_of(token),
        made_on=today,
        until=until,
        sign_ins_ended=owner.sign_ins_ended,
    )
    about = {"organisation": organisation.ref, "sections": chosen, "until": until.isoformat()}
    log.record("reporting.device.made", target=made, by=by, rule=rule.version, **about)
    return made, token


def find(token: str) -> Device:
    """The device of this token, its owner acting for its organisation; one answer for a token that
    never was, one that is over and one whose owner lost the right."""
    wanted = digest_of(token) if token.isascii() and len(token) <= LONGEST_TOKEN else ""
    rows = Device.objects.select_related("owner", "organisation")
    device = rows.filter(digest=wanted).first() if wanted else None
    if device is None:
        raise NotLetIn()
    if (reason := why_over(device)) is not None:
        _turn_away(device, reason)
        raise NotLetIn()
    return device


def why_over(device: Device) -> Device.Ended | None:
    """Whether and why it is in force no more; reads the account and its roles anew."""
    today, owner = timezone.localdate(), device.owner
    if device.ended_as:
        return Ended(device.ended_as)
    if device.until <= today:
        return Ended.EXPIRED
    owner.works_for = device.organisation.ref
    ended = device.organisation.ended_on
    stands = (
        owner.is_active
        and owner.sign_ins_ended == device.sign_ins_ended
        and has_second_factor(owner)
        and not (ended and ended <= today)
        and allowed(check_may_file, owner, device.organisation)
    )
    return None if stands else Ended.LOST


def check_stands(device: Device) -> None:
    """The same for one that was found a while ago, such as before its file had arrived."""
    rows = Device.objects.select_related("owner", "organisation")
    fresh = rows.filter(pk=device.pk).first()
    if fresh is None or why_over(fresh) is not None:
        raise NotLetIn()


def count_use(device: Device) -> None:
    """Count one more request of today; raise where that would be more than one token may. The day
    and the bound are looked at in the statement that counts."""
    today = timezone.localdate()
    most = rule_on(today).a_day
    rows = Device.objects.filter(pk=device.pk)
    if rows.filter(used_on=today, uses__lt=most).update(uses=F("uses") + 1):
        return
    if not rows.exclude(used_on=today).update(used_on=today, uses=1):
        raise EnoughToday(n=most)


def note_use(device: Device, what: str, **about: str) -> None:
    """Every use is an event of the log."""
    log.record(f"reporting.device.{what}", target=device, by=device.owner, **about)


def own(user: User) -> list[Device]:
    """The person's own, the newest first."""
    rows = Device.objects.filter(owner=user).select_related("owner", "organisation")
    return list(rows.order_by("-pk")[:50])


def of_person_there(user: User, organisation: Organisation) -> list[Device]:
    """Those of a person that are in force for this organisation."""
    rows = _open(owner=user, organisation=organisation)
    return [one for one in rows.order_by("-pk") if why_over(one) is None]


@transaction.atomic
def revoke(*, ref: str, by: User, organisation: Organisation | None = None) -> Device:
    """Its owner ends it; or, of her organisation, whoever gives roles there. One that is over stays
    as it is; of nobody else's and of none at all the answer is one."""
    rows = Device.objects.select_for_update(of=("self",)).select_related("owner", "organisation")
    if organisation is None:
        found = rows.filter(ref=ref, owner=by).first()
    else:
        check_may(by, Permission.MEMBERSHIP_WRITE, organisation)
        found = rows.filter(ref=ref, organisation=organisation).first()
    if found is None:
        raise NotFound()
    if not found.ended_as:
        _end(found, Ended.REVOKED, by)
    return found


def end_what_is_over() -> int:
    """Close tokens that are over by themselves, so that no role that is given again revives one;
    return how many."""
    count = 0
    for one in _open().order_by("pk").iterator(chunk_size=200):
        if reason := why_over(one):
            count += _end(one, reason, None)
    return count


def end_every_token() -> int:
    """After a restore: one that was revoked since the backup was made would be in force again."""
    return sum(_end(one, why_over(one) or Ended.LOST, None) for one in _open().order_by("pk"))


def forget_devices(*, before: date) -> int:
    """What ended long ago goes, with its receipts; the log has it."""
    gone = Device.objects.filter(ended_on__lt=before)
    return int(gone.delete()[1].get("devices.Device", 0))


def _open(**of: object) -> QuerySet[Device]:
    rows = Device.objects.filter(ended_as="", **of)
    return rows.select_related("owner", "organisation")


@transaction.atomic
def _end(device: Device, reason: Device.Ended, by: User | None) -> int:
    """How many were ended: none where another process was first."""
    device.ended_as, device.ended_on = reason.value, timezone.localdate()
    device.ended_by = by.username if by else ""
    kept = {name: getattr(device, name) for name in ("ended_as", "ended_on", "ended_by")}
    count = Device.objects.filter(pk=device.pk, ended_as="").update(**kept)
    if count:
        log.record(f"reporting.device.{reason.value}", target=device, by=by)
    return count


@transaction.atomic
def _turn_away(device: Device, reason: Device.Ended) -> None:
    """The log says once a day that somebody came with a token that is over."""
    if not device.ended_as:
        _end(device, reason, None)
    today = timezone.localdate()
    rows = Device.objects.filter(pk=device.pk).exclude(turned_away_on=today)
    if rows.update(turned_away_on=today):
        log.record("reporting.device.turned_away", target=device)

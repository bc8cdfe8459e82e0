"""A second person agrees before somebody takes more than one person may by herself (threat 13).

Asked is somebody else of the same organisation who holds the permission there. She agrees to one
person, one kind and one amount, with words, for some days, once. Of a file she is asked only where
she may read every record of it herself: so nothing that she is shown tells of a record that she may
not see, and whoever could not judge is not asked. What may be taken without her is counted in
`accounts.rates`; what she agreed to does not count there.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cairn.access.asking import LEAST, MOST
from cairn.access.locking import late, still_waiting
from cairn.access.models import LONGEST_PURPOSE, LONGEST_REASON, Agreement
from cairn.access.second_persons import (
    NoSecondPerson,
    Version,
    second_persons,
    second_rule,
    versions_seen,
)
from cairn.access.too_near import too_near
from cairn.accounts.holding import held_by
from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import Permission, giving, may, roles_with
from cairn.accounts.rates import Kind, rule_on
from cairn.accounts.working import roles_held_by, within
from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.unremembered import check_clean
from cairn.sharing.reads.purposes import Purpose
from cairn.sharing.viewer import Viewer

Closed = Agreement.Closed


class NoNeed(CairnError):
    text = noop("Say what you need it for, at most %(most)s characters.")


class NoWords(CairnError):
    text = noop("Say why, at most %(most)s characters; whoever asked reads it.")


class NoAmount(CairnError):
    text = noop("Write a number from 1 to %(most)s; more is not agreed to at once.")


class MoreThanAgreedTo(Refused):
    text = noop(
        "Records in this file: %(n)s. Even with a second person at most %(most)s are taken along "
        "at once; take it in parts."
    )


class AskedEnough(Refused):
    text = noop("As many requests of yours are waiting as one person may have; withdraw one first.")


class NotForOneself(Refused):
    text = noop("You asked for this yourself; somebody else agrees to it.")


class AnsweredAlready(Refused):
    text = noop("This request was answered, withdrawn or has lapsed; nothing was changed.")


def place_of(user: User) -> Organisation:
    """The organisation in whose name the person works; refused where there is none."""
    held = roles_held_by(user).select_related("organisation").order_by("pk").first()
    if held is None:
        raise NoSecondPerson()
    found: Organisation = held.organisation
    return found


@transaction.atomic
def ask(
    *,
    user: User,
    kind: Kind,
    n: int,
    purpose: Purpose,
    reason: str,
    address: str = "",
    records: Sequence[Version] = (),
    not_persons: Collection[str] = (),
) -> Agreement:
    """Ask for `n` records to open or files to take; or for one file, at an address, of these
    records. Asked twice is asked once."""
    User.objects.select_for_update().get(pk=user.pk)
    rule, place = second_rule(), place_of(user)
    reason, most = " ".join(reason.split()), rule.most[kind]
    if kind is Kind.TAKEN:
        assert address
        assert records
        n = len(records)
        if n > most:
            raise MoreThanAgreedTo(n=n, most=most)
    if not 0 < n <= most:
        raise NoAmount(field="n", most=most)
    if not LEAST <= len(reason) <= LONGEST_PURPOSE:
        raise NoNeed(field="reason", most=LONGEST_PURPOSE)
    check_clean({"reason": reason}, not_persons=not_persons)
    if not second_persons(user, place, records):
        raise NoSecondPerson()
    lapse()
    waiting = list(Agreement.objects.filter(user=user, closed_as=""))
    told = [list(one) for one in sorted(records)]
    for one in waiting:
        same = (one.kind, one.n, one.address, one.records) == (kind, n, address, told)
        if same and one.organisation_id == place.pk:
            return one
    if len(waiting) >= MOST:
        raise AskedEnough()
    now = timezone.now()
    made = Agreement.objects.create(
        user=user,
        organisation=place,
        kind=kind.value,
        n=n,
        address=address,
        records=told,
        purpose=purpose.value,
        reason=reason,
        rule=rule_on(timezone.localdate()).version,
        asked_at=now,
        expires_at=now + timedelta(days=rule.waits),
    )
    log.record("access.second.asked", target=made, by=user, what=kind.value, n=n, rule=made.rule)
    return made


@transaction.atomic
def decide(
    *, agreement: Agreement, agree: bool, words: str, by: User, not_persons: Collection[str] = ()
) -> Agreement:
    """Agree or refuse, with words. Of two who answer at once, the second is told."""
    held = Agreement.objects.select_for_update().select_related("user").get(pk=agreement.pk)
    if held.user_id == by.pk:
        raise NotForOneself()
    _check_could(by, held)
    if held.state != "waiting" or not held.user.is_active:
        raise AnsweredAlready()
    words = " ".join(words.split())
    if not LEAST <= len(words) <= LONGEST_REASON:
        raise NoWords(field="words", most=LONGEST_REASON)
    check_clean({"words": words}, not_persons=not_persons)
    held.second, held.words = by, words
    if agree:
        held.left = 1 if held.kind == Kind.TAKEN else held.n
        held.expires_at = timezone.now() + timedelta(days=second_rule().lasts)
    _close([held], Closed.AGREED if agree else Closed.REFUSED, by)
    return held


@transaction.atomic
def withdraw(*, user: User, ref: str) -> None:
    """Whoever asked does not need it any more; what was answered stays as it is."""
    _close([still_waiting(_own(user), ref, ended=AnsweredAlready)], Closed.WITHDRAWN, user)


@transaction.atomic
def use(
    *, user: User, kind: Kind, address: str = "", records: Collection[Version] = ()
) -> str | None:
    """Use an agreement for one record more, one file more, or this file; its reference, or None
    where nobody agreed. It holds while whoever agreed still could."""
    place = roles_held_by(user).values("organisation")
    rows = Agreement.objects.filter(
        user=user,
        organisation__in=place,
        kind=kind.value,
        closed_as=Closed.AGREED,
        left__gt=0,
        expires_at__gt=timezone.now(),
    )
    if kind is Kind.TAKEN:
        rows = rows.filter(address=address)
    for one in rows.select_related("second", "organisation").order_by("expires_at", "pk"):
        agreed = {(ref, number) for ref, number in one.records}
        if kind is Kind.TAKEN and not set(records) <= agreed:
            continue
        if not second_persons(user, one.organisation, records, only=one.second):
            continue
        if rows.filter(pk=one.pk).update(left=F("left") - 1):
            return str(one.ref)
    return None


@transaction.atomic
def left_as(*, refs: Iterable[str], export: str) -> None:
    """What left under these agreements, as the log knows it."""
    for one in Agreement.objects.select_for_update().filter(ref__in=list(refs)):
        one.exports = [*one.exports, export]
        one.save(update_fields=["exports"])


def own(user: User) -> list[Agreement]:
    """What the person asked for, the newest first."""
    rows = _own(user).select_related("second")
    return list(rows.order_by("-asked_at", "-pk")[:50])


def answered(user: User) -> list[Agreement]:
    """What became of it, until she puts it away; what waits or was withdrawn is none."""
    late = Q(closed_as="", expires_at__lte=timezone.now())
    ended = Q(closed_as__in=[Closed.AGREED, Closed.REFUSED, Closed.LAPSED])
    rows = _own(user).filter(late | ended, told_at__isnull=True)
    return list(rows.select_related("second").order_by("-asked_at", "-pk"))


def put_away(*, by: User, ref: str) -> None:
    """The answer was read by whoever asked."""
    ended = ~Q(closed_as="") | Q(expires_at__lte=timezone.now())
    rows = _own(by).filter(ended, ref=ref)
    if not rows.update(told_at=timezone.now()):
        raise NotFound()


def to_decide(by: User, viewer: Viewer) -> list[Agreement]:
    """What waits for this person, the oldest first. `viewer`: what she sees in the one name in
    which she works. As many queries whatever waits there, for her or hidden from her."""
    rule = rule_on(timezone.localdate()).second
    places = {one.organisation for one in giving(held_by(by), Permission.SECOND_AGREE)}
    if rule is None or not places or viewer.organisations != places:
        return []
    open_ones = Agreement.objects.filter(
        organisation__ref__in=places, closed_as="", expires_at__gt=timezone.now()
    ).exclude(user=by)
    rows = open_ones.filter(user__is_active=True).select_related("user", "organisation", "second")
    found = list(rows.order_by("asked_at", "pk"))
    near = too_near([one.user for one in found], [by], days=rule.known)
    asked = {one.pk: {(ref, number) for ref, number in one.records} for one in found}
    seen = versions_seen(viewer, set().union(*asked.values()))
    return [one for one in found if (one.user_id, by.pk) not in near and asked[one.pk] <= seen]


def find_to_decide(by: User, ref: str) -> Agreement:
    """One that this person may answer, or did; of anybody else's and of none the answer is one."""
    found: Agreement | None = _there(by).filter(ref=ref).first()
    if found is None:
        raise NotFound()
    if found.second_id != by.pk:
        _check_could(by, found)
    return found


def lapse() -> int:
    """Close what nobody answered in time; whoever asked is told on her desk."""
    with transaction.atomic():
        over = late(Agreement.objects.all())
        _close(over, Closed.LAPSED, None)
    return len(over)


def forget_agreements(before: datetime, held: Collection[str] = ()) -> int:
    """What is over for long is not kept; the log has it. `held`: references of organisations,
    records and agreements that are on hold: theirs stay."""
    over = Agreement.objects.filter(closed_at__lt=before, expires_at__lt=before)
    rows = over.exclude(organisation__ref__in=held).exclude(ref__in=held)
    free = [
        pk
        for pk, records in rows.values_list("pk", "records")
        if not any(record in held for record, _number in records)
    ]
    gone, _models = Agreement.objects.filter(pk__in=free).delete()
    return gone


def _own(user: User) -> QuerySet[Agreement]:
    """What the person asked for, as far as this session reaches."""
    return within(user, Agreement.objects.filter(user=user), "organisation")


def _there(by: User) -> QuerySet[Agreement]:
    """All of others in the organisations in which the person may agree today."""
    held = roles_held_by(by).filter(role__in=roles_with(Permission.SECOND_AGREE))
    rows = Agreement.objects.filter(organisation__in=held.values("organisation")).exclude(user=by)
    return rows.select_related("user", "organisation", "second")


def _could(by: User, one: Agreement) -> bool:
    records = [(ref, number) for ref, number in one.records]
    return bool(second_persons(one.user, one.organisation, records, only=by))


def _check_could(by: User, one: Agreement) -> None:
    if not may(by, Permission.SECOND_AGREE, one.organisation) or not _could(by, one):
        raise NotFound()


def _close(rows: Iterable[Agreement], how: Agreement.Closed, by: User | None) -> None:
    for one in rows:
        one.closed_as, one.closed_at = how.value, timezone.now()
        one.save(update_fields=["closed_as", "closed_at", "second", "words", "left", "expires_at"])
        told: dict[str, Any] = {"what": one.kind, "n": one.n, "rule": one.rule}
        log.record(f"access.second.{how.value}", target=one, by=by, **told)

"""Opening, in an emergency, the drafts of one organisation that the ordinary rule closes.

Whoever may (`places`) gives a reason in words and has confirmed her second factor just now. It
begins at once, lasts a few hours, and opens by one door alone: no list, search, figure or file of
the desk knows of it. She reads, and hands over what was begun as it stands; she changes nothing of
it. What she opens is what its owner's handing over would show to the same office anyway, and never
more: nothing of another State, and no report of abuse. Everybody concerned is told, and another
person says afterwards what she thinks of it. Everything asks again whether the role still holds.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cairn.access.emergency_rules import MONTH, rule_on
from cairn.access.models import LONGEST_WORDS, Emergency, EmergencyReading
from cairn.accounts.holding import Held, held_by, held_by_each
from cairn.accounts.models import Organisation, OrganisationKind, User
from cairn.accounts.permissions import Permission, check_may, giving
from cairn.accounts.working import within
from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import NotWritable
from cairn.reporting.filings.querysets import FilingQuerySet
from cairn.reporting.filings.reading import note_reading
from cairn.reporting.filings.states import WRITABLE
from cairn.reporting.filings.unremembered import check_clean
from cairn.sharing.reads.models import Door
from cairn.sharing.reads.purposes import Purpose
from cairn.sharing.viewer import Viewer

LEAST = 10  # letters of a reason or a review
ATTEMPTS = 3  # a draft that changes under its reader is looked up again
KEPT = timedelta(days=1095)  # after its review
Closed, Why = Emergency.Closed, Emergency.Why


class NoPlace(CairnError):
    text = noop("Choose the organisation whose drafts you need.")


class NoPurpose(CairnError):
    text = noop("Choose what it is for.")


class NoReason(CairnError):
    text = noop("Say why in words, from %(least)s to %(most)s characters; all concerned read it.")


class NotConfirmed(Refused):
    text = noop("Your second factor was confirmed too long ago. Confirm it again.")


class RunsAlready(Refused):
    text = noop("Your emergency access is running. End it before you begin another.")


class EnoughBegun(Refused):
    text = noop(
        "You have taken emergency access as often as one person may in thirty days. Speak to "
        "another contact point or administrator."
    )


class ChangedSinceShown(Refused):
    text = noop("It was changed since you looked at it. Look again before you hand it over.")


def places(user: Any) -> list[Organisation]:
    """Whose drafts the person could open in an emergency, by their names: those of her own
    organisation where she does not file herself, and of the bodies of the State that she clears
    for. Two queries; what is in them is not looked at."""
    held = held_by(user)
    own, states = _taken_for(held)
    near = Organisation.objects.filter(Q(pk__in=own) | Q(state__in=states))
    rows = [one for one in near if _reaches(held, one)]
    return sorted(rows, key=lambda one: (one.called.casefold(), one.pk))


@transaction.atomic
def begin(
    *,
    user: User,
    place: str,
    why: str,
    reason: str,
    confirmed_at: datetime | None,
    not_persons: Collection[str] = (),
) -> Emergency:
    """Open the drafts of an organisation (its reference) from now on. `confirmed_at`: when the
    person last proved a second factor in this session. What is there to open is not looked at."""
    check_may(user, Permission.EMERGENCY_TAKE)
    User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    rule = rule_on(timezone.localdate(now))
    body = next((one for one in places(user) if one.ref == place), None)
    if body is None:
        raise NoPlace(field="place")
    if why not in Why.values:
        raise NoPurpose(field="why")
    reason = words_of(reason, "reason")
    check_clean({"reason": reason}, not_persons=not_persons)
    fresh = timedelta(minutes=rule.confirmed_minutes)
    if confirmed_at is None or not now - fresh <= confirmed_at <= now + fresh:
        raise NotConfirmed()
    close_what_is_over(Emergency.objects.filter(user=user))
    mine = Emergency.objects.filter(user=user)
    if mine.filter(closed_as="").exists():
        raise RunsAlready()
    if mine.filter(begun_at__gt=now - MONTH).count() >= rule.most:
        raise EnoughBegun()
    made = Emergency.objects.create(
        user=user,
        place=body,
        name_id=_name(user, body),
        why=why,
        reason=reason,
        rule=rule.version,
        begun_at=now,
        expires_at=now + timedelta(hours=rule.hours),
    )
    log.record(
        "access.emergency.begun",
        target=made,
        by=user,
        organisation=body.ref,
        why=why,
        rule=rule.version,
        until=made.expires_at.isoformat(),
    )
    return made


def running(user: Any) -> Emergency | None:
    """The one that runs for this person and still holds in the name in which she works."""
    rows = Emergency.objects.filter(user=user, closed_as="").select_related("place", "name", "user")
    found: Emergency | None = rows.first()
    return found if found and holds(found, user) else None


def holds(emergency: Emergency, user: Any) -> bool:
    """Whether it opens anything now. `user`: the person as she acts in this request; as she was
    read from the database, all of her roles count."""
    if not emergency.running or emergency.user_id != user.pk:
        return False
    return _holds(emergency, held_by(user))


def that_hold(rows: Collection[Emergency]) -> frozenset[int]:
    """Those of them (primary keys) that open anything now to whoever began them, in whichever name
    she works. One query."""
    running = [one for one in rows if one.running]
    held = held_by_each([one.user for one in running])
    return frozenset(one.pk for one in running if _holds(one, held[one.user_id]))


def _holds(emergency: Emergency, held: Collection[Held]) -> bool:
    named = emergency.name_id in {one.organisation_id for one in held}
    return named and _reaches(held, emergency.place)


def _reaches(held: Collection[Held], body: Organisation) -> bool:
    """Whether whoever holds this could open the drafts of this body in an emergency."""
    own, states = _taken_for(held)
    files = {one.organisation_id for one in giving(held, Permission.FILING_WRITE)}
    theirs = body.kind == OrganisationKind.STATE_BODY and body.pk not in files
    return theirs and (body.pk in own or body.state in states)


def _taken_for(held: Collection[Held]) -> tuple[set[int], set[str]]:
    """Her own bodies, and the States for which she clears, where she may begin emergencies."""
    takes = giving(held, Permission.EMERGENCY_TAKE)
    clears = giving(takes, Permission.FILING_CLEAR)
    return {one.organisation_id for one in takes}, {
        one.for_state for one in clears if one.for_state
    }


def opens(emergency: Emergency) -> frozenset[tuple[str, str]]:
    """For `Viewer.emergency`: the State and the organisation whose drafts it opens."""
    return frozenset({(str(emergency.place.state), emergency.place.ref)})


def opened_by(emergency: Emergency, user: Any) -> FilingQuerySet:
    """The drafts that are open to the person by it now; none once it is over."""
    if not holds(emergency, user):
        return Filing.objects.none()
    only = Viewer(today=timezone.localdate(), emergency=opens(emergency))
    seen: FilingQuerySet = Filing.objects.visible_to(only)
    return seen.filter(owner=emergency.place, status__in=WRITABLE)


def open_record(*, emergency: Emergency, ref: str, user: User) -> Filing:
    """One of these drafts, once it stands in the log and in the access log that it was opened."""
    for _attempt in range(ATTEMPTS):
        if (filing := _opened(emergency, ref, user)) is not None:
            return filing
    raise NotFound()  # it changes all the time; nothing is shown that was not entered


@transaction.atomic
def _opened(emergency: Emergency, ref: str, user: User) -> Filing | None:
    emergency, filing = _held_with(emergency, ref, user)
    noted = note_reading(
        filing,
        readers=[emergency.name_id],
        purpose=Purpose.EMERGENCY,
        door=Door.PAGE,
        day=timezone.localdate(),
    )
    if not noted:
        return None
    _reading, first = EmergencyReading.objects.get_or_create(
        emergency=emergency,
        record=filing.ref,
        number=filing.number,
        defaults={"opened_at": timezone.now()},
    )
    if first:
        values = {"emergency": emergency.ref, "number": filing.number}
        log.record("access.emergency.record_opened", target=filing, by=user, **values)
    return filing


def stamp(filing: Filing) -> str:
    """What a page showed of it, in one word that changes with it."""
    return f"{filing.number}.{filing.revision}.{filing.status}"


@transaction.atomic
def hand_over(*, emergency: Emergency, ref: str, seen: str, user: User) -> Filing:
    """Submit a draft as it stands, and as she saw it (`seen`, made by `stamp`), in her own name."""
    emergency, filing = _held_with(emergency, ref, user)
    read = emergency.readings.filter(record=filing.ref, number=filing.number).first()
    if read is None or stamp(filing) != seen:
        raise ChangedSinceShown()
    done = submit_filing(filing=filing, by=user, policy=partial(_check_as_seen, seen))
    read.handed_over_at = timezone.now()
    read.save(update_fields=["handed_over_at"])
    values = {"emergency": emergency.ref, "number": done.number}
    log.record("access.emergency.handed_over", target=done, by=user, **values)
    return done


def _check_as_seen(seen: str, _user: Any, filing: Filing) -> None:
    if filing.status not in WRITABLE:
        raise NotWritable(ref=filing.ref)
    if stamp(filing) != seen:
        raise ChangedSinceShown()


def _held_with(emergency: Emergency, ref: str, user: User) -> tuple[Emergency, Filing]:
    """The emergency, held so that nobody stops it meanwhile, and the draft that it opens."""
    rows = Emergency.objects.select_for_update(of=("self",)).select_related("place", "name", "user")
    held = rows.get(pk=emergency.pk)
    filing = opened_by(held, user).filter(ref=ref).select_related("owner").first()
    if filing is None:
        raise NotFound()
    return held, filing


@transaction.atomic
def end(*, user: User) -> None:
    """By the person herself, in whichever name she works here; what is over stays as it is."""
    mine = within(user, Emergency.objects.filter(user=user, closed_as=""), "name")
    rows = mine.select_for_update(of=("self",))
    close_what_is_over(rows)
    for one in rows.filter(closed_as=""):
        close(one, Closed.ENDED, user)


def lapse() -> int:
    """Enter that hours are over, or that a role ended; nothing was open by these any more."""
    with transaction.atomic():
        return close_what_is_over(Emergency.objects.all())


def forget_emergencies(before: datetime, held: Collection[str] = ()) -> int:
    """What was reviewed long ago is not kept, the log has it; what was not reviewed stays, and so
    does what a hold keeps. `held`: references of organisations, records and emergencies on hold."""
    over = Emergency.objects.filter(judged_at__lt=before)
    ours = Q(ref__in=held) | Q(place__ref__in=held) | Q(name__ref__in=held)
    kept = over.filter(ours | Q(readings__record__in=held)).values("pk")
    free = list(over.exclude(pk__in=kept).values_list("pk", flat=True))
    gone, _models = Emergency.objects.filter(pk__in=free).delete()
    return gone


def close_what_is_over(rows: QuerySet[Emergency]) -> int:
    closed = 0
    for one in rows.filter(closed_as="").select_for_update(of=("self",)).select_related("user"):
        if not one.running:
            close(one, Closed.LAPSED, None)
        elif not holds(one, one.user):
            close(one, Closed.LOST, None)
        else:
            continue
        closed += 1
    return closed


def close(one: Emergency, how: Emergency.Closed, by: User | None) -> None:
    one.closed_as, one.closed_at = how.value, timezone.now()
    one.closed_by = by.username if by else ""
    one.save(update_fields=["closed_as", "closed_at", "closed_by"])
    log.record(f"access.emergency.{how.value}", target=one, by=by)


def _name(user: Any, place: Organisation) -> int:
    """In whose name it is: the organisation itself, or that which clears for its State."""
    takes = giving(held_by(user), Permission.EMERGENCY_TAKE)
    own = [one.organisation_id for one in takes if one.organisation_id == place.pk]
    return (own or [one.organisation_id for one in takes if one.for_state == place.state])[0]


def words_of(text: str, field: str) -> str:
    words = " ".join(text.split())
    if not LEAST <= len(words) <= LONGEST_WORDS:
        raise NoReason(field=field, least=LEAST, most=LONGEST_WORDS)
    return words

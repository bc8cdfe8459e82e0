"""Where a person is signed in, and how that ends.

A sign-in is a row beside Django's session, made when the session is first seen; it ends by taking
both away, so the next request finds nobody. `end_all` also raises the number of which every session
carries a trace: one that was begun in that very moment ends too. No address is kept.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from cairn.accounts.devices import device_of
from cairn.accounts.models import Organisation, Provider, SignIn, User
from cairn.accounts.working import names_of
from cairn.audit import log
from cairn.db.disk import is_disk_full
from cairn.kernel.errors import NotFound

LONGEST = timedelta(days=2)  # no session, nor anything that is kept as one, is given longer
OFTEN = timedelta(minutes=1)  # "last seen" is not written more often


def note_sign_in(*, user: User, key: str, agent: str, through: str = "") -> None:
    """The person was just seen in this session; the first time begins a sign-in. `through` is the
    reference of the provider through which she came, if she did."""
    held = SignIn.objects.filter(session_key=key).first()
    now = timezone.now()
    if held is None:
        _begin(user, key, agent, through)
    elif now - held.seen_at > OFTEN:
        try:
            SignIn.objects.filter(pk=held.pk).update(seen_at=now)
        except DatabaseError as problem:
            if not is_disk_full(problem):  # whoever only reads goes on reading
                raise


@transaction.atomic
def _begin(user: User, key: str, agent: str, through: str) -> None:
    browser, system = device_of(agent)
    made, new = SignIn.objects.get_or_create(
        session_key=key,
        defaults={
            "user": user,
            "browser": browser,
            "system": system,
            "provider": Provider.objects.filter(ref=through).first() if through else None,
        },
    )
    if new:
        told = {"sign_in": made.ref} | ({"provider": through} if through else {})
        log.record("accounts.sign_in.begun", target=user, by=user, **told)


def live(user: User) -> QuerySet[SignIn]:
    """The sign-ins whose session has not ended, the one seen last first."""
    going = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    rows = SignIn.objects.filter(Exists(going), user=user).select_related("provider")
    return rows.order_by("-seen_at", "-pk")


@transaction.atomic
def end_sign_in(*, user: User, ref: str, by: User | None) -> None:
    """End one of the person's sign-ins; one that is over already stays so."""
    found = SignIn.objects.filter(user=user, ref=ref).first()
    if found is None:
        raise NotFound()
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()
    log.record("accounts.sign_in.ended", target=user, by=by, sign_in=ref)


@transaction.atomic
def end_others(*, user: User, key: str, by: User | None) -> int:
    """End all sign-ins of the person but the one with this session."""
    return _end(user, SignIn.objects.filter(user=user).exclude(session_key=key), by)


@transaction.atomic
def end_all(*, user: User, by: User | None) -> int:
    """End all sign-ins of the person, at the next request of each."""
    User.objects.filter(pk=user.pk).update(sign_ins_ended=F("sign_ins_ended") + 1)
    return _end(user, SignIn.objects.filter(user=user), by)


def choose(*, user: User, ref: str) -> Organisation:
    """Work in the name of this organisation from now on, in this browser."""
    found = next((one for one in names_of(user) if one.ref == ref), None)
    if found is None:
        raise NotFound()
    user.works_for = found.ref
    log.record("accounts.name.chosen", target=user, by=user)
    return found


def _end(user: User, rows: QuerySet[SignIn], by: User | None) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    log.record("accounts.sign_in.all_ended", target=user, by=by, count=len(keys))
    return len(keys)


def end_from_the_future(now: datetime) -> int:
    """End sessions that were begun while the clock was ahead, which would last until then; and
    forget tries to sign in of that time, which would keep people out until then."""
    late = Session.objects.filter(expire_date__gt=now + LONGEST)
    keys = list(late.values_list("session_key", flat=True))
    if keys:
        late.delete()
        SignIn.objects.filter(session_key__in=keys).delete()
        log.record("accounts.sign_in.from_the_future_ended", count=len(keys))
    AccessAttempt.objects.filter(attempt_time__gt=now + LONGEST).delete()
    return len(keys)


def sweep_sign_ins() -> int:
    """Forget sign-ins whose session is gone."""
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    gone, _models = SignIn.objects.filter(~Exists(there)).delete()
    return gone

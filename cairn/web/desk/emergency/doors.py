"""What the pages of emergencies share: the one of this browser, a fresh second factor, words.

An emergency opens in the browser in which it was begun, and nowhere else: sessions that are ended
take it along, and whoever has stolen another session of the person has nothing of it.
"""

from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cairn.access import emergencies
from cairn.access.emergency_reviews import TooNear, is_late, may_review, may_stop, waits
from cairn.access.emergency_rules import rule_on
from cairn.access.models import Emergency
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.say import say

HERE = "emergency"  # in the session: the reference of the one that was begun in it
Closed, Why = Emergency.Closed, Emergency.Why
WHYS = {
    Why.DEADLINE: noop("A filing is due, and whoever holds it cannot be reached"),
    Why.NOBODY_LEFT: noop("Nobody who files is left in the organisation"),
    Why.DANGER: noop("Somebody's life or safety depends on what it says"),
}
ENDS = {
    Closed.ENDED: noop("ended by the person herself"),
    Closed.STOPPED: noop("stopped by another person"),
    Closed.LAPSED: noop("lapsed: its time was over"),
    Closed.LOST: noop("ended with the role that allowed it"),
}
RUNNING = (noop("running"), "attention")
WAITS = (noop("not reviewed yet"), "waiting")
JUDGED = {
    Emergency.Judged.APPROVED.value: (noop("approved"), "done"),
    Emergency.Judged.OBJECTED.value: (noop("objected to"), "problem"),
}


def confirmed_at(request: HttpRequest) -> datetime | None:
    """When the person last proved a second factor in this session."""
    records = get_authentication_records(request, person_of(request))
    moments = [float(one["at"]) for one in records if one.get("method") == "mfa"]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def is_confirmed(request: HttpRequest) -> bool:
    """Whether that is recent enough to begin."""
    at, now = confirmed_at(request), timezone.now()
    minutes = rule_on(timezone.localdate(now)).confirmed_minutes
    return at is not None and abs((now - at).total_seconds()) <= minutes * 60


def confirming(request: HttpRequest) -> str:
    """Where a second factor is confirmed, and back."""
    passkey_only = not Authenticator.objects.filter(
        user=person_of(request), type=Authenticator.Type.TOTP
    ).exists()
    name = "mfa_reauthenticate_webauthn" if passkey_only else "mfa_reauthenticate"
    return f"{reverse(name)}?{urlencode({'next': reverse('desk:emergencies')})}"


def running_here(request: HttpRequest) -> Emergency | None:
    """The emergency that was begun in this browser and still holds."""
    found = emergencies.running(person_of(request))
    return found if found and request.session.get(HERE) == found.ref else None


def find_running(request: HttpRequest, ref: str) -> Emergency:
    """That one, if it has this reference; ended, of another browser and absent are one answer."""
    found = running_here(request)
    if found is None or found.ref != ref:
        raise NotFound()
    return found


def lines_of(request: HttpRequest, rows: list[Emergency]) -> list[dict[str, Any]]:
    """Each as it is listed; as many queries for one as for many. Whoever may stop it is told the
    name, whoever she works for."""
    if not rows:
        return []
    person = person_of(request)
    outside = people(
        {one.user.username for one in rows}, viewer_of(request), about=[one.ref for one in rows]
    )
    stops, reviews = may_stop(rows, person), may_review(rows, person)
    held = emergencies.that_hold(rows)
    return [
        _line(
            one,
            who=one.user.called if one.pk in stops else outside[one.user.username],
            runs=one.pk in held,
            mine=one.user_id == person.pk,
            stops=one.pk in stops,
            reviews=one.pk in reviews,
        )
        for one in rows
    ]


def _line(
    one: Emergency, *, who: str, runs: bool, mine: bool, stops: bool, reviews: bool
) -> dict[str, Any]:
    words, kind = JUDGED.get(one.judged_as, RUNNING if runs else WAITS)
    ended = one.closed_as or (Closed.LOST if one.running else Closed.LAPSED)
    return {
        "emergency": one,
        "who": who,
        "why": say(WHYS[Why(one.why)]),
        "runs": runs,
        "ended": "" if runs else say(ENDS[Closed(ended)]),
        "words": say(words),
        "kind": kind,
        "mine": mine,
        "stops": stops,
        "reviews": reviews and waits(one),
        "too_near": say(TooNear.text) if stops and not reviews and waits(one) else "",
        "late": is_late(one),
    }

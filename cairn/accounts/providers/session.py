"""Through which provider a session came, as the sign-in package noted it in the session.

It is the newest first step of those that are noted there: a person who breaks off at the second
step and begins anew with her password did not come through the provider.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login import record_authentication as note

WAYS = "ways_through"  # in the session: what this browser has begun
RECOVERING = "recovering_through"  # in the session: for which recovery, and when
METHOD = "provider"
FRESH = 300  # seconds in which a second factor was given "just now"


def keep_left(request: Any, left: dict[str, Any]) -> None:
    """A way has come to its end: forgotten at once, so that none is gone to its end twice."""
    request.session[WAYS] = left
    request.session.save()


def note_provider(request: Any, user: Any, ref: str) -> None:
    """This browser has just come back from a provider as this person."""
    note(request, user, method=METHOD, provider=ref)


def came_through(request: Any, user: Any) -> str:
    """The reference of the provider; empty: by password or passkey."""
    for record in reversed(get_authentication_records(request, user)):
        if record.get("reauthenticated"):
            continue
        if record.get("method") == METHOD:
            return str(record.get("provider", ""))
        if record.get("method") == "password" or record.get("passwordless"):
            return ""
    return ""


def second_factor_just_now(request: Any, user: Any, now: float) -> bool:
    """Whether Cairn's own second factor was given in this session within five minutes."""
    records = get_authentication_records(request, user)
    given = [one["at"] for one in records if one.get("method") == "mfa"]
    return bool(given) and 0 <= now - max(given) < FRESH


def note_recovering(request: Any, ref: str, now: float) -> None:
    """Whoever replaces a lost factor by this recovery has just come back from her provider."""
    request.session[RECOVERING] = {"recovery": ref, "at": now}


def recovering_just_now(request: Any, ref: str, now: float) -> bool:
    """Whether that was within five minutes, in this browser."""
    held = request.session.get(RECOVERING, {})
    return bool(held.get("recovery") == ref and 0 <= now - held["at"] < FRESH)

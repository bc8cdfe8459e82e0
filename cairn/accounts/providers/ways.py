"""The way to a provider and back: what is sent along, what is remembered, what is believed.

A way belongs to the browser in which it was begun (it waits in its session), ends once, and within
ten minutes. What comes back counts only with the same state, for the same provider, by PKCE only
for us, and with the number (nonce) that was sent.
"""

import base64
import hashlib
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache

from cairn.accounts.providers.models import Provider
from cairn.accounts.providers.problems import (
    AnswerUntrusted,
    BegunElsewhere,
    BrokenOff,
    ClocksApart,
    NotAnew,
    RefusedThere,
)
from cairn.accounts.providers.talking import described, exchanged, keys_of
from cairn.accounts.providers.tokens import (
    Expected,
    KeyUnknown,
    OtherTime,
    Untrusted,
    read_token,
    second_of,
)
from cairn.audit import log as audit

VALID = 600  # seconds
ROUNDED = 2  # seconds, for clocks that count whole ones
TOLD_AGAIN = 3_600  # seconds
AT_ONCE = 5  # ways that one browser may have begun
SIGN_IN, LINK, INVITATION, RECOVERY = "sign_in", "link", "invitation", "recovery"
log = logging.getLogger("cairn.accounts.providers")


@dataclass(frozen=True, slots=True)
class Way:
    """What this browser remembers of a way that it began."""

    provider: str  # its key
    purpose: str  # SIGN_IN, LINK, INVITATION or RECOVERY
    nonce: str
    verifier: str
    at: float
    language: str
    next: str = ""  # where to go on afterwards
    user: str = ""  # LINK: whose account it will be, by reference
    code: str = ""  # INVITATION, RECOVERY: sealed


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider said: who it is, and whether a second factor was asked for that counts."""

    subject: str
    second: bool


def begin(
    ways: Mapping[str, Any], provider: Provider, purpose: str, address: str, **more: str
) -> tuple[dict[str, Any], str]:
    """The ways to remember from now on, and the address at the provider to go to.

    `address` is where the provider sends people back to.
    """
    description = described(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    way = Way(provider.key, purpose, nonce, verifier, time.time(), **more)
    kept = sorted(_fresh(ways).items(), key=lambda item: item[1]["at"])[1 - AT_ONCE :]
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": address,
        "scope": "openid",  # no name and no address is asked for
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    if purpose != SIGN_IN:  # whoever sat at this browser before must not be linked
        asked |= {"prompt": "login", "max_age": "0"}  # see `_check_anew`
    if provider.second_claim == Provider.Claim.ACR:
        asked["acr_values"] = " ".join(provider.second_values)
    there = description["authorization_endpoint"]
    return {**dict(kept), state: asdict(way)}, f"{there}{'&' if '?' in there else '?'}" + urlencode(
        asked
    )


def taken(
    ways: Mapping[str, Any], key: str, given: Mapping[str, str]
) -> tuple[dict[str, Any], Way]:
    """The ways that are left, and the one that ends with this answer; raises BegunElsewhere."""
    left = _fresh(ways)
    found = left.pop(given.get("state", ""), None)
    if found is None or found["provider"] != key:
        raise BegunElsewhere()
    return left, Way(**found)


def ended(provider: Provider, way: Way, given: Mapping[str, str], address: str) -> Vouched:
    """Who the provider says it is; raises what the person is told."""
    if given.get("iss", provider.issuer) != provider.issuer:
        raise _untrusted(provider, "issuer of the answer")
    if "error" in given:
        raise _refused(provider, given["error"])
    if not given.get("code"):
        raise _untrusted(provider, "no code")
    token = exchanged(provider, given["code"][:4_000], way.verifier, address)
    expected = Expected(provider.issuer, provider.client_id, way.nonce, time.time())
    try:
        try:
            claims = read_token(token, keys_of(provider), expected)
        except KeyUnknown:
            claims = read_token(token, keys_of(provider, anew=True), expected)
    except Untrusted as problem:
        raise _untrusted(provider, str(problem)) from problem
    except OtherTime as problem:
        raise ClocksApart(
            name=provider.name,
            since=_moment(problem.since),
            until=_moment(problem.until),
            now=_moment(expected.now),
        ) from problem
    if way.purpose != SIGN_IN:
        _check_anew(provider, way, claims, expected.now)
    return Vouched(claims["sub"], provider.counts_as_second(claims))


def _fresh(ways: Mapping[str, Any]) -> dict[str, Any]:
    """Those begun within the time; none from a clock that was ahead."""
    now = time.time()
    return {state: way for state, way in ways.items() if 0 <= now - way["at"] <= VALID}


def _check_anew(provider: Provider, way: Way, claims: Mapping[str, Any], now: float) -> None:
    """Whether the person signed in at the provider after this way began; not every provider does
    what `prompt=login` asks. Both times are by its own clock, so that ours does not matter."""
    try:
        begun = second_of(claims, "iat") - (now - way.at)
        anew = second_of(claims, "auth_time") >= begun - ROUNDED
    except Untrusted:
        anew = False
    if not anew:
        log.warning("provider %s: nobody signed in there anew", provider.key)
        raise NotAnew(name=provider.name)


def _untrusted(provider: Provider, why: str) -> AnswerUntrusted:
    """The log has it once an hour for each reason: anybody can bring a wrong answer about."""
    log.warning("provider %s: not believed (%s)", provider.key, why)
    if cache.add(f"provider-not-believed-{provider.ref}-{why}".replace(" ", "-"), True, TOLD_AGAIN):
        audit.record("accounts.provider.not_believed", target=provider, why=why)
    return AnswerUntrusted(name=provider.name)


def _refused(provider: Provider, word: str) -> Exception:
    if word == "access_denied":
        return BrokenOff(name=provider.name)
    plain = word[:60] if word.isascii() and word.isprintable() else "?"
    return RefusedThere(name=provider.name, reason=plain)


def _moment(second: float) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M}"

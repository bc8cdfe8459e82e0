"""Asking an identity provider: what it is, which keys it signs with, and what a code stands for.

A provider is asked over TLS, never by way of a redirection, for a short time and a bounded answer;
over plain HTTP only on this machine, where the instance itself has no TLS. What it publishes of
itself is kept for ten minutes, and that it does not answer for half a minute, so that nobody can
keep this server busy by beginning again and again.
"""

import base64
import hashlib
import http.client
import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from allauth.mfa.adapter import get_adapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache

from cairn.accounts.providers.models import Provider
from cairn.accounts.providers.problems import AnswerUntrusted, ProviderSilent, ProviderUnready
from cairn.accounts.providers.tokens import ALGORITHMS

SECONDS = 5.0  # for one step of an answer
ALTOGETHER = 10.0  # for a whole one
LARGEST = 512_000  # bytes
KEPT, SILENT, ASKED_LATELY = 600, 30, 60  # seconds
WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
log = logging.getLogger("cairn.accounts.providers")


class Wrong(Exception):
    """What was answered, in words for the log and for who sets a provider up."""


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def is_safe(address: str) -> bool:
    """Whether secrets may be sent there: TLS, or this machine where we have none ourselves."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.fragment:
        return False
    plain = parts.scheme == "http" and host in LOOPBACK and not settings.ENVIRONMENT.secure
    return parts.scheme == "https" or plain


def described(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself, if it is who it should be."""
    name = _name_of(provider, "is")
    held = cache.get(name)
    if held is None:
        try:
            held = {"is": look_at(provider.issuer)}
        except Wrong as problem:
            log.warning("provider %s: %s", provider.key, problem)
            held = {"wrong": str(problem)}
        cache.set(name, held, KEPT if "is" in held else SILENT)
    if "wrong" in held:
        raise ProviderSilent(name=provider.name)
    found: dict[str, Any] = held["is"]
    return found


def look_at(issuer: str) -> dict[str, Any]:
    """Ask an issuer what it is, anew; raises `Wrong` with what does not do."""
    found = fetched(issuer.rstrip("/") + WELL_KNOWN)
    if found.get("issuer") != issuer:
        raise Wrong(f"it calls itself {found.get('issuer')!r}, not {issuer!r}")
    for field in NEEDED:
        if not isinstance(found.get(field), str) or not is_safe(found[field]):
            raise Wrong(f"{field} is no address over TLS")
    offered = found.get("id_token_signing_alg_values_supported", ["RS256"])
    if not isinstance(offered, list) or not ALGORITHMS & set(map(str, offered)):
        raise Wrong(f"it signs only with {offered!r}")
    return found


def keys_of(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """The keys with which the provider signs; `anew`: it has lately begun to use another one."""
    name, lately = _name_of(provider, "keys"), _name_of(provider, "asked")
    held: dict[str, Any] | None = cache.get(name)
    if held is not None and not (anew and cache.add(lately, True, ASKED_LATELY)):
        return held
    try:
        held = fetched(described(provider)["jwks_uri"])
    except Wrong as problem:
        log.warning("provider %s, keys: %s", provider.key, problem)
        raise ProviderSilent(name=provider.name) from problem
    cache.set(name, held, KEPT)
    return held


def exchanged(provider: Provider, code: str, verifier: str, address: str) -> str:
    """The signed token for which the code stands. `address` is the one that we had given."""
    description = described(provider)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": address}
    form |= {"code_verifier": verifier}
    headers: dict[str, str] = {}
    secret = _secret_of(provider)
    ways = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if secret and "client_secret_post" not in ways:
        # the standard encodes both parts, which some providers forget: so only where it must be
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id} | ({"client_secret": secret} if secret else {})
    try:
        answer = fetched(description["token_endpoint"], form, headers)
    except Wrong as problem:
        log.warning("provider %s, code: %s", provider.key, problem)
        if "invalid_client" in str(problem) or "unauthorized_client" in str(problem):
            raise ProviderUnready(name=provider.name) from problem
        if "invalid_grant" in str(problem):
            raise AnswerUntrusted(name=provider.name) from problem
        raise ProviderSilent(name=provider.name) from problem
    token = answer.get("id_token")
    if not isinstance(token, str):
        log.warning("provider %s: no id_token in its answer", provider.key)
        raise ProviderSilent(name=provider.name)
    return token


def fetched(
    address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at an address; raises `Wrong`, which never holds what was sent."""
    if not is_safe(address):
        raise Wrong("no address over TLS")
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(
        address, data, {"Accept": "application/json", **(headers or {})}
    )
    opener = urllib.request.build_opener(_NoRedirection)
    until = time.monotonic() + ALTOGETHER
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            found = json.loads(_content(answer, until))
    except urllib.error.HTTPError as problem:
        with problem:
            raise Wrong(f"status {problem.code} {_error_of(problem, until)}".strip()) from problem
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as problem:
        raise Wrong(f"{type(problem).__name__}: {problem}"[:200]) from problem
    if not isinstance(found, dict):
        raise Wrong("its answer is no JSON object")
    return found


def _content(answer: Any, until: float) -> bytes:
    content = b""
    while part := answer.read1(65_536):
        content += part
        if len(content) > LARGEST:
            raise ValueError("the answer is too large")
        if time.monotonic() > until:
            raise TimeoutError("the answer takes too long")
    return content


def _error_of(problem: Any, until: float) -> str:
    """The word with which the provider says what it refuses."""
    try:
        word = json.loads(_content(problem, until)).get("error", "")
    except (OSError, http.client.HTTPException, ValueError, AttributeError, RecursionError):
        return ""
    return word[:60] if isinstance(word, str) and word.isprintable() else ""


def _secret_of(provider: Provider) -> str:
    try:
        return str(get_adapter().decrypt(provider.secret)) if provider.secret else ""
    except InvalidToken as problem:
        log.warning("provider %s: its secret was sealed with another key", provider.key)
        raise ProviderUnready(name=provider.name) from problem


def _name_of(provider: Provider, what: str) -> str:
    return f"provider-{what}-{hashlib.sha256(provider.issuer.encode()).hexdigest()[:32]}"

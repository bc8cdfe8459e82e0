"""What an identity provider signed: reading it, and saying why it is not believed.

Only signatures by a key pair are taken (RSA and elliptic curves); `none` and signatures with a
shared secret do not exist here, so that no header of a token can choose a weaker check.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

HASHES: Mapping[str, type[HashAlgorithm]] = {"256": SHA256, "384": SHA384, "512": SHA512}
CURVES: Mapping[str, tuple[str, type[ec.EllipticCurve], int]] = {  # name, curve, bytes of a number
    "ES256": ("P-256", ec.SECP256R1, 32),
    "ES384": ("P-384", ec.SECP384R1, 48),
}
ALGORITHMS = frozenset({*CURVES, *(f"{kind}{bits}" for kind in ("RS", "PS") for bits in HASHES)})
SMALLEST_RSA = 2048  # bits
SKEW = 120  # seconds by which two clocks may differ
FRESH = 600  # seconds after which a token that is fetched at once would be an old one
LONGEST = 16_000  # characters of a token


class Untrusted(Exception):
    """The token is not believed; the reason is a word for the log."""


class KeyUnknown(Untrusted):
    """It is signed with a key that the provider has not published, or not when it was asked."""


class OtherTime(Exception):
    """The token is good at another time than now; since and until are seconds after 1970."""

    def __init__(self, since: int, until: int) -> None:
        super().__init__(since, until)
        self.since, self.until = since, until


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say in order to be meant for us, now, for this very sign-in."""

    issuer: str
    client_id: str
    nonce: str
    now: float


def read_token(token: str, keys: Mapping[str, Any], expected: Expected) -> dict[str, Any]:
    """The claims of a token that is believed; raises `Untrusted` or `OtherTime`.

    The signature is checked first: nothing else of a token that nobody signed is looked at.
    """
    claims = signed_claims(token, keys)
    _check(claims, expected)
    return claims


def signed_claims(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """What is signed with one of the provider's keys (a key set, RFC 7517), true or not."""
    if len(token) > LONGEST or token.count(".") != 2 or not token.isascii():
        raise Untrusted("form")
    head, body, signature = token.split(".")
    header = _object(head)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS or "crit" in header:
        raise Untrusted("algorithm")
    signed, given = f"{head}.{body}".encode(), _bytes(signature)
    if not any(_fits(key, header, signed, given) for key in _candidates(keys, header)):
        # without a name of the key, another one than those that are known may have signed it
        raise Untrusted("signature") if _names_key(header) else KeyUnknown("signature")
    return _object(body)


def _check(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise Untrusted("issuer")
    audience = claims.get("aud")
    meant_for = audience if isinstance(audience, list) else [audience]
    if expected.client_id not in meant_for:
        raise Untrusted("audience")
    party = claims.get("azp")
    if party != expected.client_id and (party is not None or len(meant_for) > 1):
        raise Untrusted("authorized party")
    nonce, subject = claims.get("nonce"), claims.get("sub")
    if not _is_text(nonce) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise Untrusted("nonce")
    if not _is_text(subject) or not 0 < len(subject) <= 255:
        raise Untrusted("subject")
    made, until = second_of(claims, "iat"), second_of(claims, "exp")
    since = max(made, second_of(claims, "nbf")) if "nbf" in claims else made
    late = expected.now - SKEW > min(until, made + FRESH)
    if late or since > expected.now + SKEW:
        raise OtherTime(since, until)


def second_of(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e11:
        raise Untrusted(name)
    return int(value)


def _candidates(keys: Mapping[str, Any], header: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The published keys that may have signed this token; at least one."""
    held = keys.get("keys")
    family = "EC" if header["alg"] in CURVES else "RSA"
    found = [
        key
        for key in (held if isinstance(held, list) else [])
        if isinstance(key, dict)
        and key.get("kty") == family
        and key.get("use", "sig") == "sig"
        and key.get("alg", header["alg"]) == header["alg"]
        and (not _names_key(header) or key.get("kid") == header["kid"])
    ]
    if not found:
        raise KeyUnknown("key")
    return found[:10]


def _names_key(header: Mapping[str, Any]) -> bool:
    return header.get("kid") is not None


def _fits(key: Mapping[str, Any], header: Mapping[str, Any], signed: bytes, given: bytes) -> bool:
    """Whether this key made the signature; no good key did not, and the next is tried."""
    algorithm = header["alg"]
    try:
        if algorithm in CURVES:
            return _fits_curve(key, algorithm, signed, given)
        public = rsa.RSAPublicNumbers(_number(key.get("e")), _number(key.get("n"))).public_key()
        if public.key_size < SMALLEST_RSA:
            return False
        digest = HASHES[algorithm[2:]]()
        if algorithm.startswith("PS"):
            how = padding.PSS(padding.MGF1(digest), digest.digest_size)
            public.verify(given, signed, how, digest)
        else:
            public.verify(given, signed, padding.PKCS1v15(), digest)
    except (InvalidSignature, UnsupportedAlgorithm, Untrusted, ValueError, OverflowError):
        return False
    return True


def _fits_curve(key: Mapping[str, Any], algorithm: str, signed: bytes, given: bytes) -> bool:
    name, curve, size = CURVES[algorithm]
    if key.get("crv") != name or len(given) != 2 * size:
        return False
    x, y = _number(key.get("x")), _number(key.get("y"))
    public = ec.EllipticCurvePublicNumbers(x, y, curve()).public_key()
    first, second = int.from_bytes(given[:size], "big"), int.from_bytes(given[size:], "big")
    digest = HASHES[algorithm[2:]]()
    public.verify(encode_dss_signature(first, second), signed, ec.ECDSA(digest))
    return True


def _is_text(value: Any) -> TypeGuard[str]:
    """A string that can be written down: JSON also knows halves of characters (surrogates)."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _bytes(text: Any) -> bytes:
    if not isinstance(text, str):
        raise Untrusted("form")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Untrusted("form") from problem


def _number(text: Any) -> int:
    return int.from_bytes(_bytes(text), "big")


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(text))
    except (ValueError, RecursionError) as problem:
        raise Untrusted("form") from problem
    if not isinstance(found, dict):
        raise Untrusted("form")
    return found

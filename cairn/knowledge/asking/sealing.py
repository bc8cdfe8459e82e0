"""References and secrets of requests, and what opens only with both.

They are made of the form's number and of what was written, with the key of the process: the same
form sent twice is one request with one receipt, and no session has to remember anything.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from cairn.kernel.errors import CairnError
from cairn.kernel.refs import ALPHABET, CHECK, LENGTH, LOOKALIKES, SIGNS, parse_ref
from cairn.knowledge.asking.vocabulary import PREFIX

SECRET = 20  # signs of five bits each
STEP = 1_024  # answers are filled up to a multiple of this, so that their length says little


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person takes along."""

    ref: str
    secret: str

    @property
    def handle(self) -> str:
        return _digest("handle", self).hex()

    @property
    def key(self) -> str:
        return base64.urlsafe_b64encode(_digest("key", self)).decode()

    @property
    def appeal(self) -> str:
        """The handle of an appeal: there is one."""
        return _digest("appeal", self).hex()

    @property
    def written(self) -> str:
        """The secret in groups of four."""
        return "-".join(self.secret[at : at + 4] for at in range(0, SECRET, 4))


def _digest(purpose: str, receipt: Receipt) -> bytes:
    return hashlib.sha256(
        f"cairn.asking.{purpose}:{receipt.ref}:{receipt.secret}".encode()
    ).digest()


def receipt_for(number: str, told: Mapping[str, str]) -> Receipt:
    """The reference and the secret of this form, filled in like this."""
    body = json.dumps([number, dict(sorted(told.items()))]).encode()
    turn = 0
    while True:
        key = f"cairn.asking.receipt.{turn}:{settings.SECRET_KEY}".encode()
        noise = int.from_bytes(hmac.new(key, body, hashlib.sha256).digest(), "big")
        signs = [ALPHABET[noise >> 5 * at & 31] for at in range(LENGTH + SECRET)]
        check = CHECK[(noise & (1 << 5 * LENGTH) - 1) % 37]
        if check not in SIGNS:
            ref = f"{PREFIX}-{''.join(reversed(signs[:LENGTH]))}-{check}"
            return Receipt(ref, "".join(signs[LENGTH:]))
        turn += 1


def typed(ref: str, secret: str) -> Receipt | None:
    """What somebody typed, as it was given out; None where nothing can be meant by it."""
    plain = "".join(secret.split()).replace("-", "").translate(LOOKALIKES).upper()
    try:
        prefix, ref = parse_ref(ref)
    except CairnError:
        return None
    if prefix != PREFIX or len(plain) != SECRET or set(plain) - set(ALPHABET):
        return None
    return Receipt(ref, plain)


def seal(key: str, told: Mapping[str, Any]) -> str:
    whole = json.dumps(told, ensure_ascii=True)
    filled = whole.ljust(-(-len(whole) // STEP) * STEP)
    return Fernet(key).encrypt_at_time(filled.encode(), 0).decode()  # a token would bear its time


def opened(key: str, sealed: str) -> dict[str, Any] | None:
    """What was sealed with this key; None where it was not, or was changed."""
    try:
        told: dict[str, Any] = json.loads(Fernet(key).decrypt(sealed.encode()))
    except (InvalidToken, ValueError):
        return None
    return told

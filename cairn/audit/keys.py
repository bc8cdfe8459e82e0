"""The key that signs checkpoints: made once, kept in the folder of data, for its owner only.

Whoever holds it can sign anything, so a signature alone proves little: what proves is that somebody
outside holds a checkpoint that was given out before.
"""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from cairn.kernel.errors import CairnError
from cairn.kernel.keys import made_once
from cairn.kernel.text import noop

NAME = "checkpoint-key"


class UnusableKey(CairnError):
    text = noop(
        "The key in %(path)s cannot be used; put back the one from your copy, or move it away so "
        "that a new one is made. Checkpoints that were given out keep their value."
    )


def key_path() -> Path:
    return Path(settings.CAIRN_DATA) / NAME


def signing_key() -> Ed25519PrivateKey:
    """The instance's key; the first who asks makes it."""
    path = key_path()
    held = made_once(path, Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(held.strip()))
    except ValueError as problem:
        raise UnusableKey(path=path) from problem


def public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def is_signed(message: bytes, signature: str, public: str) -> bool:
    """Whether this public key (hexadecimal) signed the message."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True

"""Public references: `inc-7G4K2M9QXT-5`.

A prefix that says what it is, ten random characters of Crockford's base32 (fifty bits) and a check
character, so that a reference read over the telephone is caught when it is misheard and tells
nobody how many records there are.
"""

import secrets

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK = ALPHABET + "*~$=U"  # Crockford: the value modulo 37
SIGNS = frozenset("*~$=")  # read, never given: addresses and file names write them in two ways
LOOKALIKES = str.maketrans("OILoil", "011011")
LENGTH = 10
PAIRS = [first + second for first in ALPHABET for second in ALPHABET]


class UnreadableReference(CairnError):
    text = noop("%(value)r is not a reference; copy it again from where you found it.")


def check_character(body: str) -> str:
    value = 0
    for character in body:
        value = value * 32 + ALPHABET.index(character)
    return CHECK[value % 37]


def new_ref(prefix: str) -> str:
    """Return a fresh random reference such as `acc-7G4K2M9QXT-5`."""
    return new_refs(prefix, 1)[0]


def new_refs(prefix: str, n: int) -> list[str]:
    """Return `n` fresh references, each of letters and digits only."""
    refs = []
    for value in numbers(n):
        check = CHECK[value % 37]
        body = ""
        for _ in range(LENGTH // 2):
            value, digits = divmod(value, 1024)
            body = PAIRS[digits] + body
        refs.append(f"{prefix}-{body}-{check}")
    return refs


def numbers(n: int) -> list[int]:
    """Return `n` random numbers of fifty bits whose check character is a letter or digit."""
    found: list[int] = []
    while len(found) < n:
        noise = secrets.token_bytes(8 * (n - len(found)))
        drawn = (int.from_bytes(noise[at : at + 8], "big") >> 14 for at in range(0, len(noise), 8))
        found += [value for value in drawn if CHECK[value % 37] not in SIGNS]
    return found


def parse_ref(text: str) -> tuple[str, str]:
    """Return (prefix, canonical reference) of what a person typed; raise `UnreadableReference`."""
    parts = text.strip().split("-")
    if len(parts) != 3 or len(parts[1]) != LENGTH or len(parts[2]) != 1:
        raise UnreadableReference(value=text)
    prefix, body = parts[0].lower(), parts[1].translate(LOOKALIKES).upper()
    check = parts[2].upper()
    if any(c not in ALPHABET for c in body) or check_character(body) != check:
        raise UnreadableReference(value=text)
    return prefix, f"{prefix}-{body}-{check}"

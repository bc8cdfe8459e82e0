"""Codes that work once: short enough to be typed from paper, too long to be guessed (80 bits).

What is kept is a digest under the key of the instance; whoever reads the database learns no code.
"""

import secrets

from django.utils.crypto import salted_hmac

from cairn.kernel.refs import ALPHABET, LOOKALIKES

LENGTH, GROUP = 16, 4


def new_code() -> str:
    """A fresh code as it is written on paper: `7G4K-2M9Q-XT5B-0C3D`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed: case, spaces, hyphens and look-alikes."""
    plain = "".join(one for one in code.translate(LOOKALIKES).upper() if one.isalnum())
    return salted_hmac("cairn.accounts.one_time", plain[:100], algorithm="sha256").hexdigest()

"""How often one address may send or look up something, so that a program cannot fill the queue.

Kept is a number under a keyed digest of address and hour, in the cache of this process, and never
the address. Many people may share one, so the bounds are wide; whoever meets one keeps the form.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop

BOUNDS = {"ask": ((3_600, 6), (86_400, 20)), "look": ((600, 30),)}  # seconds, how often


class TooOften(Refused):
    text = noop(
        "Too much was sent from your address in a short time. Keep what you wrote and send it "
        "again later."
    )


def count(request: HttpRequest, what: str) -> None:
    """One more; raise a sentence where that is too many."""
    for seconds, most in BOUNDS[what]:
        spell = int(time.time()) // seconds
        key = salted_hmac("cairn.limits", f"{what}:{seconds}:{spell}:{address_of(request)}")
        name = f"limit.{key.hexdigest()}"
        cache.add(name, 0, timeout=seconds)
        try:
            made = cache.incr(name)
        except ValueError:  # it ran out between the two
            made = 1
        if made > most:
            raise TooOften()


def address_of(request: HttpRequest) -> str:
    """Who asks, as the outermost proxy of ours saw it."""
    proxies = settings.ENVIRONMENT.trusted_proxies
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(told) >= proxies and told[-proxies].strip():
        return str(told[-proxies].strip())
    return str(request.META.get("REMOTE_ADDR", ""))

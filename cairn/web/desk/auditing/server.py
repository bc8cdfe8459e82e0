"""What the desk tells of the server itself: to everybody that it was brought back from a backup,
and to administrators what will stop the work of others before it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cairn.accounts.permissions import Permission, may
from cairn.audit.clock import doubt
from cairn.audit.restores import Restore, restored_lately
from cairn.jobs import certificates
from cairn.jobs.runner import seconds_since_alive
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.metrics import RUNNER_LATE
from cairn.web.health import LEAST_FREE, free_bytes
from cairn.web.say import say

LOW = 1 << 30  # bytes of free disk below which administrators are told
MB = 1 << 20


class NearlyFull(CairnError):
    text = noop(
        "The disk of this server is nearly full: %(free)s MB are left, and soon nothing can be "
        "saved. Tell whoever runs it to make room."
    )


class FillsUp(CairnError):
    text = noop(
        "The disk of this server fills up: %(free)s MB are left. Tell whoever runs it to make room."
    )


class CertificateEnds(CairnError):
    text = noop(
        "The certificate of %(host)s ends on %(day)s; after that no browser lets people in. Tell "
        "whoever runs the server to make or fetch another one."
    )


class CertificateEnded(CairnError):
    text = noop(
        "The certificate of %(host)s ended on %(day)s, and browsers let nobody in. Tell whoever "
        "runs the server to make or fetch another one."
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """One sentence, and how much it presses: a kind of the notices."""

    kind: str
    words: str


def told_of_server(request: HttpRequest) -> dict[str, Any]:
    """Empty where all is well."""
    restore = restored_lately()
    troubles = list(troubles_for(request))
    if restore is None and not troubles:
        return {}
    return {"restore": restore, "kept": _kept(restore), "troubles": troubles}


def troubles_for(request: HttpRequest) -> Iterator[Trouble]:
    """What an administrator should have put right; nothing for others."""
    if not may(person_of(request), Permission.MEMBERSHIP_WRITE):
        return
    free = free_bytes()
    if free < LEAST_FREE:
        yield Trouble("problem", say(NearlyFull(free=free // MB)))
    elif free < LOW:
        yield Trouble("attention", say(FillsUp(free=free // MB)))
    if found := doubt():
        yield Trouble("problem", f"{say(found.sentence)} {say(CLOCK)}")
    else:
        yield from _certificates()
    silent = seconds_since_alive(Path(settings.CAIRN_DATA), now=time())
    if RUNNER_LATE < silent < float("inf"):
        yield Trouble("attention", say(NO_RUNNER))


def _certificates() -> Iterator[Trouble]:
    """Of the names under which people come here, before no browser lets them in any more."""
    now = timezone.now()
    for one in certificates.seen():
        told = {"host": one.host, "day": f"{one.until:%Y-%m-%d}"}
        if one.until <= now:
            yield Trouble("problem", say(CertificateEnded(**told)))
        elif one.is_pressing(now):
            yield Trouble("attention", say(CertificateEnds(**told)))


CLOCK = noop(
    "Until whoever runs it has looked (“cairn clock”), no checkpoint is signed, no reminder is "
    "sent, and nothing is removed because its time is over."
)
NO_RUNNER = noop(
    "The job runner of this server does not run: imports wait, and the log is not sealed. Tell "
    "whoever runs it."
)


def _kept(restore: Restore | None) -> Any:
    """The moment of which the copy was, in the time of the instance."""
    if restore is None or restore.made_at is None:
        return None
    return timezone.localtime(restore.made_at)

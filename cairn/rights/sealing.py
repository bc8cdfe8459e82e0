"""How a report finds its reporter and nobody else does.

A reporter has a row of digests, keyed with a key that is not in the database: the n-th of her
reports is found by the digest of her reference and n. Two rows of one person have nothing in
common, and without the key no row leads to a person or to a report. Whoever holds database and key
can try every account in turn; that is said on the page and in docs/rights-channel.md.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from functools import partial

from cryptography.fernet import Fernet
from django.conf import settings

from cairn.accounts.models import User
from cairn.rights.models import Report, Reporter

AT_ONCE = 64  # digests that are asked for in one query


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"cairn.rights.{purpose}:{settings.SECRET_KEY}".encode()).digest()


def _digest(purpose: str, text: str) -> str:
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


_of_report = partial(_digest, "report")


def _handle(user: User, number: int) -> str:
    return _digest("reporter", f"{user.ref}:{number}")


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("sealed")))


def _seal(report: Report, user: User | None) -> str:
    told = {"report": report.ref, "person": user.ref if user else ""}
    whole = json.dumps(told).ljust(96)  # as long whether or not somebody wants to be known
    return _box().encrypt_at_time(whole.encode(), 0).decode()  # a token would bear its time


def _open(row: Reporter) -> dict[str, str]:
    told: dict[str, str] = json.loads(_box().decrypt(row.sealed.encode()))
    return told


def reports_of(user: User) -> list[str]:
    """References of what the person reported, in order; a query for each sixty-four."""
    return [_open(row)["report"] for row in _rows_of(user)]


def _rows_of(user: User) -> Iterator[Reporter]:
    first = 0
    while True:
        handles = [_handle(user, first + number) for number in range(AT_ONCE)]
        held = {row.handle: row for row in Reporter.objects.filter(handle__in=handles)}
        yield from (held[handle] for handle in handles if handle in held)
        if len(held) < AT_ONCE:
            return
        first += AT_ONCE


def seal_reporter(report: Report, user: User) -> None:
    """Keep whose report it is; the caller holds the person's row."""
    number = len(reports_of(user))
    Reporter.objects.create(
        handle=_handle(user, number),
        report=_of_report(report.ref),
        sealed=_seal(report, user if report.reachable else None),
    )


def make_known(report: Report, user: User) -> None:
    """From now on the reviewer may be told who she is."""
    Reporter.objects.filter(report=_of_report(report.ref)).update(sealed=_seal(report, user))


def is_reporter(user: User, report: Report) -> bool:
    """Whether the person reported this."""
    row = Reporter.objects.filter(report=_of_report(report.ref)).first()
    return row is not None and any(one.pk == row.pk for one in _rows_of(user))


def known_reporter(report: Report) -> User | None:
    """The reporter, where she chose to be known."""
    if not report.reachable:
        return None
    row = Reporter.objects.filter(report=_of_report(report.ref)).first()
    return User.objects.filter(ref=_open(row)["person"]).first() if row else None

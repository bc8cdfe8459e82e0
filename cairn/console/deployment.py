"""What is wrong with a deployment: one function for each question, each with what to do.

Reads settings, files and the database; changes nothing. An error is a danger to people or data, a
warning something that will be missed; the rest is said too, so that one sees what was looked at.
"""

import enum
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import Error, connection

from cairn.accounts.demonstration import is_local
from cairn.accounts.sealing import another_key
from cairn.audit.clock import doubt
from cairn.audit.restores import restored_lately
from cairn.console import certificates, separating
from cairn.console.instance import pending_migrations
from cairn.console.prepare import FrontEndMissing, static_digest
from cairn.jobs.certificates import SOON
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop

GIGABYTE = 1 << 30
OLDEST_SQLITE = (3, 37, 0)  # strict enough for our constraints and partial indexes
OLDEST_POSTGRESQL = 150_000
RELEASED = 1_795_000_000  # seconds; no clock that is right can be before this version was made


class Level(enum.Enum):
    ERROR = "error"
    WARNING = "warning"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and what to do where something is to be done."""

    level: Level
    text: str
    remedy: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def error(text: str, remedy: str, **values: Any) -> Finding:
    return Finding(Level.ERROR, text, remedy, values)


def warning(text: str, remedy: str, **values: Any) -> Finding:
    return Finding(Level.WARNING, text, remedy, values)


def fine(text: str, **values: Any) -> Finding:
    return Finding(Level.FINE, text, "", values)


def examine(settings: Any) -> list[Finding]:
    """Ask every question and return all answers."""
    return [finding for question in QUESTIONS for finding in question(settings)]


def mode(settings: Any) -> Iterator[Finding]:
    if settings.DEBUG:
        yield error(
            noop("CAIRN_DEBUG is on: whoever meets an error reads the program and its data."),
            noop("Unset CAIRN_DEBUG."),
        )
    if settings.ENVIRONMENT.is_demonstration and not is_local(settings.ENVIRONMENT):
        yield error(
            noop("This is a demonstration, whose passwords are known, reached as %(origin)s."),
            noop("Use a new folder for real work: CAIRN_DATA=… cairn init."),
            origin=settings.ENVIRONMENT.origin,
        )
    elif settings.ENVIRONMENT.is_demonstration:
        yield fine(noop("This is a demonstration; do not enter anything real."))


def addresses(settings: Any) -> Iterator[Finding]:
    environment = settings.ENVIRONMENT
    origin = urlsplit(environment.origin)
    if "*" in environment.host_names:
        yield error(
            noop("CAIRN_HOSTS allows every name, so links can be forged."),
            noop("Name the hosts people use, separated by commas."),
        )
    elif (origin.hostname or "") not in environment.host_names:
        yield error(
            noop("People reach this server as %(origin)s, but CAIRN_HOSTS does not name it."),
            noop("Add %(host)s to CAIRN_HOSTS."),
            origin=environment.origin,
            host=origin.hostname,
        )
    if not environment.secure and not is_local(environment):
        yield error(
            noop("%(origin)s is not encrypted: passwords and records can be read on the way."),
            noop("Put a proxy with TLS in front and set CAIRN_ORIGIN to https://…"),
            origin=environment.origin,
        )
    if environment.secure and not environment.trusted_proxies:
        yield warning(
            noop("CAIRN_ORIGIN is https, but no proxy is trusted, so plain requests look alike."),
            noop("Set CAIRN_TRUSTED_PROXIES to the number of proxies in front."),
        )


def secrets_kept(settings: Any) -> Iterator[Finding]:
    data = Path(settings.CAIRN_DATA)
    keys = [(data / name, 0o600) for name in ("secret-key", "checkpoint-key")]
    for path, allowed in [(data, 0o700), *keys]:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & ~allowed:
            yield error(
                noop("%(path)s can be read by other users of this machine."),
                noop("chmod %(allowed)s %(path)s"),
                path=path,
                allowed=f"{allowed:o}",
            )
    if len(settings.SECRET_KEY) < 50:
        yield error(
            noop("The secret key is too short to keep sessions and second factors safe."),
            noop("Unset CAIRN_SECRET_KEY, so that one is made, or give one of 50 characters."),
        )


def database(settings: Any) -> Iterator[Finding]:
    try:
        tables = connection.introspection.table_names()
        pending = pending_migrations()
    except Error as problem:
        yield error(
            noop("The database cannot be reached (%(kind)s)."),
            noop("Start it, or correct CAIRN_DATABASE."),
            kind=type(problem).__name__,
        )
        return
    if "django_migrations" not in tables:
        yield error(
            noop("There is no instance in %(path)s yet."),
            noop("Run: cairn init."),
            path=settings.CAIRN_DATA,
        )
    elif pending:
        yield error(
            noop("The database is behind this version of the program."),
            noop("Run: cairn upgrade."),
        )
    if connection.vendor == "postgresql":
        found = int(getattr(connection, "pg_version", 0))
        if found < OLDEST_POSTGRESQL:
            yield error(
                noop("PostgreSQL is %(found)s; 15 is the oldest that works."),
                noop("Upgrade the server."),
                found=found // 10_000,
            )
        else:
            yield fine(noop("PostgreSQL %(found)s answers."), found=found // 10_000)
    elif sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield error(
            noop("SQLite is %(found)s; 3.37 is the oldest that works."),
            noop("Use a newer Python or system."),
            found=sqlite3.sqlite_version,
        )
    else:
        yield fine(noop("SQLite %(found)s answers."), found=sqlite3.sqlite_version)


def halves(settings: Any) -> Iterator[Finding]:
    try:
        level, text, remedy, values = separating.told(settings.ENVIRONMENT)
    except Error:
        return  # said above
    yield Finding(Level(level), text, remedy, values)


def room(settings: Any) -> Iterator[Finding]:
    data = Path(settings.CAIRN_DATA)
    free = shutil.disk_usage(data if data.exists() else data.parent).free
    values = {"free": round(free / GIGABYTE, 1), "path": data}
    if free < GIGABYTE:
        yield error(noop("Only %(free)s GB are free for %(path)s."), noop("Make room."), **values)
    elif free < 5 * GIGABYTE:
        yield warning(
            noop("%(free)s GB are free for %(path)s; imports and snapshots need room."),
            noop("Keep 5 GB free."),
            **values,
        )
    else:
        yield fine(noop("%(free)s GB are free for %(path)s."), **values)


def ledger_apart(settings: Any) -> Iterator[Finding]:
    """Asked once something was erased: a lost machine must not take the ledger with it."""
    kept = Path(settings.CAIRN_DATA) / "erasures" / "erasure-ledger.jsonl"
    if kept.exists() and not settings.ENVIRONMENT.ledger:
        yield warning(
            noop("The ledger of erasures has no second copy; a restored backup needs it."),
            noop("Set CAIRN_LEDGER to a folder apart from the data and the backups."),
        )


def pages(settings: Any) -> Iterator[Finding]:
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    try:
        digest = static_digest()
    except FrontEndMissing as problem:
        yield Finding(Level.ERROR, problem.text, "", problem.values)
        return
    if not stamp.exists() or stamp.read_text() != digest:
        yield warning(
            noop("Style sheets and scripts of this version are not collected yet."),
            noop("“cairn serve” does it when it starts."),
        )
    locale = Path(settings.LOCALE_PATHS[0])
    missing = [
        tag for tag in LANGUAGES if tag != "en" and not [*locale.glob(f"{tag}*/LC_MESSAGES/*.mo")]
    ]
    if missing:
        yield warning(
            noop("These languages are not compiled and fall back to English: %(missing)s."),
            noop("Run: make setup."),
            missing=", ".join(missing),
        )


def clock(settings: Any) -> Iterator[Finding]:
    if time.time() < RELEASED:
        yield error(
            noop("The clock of this machine is wrong: codes, sessions and the log need the time."),
            noop("Set it, and keep it right with NTP."),
        )
        return
    with suppress(Error):  # said above
        if found := doubt():
            yield error(
                found.sentence.text,
                noop(
                    "Set it right, and what waits goes on by itself; if it is right as it is, run: "
                    "cairn clock --right."
                ),
                **found.sentence.values,
            )


def sealed(settings: Any) -> Iterator[Finding]:
    with suppress(Error):
        if another_key():
            yield error(
                noop("The secret key is another than the one of this instance."),
                noop(
                    "Put back the file secret-key, or CAIRN_SECRET_KEY as it was; “cairn key” says "
                    "what else can be done."
                ),
            )


def restored(settings: Any) -> Iterator[Finding]:
    with suppress(Error):
        if held := restored_lately():
            yield warning(
                noop(
                    "This instance was restored on %(day)s from a backup of %(made)s; what was "
                    "entered between is lost."
                ),
                noop(
                    "Hold the newest checkpoint of every body against it (cairn verify "
                    "--checkpoint), and ask them to send again what is missing."
                ),
                day=f"{held.at:%Y-%m-%d}",
                made=f"{held.made_at:%Y-%m-%d %H:%M} UTC" if held.made_at else "?",
            )


def certificate(settings: Any) -> Iterator[Finding]:
    if not settings.ENVIRONMENT.secure:
        return
    origin = urlsplit(settings.ENVIRONMENT.origin)
    until = certificates.ends(origin.hostname or "", origin.port or 443)
    if until is None:
        yield warning(
            noop("%(origin)s does not answer from here, so its certificate was not looked at."),
            noop("Is the proxy running, and does the name lead to it from this machine too?"),
            origin=settings.ENVIRONMENT.origin,
        )
        return
    values = {"day": f"{until:%Y-%m-%d}", "origin": settings.ENVIRONMENT.origin}
    remedy = noop("Make or fetch another one and reload the proxy: docs/server.md, part 6.")
    if until <= datetime.now(UTC):
        yield error(
            noop("The certificate of %(origin)s ended on %(day)s: no browser lets people in."),
            remedy,
            **values,
        )
    elif until - datetime.now(UTC) < SOON:
        yield warning(noop("The certificate of %(origin)s ends on %(day)s."), remedy, **values)
    else:
        yield fine(noop("The certificate of %(origin)s is good until %(day)s."), **values)


def fonts(settings: Any) -> Iterator[Finding]:
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    found = {
        name
        for folder in folders
        if folder.exists()
        for _, _, names in os.walk(folder)
        for name in names
    }
    wanted = {"NotoSansArabic": "fonts-noto-core", "NotoSansCJK": "fonts-noto-cjk"}
    missing = [
        package for start, package in wanted.items() if not any(n.startswith(start) for n in found)
    ]
    if missing:
        yield warning(
            noop("Charts as pictures need fonts that are not installed: %(packages)s."),
            noop("apt-get install %(packages)s"),
            packages=" ".join(missing),
        )


QUESTIONS: tuple[Callable[[Any], Iterator[Finding]], ...] = (
    mode,
    addresses,
    secrets_kept,
    database,
    halves,
    room,
    ledger_apart,
    pages,
    clock,
    sealed,
    restored,
    certificate,
    fonts,
)

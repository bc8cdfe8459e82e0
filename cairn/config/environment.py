"""Everything the outside world decides, read once at start and typed.

Names are `CAIRN_` and the field in capitals. Every value has a safe default, so that a laptop needs
none; what a server must set is said by `cairn check`. The secret key is made on first use and kept
in `CAIRN_DATA`, readable by its owner only.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from cairn.kernel.keys import made_once

REPOSITORY = Path(__file__).resolve().parents[2]
SECRET = "secret-key"
# Below `data`, each of these says that an instance has worked there under a key of its own.
INSTANCE = ("checkpoint-key", "backup-recipient", "run/runner.lock")


class MisreadEnvironment(RuntimeError):
    """A setting cannot be read; says which, and what would do."""


@dataclass(frozen=True)
class Environment:
    """The settings of one process."""

    data: Path = REPOSITORY / "var"  # everything that changes at run time lives below
    database: str = ""  # empty: SQLite in `data`; else postgresql://user:password@host:port/name
    hosts: str = "localhost,127.0.0.1,[::1]"  # names this server answers to, comma-separated
    origin: str = "http://localhost:8000"  # how people reach it: scheme, name and port
    secret_key: str = ""  # empty: made once and kept in `data`
    debug: bool = False
    memory_mb: int = 256  # for analytic queries, per process
    upload_mb: int = 250  # the largest file that may be uploaded
    recovery_hours: int = 24  # between the second confirmation of a recovery and its link
    trusted_proxies: int = 0  # how many reverse proxies stand in front
    published: Path | None = None  # where published files are put for a public process; see ADR 31
    public_role: str = ""  # the PostgreSQL role of the public process, which the desk keeps narrow
    log: str = "plain"  # or "json", with a line for each request
    metrics_token: str = ""  # opens /metrics of the desk; empty: there is none
    public_origin: str = ""  # where the public pages are, for a desk that serves none
    contact: str = ""  # a mail address that harvesters of the library are told
    ledger: str = ""  # a folder apart from `data` and backups, for a copy of the erasure ledger

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Self:
        known = {f"CAIRN_{field.name.upper()}": field for field in fields(cls)}
        values: dict[str, Any] = {}
        for name, field in known.items():
            if name in env:
                values[field.name] = _typed(name, env[name], field.type)
        if values.get("log", "plain") not in {"plain", "json"}:
            raise MisreadEnvironment(f"CAIRN_LOG must be plain or json, not {values['log']!r}.")
        return cls(**values)

    @property
    def secure(self) -> bool:
        """Whether people reach this server over TLS; cookies and headers follow."""
        return self.origin.startswith("https://")

    @property
    def host_names(self) -> list[str]:
        return [name.strip() for name in self.hosts.split(",") if name.strip()]

    @property
    def is_demonstration(self) -> bool:
        """An instance filled by `cairn demo` says so on every page."""
        return (self.data / "demonstration").exists()

    def django_database(self) -> dict[str, object]:
        """The DATABASES entry; SQLite as decision 16 wants it."""
        if not self.database:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": self.data / "cairn.sqlite3",
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; "
                    "PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON;",
                },
            }
        parts = urlsplit(self.database)
        if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
            raise MisreadEnvironment(
                "CAIRN_DATABASE cannot be read; write postgresql://user:password@host:5432/name, "
                "or leave it unset to use SQLite."
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.strip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {"application_name": "cairn"},
        }

    def read_secret_key(self) -> str:
        """The key that signs sessions and cursors: given, or made once. Where an instance is and
        its key is not, none is made: another one opens nothing that the first one sealed."""
        if self.secret_key:
            return self.secret_key
        path = self.data / SECRET
        if not path.exists() and any((self.data / name).exists() for name in INSTANCE):
            raise MisreadEnvironment(
                f"The secret key of this instance is not there ({path}). Put it back from a "
                "backup, or set CAIRN_SECRET_KEY as it was; if it is lost for good, run "
                "“cairn key --new”."
            )
        self.make_secret_key()
        return path.read_text().strip()

    def make_secret_key(self) -> bool:
        """Make the file with a key where there is none; it is there whole or not at all."""
        path = self.data / SECRET
        if self.secret_key or path.exists():
            return False
        self.data.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(64)
        return made_once(path, made) == made


def _typed(name: str, text: str, kind: object) -> object:
    if kind is bool:
        if text.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            raise MisreadEnvironment(f"{name} must be 1 or 0, not {text!r}.")
        return text.lower() in {"1", "true", "yes"}
    if kind is int:
        if not text.isdigit():
            raise MisreadEnvironment(f"{name} must be a whole number, not {text!r}.")
        return int(text)
    if kind is Path or kind == Path | None:
        return Path(text).resolve()
    return text

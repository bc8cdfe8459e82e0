"""Until when the certificates are good that people's browsers meet here, as they were seen last.

The runner looks a few times a day and notes it in a file below the folder of data, which no backup
holds; pages and `/metrics` read the note and ask nobody. Where nothing answers, what was seen
before stands, with the moment at which it was seen.
"""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

NOTE = "run/certificates"  # below the folder of data
SOON = timedelta(days=21)  # so long before its end people are told


@dataclass(frozen=True, slots=True)
class Seen:
    """One certificate: at which host and port, its last moment, and when it was seen; in UTC."""

    host: str
    port: int
    until: datetime
    at: datetime

    def left(self, now: datetime) -> timedelta:
        return self.until - now

    def is_pressing(self, now: datetime) -> bool:
        return self.left(now) < SOON


def places() -> list[tuple[str, int]]:
    """Host and port of each address of this instance that people reach over TLS."""
    told = (settings.ENVIRONMENT.origin, settings.ENVIRONMENT.public_origin)
    parts = [urlsplit(one) for one in told if one.startswith("https://")]
    found = [(one.hostname or "", one.port or 443) for one in parts]
    return [one for one in dict.fromkeys(found) if one[0]]


def seen() -> list[Seen]:
    """What was noted of the addresses that are set today; nothing where nothing was seen yet."""
    held = {(one.host, one.port): one for one in _noted()}
    return [held[place] for place in places() if place in held]


def note(found: list[Seen]) -> None:
    """Keep these beside what was noted of other addresses, in one step."""
    held = {(one.host, one.port): one for one in (*_noted(), *found)}
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = [
        asdict(one) | {"until": one.until.isoformat(), "at": one.at.isoformat()}
        for one in held.values()
    ]
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_text(json.dumps(rows), encoding="utf-8")
    os.replace(draft, path)


def _path() -> Path:
    return Path(settings.CAIRN_DATA) / NOTE


def _noted() -> Iterator[Seen]:
    try:
        rows = json.loads(_path().read_text(encoding="utf-8"))
        for row in rows:
            until, at = (datetime.fromisoformat(row[name]) for name in ("until", "at"))
            yield Seen(row["host"], row["port"], until, at)
    except (OSError, ValueError, KeyError, TypeError):
        return  # not noted yet, or half a file of a crash: the next look writes it anew

"""The steps of a restore for which Django must be set up, which may happen only once the keys are
in their place: filling an empty PostgreSQL database, bringing it up to date, entering in the log
that it was restored, and erasing again what the ledger of erasures names.
"""

import json
import os
import sys
from pathlib import Path

from cairn.console.main import guarded


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
    import django

    django.setup()
    match sys.argv[1:]:
        case "load", folder:
            _load(Path(folder))
        case "renew", data, made_at, ledger:
            _renew(Path(data))
            _enter(made_at)
            _erase(ledger)
        case words:
            raise ValueError(words)
    return 0


def _load(aside: Path) -> None:
    from django.db import connection

    from cairn.console.dumping import load_tables
    from cairn.console.restore import DatabaseInUse

    if connection.introspection.table_names():
        raise DatabaseInUse()
    load_tables(aside / "database", json.loads((aside / "migrations.json").read_text()))


def _renew(data: Path) -> None:
    from django.conf import settings

    from cairn.console.instance import make
    from cairn.console.separating import keep_apart

    make(data, renew=True)
    keep_apart(settings.ENVIRONMENT)


def _enter(made_at: str) -> None:
    from cairn.audit import clock, log
    from cairn.audit.restores import RESTORED
    from cairn.audit.seal import CHUNK, seal_pending
    from cairn.reporting.devices.tokens import end_every_token

    if (last := clock.last_believed()) is not None:
        clock.write_mark(last)  # of the backup, so that a wrong clock here is noticed
    log.record(RESTORED, made_at=made_at)
    end_every_token()
    while seal_pending() >= CHUNK:
        continue


def _erase(path: str) -> None:
    from cairn.audit import clock
    from cairn.console.say import complain, tell
    from cairn.erasure import ledger
    from cairn.erasure.carrying import replay
    from cairn.erasure.retention import remove_due
    from cairn.kernel.text import noop

    ledger.begin()
    if path:
        ledger.merge(Path(path))
    again = replay()
    if found := clock.doubt():  # also where the backup is older than a month
        complain(found.sentence)
    else:
        remove_due()
    tell(noop("Erased again, as the ledger says: %(n)s."), n=again)


if __name__ == "__main__":
    sys.exit(guarded(main))

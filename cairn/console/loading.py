"""The steps of a restore for which Django must be set up, which may happen only once the keys are
in their place: filling an empty PostgreSQL database, and entering in the log that it was restored.
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
    step, value = sys.argv[1:3]
    if step == "load":
        _load(Path(value))
    else:
        _enter(value)
    return 0


def _load(aside: Path) -> None:
    from django.db import connection

    from cairn.console.dumping import load_tables
    from cairn.console.restore import DatabaseInUse

    if connection.introspection.table_names():
        raise DatabaseInUse()
    load_tables(aside / "database", json.loads((aside / "migrations.json").read_text()))


def _enter(made_at: str) -> None:
    from cairn.audit import log
    from cairn.audit.seal import CHUNK, seal_pending

    log.record("console.backup.restored", made_at=made_at)
    while seal_pending() >= CHUNK:
        continue


if __name__ == "__main__":
    sys.exit(guarded(main))

"""What must be true before a public process starts: that it can reach nothing but what is public.

Runs with the settings of that process, as its system user and with its role, and refuses where
it could do more: a wrong address of the database in its settings must not go unnoticed. Knows no
operational part.
"""

import os
import sys
from pathlib import Path

from cairn.console.main import guarded
from cairn.console.prepare import Outdated, collect_static
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

OF_THE_DESK = {"cairn.sqlite3", "checkpoint-key", "demonstration", "files", "snapshots", "uploads"}


class PublicNeedsRoles(CairnError):
    text = noop(
        "A public process of its own needs PostgreSQL, where it has a role of its own: on SQLite "
        "it would open the file in which everything is. “cairn serve” alone serves one "
        "organisation."
    )


class FolderOfTheDesk(CairnError):
    text = noop(
        "CAIRN_DATA is %(path)s, which holds what belongs to the desk (%(what)s); the public "
        "process needs a folder of its own."
    )


class NothingPlaced(CairnError):
    text = noop(
        "CAIRN_PUBLISHED names no folder that this process can read; the desk puts there what is "
        "published, and both name the same one."
    )


class NotGranted(CairnError):
    text = noop(
        "The role %(role)s cannot read what is public yet; run “cairn roles --public %(role)s” as "
        "the desk."
    )


def check_apart(*, data: Path, published: Path | None) -> None:
    """Raise a sentence unless this process is apart from the desk: its folder and its role."""
    from django.db import ProgrammingError, connection

    from cairn.console import roles
    from cairn.published.models import PublishedSnapshot

    if connection.vendor != "postgresql":
        raise PublicNeedsRoles()
    held = {entry.name for entry in os.scandir(data)} & OF_THE_DESK if data.exists() else set()
    if held:
        raise FolderOfTheDesk(path=data, what=", ".join(sorted(held)))
    if published is None or not os.access(published, os.R_OK | os.X_OK):
        raise NothingPlaced()
    role = roles.who_am_i()
    roles.check_narrow(role)
    if roles.lacking(role):
        raise NotGranted(role=role)
    try:
        PublishedSnapshot.objects.order_by("pk").first()
    except ProgrammingError as problem:  # a column that this version knows is not there
        raise Outdated(path=data) from problem


def main() -> int:
    os.umask(0o077)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings.public"
    import django

    django.setup()
    from django.conf import settings

    data = Path(settings.CAIRN_DATA)
    check_apart(data=data, published=settings.ENVIRONMENT.published)
    data.chmod(0o700)
    collect_static(Path(settings.STATIC_ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))

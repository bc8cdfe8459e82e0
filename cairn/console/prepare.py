"""What must be true before the server starts: a migrated database and collected static files.

Runs as a process of its own and ends, so that the one which watches over the server stays small.
"""

import hashlib
import os
import sys
from pathlib import Path

from cairn.console.main import guarded
from cairn.console.say import tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class NoInstance(CairnError):
    text = noop(
        "There is no instance in %(path)s yet: “cairn init” makes an empty one, “cairn demo” a "
        "demonstration."
    )


class Outdated(CairnError):
    text = noop(
        "The instance in %(path)s was made by an earlier version; “cairn upgrade” brings it up to "
        "date, or leaves it as it is."
    )


class FrontEndMissing(CairnError):
    text = noop("%(name)s is missing, which the pages need; run “make setup”.")


def prepare() -> None:
    """Raise a sentence where the instance is not ready; collect static files where they changed."""
    from django.conf import settings

    from cairn.accounts.sealing import note_key
    from cairn.console.separating import keep_apart

    check_instance()
    note_key()
    keep_apart(settings.ENVIRONMENT)
    collect_static(Path(settings.STATIC_ROOT))


def check_instance() -> None:
    """Raise a sentence where there is no instance, or one of an earlier version."""
    from django.conf import settings
    from django.db import connection

    from cairn.console.instance import pending_migrations

    data = Path(settings.CAIRN_DATA)
    if "django_migrations" not in connection.introspection.table_names():
        raise NoInstance(path=data)
    if pending_migrations():
        raise Outdated(path=data)


def collect_static(root: Path) -> bool:
    """Collect and compress, unless the very same files were collected before; True if it did."""
    from django.core.management import call_command

    stamp, digest = root / ".collected", static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    tell(noop("Collecting style sheets, scripts and fonts; this is done once for each version."))
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)
    return True


def static_digest() -> str:
    """A digest of the names, sizes and times of everything that would be collected."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            try:
                about = os.stat(storage.path(name))
            except FileNotFoundError as problem:
                raise FrontEndMissing(name=name) from problem
            digest.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main() -> int:
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
    import django

    django.setup()
    from django.conf import settings

    from cairn.console.accounts import tell_accounts

    prepare()
    if settings.ENVIRONMENT.is_demonstration:
        tell_accounts(settings.CAIRN_DATA)
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))

"""Making an instance, and filling one with the demonstration. Both may be run again at any time."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from cairn.accounts.demonstration import check_no_real_accounts, make_accounts
from cairn.console.demo_steps import STEPS
from cairn.console.folder import PRIVATE, make_folders
from cairn.console.prepare import check_instance

Say = Callable[..., None]


def make(data: Path, *, renew: bool = False) -> bool:
    """Make an empty instance; True if anything was done. One of an earlier version is refused, for
    `cairn upgrade` takes care of it, or brought up to date at once (`renew`)."""
    make_folders(data)
    if not renew and "django_migrations" in connection.introspection.table_names():
        check_instance()
    if (data / "secret-key").exists():
        (data / "secret-key").chmod(0o600)
    if not pending_migrations():
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def fill(data: Path, say: Say) -> None:
    """Make the demonstration: accounts of invented persons, then what the other parts bring."""
    make(data, renew=(data / "demonstration").exists())  # nothing in one is lost
    check_no_real_accounts()
    (data / "demonstration").mkdir(mode=PRIVATE, exist_ok=True)
    make_accounts(data)
    for name in STEPS:
        import_string(name)(say=say)


def pending_migrations() -> int:
    """How many steps the database is behind this version of the program."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))

"""An instance of an earlier version is brought up to date wholly or not at all; see ADR 35.

All steps and all checks are one transaction of the database, so that what puts things back after a
failure, a full disk or a cut power is the database itself. Nobody else works meanwhile.
"""

import shutil
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from cairn.audit import log
from cairn.audit.seal import CHUNK, seal_pending
from cairn.console import roles, verifying
from cairn.console.backups import write_and_read_back
from cairn.console.prepare import NoInstance
from cairn.console.say import say, tell
from cairn.console.working import StillWorking, alone
from cairn.db.disk import is_disk_full
from cairn.jobs.runner import AnotherRunner, only_one
from cairn.kernel.crash import passing
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

# Django keeps these itself: what was done, and a list of the models.
BOOKKEEPING = {"django_migrations", "django_content_type", "auth_permission"}
SPARE = 64 << 20  # bytes that stay free
PATIENCE = "10s"  # for a lock on a table
LOCK_NOT_AVAILABLE = "55P03"


class LaterVersion(CairnError):
    text = noop(
        "This instance was made by a later version (it knows a step %(step)s); use that version "
        "or a newer one. Nothing was changed."
    )


class NoRoom(CairnError):
    text = noop(
        "The upgrade needs up to %(needed)s MB of free disk and finds %(free)s MB. Make room and "
        "run it again; nothing was changed."
    )


class DiskFull(CairnError):
    text = noop("The disk is full.")


class StepFailed(CairnError):
    text = noop("The step %(step)s failed (%(kind)s).")


class Interrupted(CairnError):
    text = noop("It was interrupted.")


class OtherRows(CairnError):
    text = noop("The table %(table)s had %(before)s rows and would have %(after)s.")


class CheckFailed(CairnError):
    text = noop("The program does not fit together (%(what)s).")


class NotProven(CairnError):
    text = noop(
        "“%(question)s”: %(what)s. If “cairn verify” of the version before says the same, run it "
        "with --despite-findings."
    )


class TakenBack(CairnError):
    text = noop(
        "%(what)s The upgrade was taken back: the instance is exactly what it was, and the version "
        "before serves it."
    )


Plan = Sequence[tuple[Migration, bool]]


def upgrade(*, backup: Path | None, despite_findings: bool) -> bool:
    """Bring the instance up to date, after a backup into that folder; False: it is already.

    Raises `TakenBack` where anything went wrong, and then nothing is changed.
    """
    if not pending():
        return False
    with _nobody_else():
        plan = pending()
        if not plan:
            return False
        _say_what_comes(plan, backup)
        _check_room()
        made = write_and_read_back(backup) if backup else None
        if made:
            tell(noop("Written, closed and read back: %(path)s"), path=made)
        passing("upgrade.begin")
        with _taken_back_on_failure(plan):
            _renew(plan, made, despite_findings=despite_findings)
        passing("upgrade.end")
    return True


def pending() -> Plan:
    """The steps that the database is behind, in their order."""
    if "django_migrations" not in connection.introspection.table_names():
        raise NoInstance(path=settings.CAIRN_DATA)
    executor = MigrationExecutor(connection)
    ours = {app for app, _ in executor.loader.graph.nodes}
    for app, name in executor.loader.applied_migrations:
        if app in ours and (app, name) not in executor.loader.disk_migrations:
            raise LaterVersion(step=f"{app}.{name}")
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def _nobody_else() -> Iterator[None]:
    data = Path(settings.CAIRN_DATA)
    with alone(data):
        try:
            with only_one(data):  # versions before know no other lock
                if connection.vendor == "postgresql" and _others_connected():
                    raise StillWorking
                yield
        except AnotherRunner as problem:
            raise StillWorking from problem


def _others_connected() -> bool:
    """Whether anybody is connected as we are, from whatever machine."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def _say_what_comes(plan: Plan, backup: Path | None) -> None:
    tell(noop("Steps to bring the database up to date: %(n)s."), n=len(plan))
    for app, steps in groupby(plan, key=lambda step: step[0].app_label):
        tell("  %(app)s: %(names)s", app=app, names=", ".join(step.name for step, _ in steps))
    if backup:
        tell(noop("First a backup is written into %(path)s."), path=backup)
    else:
        tell(noop("No backup is made."))
    tell(noop("Then all steps are done and checked; if one fails, none was done."))


def _check_room() -> None:
    """SQLite writes what changes twice, into log and file; PostgreSQL has a disk of its own."""
    if connection.vendor != "sqlite":
        return
    data = Path(settings.CAIRN_DATA)
    needed = 2 * Path(connection.settings_dict["NAME"]).stat().st_size + SPARE
    free = shutil.disk_usage(data).free
    if free < needed:
        raise NoRoom(needed=-(-needed // 1_000_000), free=free // 1_000_000)


@contextmanager
def _taken_back_on_failure(plan: Plan) -> Iterator[None]:
    """One transaction around it; whatever goes wrong inside becomes one sentence."""
    reached: list[str] = []
    sqlite = connection.vendor == "sqlite"
    try:
        if sqlite:  # cannot be done within a transaction; each step checks all references itself
            connection.disable_constraint_checking()
        with transaction.atomic():
            try:
                yield
            except Exception:
                with suppress(DatabaseError):
                    reached.append(_first_undone(plan))
                raise
    except (Exception, KeyboardInterrupt) as problem:
        if settings.DEBUG:
            traceback.print_exc()
        raise TakenBack(what=say(_reason(problem, *reached))) from problem
    finally:
        if sqlite:
            connection.enable_constraint_checking()


def _first_undone(plan: Plan) -> str:
    done = MigrationRecorder(connection).applied_migrations()
    names = [(step.app_label, step.name) for step, _ in plan]
    return next((".".join(name) for name in names if name not in done), "")


def _reason(problem: BaseException, reached: str = "") -> CairnError:
    if isinstance(problem, CairnError):
        return problem
    if isinstance(problem, KeyboardInterrupt):
        return Interrupted()
    if isinstance(problem, DatabaseError):
        if is_disk_full(problem):
            return DiskFull()
        locked = getattr(problem.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE
        if locked or (isinstance(problem, OperationalError) and "is locked" in str(problem)):
            return StillWorking()
    return StepFailed(step=reached or "–", kind=type(problem).__name__)


def _renew(plan: Plan, made: Path | None, *, despite_findings: bool) -> None:
    """Migrate, check, and enter it in the log; inside the transaction."""
    if connection.vendor == "postgresql":
        _lock_tables()
    before = _rows()
    call_command("migrate", interactive=False, verbosity=0)
    passing("upgrade.migrated")
    _check_rows(before, plan)
    wrong = [one for one in checks.run_checks(databases=["default"]) if one.is_serious()]
    if wrong:
        raise CheckFailed(what=", ".join(str(one.id) for one in wrong))
    log.record(
        "console.upgraded",
        steps=[f"{step.app_label}.{step.name}" for step, _ in plan],
        backup=made.name if made else "",
    )
    while seal_pending() >= CHUNK:  # what waited for a runner is no finding
        continue
    if settings.ENVIRONMENT.public_role and connection.vendor == "postgresql":
        roles.grant(settings.ENVIRONMENT.public_role)
    _check_findings(despite=despite_findings)
    tell(
        noop("Tables with the rows they had: %(n)s. Log, histories and filings were verified."),
        n=len(before),
    )
    passing("upgrade.commit")


def _lock_tables() -> None:
    """Others may read what was, and write nothing; constraints are checked at each statement,
    because a table with a check that waits cannot be altered."""
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def _rows() -> dict[str, int]:
    """How many rows each table has, without those in which Django keeps its books."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - BOOKKEEPING):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found


def _check_rows(before: dict[str, int], plan: Plan) -> None:
    """A step that adds or removes rows says so itself: `changes_rows = {"table", …}`."""
    excused = {table for step, _ in plan for table in getattr(step, "changes_rows", ())}
    after = _rows()
    for table, count in before.items():
        if table not in excused and after.get(table, 0) != count:
            raise OtherRows(table=table, before=count, after=after.get(table, 0))


def _check_findings(*, despite: bool) -> None:
    for found in verifying.examine(quick=True):
        for text, values in found.wrong:
            finding: dict[str, Any] = {"question": say(found.question), "what": say(text, **values)}
            if not despite:
                raise NotProven(**finding)
            tell("✘ %(question)s: %(what)s", **finding)

"""What `/metrics` tells of the desk: numbers of the machinery, never of records or people.

In the text format of Prometheus. Nothing here says how much was filed, or who is signed in.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from time import time

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.utils import timezone

from cairn.audit.checkpoints import newest
from cairn.jobs import certificates
from cairn.jobs.models import JobNote, State
from cairn.jobs.runner import seconds_since_alive
from cairn.web import health
from cairn.web.context import installed_version
from cairn.web.counting import COUNTERS

RUNNER_LATE = 120.0  # seconds: four looks after the queue


def migrations() -> bool:
    """Whether the database is as this version needs it; once it is, it stays so."""
    try:
        return _migrated()
    except _Behind:
        return False


class _Behind(Exception):
    pass


@cache  # an exception is not kept, so that it is asked again
def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Behind
    return True


def runner() -> bool:
    return seconds_since_alive(Path(settings.CAIRN_DATA), now=time()) < RUNNER_LATE


def lines() -> Iterator[str]:
    """All that is told, line by line."""
    yield from _gauge("cairn_info", {f'version="{installed_version()}"': 1})
    yield from _gauge(
        "cairn_ready", {f'check="{name}"': int(good) for name, good in health.states()}
    )
    yield from COUNTERS.lines()
    yield from _gauge("cairn_disk_free_bytes", {"": health.free_bytes()})
    alive = seconds_since_alive(Path(settings.CAIRN_DATA), now=time())
    if alive != float("inf"):
        yield from _gauge("cairn_runner_seconds_since_alive", {"": round(alive)})
    now = timezone.now()
    if held_ones := certificates.seen():
        yield from _gauge(
            "cairn_certificate_days_left",
            {f'host="{one.host}:{one.port}"': one.left(now).days for one in held_ones},
        )
    yield from _jobs(now)
    if held := newest():
        age = (timezone.localdate() - held.day).days
        yield from _gauge("cairn_checkpoint_age_days", {"": age})


def _jobs(now: datetime) -> Iterator[str]:
    notes = JobNote.objects.order_by()
    rows = notes.filter(state__in=[State.WAITING, State.RUNNING]).values_list("state")
    found = {state: (n, since) for state, n, since in rows.annotate(Count("pk"), Min("queued_at"))}
    states = ("waiting", "running")
    yield from _gauge(
        "cairn_jobs", {f'state="{state}"': found.get(state, (0, now))[0] for state in states}
    )
    _, since = found.get("waiting", (0, now))
    yield from _gauge(
        "cairn_oldest_waiting_job_seconds", {"": round((now - since).total_seconds())}
    )
    failed = JobNote.objects.filter(state=State.FAILED, finished_at__gte=now - timedelta(days=1))
    yield from _gauge("cairn_jobs_failed_in_a_day", {"": failed.count()})


def _gauge(name: str, values: dict[str, int | float]) -> Iterator[str]:
    yield f"# TYPE {name} gauge"
    for label, value in values.items():
        yield f"{name}{{{label}}} {value}" if label else f"{name} {value}"

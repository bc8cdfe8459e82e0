"""Do queued work and periodic duties until told to stop.

“cairn serve” starts this by itself; beside “cairn serve --desk” it is a service of its own.
"""

import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cairn.console import duties  # noqa: F401  (registers them)
from cairn.console.prepare import check_instance
from cairn.console.working import beside
from cairn.jobs.runner import run_forever
from cairn.kernel.text import noop
from cairn.search.guarded.running import keep_findable
from cairn.search.outbox.running import keep_searchable


class Command(BaseCommand):
    help = noop("Do queued work and periodic duties until told to stop; “cairn serve” starts this.")
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        parent = os.getppid()
        with beside(settings.CAIRN_DATA):
            if os.environ.get("CAIRN_SUPERVISED"):
                threading.Thread(target=_follow, args=(parent, stop), daemon=True).start()
            else:
                check_instance()
            run_forever(stop, data=settings.CAIRN_DATA, besides=[keep_searchable, keep_findable])


def _follow(parent: int, stop: threading.Event) -> None:
    """End when the process that started this one is gone, however it went."""
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()

"""A process that is started again when it dies, a little later each time, and stops when told."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
SETTLED = 60.0  # seconds after which an earlier death is forgotten
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One program under watch."""

    name: str
    words: Sequence[str]
    environment: dict[str, str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the one that watches."""
        self.process = subprocess.Popen(
            [sys.executable, *self.words],
            env=self.environment,
            pass_fds=self.pass_fds,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        self.started = time.monotonic()

    def look(self) -> int | None:
        """Its exit status where it has just died, else None; starts it again when it is due."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return None
        status = self.process.poll()
        if status is None:
            return None
        self.kill()  # what it may have left behind in its session
        self.wait = FIRST_WAIT if now - self.started > SETTLED else self.wait
        self.due, self.wait = now + self.wait, min(self.wait * 2, LONGEST_WAIT)
        self.process = None
        return status

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_until_gone(self, until: float) -> None:
        """Wait up to a moment on the monotonic clock, then end the whole session."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, until - time.monotonic()))
            self.kill()
            self.process.wait()

    def kill(self) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that watches is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

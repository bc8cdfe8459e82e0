"""A line that is cut once: after so many bytes all connections break, none opens for a while.

A line that falls silent instead carries nothing more, and no end of it tells the other.
"""

import socket
import threading
import time
from contextlib import suppress
from typing import Self


class CutLine:
    """Passes everything on to `target` until `after` bytes have gone towards it."""

    def __init__(self, target: int, *, after: int, away: float = 1.0, silent: bool = False) -> None:
        self.target, self.after, self.away, self.silent = target, after, away, silent
        self.sent = 0
        self.cut_at = 0.0  # when it was cut; 0: not yet
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.over = threading.Event()

    def __enter__(self) -> Self:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.listening.close()
        self.over.set()
        self._break()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self.listening.accept()
            except OSError:
                return
            if self.cut_at and time.monotonic() < self.cut_at + self.away:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            with self.lock:
                if self.over.is_set():
                    near.close()
                    far.close()
                    return
                self.open |= {near, far}
            for pair in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while part := source.recv(4096):
                sink.sendall(part)
                if counted:
                    self.sent += len(part)
                    if not self.cut_at and self.sent >= self.after:
                        self.cut_at = time.monotonic()
                        if self.silent:
                            self.over.wait()
                        self._break()
                        return
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _break(self) -> None:
        with self.lock:
            broken, self.open = self.open, set()
        for one in broken:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

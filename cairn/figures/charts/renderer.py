"""The renderer as a process of its own, which several web workers share.

The renderer is a whole browser engine: it takes some fifty megabytes as long as its process lives,
in each process that has drawn once. So `cairn serve` starts one for two workers, and each begins
anew, small, when nobody has asked for a drawing for a while. It listens on a socket that was opened
for it; one request is a line of JSON, its answer a head of nine bytes and the picture or, where the
drawing failed, the reason.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Any

IDLE = 30.0  # seconds after which the engine is given back
PATIENCE = 60.0  # seconds for one drawing, as long as a page may take
HEAD = struct.Struct("!?Q")  # whether it was drawn, and the length of what follows
ADDRESS = "CAIRN_RENDERER"  # where workers find it; absent: they draw themselves


class NotDrawn(RuntimeError):
    """The engine refused the drawing; its words are the argument."""


def ask(address: str, **request: Any) -> bytes:
    """Have the process at this address draw; raise OSError where it cannot be reached."""
    with socket.socket(socket.AF_UNIX) as made:
        made.settimeout(PATIENCE)
        made.connect(address)
        made.sendall(json.dumps(request).encode() + b"\n")
        drawn, length = HEAD.unpack(_exactly(made, HEAD.size))
        answer = _exactly(made, length)
    if not drawn:
        raise NotDrawn(answer.decode(errors="replace"))
    return answer


def serve(listening: socket.socket, idle: float = IDLE) -> None:
    """Draw until nobody has asked for `idle` seconds after a first drawing."""
    drew = False
    while True:
        listening.settimeout(idle if drew else None)
        try:
            asking, _ = listening.accept()
        except TimeoutError:
            return
        with asking, suppress(OSError, ValueError):  # who asked has gone, or said nothing sensible
            asking.settimeout(PATIENCE)
            with asking.makefile("rb") as lines:
                request = json.loads(lines.readline())
            drawn, answer = _drawn(request)
            drew = True
            asking.sendall(HEAD.pack(drawn, len(answer)) + answer)


def _drawn(request: dict[str, Any]) -> tuple[bool, bytes]:
    from cairn.figures.charts.render import draw

    try:
        return True, draw(**request)
    except Exception as problem:
        return False, str(problem).encode()


def _exactly(made: socket.socket, length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        part = made.recv(min(1 << 16, length - len(found)))
        if not part:
            raise ConnectionError("the renderer ended before its answer did")
        found += part
    return bytes(found)


def main(descriptor: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    listening = socket.socket(fileno=descriptor)
    serve(listening)
    os.set_inheritable(listening.detach(), True)
    # Memory that an engine had is given back by the system alone: the process begins anew.
    os.execv(sys.executable, [sys.executable, "-m", __spec__.name, str(descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""`cairn serve`: one small process that watches over the web server and the job runner.

With `--desk` or `--public` over one half of the web server only; `cairn jobs` then runs by itself.

It holds the listening socket itself, so that a web server which dies loses no visitor: who comes
meanwhile waits in the queue of the socket. It loads neither Django nor any of our parts.
"""

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cairn.config.environment import REPOSITORY, Environment
from cairn.console.children import Child
from cairn.console.say import complain, say, tell
from cairn.console.working import beside
from cairn.figures.charts import renderer
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

GRACE = 6.0  # seconds that requests and the job in progress have to end
READY_WITHIN = 60.0
LOOK = 0.2
BACKLOG = 512


class PortBusy(CairnError):
    text = noop(
        "Port %(port)s is in use already; stop the other program, or choose another port with "
        "--port."
    )


class PortRefused(CairnError):
    text = noop("%(host)s, port %(port)s cannot be listened on: %(reason)s.")


class DidNotStart(CairnError):
    text = noop("The web server did not start; what it said stands above.")


def run(words: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT; return the exit status."""
    chosen = _arguments(words)
    environment = Environment.read(os.environ)
    if chosen.public:  # it has a folder of its own, and its role changes nothing
        return _serve(chosen, environment)
    with beside(environment.data) as lock:
        return _serve(chosen, environment, lock)


def _serve(chosen: argparse.Namespace, environment: Environment, *kept: int) -> int:
    """Serve; the children keep these descriptors as well."""
    listening = listen(chosen.host, chosen.port)
    port = listening[0].getsockname()[1]
    variables = _variables(chosen.host, port)
    variables["DJANGO_SETTINGS_MODULE"], preparing = _half(chosen, variables)
    code = subprocess.run([sys.executable, "-m", preparing], env=variables)
    if code.returncode:
        return code.returncode
    place, drawing = _drawing_place()
    variables[renderer.ADDRESS] = drawing.getsockname()
    children = [
        _web(listening, chosen, variables, kept),
        *([] if chosen.desk or chosen.public else [_runner(variables)]),
        *(_renderer(drawing, variables) for _ in range((chosen.workers + 1) // 2)),
    ]
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: stop.append(number))
    for child in children:
        child.start()
    try:
        _wait_until_ready(children[0], listening[0], stop)
        if not stop:
            origin = variables.get("CAIRN_ORIGIN", environment.origin)
            tell(noop("Cairn is at %(origin)s — stop it with Ctrl-C."), origin=origin)
            _warn_about_names(chosen.host, environment)
        while not stop:
            for child in children:
                status = child.look()
                if status is not None:
                    complain(
                        noop("The %(name)s ended (%(status)s) and is started again."),
                        name=say(child.name),
                        status=status,
                    )
            time.sleep(LOOK)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE
        for child in children:
            child.wait_until_gone(until)
        place.cleanup()
    return 0


def listen(host: str, port: int) -> list[socket.socket]:
    """Bind every address that the name stands for; raise a sentence where that is not possible."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as problem:
        raise PortRefused(host=host, port=port, reason=problem) from problem
    listening: list[socket.socket] = []
    for family, kind, _, _, address in dict.fromkeys(found):
        try:
            made = socket.socket(family, kind)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            if port == 0 and listening:
                address = (address[0], listening[0].getsockname()[1], *address[2:])
            made.bind(address)
            made.listen(BACKLOG)
        except OSError as problem:
            made.close()
            if problem.errno == errno.EADDRINUSE:
                raise PortBusy(port=port) from problem
            if problem.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
                continue  # a machine without IPv6 still knows the name ::1
            raise PortRefused(host=host, port=port, reason=problem.strerror) from problem
        listening.append(made)
    if not listening:
        raise PortRefused(host=host, port=port, reason=os.strerror(errno.EADDRNOTAVAIL))
    return listening


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="cairn serve",
        description=say(noop("Serve this instance until it is told to stop.")),
    )
    parser.add_argument("--host", default="localhost", help="default: localhost")
    parser.add_argument("--port", type=_port, default=8000, help="default: 8000")
    parser.add_argument("--workers", type=int, choices=range(1, 65), default=2, metavar="N")
    half = parser.add_mutually_exclusive_group()
    half.add_argument(
        "--desk", action="store_true", help=say(noop("only the desk; “cairn jobs” runs by itself"))
    )
    half.add_argument(
        "--public",
        action="store_true",
        help=say(noop("only the public pages, with their own role")),
    )
    return parser.parse_args(words)


def _half(chosen: argparse.Namespace, variables: dict[str, str]) -> tuple[str, str]:
    """The settings of the web server, and what is done before it starts."""
    if chosen.public:
        return "cairn.config.settings.public", "cairn.console.prepare_public"
    if chosen.desk:
        return "cairn.config.settings.desk_alone", "cairn.console.prepare"
    return variables["DJANGO_SETTINGS_MODULE"], "cairn.console.prepare"


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(say(noop("a port is a number from 0 to 65535")))
    return int(text)


def _variables(host: str, port: int) -> dict[str, str]:
    """What the children find in their environment: ours, and where they are reached."""
    variables = dict(os.environ)
    variables["PYTHONPATH"] = os.pathsep.join(
        part for part in (str(REPOSITORY), variables.get("PYTHONPATH", "")) if part
    )
    variables["CAIRN_SUPERVISED"] = "1"
    variables.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
    if host in {"localhost", "127.0.0.1", "::1"}:
        variables.setdefault("CAIRN_ORIGIN", f"http://localhost:{port}")
    return variables


def _web(
    listening: list[socket.socket],
    chosen: argparse.Namespace,
    variables: dict[str, str],
    kept: tuple[int, ...],
) -> Child:
    """Two workers with four threads each: a visitor on a slow line holds a thread, not a worker."""
    binds = [f"--bind=fd://{made.fileno()}" for made in listening]
    options = [
        "--preload",  # loaded once and shared
        "--worker-class=gthread",
        f"--workers={chosen.workers}",
        "--threads=4",
        "--keep-alive=15",  # longer than a slow line takes between two requests
        "--timeout=120",
        f"--graceful-timeout={int(GRACE) - 2}",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        "--no-control-socket",
        "--log-level=warning",
        "--logger-class=cairn.config.server_logs.ServerLogger",
        "--worker-tmp-dir=/dev/shm" if Path("/dev/shm").is_dir() else "--worker-connections=1000",
        *binds,
        "cairn.config.wsgi:application",
    ]
    descriptors = tuple(made.fileno() for made in listening)
    return Child(noop("web server"), ["-m", "gunicorn", *options], variables, descriptors + kept)


def _drawing_place() -> tuple[tempfile.TemporaryDirectory[str], socket.socket]:
    """A socket in a folder that only this user can enter, held here for the same reason as that of
    the web server: while a renderer begins anew, who asks waits in its queue."""
    place = tempfile.TemporaryDirectory(prefix="cairn-", ignore_cleanup_errors=True)
    made = socket.socket(socket.AF_UNIX)
    made.bind(os.path.join(place.name, "renderer"))
    made.listen(BACKLOG)
    return place, made


def _renderer(drawing: socket.socket, variables: dict[str, str]) -> Child:
    """One for two workers: drawing is a small part of an answer, and an engine is large."""
    words = ["-m", renderer.__name__, str(drawing.fileno())]
    return Child(noop("renderer of pictures"), words, variables, (drawing.fileno(),))


def _runner(variables: dict[str, str]) -> Child:
    return Child(noop("job runner"), ["-m", "cairn.console.main", "jobs"], variables)


def _wait_until_ready(web: Child, listening: socket.socket, stop: list[int]) -> None:
    """Wait until a page is answered; a server that dies before that is not tried for ever."""
    until = time.monotonic() + READY_WITHIN
    while not stop:
        if web.process is None or web.process.poll() is not None or time.monotonic() > until:
            raise DidNotStart
        if _answers(listening):
            return


def _answers(listening: socket.socket) -> bool:
    try:
        with socket.create_connection(listening.getsockname()[:2], timeout=1) as probe:
            probe.sendall(b"GET /static/.collected HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return bool(probe.recv(1))
    except OSError:
        time.sleep(LOOK)
        return False


def _warn_about_names(host: str, environment: Environment) -> None:
    if host in {"localhost", "127.0.0.1", "::1"} or "CAIRN_HOSTS" in os.environ:
        return
    complain(
        noop(
            "It listens on %(host)s but answers only to the names %(names)s; set CAIRN_HOSTS and "
            "CAIRN_ORIGIN to how people reach it."
        ),
        host=host,
        names=", ".join(environment.host_names),
    )

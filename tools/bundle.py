"""One archive that installs and upgrades Cairn on a machine without any network.

    python tools/bundle.py [FOLDER]

In it: the source of the last commit, its translations ready to read, the front-end packages, every
Python package as locked, a list of the checksum of each file, and `install.sh`, which looks at that
list before it does anything. It is for the Python and the kind of machine that it is made on. The
archive is read back and compared before it gets its name; made again of the same commit, with the
same packages, it is the same byte for byte.
"""

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LISTED = "SHA256SUMS"


def main() -> int:
    output = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist").resolve()
    changed = run("git", "status", "--porcelain", "--untracked-files=no")
    if changed:
        print(f"A bundle is made of what is committed; these are not:\n{changed}", file=sys.stderr)
        return 1
    commit, when = run("git", "log", "-1", "--format=%H %ct").split()
    name = f"cairn-{number()}-{commit[:12]}-py{python()}-{platform.machine()}"
    with tempfile.TemporaryDirectory(prefix="cairn-bundle-") as folder:
        tree = Path(folder) / name
        tree.mkdir()
        add_source(tree)
        add_front_end(tree)
        add_wheels(tree)
        about = {"commit": commit, "version": number(), "python": python()}
        seal(tree, about | {"machine": platform.machine()})
        path = pack(tree, output, int(when))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n")
    print(f"{path}\n{path.stat().st_size / 1e6:.0f} MB, sha256 {digest}")
    return 0


def run(*words: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(words, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def python() -> str:
    return "{}.{}".format(*sys.version_info[:2])


# Pythons of systems that are older than the filter unpack what git has just packed without it.
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def number() -> str:
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert found
    return found[1]


def add_source(tree: Path) -> None:
    """What is committed, and the catalogues as they are read at run time."""
    packed = tree / "source.tar"
    run("git", "archive", "--format=tar", f"--output={packed}", "HEAD")
    with tarfile.open(packed) as archive:
        archive.extractall(tree / "cairn", **SAFELY)
    packed.unlink()
    run(sys.executable, "tools/i18n.py", "compile")
    for catalogue in (ROOT / "cairn" / "locale").rglob("*.mo"):
        shutil.copy(catalogue, tree / "cairn" / catalogue.relative_to(ROOT))
    (tree / "install.sh").write_bytes((tree / "cairn" / "deploy" / "install.sh").read_bytes())


def add_front_end(tree: Path) -> None:
    words = ["sh", "tools/setup_node.sh", "--omit=dev"]
    variables = {**os.environ, "CAIRN_PYTHON": sys.executable}
    subprocess.run(words, cwd=tree / "cairn", env=variables, check=True)
    shutil.rmtree(tree / "cairn" / "node_modules" / ".bin", ignore_errors=True)  # links, unused


def add_wheels(tree: Path) -> None:
    """Each package as locked, ready for this Python and machine; nothing is built there."""
    setup = (ROOT / "requirements-setup.lock").read_text()
    [wanted] = re.findall(r"^setuptools==.*(?:\n .*)*", setup, re.MULTILINE)  # not the installer
    (tree / "setup.lock").write_text(f"{wanted}\n")
    for lock in (tree / "setup.lock", ROOT / "requirements.lock"):
        words = ["-m", "pip", "download", "--quiet", "--only-binary=:all:", "--require-hashes"]
        run(sys.executable, *words, f"--dest={tree / 'wheels'}", f"--requirement={lock}")


def seal(tree: Path, about: dict[str, str]) -> None:
    """Say what it is, and write down the checksum of every file; raise `ValueError` for a link,
    which has none."""
    lines = "".join(f"{key} {value}\n" for key, value in about.items())
    (tree / "BUNDLE").write_text(lines)
    (tree / LISTED).unlink(missing_ok=True)
    files = sorted(one for one in tree.rglob("*") if one.is_symlink() or not one.is_dir())
    if links := [one for one in files if one.is_symlink()]:
        raise ValueError(f"{links[0]} is a link, which cannot be checked; take it out.")
    listed = [f"{digest_of(one)}  ./{one.relative_to(tree).as_posix()}\n" for one in files]
    (tree / LISTED).write_text("".join(listed))


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(tree: Path, output: Path, when: int) -> Path:
    """Pack the folder, read the archive back, and only then give it its name."""

    def plain(one: tarfile.TarInfo) -> tarfile.TarInfo:
        one.uid = one.gid = 0
        one.uname = one.gname = ""
        one.mtime, one.mode = when, 0o755 if one.isdir() or one.mode & 0o100 else 0o644
        return one

    output.mkdir(parents=True, exist_ok=True)
    draft, path = output / f".{tree.name}.draft", output / f"{tree.name}.tar.gz"
    with (
        draft.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=when) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(tree, tree.name, recursive=False, filter=plain)
        for one in sorted(tree.rglob("*")):
            archive.add(one, f"{tree.name}/{one.relative_to(tree)}", recursive=False, filter=plain)
    check(draft, tree)
    draft.replace(path)
    return path


def check(packed: Path, tree: Path) -> None:
    """Raise `ValueError` unless the archive holds exactly what is listed."""
    wanted = dict(
        reversed(line.split("  ./", 1)) for line in (tree / LISTED).read_text().splitlines()
    )
    with tarfile.open(packed) as archive:
        for one in archive:
            name = one.name.removeprefix(f"{tree.name}/")
            if one.isfile() and name != LISTED:
                file = archive.extractfile(one)
                if file is None or hashlib.file_digest(file, "sha256").hexdigest() != wanted.pop(
                    name, None
                ):
                    raise ValueError(f"{name} was not packed as it is; try again.")
    if wanted:
        raise ValueError(f"{min(wanted)} was not packed; try again.")


if __name__ == "__main__":
    sys.exit(main())

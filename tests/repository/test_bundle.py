"""The archive that installs without a network: whole or refused, and nothing is left half done.

A small one is made here, of a toy that bears Cairn's names; `make bundle` makes the real one.

bu01  what was packed is what is installed; packed again it is the same byte for byte
bu02  a file that was changed, added or taken away stops it before anything is done
bu03  another Python or another machine is told in a sentence
bu04  an upgrade keeps what stood before; one that fails or is killed brings it back
bu05  a folder with something else in it, or with data, is left alone
"""

import os
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import bundle

ROOT = bundle.ROOT
HERE = {
    "version": "1",
    "commit": "c0ffee",
    "python": bundle.python(),
    "machine": os.uname().machine,
}
PROJECT = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "toy-cairn"
version = "{version}"
[project.scripts]
cairn = "cairn.console.main:main"
[tool.setuptools]
packages = ["cairn", "cairn.console"]
"""
BACKEND = """
def main():
    print("toy", "{version}")
"""


def wheel(folder: Path, name: str, files: dict[str, str]) -> str:
    """A small package, and the line that locks it."""
    about = f"{name.replace('-', '_')}-1.0.dist-info"
    path = folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
    entries = files | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as packed:
        for name_in, text in entries.items():
            packed.writestr(name_in, text)
        packed.writestr(f"{about}/RECORD", "".join(f"{one},,\n" for one in entries))
    return f"{name}==1.0 --hash=sha256:{bundle.digest_of(path)}\n"


# What builds the toy: setuptools as far as an editable install asks for it.
SETUPTOOLS = """
import os, zipfile
def prepare_metadata_for_build_editable(folder, config_settings=None):
    name = "toy_cairn-1.0.dist-info"
    os.makedirs(os.path.join(folder, name))
    with open(os.path.join(folder, name, "METADATA"), "w") as file:
        file.write("Metadata-Version: 2.1\\nName: toy-cairn\\nVersion: 1.0\\n")
    return name
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "toy_cairn-1.0-py3-none-any.whl"
    about = "toy_cairn-1.0.dist-info"
    entries = {
        "toy.pth": os.getcwd() + "\\n",
        about + "/METADATA": "Metadata-Version: 2.1\\nName: toy-cairn\\nVersion: 1.0\\n",
        about + "/WHEEL": "Wheel-Version: 1.0\\nGenerator: toy\\nRoot-Is-Purelib: true\\n"
        "Tag: py3-none-any\\n",
        about + "/entry_points.txt": "[console_scripts]\\ncairn = cairn.console.main:main\\n",
    }
    with zipfile.ZipFile(os.path.join(folder, name), "w") as packed:
        for one, text in entries.items():
            packed.writestr(one, text)
        packed.writestr(about + "/RECORD", "".join(one + ",,\\n" for one in entries))
    return name
"""


def made(folder: Path, version: str = "1", **about: str) -> Path:
    """A bundle of the toy, unpacked."""
    tree = folder / f"toy-{version}"
    (tree / "wheels").mkdir(parents=True)
    console = tree / "cairn" / "cairn" / "console"
    console.mkdir(parents=True)
    (console / "main.py").write_text(BACKEND.replace("{version}", version))
    for place in (console, console.parent):
        (place / "__init__.py").write_text("")
    (tree / "cairn" / "pyproject.toml").write_text(PROJECT.format(version=version))
    builder = {"setuptools/__init__.py": "", "setuptools/build_meta.py": SETUPTOOLS}
    (tree / "setup.lock").write_text(wheel(tree / "wheels", "setuptools", builder))
    locked = wheel(tree / "wheels", "toy-of-another", {"toy_of_another.py": ""})
    (tree / "cairn" / "requirements.lock").write_text(locked)
    shutil.copy(ROOT / "deploy" / "install.sh", tree / "install.sh")
    bundle.seal(tree, HERE | about)
    return tree


def install(tree: Path, target: Path, *, path: str = "") -> subprocess.CompletedProcess[str]:
    given = {"PATH": path or f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"}
    words = ["sh", str(tree / "install.sh"), str(target)]
    return subprocess.run(words, env=given, capture_output=True, text=True, timeout=120)


def says(target: Path) -> str:
    done = subprocess.run([target / ".venv/bin/cairn"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def everything(folder: Path) -> dict[str, bytes]:
    files = (one for one in folder.rglob("*") if one.is_file() and "__pycache__" not in one.parts)
    return {str(one.relative_to(folder)): one.read_bytes() for one in files}


def test_bu01_packed_twice_is_the_same_and_read_back_it_is_what_was_packed(tmp_path):
    tree = made(tmp_path)
    first = bundle.pack(tree, tmp_path / "one", 1_700_000_000).read_bytes()
    again = bundle.pack(tree, tmp_path / "two", 1_700_000_000)
    assert again.read_bytes() == first
    with tarfile.open(again) as archive:
        archive.extractall(tmp_path / "out", **bundle.SAFELY)
    assert everything(tmp_path / "out" / tree.name) == everything(tree)
    (tree / "cairn" / "late.txt").write_text("added after it was sealed")
    with pytest.raises(ValueError, match=r"late\.txt was not packed as it is"):
        bundle.pack(tree, tmp_path / "three", 1_700_000_000)
    assert not list((tmp_path / "three").glob("*.tar.gz"))


def test_bu01_bu04_it_installs_upgrades_and_comes_back_from_what_fails(tmp_path):
    target = tmp_path / "srv" / "cairn"
    done = install(made(tmp_path), target)
    assert done.returncode == 0, done.stderr
    assert says(target) == "toy 1"

    second = made(tmp_path, "2")
    watched = subprocess.Popen(
        ["sh", str(second / "install.sh"), str(target)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (target / ".venv").exists() or not (target / ".installing").exists():
        assert watched.poll() is None
    os.killpg(watched.pid, signal.SIGKILL)
    watched.wait()
    assert (target / ".installing").exists()

    broken = made(tmp_path, "3")
    (broken / "wheels" / "setuptools-1.0-py3-none-any.whl").unlink()
    bundle.seal(broken, HERE)
    done = install(broken, target)
    assert done.returncode == 1
    assert f"{target} is what it was." in done.stderr
    assert says(target) == "toy 1"  # what stood before both

    done = install(second, target)
    assert (done.returncode, says(target)) == (0, "toy 2")
    kept = target.with_name("cairn.before") / "cairn/console/main.py"
    assert '"toy", "1"' in kept.read_text()


@pytest.mark.parametrize("harm", ["changed", "added", "missing"])
def test_bu02_a_bundle_that_is_not_whole_is_refused_by_name(tmp_path, harm):
    tree = made(tmp_path)
    one = tree / "cairn" / "cairn" / "console" / "main.py"
    match harm:
        case "changed":
            one.write_text(one.read_text() + "\n")
        case "added":
            (one.parent / "main.pyx").write_text("")
        case "missing":
            one.unlink()
    done = install(tree, tmp_path / "cairn")
    assert done.returncode == 1
    assert "cairn/cairn/console/main.py" in done.stderr
    assert "Copy the archive again." in done.stderr
    assert not (tmp_path / "cairn").exists()


def test_bu03_another_python_or_machine_is_told(tmp_path):
    done = install(made(tmp_path, python="3.99"), tmp_path / "cairn")
    assert done.stderr.startswith("Python 3.99 with its venv is needed")
    done = install(made(tmp_path, "2", machine="toaster"), tmp_path / "cairn")
    assert done.stderr.startswith("This bundle is for toaster and this machine is ")
    assert not (tmp_path / "cairn").exists()


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ({"letters.txt": ""}, "holds something else than Cairn; name another folder."),
        ({"cairn/console/main.py": "", "var/cairn.sqlite3": ""}, "holds data. Move it elsewhere"),
    ],
    ids=["letters", "data"],
)
def test_bu05_what_is_not_cairn_alone_is_left_alone(tmp_path, inside, sentence):
    target = tmp_path / "there"
    for name, text in inside.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text)
    (tmp_path / "there.before").mkdir()  # not by us: it bears no mark
    before = everything(target)
    done = install(made(tmp_path), target)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert everything(target) == before


def test_bu05_a_place_that_is_no_whole_path_is_asked_for_again(tmp_path):
    done = subprocess.run(
        ["sh", str(made(tmp_path) / "install.sh"), "cairn"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.startswith("Say where to")) == (1, True)

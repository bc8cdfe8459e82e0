"""The environment of the peer: what `requirements-bench.lock` says; the product has none of it.

Made once, beside `.venv`, and made again when the lock changes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.runs import ROOT, tell

FOLDER = ROOT / ".venv-bench"
LOCK = ROOT / "requirements-bench.lock"


def python_of_peer() -> str:
    """The interpreter in which the peer is installed."""
    python, stamp = FOLDER / "bin" / "python", FOLDER / "ready"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return str(python)
    tell("  installing the peer into an environment of its own")
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    (FOLDER / ".gitignore").write_text("*\n")
    variables = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_PYTHON_DOWNLOADS": "never"}
    locked = ["install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    uv = Path(sys.executable).with_name("uv")
    with_uv = [str(uv), "pip", *locked, "--python", str(python)]
    if not uv.exists() or subprocess.run(with_uv, env=variables).returncode:
        subprocess.run([str(python), "-m", "pip", *locked], env=variables, check=True)
    stamp.write_text(digest)
    return str(python)

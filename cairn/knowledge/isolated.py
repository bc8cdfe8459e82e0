"""Reads a file that somebody sent in another process, so that a malicious one can stop nothing but
its own reading. Rows and problems come back as JSON: nothing that is executed when it is read."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cairn.formats.errors import ParserStopped
from cairn.formats.limits import DEFAULT, MB, Limits
from cairn.kernel.errors import CairnError
from cairn.knowledge.kinds import Kind
from cairn.knowledge.rows import Row
from cairn.knowledge.shapes import Wrong

ROOT = Path(__file__).parents[2]


class Told(CairnError):
    """An error that was raised in another process."""

    told_code = ""  # of the class by itself: its own

    def __init__(self, told: dict[str, Any]) -> None:
        self.text = str(told["text"])
        self.told_code = str(told["code"])
        values = {
            name: Told(value) if isinstance(value, dict) else value
            for name, value in told["values"].items()
        }
        super().__init__(**values)

    @property
    def code(self) -> str:
        return self.told_code or super().code


def read_isolated(kind: Kind, path: Path, limits: Limits = DEFAULT) -> Iterator[Row]:
    """As `read_file` of the kind."""
    task = {"kind": asdict(kind), "path": str(path.resolve()), "limits": asdict(limits)}
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "LANG") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "cairn.knowledge.worker", json.dumps(task)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if not line.endswith("\n"):
                break  # cut off in the middle: the process is dead
            answer = json.loads(line)
            if "end" in answer:
                return
            if "error" in answer:
                raise Told(answer["error"])
            number, key, body, problems = answer["row"]
            wrong = tuple(Wrong(place, Told(error)) for place, error in problems)
            yield Row(number, key, body, wrong)
        raise ParserStopped(megabytes=limits.memory // MB, seconds=limits.seconds)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()

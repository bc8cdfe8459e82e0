"""Doing what a user of the console does, in this process: import a file, ask for a figure."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command

from cairn.reporting.models import Account, Count, DataSet, ImportBatch, Incident, Problem

KEYS = {"read", "new", "updated", "unchanged", "rejected", "committed", "problems", "warnings"}
KINDS = ("new", "updated", "unchanged", "rejected")


@dataclass(frozen=True)
class Report:
    """What `cairn import … --json` printed, and its exit status."""

    told: dict[str, Any]
    status: int

    def __getattr__(self, name: str) -> Any:
        try:
            return self.told[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def account(self) -> tuple[int, ...]:
        """Rows new, updated, unchanged and rejected; they add up to the rows read."""
        counts = tuple(self.told[kind] for kind in KINDS)
        assert sum(counts) == self.told["read"]
        return counts

    @property
    def codes(self) -> set[str]:
        return {problem["code"] for problem in self.told["problems"]}

    @property
    def warned(self) -> set[str]:
        return {problem["code"] for problem in self.told["warnings"]}


def run_import(kind: str, path: Path, **options: Any) -> Report:
    out, status = io.StringIO(), 0
    try:
        call_command("import", kind, str(path), json=True, stdout=out, **options)
    except SystemExit as end:
        status = int(end.code or 0)
    told = json.loads(out.getvalue())
    assert set(told) == KEYS
    return Report(told, status)


def measure(name: str, *, by: str = "", **where: str) -> list[dict[str, Any]]:
    """The rows that `cairn measure` prints."""
    out = io.StringIO()
    words = [f"{key}={value}" for key, value in where.items()]
    parts = by.split(",") if by else []
    call_command("measure", name, where=words, by=parts, format="json", stdout=out)
    return json.loads(out.getvalue())["rows"]


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def table(text: str) -> list[dict[str, str]]:
    """Rows as they are written in a test: names first, cells between bars."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def nothing_is_left() -> None:
    """No row of any import, and no import that holds the place of its source."""
    for model in (Account, Count, Incident):
        assert not model.objects.exists(), model
    assert not ImportBatch.objects.exclude(status="discarded").exists()
    assert not Problem.objects.exclude(batch__status="discarded").exists()
    held = DataSet.objects.filter(accepted_at=None)
    assert not held.exists()


def clear(sentence: str) -> bool:
    """One sentence of a length that is read, without a trace of the machine or an open place."""
    unwanted = ("Traceback", "Error", "Exception", "%(", "/tmp", "0x", "<class")
    return 15 < len(sentence) < 400 and not any(word in sentence for word in unwanted)

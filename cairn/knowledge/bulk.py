"""All published records of a kind as one file, with a sidecar that says what is in it.

The file is written as the shelf is read: one query, a few records in memory. What it was made of is
named by its `state`, which changes whenever a record is published or withdrawn; two files of one
state are the same bytes. The sidecar says rows, bytes, checksum, and the terms of the records.
"""

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from django.db.models import Count, Max, QuerySet

from cairn.knowledge.forms import File
from cairn.knowledge.models import CHANGED, Item
from cairn.knowledge.outgoing import Address

TOGETHER = 500  # records that are read at a time
PIECE = 128 * 1024  # bytes that are sent at a time
CITE = "Cite each record by its title, its source and the address of its page, from Cairn."


@dataclass(slots=True)
class Written:
    """How much was written so far, and its checksum."""

    rows: int = 0
    size: int = 0
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What the shelf holds of a file's kind: the same state, the same file."""

    records: int
    changed: datetime | None
    withdrawn: int

    @property
    def name(self) -> str:
        day = self.changed.isoformat() if self.changed else ""
        told = f"{_program()} {self.records} {self.withdrawn} {day}"
        return sha256(told.encode()).hexdigest()[:32]


def state_of(file: File) -> State:
    """One query; what counts is what was published and what was withdrawn."""
    every = _of_kind(file)
    told = every.aggregate(n=Count("pk"), gone=Count("withdrawn_at"), changed=Max(CHANGED))
    return State(told["n"] - told["gone"], told["changed"], told["gone"])


def rows_of(file: File) -> "QuerySet[Item]":
    """What stands in it, in an order that stays."""
    rows = _of_kind(file)
    if file.form.withdrawn:
        return rows.filter(withdrawn_at__isnull=False).defer("body").order_by("ref")
    return rows.filter(withdrawn_at__isnull=True).defer("titles").order_by("ref")


def written(file: File, address: Address, count: Written) -> Iterator[bytes]:
    """The file in pieces; `count` says at the end what there was."""
    digest = sha256()
    held: list[str] = [file.form.before]
    length = len(file.form.before)

    def piece() -> bytes:
        made = "".join(held).encode()
        held.clear()
        digest.update(made)
        count.size += len(made)
        return made

    items = rows_of(file).iterator(chunk_size=TOGETHER)
    for row in file.form.rows(items, address):
        if count.rows:
            held.append(file.form.between)
        count.rows += 1
        held.append(row)
        length += len(row)
        if length > PIECE:
            length = 0
            yield piece()
    held.append(file.form.after)
    yield piece()
    count.checksum = digest.hexdigest()


def sidecar(file: File, state: State, count: Written, address: str) -> dict[str, Any]:
    """What is in the file, so that whoever has it can prove it."""
    return {
        "file": file.form.name,
        "kind": file.kind.key if file.kind else "",
        "address": address,
        "media_type": file.form.media,
        "rows": count.rows,
        "records": state.withdrawn if file.form.withdrawn else state.records,
        "bytes": count.size,
        "sha256": count.checksum,
        "state": state.name,
        "changed": state.changed.isoformat() if state.changed else None,
        "licences": [] if file.form.withdrawn else licences(file),
        "attribution": CITE,
    }


def licences(file: File) -> list[dict[str, Any]]:
    """Under which terms the records of the file stand; each record names its own."""
    rows = _of_kind(file).filter(withdrawn_at__isnull=True).order_by("licence", "licence_url")
    counted = rows.values_list("licence", "licence_url").annotate(n=Count("pk"))
    return [{"licence": one, "url": url, "records": n} for one, url, n in counted]


def write_file(
    file: File, path: Path, address: Address, *, progress: Callable[[int], None] | None = None
) -> Written:
    """Write it beside its place, and put it there once it is whole."""
    count, aside = Written(), path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as to:
            _pour(written(file, address, count), to, count, progress)
            to.flush()
            os.fsync(to.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return count


def _pour(
    pieces: Iterator[bytes],
    to: IO[bytes],
    count: Written,
    progress: Callable[[int], None] | None,
) -> None:
    for one in pieces:
        to.write(one)
        if progress:
            progress(count.rows)


@functools.cache
def _program() -> str:
    """The version of Cairn, with which the bytes of a file may change."""
    try:
        return version("cairn")
    except PackageNotFoundError:
        return "0"


def _of_kind(file: File) -> "QuerySet[Item]":
    return Item.objects.filter(kind=file.kind.key) if file.kind else Item.objects.all()

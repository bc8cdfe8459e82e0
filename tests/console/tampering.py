"""An instance with something in every table, and changes that somebody makes behind its back."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import models, transaction

from cairn.audit.checkpoints import make_checkpoint, statement_of
from cairn.audit.models import Event
from cairn.audit.seal import seal_pending
from cairn.console.verifying import examine
from cairn.erasure import ledger
from cairn.erasure.models import Erasure
from cairn.files.store import put
from cairn.observatory.actions import desk_snapshot, snapshots_root
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.proving import STANDS
from tests.db.test_factories import FACTORIES
from tests.erasure.doing import named, purged
from tests.reporting.filings.doing import World, drafted, world
from tests.reporting.observations.doing import added, draft
from tests.repository.test_house_rules import our_models


def fill(folder: Path) -> Path:
    """Something of everything; returns a checkpoint that somebody keeps outside."""
    ledger.begin()
    people = world()
    purged(named(people), people)
    made = [_described(people, kind) for kind in ("method", "route", "incident")]
    for filing in (drafted(people, "2024-Q2"), *made):
        filing = submit_filing(filing=filing, by=people.officer)
        filing = clear_filing(filing=filing, by=people.contact, repetition_is_true=True)
        validate_filing(filing=filing, by=people.secretary)
    put([b"what somebody sent " * 50])
    desk_snapshot()
    for model in our_models():
        if not model._base_manager.exists():
            with suppress(Exception), transaction.atomic():
                FACTORIES[model]()
                if wrong():
                    raise ValueError
    while seal_pending():
        continue
    kept = folder / "kept.txt"
    kept.write_text(statement_of(make_checkpoint()).text)
    return kept


def _described(people: World, kind: str) -> Filing:
    """A draft in which something is described."""
    filing = draft(people, kind)
    added(people, kind, filing)
    return filing


def wrong(kept: Path | None = None) -> list[str]:
    """The questions of `cairn verify` that are answered with something wrong."""
    return [found.question for found in examine([kept] if kept else []) if found.wrong]


def other(value: Any, chance: random.Random) -> Any:
    """Another value of the same kind."""
    match value:
        case None:
            return None
        case bool():
            return not value
        case int() | float():
            return value + chance.choice((1, 2, 7))
        case datetime() | date():
            return value - timedelta(days=chance.choice((1, 30)))
        case str():
            at = chance.randrange(len(value)) if value else 0
            letter = chance.choice([one for one in "qxz7" if one != value[at : at + 1]])
            return f"{value[:at]}{letter}{value[at + 1 :]}"
        case dict():
            return {**value, "changed": True}
        case list():
            return [*value, "changed"] if value else ["changed"]
        case bytes() | memoryview():
            return bytes(value) + b"x"
    return None


@dataclass(frozen=True)
class Change:
    """What is changed, which part of it, doing it, and making it as it was."""

    what: str
    part: str
    do: Callable[[], None]
    undo: Callable[[], None]


def standing(model: type[models.Model]) -> Any:
    """Rows of which something is claimed, where the table holds others too, such as drafts."""
    names = {one.name for one in model._meta.get_fields()}
    rows = model._base_manager.all()
    if model is Filing:
        return rows.filter(status__in=STANDS)
    if model is Event:
        return rows.filter(erased_at=None)  # what it said is gone
    if model is Erasure:
        return rows.filter(state=Erasure.State.DONE)
    if model is FilingCount or model._meta.app_label == "observations" and "filing" in names:
        return rows.filter(filing__status__in=STANDS)
    return rows


def of_a_table(model: type[models.Model], chance: random.Random, elsewhere: Any) -> Change | None:
    """One column of one row, or a row that goes; None where there is nothing to change. It is done
    through another connection (`elsewhere`), past all that the program knows, and stays."""
    rows = list(standing(model).order_by("pk")[:50])
    columns = [one for one in model._meta.concrete_fields if not one.primary_key]
    if not rows:
        return None
    row, table = chance.choice(rows), model._meta.db_table
    if not chance.randrange(len(columns) + 1):
        return _of_the_row(model, row.pk, elsewhere)
    column = chance.choice(columns)
    value = other(getattr(row, column.attname), chance)
    if value is None:
        return None
    name = elsewhere.ops.quote_name
    key = f"{name(model._meta.pk.column)} = %s"
    at = model._meta.pk.get_db_prep_value(row.pk, elsewhere)
    ((old,),) = _run(
        elsewhere, f"SELECT {name(column.column)} FROM {name(table)} WHERE {key}", [at]
    )
    update = f"UPDATE {name(table)} SET {name(column.column)} = %s WHERE {key}"
    new = column.get_db_prep_save(value, elsewhere)
    return Change(
        table,
        column.name,
        lambda: _run(elsewhere, update, [new, at]),
        lambda: _run(elsewhere, update, [old, at]),
    )


def _of_the_row(model: type[models.Model], pk: Any, elsewhere: Any) -> Change:
    name, table = elsewhere.ops.quote_name, model._meta.db_table
    where = f"FROM {name(table)} WHERE {name(model._meta.pk.column)} = %s"
    at = model._meta.pk.get_db_prep_value(pk, elsewhere)
    columns = [one.column for one in model._meta.concrete_fields]
    listed, marks = ", ".join(map(name, columns)), ", ".join(["%s"] * len(columns))
    (old,) = _run(elsewhere, f"SELECT {listed} {where}", [at])
    back = f"INSERT INTO {name(table)} ({listed}) VALUES ({marks})"
    return Change(
        table,
        "the row itself",
        lambda: _run(elsewhere, f"DELETE {where}", [at]),
        lambda: _run(elsewhere, back, list(old)),
    )


def _run(elsewhere: Any, sql: str, values: list[Any]) -> list[Any]:
    with elsewhere.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def of_a_file(path: Path, what: str, chance: random.Random) -> Change:
    """A byte of it, its end, or all of it."""
    content = path.read_bytes()
    at = chance.randrange(len(content))
    undo = partial(_write, path, content)
    match chance.choice(("a byte", "its end", "the file itself")):
        case "a byte":
            new = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            return Change(what, "a byte", partial(_write, path, new), undo)
        case "its end":
            half = content[: len(content) // 2]
            return Change(what, "its end", partial(_write, path, half), undo)
    return Change(what, "the file itself", path.unlink, undo)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def files(folder: Path) -> list[tuple[Path, str]]:
    found = [(one, "a stored file") for one in (folder / "files").rglob("*") if one.is_file()]
    found += [(one, "a file of a snapshot") for one in snapshots_root().rglob("*") if one.is_file()]
    return [*found, (ledger.home(), "the ledger of erasures")]

"""`cairn measure NAME`: a figure from the newest snapshot, with its caveat."""

import csv
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cairn.console.say import say
from cairn.figures.answers import IMPRECISE, Answer, KeyPart
from cairn.figures.dimensions import PERIOD
from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.observatory.actions import newest_snapshot

HELP = noop("Answer a measure from the newest snapshot.")
NAME = noop("the measure, such as dead_and_missing or detections")
WHERE = noop("a filter such as period=2015, period=2017-10..2018-09 or route=central_mediterranean")
BY = noop("break down by year, quarter, month or a dimension such as origin")
FORMAT = noop("csv or json")


class NoSnapshotYet(CairnError):
    text = noop("There is no snapshot yet; import something and run “cairn snapshot” first.")


class NotAFilter(CairnError):
    text = noop("%(value)r is not a filter; write key=value, such as period=2015.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=say(NAME))
        parser.add_argument(
            "--where", action="append", default=[], metavar="KEY=VALUE", help=say(WHERE)
        )
        parser.add_argument("--by", action="append", default=[], metavar="DIMENSION", help=say(BY))
        parser.add_argument("--format", choices=["csv", "json"], default="csv", help=say(FORMAT))

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = []
        for given in options["where"]:
            key, sign, value = given.partition("=")
            if not sign:
                raise NotAFilter(value=given)
            pairs.append((key.strip(), value.strip()))
        asked = [name.strip() for given in options["by"] for name in given.split(",")]
        question = Question.parse(options["name"], pairs, _levels(asked, dict(pairs)))
        snapshot = newest_snapshot()
        if snapshot is None:
            raise NoSnapshotYet()
        found = answer(snapshot, question)
        rows = list(rows_of(found))
        caveat = say(found.measure.caveat)
        if options["format"] == "json":
            told = {
                "measure": found.measure.key,
                "caveat": caveat,
                "snapshot": found.snapshot,
                "rows": rows,
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(sys.stdout, names or ["source", *question.by, "value", "records"])
        writer.writeheader()
        writer.writerows(rows)
        sys.stderr.write(caveat + "\n")


def _levels(asked: list[str], pairs: dict[str, str]) -> list[str]:
    """`--by period` is by year, or by month where one period of a year or less is asked for."""
    if PERIOD not in asked:
        return asked
    period = Period.parse(pairs[PERIOD]) if pairs.get(PERIOD) else None
    level = Level.MONTH if period and period.level else Level.YEAR
    return [level.value if name == PERIOD else name for name in asked]


def rows_of(found: Answer) -> Any:
    """One dictionary a row: the source, what was asked for by, the number and its records."""
    for one in found.sets:
        table = {"table": one.tab} if one.tab else {}
        for row in one.rows:
            yield {
                "source": one.source,
                **table,
                **{name: _key(part) for name, part in zip(found.question.by, row.key, strict=True)},
                "value": row.value.value if isinstance(row.value, Cell) else row.value,
                "records": row.records,
                "not_recorded": row.not_recorded,
                **{
                    name: part.value if isinstance(part, Cell) else part
                    for name, part in row.parts.items()
                },
            }


def _key(part: KeyPart) -> str | int | None:
    if part is IMPRECISE:
        return None
    return part if isinstance(part, int) else str(part)

"""`cairn import incidents|counts|cases|… FILE`: the same code as the pages, for an operator."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cairn.console import library
from cairn.console.say import say
from cairn.files.store import parts_of, put
from cairn.formats.opening import Opening
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting import intake
from cairn.reporting.actions import accept_source, begin_import, commit_import, discard_import
from cairn.reporting.models import DataSet, ImportBatch
from cairn.reporting.problems import masked
from cairn.reporting.staging import Tally

SHOWN = 10  # problems of one kind that are listed on the screen; --json lists all

HELP = noop(
    "Import a file of events, of a series or of the library; nothing is committed if a row is "
    "rejected."
)
LAYOUT = noop("the layout to read it with")
SOURCE = noop("the name of the source")
SHEET = noop("which sheet of a workbook")
ENCODING = noop("how the letters of a text file are written, such as utf-8 or cp1251")
DELIMITER = noop("the sign between the cells of a text file, or the word tab")
HEADER_ROW = noop("the row that holds the names of the columns, counted from 1")
LEAVE_OUT = noop("commit the other rows; it is recorded that rows were left out")
DRY_RUN = noop("read and compare only, and keep nothing")
JSON = noop("print the account of the rows as JSON")
ROWS = noop("%(rows)s rows read")
ACCOUNT = noop(
    "%(read)s rows read = %(new)s new + %(updated)s updated + %(unchanged)s unchanged "
    "+ %(rejected)s rejected"
)
PLACE = noop("Row %(row)s: %(sentence)s")
PLACE_AND_COLUMN = noop("Row %(row)s, %(column)s: %(sentence)s")
MORE = noop("… and %(number)s more of the kind %(code)s")
TRIAL = noop("This was a trial; nothing was kept.")
COMMITTED = noop("Committed.")
NOT_COMMITTED = noop(
    "Nothing was committed, because rows were rejected. Correct them, or add --leave-out-rejected."
)
AT_THE_CONSOLE = noop("left out at the console")


class NoSuchFile(CairnError):
    text = noop("There is no file %(path)s; check the path.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["incidents", "counts", *library.plural_names()])
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--layout", default="", metavar="NAME", help=say(LAYOUT))
        parser.add_argument("--source", default="", metavar="NAME", help=say(SOURCE))
        parser.add_argument("--sheet", default="", metavar="NAME", help=say(SHEET))
        parser.add_argument("--encoding", default="", metavar="NAME", help=say(ENCODING))
        parser.add_argument("--delimiter", default="", metavar="SIGN", help=say(DELIMITER))
        parser.add_argument(
            "--header-row", type=int, default=0, metavar="NUMBER", help=say(HEADER_ROW)
        )
        parser.add_argument("--leave-out-rejected", action="store_true", help=say(LEAVE_OUT))
        parser.add_argument("--dry-run", action="store_true", help=say(DRY_RUN))
        parser.add_argument("--json", action="store_true", help=say(JSON))

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["json"]
        try:
            if options["kind"] in library.plural_names():
                self.take_into_library(options)
                return
            tally, committed = self.run(options)
        except CairnError as problem:
            if not self.as_json:
                raise
            self.print_json(Tally(), False, problem)
            sys.exit(1)
        if self.as_json:
            self.print_json(tally, committed)
        else:
            self.print_account(tally, committed, trial=options["dry_run"])
        if tally.rejected:
            sys.exit(1)

    def take_into_library(self, options: dict[str, Any]) -> None:
        if not options["file"].is_file():
            raise NoSuchFile(path=str(options["file"]))
        account = library.take(options["kind"], options["file"], options, self.progress)
        if self.as_json:
            self.stdout.write(json.dumps(library.as_json(account), ensure_ascii=False))
        else:
            self.stdout.write(say(ACCOUNT, **library.accounting(account)))
            shown = library.told(account, SHOWN)
            for line, one in shown:
                self.stdout.write(
                    say(PLACE_AND_COLUMN, row=line, column=one.place, sentence=say(one.error))
                )
            if more := len(account.problems) + account.more - len(shown):
                self.stdout.write(say(library.MORE, number=more))
            end = library.end_of(account) if account.committed else NOT_COMMITTED
            self.stdout.write(say(TRIAL if options["dry_run"] else end))
        if account.rejected:
            sys.exit(1)

    def run(self, options: dict[str, Any]) -> tuple[Tally, bool]:
        path: Path = options["file"]
        if not path.is_file():
            raise NoSuchFile(path=str(path))
        found = intake.look(
            path,
            kind=options["kind"],
            layout=options["layout"],
            source=options["source"],
            opening=self.opening(options),
        )
        source = intake.source_of(found, options["source"], path.name)
        if options["dry_run"]:
            return intake.try_out(found, DataSet.objects.filter(key=source.key).first()), False
        tables = list(found.table.tabs) if found.table else []
        dataset = accept_source(source=source, layout=found.mapping.layout, tables=tables)
        with path.open("rb") as file:
            stored = put(parts_of(file), media_type="application/octet-stream")
        batch = begin_import(
            dataset=dataset,
            kind=options["kind"],
            file=stored,
            file_name=path.name,
            mapping=found.mapping,
        )
        tally = intake.stage(batch, path=path, progress=self.progress)
        batch.refresh_from_db()
        return tally, self.settle(batch, leave_out=options["leave_out_rejected"])

    def opening(self, options: dict[str, Any]) -> Opening:
        sign = options["delimiter"]
        return Opening(
            encoding=options["encoding"].lower(),
            delimiter="\t" if sign.lower() == "tab" else sign,
            sheet=options["sheet"],
            header_row=options["header_row"],
        )

    def settle(self, batch: ImportBatch, *, leave_out: bool) -> bool:
        if batch.rows_rejected and not leave_out:
            discard_import(batch=batch, failure="rows_rejected")
            return False
        commit_import(batch=batch, leave_out=say(AT_THE_CONSOLE) if leave_out else "")
        return True

    def progress(self, rows: int) -> None:
        if not self.as_json and sys.stderr.isatty():
            self.stderr.write(say(ROWS, rows=rows), ending="\r")

    def print_json(self, tally: Tally, committed: bool, failure: CairnError | None = None) -> None:
        found = [(one.row, one.column, one.error, one.warning) for one in tally.findings]
        if failure:
            found.append((0, "", failure, False))
        lists: dict[str, list[dict[str, Any]]] = {"problems": [], "warnings": []}
        for row, column, error, warning in found:
            told = {"row": row or None, "column": column, "code": error.code}
            told["message"] = say(masked(error))
            lists["warnings" if warning else "problems"].append(told)
        account = {**accounting(tally), "committed": committed, **lists}
        self.stdout.write(json.dumps(account, ensure_ascii=False))

    def print_account(self, tally: Tally, committed: bool, *, trial: bool) -> None:
        self.stdout.write(say(ACCOUNT, **accounting(tally)))
        shown: Counter[str] = Counter()
        for one in tally.findings:
            shown[one.error.code] += 1
            if shown[one.error.code] <= SHOWN:
                place = PLACE_AND_COLUMN if one.column else PLACE
                line = say(place, row=one.row, column=one.column, sentence=say(one.error))
                self.stdout.write(line)
        for code, number in tally.kinds.items():  # of all; `findings` keeps a part of very many
            if number > SHOWN:
                self.stdout.write(say(MORE, number=number - SHOWN, code=code))
        self.stdout.write(say(TRIAL if trial else COMMITTED if committed else NOT_COMMITTED))


def accounting(tally: Tally) -> dict[str, int]:
    """The closed account: read = new + updated + unchanged + rejected."""
    return {
        "read": tally.read,
        "new": tally.new,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": tally.rejected,
    }

"""`cairn export FILE…`: published records of the library as whole files, each with its sidecar."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cairn.console.say import say, tell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message, noop
from cairn.knowledge.bulk import sidecar, state_of, write_file
from cairn.knowledge.forms import File, file_named, files
from cairn.knowledge.outgoing import pages_in

ALL = "all"
ENDING = ".sidecar.json"
HELP = noop(
    "Write published records of the library to a file, and beside it a sidecar with the number of "
    "rows, the checksum and the licences."
)
NAME = noop("the file, such as cases.jsonl, or all for every file")
FOLDER = noop("the folder to write to; this folder if not given")
AS_JSON = noop("print JSON")


class NoSuchFolder(CairnError):
    text = noop("There is no folder %(path)s; make it first.")


class ChangedMeanwhile(CairnError):
    text = noop(
        "Something was published or withdrawn while %(file)s was being written; run the command "
        "again."
    )


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", choices=[*files(), ALL], help=say(NAME))
        parser.add_argument(
            "folder", type=Path, nargs="?", default=Path(), metavar="FOLDER", help=say(FOLDER)
        )
        parser.add_argument("--json", action="store_true", help=say(AS_JSON))

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise NoSuchFolder(path=str(folder))
        asked = files().values() if options["name"] == ALL else [file_named(options["name"])]
        told = [_export(one, folder) for one in asked]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for one in told:
            tell(Message("%(file)s: %(n)s row", "%(file)s: %(n)s rows", one["rows"], one))
            tell("    SHA-256 %(sha256)s", sha256=one["sha256"])


def _export(file: File, folder: Path) -> dict[str, Any]:
    """Write the file, then its sidecar; what changed meanwhile is not told as if it had not."""
    state = state_of(file)
    path = folder / file.form.name
    count = write_file(file, path, pages_in("en"))
    if state_of(file) != state:
        path.unlink()
        raise ChangedMeanwhile(file=file.form.name)
    told = sidecar(file, state, count, "")
    aside = path.with_name(path.name + ENDING)
    aside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return told

"""Prove that the log, histories, filings, files and snapshots are what they were."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cairn.audit.export import chain_lines
from cairn.console.say import say, tell
from cairn.console.verifying import ERASED, NOT_COVERED, examine
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class NotProven(CairnError):
    text = noop(
        "Something is not what it was; it stands above. Change nothing, keep a copy of the folder "
        "of data and of the database, and tell those who hold checkpoints."
    )


class CannotWrite(CairnError):
    text = noop("%(path)s cannot be written (%(reason)s).")


class Command(BaseCommand):
    help = noop("Prove that the log, histories, filings, files and snapshots are what they were.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            metavar="FILE",
            help=say(noop("a checkpoint that somebody kept; may be given several times")),
        )
        parser.add_argument(
            "--export",
            metavar="FILE",
            help=say(noop("write the chain there, for docs/verify_chain.py; nothing is verified")),
        )
        parser.add_argument(
            "--payloads",
            action="store_true",
            help=say(noop("with --export: the events too; they name people and records")),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["export"]:
            self._export(Path(options["export"]), payloads=options["payloads"])
            return
        wrong = 0
        for found in examine(map(Path, options["checkpoint"])):
            mark = "✘" if found.wrong else "✔"
            tell("%(mark)s %(words)s", mark=mark, words=f"{say(found.question)}: {found.looked_at}")
            for text, values in found.wrong:
                tell("  %(words)s", words=say(text, **values))
            if found.more:
                tell(noop("  … and more"))
            wrong += len(found.wrong)
        tell(noop("Erased under a rule, which the log says:"))
        for text, count in ERASED:
            tell("  %(words)s: %(n)s", words=say(text), n=count())
        tell(noop("Not covered:"))
        for text in NOT_COVERED:
            tell("  %(words)s", words=say(text))
        if wrong:
            raise NotProven()
        tell(noop("All that was looked at is what it was."))

    def _export(self, path: Path, *, payloads: bool) -> None:
        lines = -1  # the head is no seal
        try:
            with path.open("x", encoding="utf-8") as file:
                for line in chain_lines(payloads=payloads):
                    file.write(line)
                    lines += 1
        except OSError as problem:
            raise CannotWrite(path=path, reason=problem.strerror) from problem
        tell(noop("Seals that were written: %(n)s."), n=lines)

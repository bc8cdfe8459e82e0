"""`cairn bench`: the benchmarks, which live in the repository and not in the package."""

import os
import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cairn.console.say import say
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

HELP = noop("Measure imports, Explore, lists and the start; only in a checkout of the repository.")
WORDS = noop("the part to measure and its options; “cairn bench --help” lists them")


class NoRepository(CairnError):
    text = noop(
        "The benchmarks live in the repository of Cairn; clone it, and run “cairn bench” there."
    )


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def run_from_argv(self, argv: list[str]) -> None:
        """Everything after the name of the command is for the benchmarks themselves."""
        self.handle(words=argv[2:])

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs=REMAINDER, metavar="…", help=say(WORDS))

    def handle(self, *args: Any, **options: Any) -> None:
        root = settings.REPOSITORY
        if not (root / "bench" / "__main__.py").is_file():
            raise NoRepository()
        words = [sys.executable, "-m", "bench", *options["words"]]
        path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
        done = subprocess.run(words, cwd=root, env=os.environ | {"PYTHONPATH": path})
        if done.returncode:
            sys.exit(done.returncode)

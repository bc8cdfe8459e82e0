"""`cairn link`: compare the sources that are open to all, and join what is certainly one event."""

from argparse import ArgumentParser
from itertools import combinations
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cairn.console.say import say
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.link_queries import sources_of_events
from cairn.reporting.linking import link_sources
from cairn.reporting.models import DataSet
from cairn.sharing.viewer import Viewer

HELP = noop("Find accounts of different sources that speak of one event; people decide the rest.")
SOURCE = noop("the name of a source; given twice, only these two are compared")
DRY_RUN = noop("compare only, and keep nothing")
DONE = noop(
    "%(one)s and %(other)s: %(joined)s joined without asking, %(proposed)s left to a person, "
    "%(left)s known before or in the way of another."
)
WOULD = noop(
    "%(one)s and %(other)s: %(joined)s would be joined without asking, %(proposed)s left to a "
    "person."
)
TRIAL = noop("This was a trial; nothing was kept.")


class NoSuchSource(CairnError):
    text = noop("%(source)s is no open source of events here; there are: %(known)s.")


class TooFewSources(CairnError):
    text = noop("There are not two sources to compare; import another one first.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()  # they load every page; `cairn check` runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--source", action="append", default=[], metavar="NAME", help=say(SOURCE)
        )
        parser.add_argument("--dry-run", action="store_true", help=say(DRY_RUN))

    def handle(self, *args: Any, **options: Any) -> None:
        # Nobody in particular is looking, so only what anyone may see is compared.
        viewer = Viewer(today=timezone.now().date())
        asked: list[str] = options["source"]
        pairs = list(combinations(sources_of_events(viewer), 2))
        self.check_known(asked, sources_of_events(viewer))
        wanted = [pair for pair in pairs if set(asked) <= {source.key for source in pair}]
        if not wanted:
            raise TooFewSources
        for one, other in wanted:
            outcome = link_sources(one=one, other=other, viewer=viewer, dry_run=options["dry_run"])
            self.stdout.write(
                say(
                    WOULD if options["dry_run"] else DONE,
                    one=one.key,
                    other=other.key,
                    joined=outcome.joined,
                    proposed=outcome.proposed,
                    left=outcome.left,
                )
            )
        if options["dry_run"]:
            self.stdout.write(say(TRIAL))

    def check_known(self, asked: list[str], sources: list[DataSet]) -> None:
        known = [source.key for source in sources]
        for key in asked:
            if key not in known:
                raise NoSuchSource(source=key, known=", ".join(known) or "–")

"""What the pages of erasing share: who may enter, and what places and rules are called."""

from collections.abc import Mapping

from cairn.accounts.permissions import Permission
from cairn.erasure.models import Erasure
from cairn.erasure.rules import RULE_WORDS, Rule
from cairn.kernel.text import noop
from cairn.web.say import say

WRITES = (
    Permission.FILING_WRITE,
    *(Permission.IMPORT_WRITE, Permission.FILING_CLEAR, Permission.FILING_VALIDATE),
    Permission.ERASURE_CONFIRM,
)
DECIDES = (Permission.ERASURE_CONFIRM, Permission.FILING_CLEAR)
STATES = {
    Erasure.State.ASKED: ("waiting", noop("waits for a second person")),
    Erasure.State.CONFIRMED: ("waiting", noop("is being erased")),
    Erasure.State.REFUSED: ("information", noop("refused")),
    Erasure.State.DONE: ("done", noop("erased")),
}
OTHER = noop("other places of this server")
PLACES: Mapping[str, str] = {
    "filings.filing": noop("filings"),
    "filings.filingcount": noop("numbers of filings"),
    "filings.filingcomment": noop("comments"),
    "observations.routeobservation": noop("routes"),
    "observations.feeobservation": noop("fees"),
    "observations.methodobservation": noop("methods"),
    "observations.documentfraudobservation": noop("document fraud"),
    "observations.incidentreport": noop("single events"),
    "observations.leg": noop("legs"),
    "sheets.sheetfile": noop("spreadsheets on their way"),
    "sheets.sheetmemory": noop("remembered layouts of spreadsheets"),
    "reporting.dataset": noop("data sets"),
    "reporting.importbatch": noop("imports"),
    "reporting.problem": noop("problems of imports"),
    "reporting.account": noop("accounts of events"),
    "reporting.count": noop("numbers of series"),
    "history.version": noop("entries of histories"),
    "audit.event": noop("events of the log"),
    "files.storedfile": noop("stored files"),
    "files.upload": noop("files on their way"),
    "snapshots": noop("snapshots"),
    "cache": noop("the cache"),
}


def place_words(label: str) -> str:
    return say(PLACES.get(label, OTHER))


def rule_words(key: str) -> str:
    return say(RULE_WORDS[Rule(key)])


def found_lines(erasure: Erasure) -> list[tuple[str, int]]:
    """Where it was erased, and how often; places that have no word of their own together."""
    lines: dict[str, int] = {}
    for label, n in erasure.found.items():
        words = place_words(label)
        lines[words] = lines.get(words, 0) + n
    return sorted(lines.items())

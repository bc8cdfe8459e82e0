"""How a filing is marked, asked where it is submitted: each marking with who would read it.

Every filing is marked TLP:AMBER when it is begun, so that nothing is shared by accident. Whoever
submits it sees that, and chooses another marking in the same step.
"""

import copy
from collections.abc import Collection
from dataclasses import dataclass

from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing, Marking
from cairn.reporting.filings.saving import digest_of
from cairn.web.desk.filing.words import MARKINGS, marking_words
from cairn.web.desk.participation.before import before
from cairn.web.say import say

IN_EACH_PERIOD = noop(
    "Your State, the secretariat and organisations of other States that have contributed this "
    "section for the same months or may still do so."
)


@dataclass(frozen=True, slots=True)
class MarkingChoice:
    """One marking, what it means, and who reads the filing under it once it is validated."""

    key: str
    name: str
    words: str
    readers: str


@dataclass(frozen=True, slots=True)
class MarkingAsked:
    """The question, for one filing or for several at once."""

    choices: tuple[MarkingChoice, ...]
    chosen: str  # "" where several filings are marked each in its way
    was: str  # what stood there when the page was made
    now: str  # the same, by its name
    theirs: str = ""  # the name of what somebody else chose meanwhile


def marking_asked(filing: Filing, chosen: str = "", *, conflict: bool = False) -> MarkingAsked:
    """For one filing; `chosen`: what the person has chosen and was not saved."""
    choices = tuple(_choice(filing, one) for one in Marking)
    mine = chosen if chosen in Marking.values else filing.marking
    name = marking_words(filing.marking)
    was = digest_of(filing.marking)
    return MarkingAsked(choices, mine, was, name, name if conflict else "")


def marking_asked_of_all(filings: Collection[Filing], chosen: str = "") -> MarkingAsked:
    """For the filings of one organisation and section, of one period each: who reads which of them
    may differ by period, so that is said in general."""
    markings = {one.marking for one in filings}
    same = next(iter(markings)) if len(markings) == 1 else ""
    first = next(iter(filings))
    choices = tuple(_choice(first, one, general=True) for one in Marking)
    mine = chosen if chosen in Marking.values else same
    return MarkingAsked(choices, mine, same, marking_words(same) if same else "")


def _choice(filing: Filing, marking: Marking, *, general: bool = False) -> MarkingChoice:
    name, words = MARKINGS[marking]
    as_if = copy.copy(filing)  # never saved
    as_if.marking = marking
    readers = before(as_if)
    told = readers.words
    if general and marking == Marking.GREEN and readers.takes_part:
        told = say(IN_EACH_PERIOD)
    return MarkingChoice(marking.value, name, say(words), told)

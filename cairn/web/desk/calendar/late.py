"""Which States are late, for the secretariat: by the roll, not by what States ask of agencies.

A State is late with a section that it contributes, for months whose days of grace are over. One
query for the roll, however many States there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.kernel.dates import Period
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.sharing.participation import contributed_everywhere, participants, rule_on
from cairn.sharing.reciprocity import Rule, ends, month_of, months
from cairn.web.desk.filing.words import section_words
from cairn.web.say import current

LOOKED_BACK = 730  # days


@dataclass(frozen=True, slots=True)
class Late:
    """One section of one State: what it contributed last, what is missing, and since when."""

    state: str
    section: str
    newest: Period
    first: Period  # the first month that is missing
    number: int
    since: date  # the day after the last on which that month was in time


def late_states(today: date) -> list[Late]:
    """The longest list of missing months first."""
    rule, first = rule_on(today), month_of(today - timedelta(days=LOOKED_BACK)).first
    held: dict[tuple[str, str], set[date]] = defaultdict(set)
    for state, section, month in contributed_everywhere(first, today):
        held[state, section].add(month)
    taking_part = participants(today)
    found = [
        late
        for (state, section), given in held.items()
        if state in taking_part and section in sections()
        if (late := _late(state, section, given, rule, today))
    ]
    return sorted(found, key=lambda one: (-one.number, one.state, one.section))


def _late(state: str, section: str, given: set[date], rule: Rule, today: date) -> Late | None:
    asked = months(min(given), today)
    missing = [one for one in asked if one not in given and today > ends(one, rule)]
    if not missing:
        return None
    return Late(
        name_of(state, current()),
        section_words(section),
        month_of(max(given)),
        month_of(missing[0]),
        len(missing),
        ends(missing[0], rule) + timedelta(days=1),
    )

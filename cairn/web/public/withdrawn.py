"""What readers are told of data sets that were withdrawn: key, day, rule, and nothing else."""

from dataclasses import dataclass
from datetime import date

from cairn.kernel.text import noop
from cairn.published.queries import Withdrawn, withdrawn_sets
from cairn.web.say import say

# The keys are those of `erasure.rules.Rule`, which public pages cannot reach; a test compares.
RULES = {
    "court_order": noop("order of a court or an authority"),
    "withdrawn": noop("the contributor withdraws what it contributed"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One withdrawal in words; `whole`: the data set is gone, else a part of it."""

    key: str
    day: date
    rule: str
    whole: bool


def told() -> list[Told]:
    """The newest first."""
    return [_told(one) for one in withdrawn_sets().values()]


def told_of(key: str) -> Told | None:
    found = withdrawn_sets().get(key)
    return _told(found) if found else None


def _told(one: Withdrawn) -> Told:
    return Told(one.key, one.day, say(RULES[one.rule]) if one.rule in RULES else "", one.whole)

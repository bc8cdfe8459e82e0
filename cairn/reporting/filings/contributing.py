"""What counts as a contribution to the exchange between States, and what it opens.

A validated filing contributes the months of its period if its State takes part, if its marking lets
the others read it, and if it says something: an empty one does not, nor do zeros or a repetition
for which nobody stands. We look at form and consistency; we do not promise to detect invention.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cairn.kernel.text import noop
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing, FilingCount, Marking
from cairn.reporting.observations.queries import MODELS
from cairn.sharing.groups import CLASSES
from cairn.sharing.models import Entitlement
from cairn.sharing.participation import participants, rule_on
from cairn.sharing.reciprocity import SHARED, Rule, months, standings
from cairn.sharing.viewer import CLEARED, CLEARED_POINTS, DESK, STATE, STATE_POINTS

READ_BY_OTHERS = (Marking.GREEN, Marking.CLEAR)
STRICT = frozenset({Marking.RED, Marking.AMBER_STRICT})  # in its State: not for all its bodies


class Verdict(enum.StrEnum):
    """Whether a validated filing counts as a contribution, and if not, why."""

    COUNTS = "counts"
    MARKED = "marked"
    EMPTY = "empty"
    ZEROS = "zeros"
    REPEATED = "repeated"
    RECALLED = "recalled"


VERDICTS = {
    Verdict.COUNTS: noop("counts as a contribution"),
    Verdict.MARKED: noop("its marking keeps it from other States, so it opens nothing"),
    Verdict.EMPTY: noop("it holds no number and no description, so it opens nothing"),
    Verdict.ZEROS: noop(
        "it holds zeros only; they open something once a contact point attests them and a coverage "
        "note says what was looked at"
    ),
    Verdict.REPEATED: noop(
        "it repeats an earlier filing, and nobody has attested that the numbers are the same"
    ),
    Verdict.RECALLED: noop("it was recalled from other States, so it opens nothing"),
}


def audience_of(filing: Filing, *, takes_part: bool) -> str:
    """The audience of a filing that its State stands behind, once it is validated."""
    if filing.recalled_at is not None:
        return cleared_audience(filing)
    if takes_part and filing.shared_with and filing.marking in CLASSES:
        return CLASSES[filing.marking]
    level = filing.whole.level
    if not takes_part or level is None or filing.marking not in READ_BY_OTHERS:
        return cleared_audience(filing)
    return DESK if filing.marking == Marking.CLEAR else SHARED[level]


def cleared_audience(filing: Filing) -> str:
    """The audience once its State stands behind it, until it is validated."""
    return CLEARED_POINTS if filing.marking in STRICT else CLEARED


def submitted_audience(filing: Filing) -> str:
    """The audience once it was handed to its State."""
    return STATE_POINTS if filing.marking in STRICT else STATE


def replaced_audience(old: Filing, new: Filing) -> tuple[str, str | None]:
    """The audience class and group of a version that a new one replaces: whoever may not read the
    new one does not go on reading the old one, and nobody reads the old one who could not before.

    Two different audiences of which neither holds the other leave the State and the secretariat.
    """
    was, now = (old.audience_class, old.shared_with), (new.audience_class, new.shared_with)
    if was == now:
        return now
    home = CLEARED_POINTS if {old.marking, new.marking} & STRICT else CLEARED
    wider = {DESK: 2, **dict.fromkeys(SHARED.values(), 1)}
    if was[0] in wider and now[0] in wider:
        return min(was, now, key=lambda one: wider[one[0]])
    return home, None


def verdicts(states: Iterable[str]) -> list[tuple[Filing, Verdict]]:
    """The validated filings of these States, each with what it counts for; one query."""
    numbers = FilingCount.objects.filter(filing=OuterRef("pk"), value__isnull=False)
    described = Q()
    for model in MODELS.values():
        described |= Q(Exists(model.objects.filter(filing=OuterRef("pk"))))  # type: ignore[attr-defined]
    rows = (
        Filing.objects.countable()
        .filter(state__in=sorted(states))
        .annotate(
            told=Exists(numbers),
            more_than_zero=Exists(numbers.filter(value__gt=0)),
            described=described,
        )
        .order_by("period", "pk")
    )
    return [(one, _verdict(one)) for one in rows]


def _verdict(filing: Any) -> Verdict:
    if filing.marking not in READ_BY_OTHERS:
        return Verdict.MARKED
    if filing.recalled_at is not None:
        return Verdict.RECALLED
    if not filing.told and not filing.described:
        return Verdict.EMPTY
    zeros_only = filing.told and not filing.more_than_zero and not filing.described
    if zeros_only and not (filing.zeros_attested and filing.coverage_note.strip()):
        return Verdict.ZEROS
    if filing.repeats and not filing.repetition_attested:
        return Verdict.REPEATED
    return Verdict.COUNTS


def contributed_by(states: Iterable[str]) -> Mapping[tuple[str, str], Mapping[date, str]]:
    """(State, section) → first day of a month → the filing that contributed it."""
    found: dict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    for filing, verdict in verdicts(states):
        if verdict is Verdict.COUNTS and filing.state and filing.section in sections():
            for month in months(filing.first, filing.period_last):
                found[filing.state, filing.section].setdefault(month, filing.ref)
    return found


def entitlements(
    states: Iterable[str], today: date, rule: Rule
) -> dict[tuple[str, str, date], Entitlement]:
    """What is open to each of these States under the rule, by State, section and month. Nothing is
    written."""
    found = {}
    for (state, section), contributed in contributed_by(states).items():
        asked = months(min(contributed), max(*contributed, today))
        for one in standings(contributed, asked, today, rule):
            if one.open:
                found[state, section, one.month] = Entitlement(
                    state=state,
                    section=section,
                    month=one.month,
                    why=one.why.value,
                    until=one.until,
                    by=one.by,
                )
    return found


@transaction.atomic
def recompute(states: Iterable[str] | None = None, *, today: date | None = None) -> int:
    """Write what is open to these States (all that take part, where none is named) and take away
    what no longer is; return how many months changed. Twice is once."""
    today = today or timezone.localdate()
    taking_part = participants(today)
    asked = taking_part if states is None else frozenset(states)
    wanted = entitlements(asked & taking_part, today, rule_on(today))
    held = Entitlement.objects.select_for_update()
    if states is not None:
        held = held.filter(state__in=sorted(asked))
    changed, gone = [], []
    for row in held:
        fresh = wanted.pop((row.state, row.section, row.month), None)
        if fresh is None:
            gone.append(row.pk)
        elif (fresh.why, fresh.until, fresh.by) != (row.why, row.until, row.by):
            row.why, row.until, row.by = fresh.why, fresh.until, fresh.by
            changed.append(row)
    Entitlement.objects.filter(pk__in=gone).delete()
    Entitlement.objects.bulk_update(changed, ["why", "until", "by"], batch_size=500)
    Entitlement.objects.bulk_create(wanted.values(), batch_size=500)
    return len(gone) + len(changed) + len(wanted)

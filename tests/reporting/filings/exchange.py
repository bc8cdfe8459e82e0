"""States that take part in the exchange, for tests: each with people and filings of its own."""

from datetime import date
from typing import Any

from cairn.kernel.dates import Period
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join
from tests.reporting.filings.doing import World, counted_again, world

TODAY = date(2026, 11, 1)
COUNTS = {"smuggled_detected": 12, "dead": 0}


def taking_part(state: str) -> World:
    people = world(state)
    join(state=state, by=people.contact, today=date(2024, 1, 1))
    return people


def filed(
    people: World,
    period: str = "2024-Q1",
    *,
    section: str = "smuggled_migrants",
    marking: str = "green",
    counts: dict[str, int] | None = None,
    repetition: bool = True,
    **details: Any,
) -> Filing:
    """A validated filing."""
    filing = begin_filing(
        owner=people.agency,
        section=section,
        period=Period.parse(period),
        by=people.officer,
        today=TODAY,
        conduct="smuggling",
    )
    given = COUNTS if counts is None else counts
    changes = [Change(CountInput(measure, value)) for measure, value in given.items()]
    save_counts(filing=filing, changes=changes, by=people.officer)
    told = {"coverage_note": "All posts.", "marking": marking, **details}
    filing = save_details(filing=filing, values=told, by=people.officer)
    filing = submit_filing(filing=counted_again(filing, people.officer), by=people.officer)
    filing = clear_filing(
        filing=filing, by=people.contact, zeros_are_true=True, repetition_is_true=repetition
    )
    return validate_filing(filing=filing, by=people.secretary)

"""What stands in a filing beside its numbers: the qualitative records of `reporting.observations`.

Filings are written first and know no kind of record; here alone they ask for what is recorded. The
imports stand inside the functions, because records are built upon filings.
"""

from typing import Any

from cairn.reporting.filings.asked import Check
from cairn.reporting.filings.models import Filing


def how_many(filing: Filing) -> int:
    """How many records the filing has."""
    from cairn.reporting.observations import queries

    return queries.how_many(filing)


def asked(filing: Filing) -> list[Check]:
    """What is asked of its records before it may be submitted."""
    from cairn.reporting.observations import checks, queries

    records = queries.observed(filing)
    return checks.checks(records, first=filing.first, last=filing.period_last)


def body(filing: Filing) -> list[dict[str, Any]]:
    """The records as history keeps them."""
    from cairn.reporting.observations import queries
    from cairn.reporting.observations.keeping import body_of

    return [body_of(one) for one in queries.observed(filing)]


def copy(old: Filing, new: Filing) -> None:
    """A new version, or the filing into which another went, begins with the same records."""
    from cairn.reporting.observations.actions import copy_observations

    copy_observations(old=old, new=new)


def first_submitted(filing: Filing) -> None:
    """What its events are called on first submission is kept."""
    from cairn.reporting.observations.actions import keep_first_classification

    keep_first_classification(filing)

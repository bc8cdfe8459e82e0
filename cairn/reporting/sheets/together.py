"""Filings that one spreadsheet became, handed over together: all of them or none."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import Filing


@transaction.atomic
def submit_together(*, filings: Iterable[Filing], by: Any) -> list[Filing]:
    """Each as `submit_filing` does it; where one is refused, none is submitted."""
    return [submit_filing(filing=one, by=by) for one in filings]

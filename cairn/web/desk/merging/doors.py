"""Who may enter the pages of merging: the contact point of a State, and only to its own filings.

A filing of another State, one that is no merge and one that does not exist are one answer.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cairn.kernel.errors import NotFound, allowed
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_merge
from cairn.reporting.filings.proposing import sources_of
from cairn.reporting.filings.states import FilingStatus
from cairn.web.desk.filing.doors import find_filing
from cairn.web.desk.filing.listing import clears
from cairn.web.desk.filing.words import section_words
from cairn.web.desk.importing.doors import person_of


@dataclass(frozen=True, slots=True)
class Merge:
    """A national filing with the agencies' filings that went into it."""

    filing: Filing
    sources: list[Filing]
    may_decide: bool

    @property
    def names(self) -> dict[str, str]:
        """Reference of an agency's filing → the agency."""
        return {one.ref: one.owner.called for one in self.sources}


def find_merge(request: HttpRequest, ref: str) -> Merge:
    filing = find_filing(request, ref, 1)  # later versions are amended by hand
    gone = not filing.merged_from or filing.status == FilingStatus.WITHDRAWN
    if gone or filing.state not in clears(request):
        raise NotFound()
    return Merge(filing, sources_of(filing), allowed(check_may_merge, person_of(request), filing))


def headed(merge: Merge) -> dict[str, Any]:
    """What every page of one merge shows above."""
    return {
        "merge": merge,
        "filing": merge.filing,
        "section": section_words(merge.filing.section),
        "agencies": [one.owner.called for one in merge.sources],
    }

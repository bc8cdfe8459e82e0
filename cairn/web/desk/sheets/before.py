"""What became of the very same workbook when it was taken over before, for who may see that."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.arriving import taken_before
from cairn.reporting.sheets.models import SheetFile
from cairn.web.desk.filing.doors import newest_seen
from cairn.web.desk.filing.words import section_words, status_kind, status_words
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.sheets.doors import filing_url


@dataclass(frozen=True, slots=True)
class Led:
    """One of the filings that a sheet became."""

    filing: Filing

    @property
    def url(self) -> str:
        return filing_url(self.filing)

    @property
    def section(self) -> str:
        return section_words(self.filing.section)

    @property
    def kind(self) -> str:
        return status_kind(self.filing.status)

    @property
    def status(self) -> str:
        return status_words(self.filing.status)


@dataclass(frozen=True, slots=True)
class Before:
    """When it was taken over, and the filings as far as the viewer may see them now."""

    day: date
    filings: tuple[Led, ...]

    def reason(self, key: str) -> str:
        """Why a total did not close, as the filing says; empty where it says nothing."""
        given = (one.filing.differences.get(key, "") for one in self.filings)
        return next(filter(None, given), "")


def before(request: HttpRequest, file: SheetFile) -> Before | None:
    """Two queries; None where a workbook of this content was not taken over."""
    taken = taken_before(file.organisation, file.digest)
    if taken is None:
        return None
    seen = newest_seen(viewer_of(request)).filter(ref__in=taken.filings)
    return Before(taken.at.date(), tuple(Led(one) for one in seen.order_by("period")))

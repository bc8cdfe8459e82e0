"""What the pages of a spreadsheet share: whose it is, and where it leads."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.errors import NotFound
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets import arriving
from cairn.reporting.sheets.models import SheetFile, SheetTaken
from cairn.web.desk.filing.doors import may_file_for
from cairn.web.desk.importing.doors import person_of


def find_sheet(request: HttpRequest, ref: str) -> SheetFile:
    """The person's own spreadsheet; nobody sees another's."""
    found = SheetFile.objects.select_related("organisation").filter(
        ref=ref, owner=person_of(request), organisation__in=may_file_for(request)
    )
    file = found.first()
    if file is None:
        raise NotFound()
    return file


def what_became(request: HttpRequest, **by: str) -> SheetTaken | None:
    """Of a spreadsheet of hers that was taken over within a month: the filings that it became."""
    taken = SheetTaken.objects.filter(
        owner=person_of(request),
        organisation__in=may_file_for(request),
        at__gte=timezone.now() - arriving.LEADS_ON,
        **by,
    )
    return taken.first()


def filing_url(filing: Filing) -> str:
    """Where a filing is read, in the language of the person."""
    return reverse("desk:filing", kwargs={"ref": filing.ref})

"""What the pages of a spreadsheet share: whose it is, and for which bodies a person files."""

from django.http import HttpRequest
from django.urls import reverse

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.models import SheetFile
from cairn.web.desk.importing.doors import person_of


def bodies_of(request: HttpRequest) -> list[Organisation]:
    """The bodies of a State for which the person may file."""
    roles = [key for key, role in ROLES.items() if Permission.FILING_WRITE in role.permissions]
    held = person_of(request).memberships.current().filter(role__in=roles)  # type: ignore[attr-defined]
    bodies = Organisation.objects.filter(
        pk__in=held.values("organisation"), kind=OrganisationKind.STATE_BODY
    )
    return list(bodies.order_by("name"))


def find_sheet(request: HttpRequest, ref: str) -> SheetFile:
    """The person's own spreadsheet; nobody sees another's."""
    found = SheetFile.objects.select_related("organisation").filter(
        ref=ref, owner=person_of(request), organisation__in=bodies_of(request)
    )
    file = found.first()
    if file is None:
        raise NotFound()
    return file


def filing_url(filing: Filing) -> str:
    """Where a filing is read, in the language of the person."""
    return f"{reverse('desk:home')}filings/{filing.ref}/"

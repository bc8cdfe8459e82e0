"""What the pages of records share: finding the filing and the record, what stands above each page.

Hidden and absent are one answer.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.kernel.errors import NotFound, allowed
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_write
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.kinds import Kind
from cairn.reporting.observations.queries import kinds_of
from cairn.web.components import Link
from cairn.web.desk.filing import doors, heading
from cairn.web.desk.importing.doors import person_of


def find_filing(request: HttpRequest, ref: str) -> Filing:
    """The newest version that this viewer may see, if its section has records."""
    filing = doors.find_filing(request, ref)
    if not kinds_of(filing):
        raise NotFound()
    return filing


def find_own(request: HttpRequest, ref: str) -> Filing:
    """A filing that the person may write now; whoever may only read it is told so."""
    filing = find_filing(request, ref)
    doors.check_written_here(request, filing)
    return filing


def find_kind(filing: Filing, key: str) -> Kind:
    """A kind of record that belongs to the section of the filing."""
    if key not in kinds_of(filing):
        raise NotFound()
    return kind(key)


def may_write(request: HttpRequest, filing: Filing) -> bool:
    return allowed(check_may_write, person_of(request), filing)


def headed(filing: Filing, *crumbs: Link, step: str = "records") -> dict[str, Any]:
    """For templates that extend `desk/observing/base.html`."""
    listed = reverse("desk:records", args=[filing.ref]) if crumbs else ""
    trail = [Link(_("Records"), listed, current=not crumbs), *crumbs]
    return {**heading.headed(filing), "trail": trail, "step": step}

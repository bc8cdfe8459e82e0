"""What the pages of records share: finding the filing and the record, what stands above each page.

Hidden and absent are one answer.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from cairn.kernel.errors import NotFound, allowed
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import check_may_write
from cairn.reporting.filings.states import STATUS_WORDS, FilingStatus
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.kinds import Kind
from cairn.reporting.observations.queries import kinds_of
from cairn.web.components import Link
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.say import current, say


def find_filing(request: HttpRequest, ref: str) -> Filing:
    """The newest version that this viewer may see, if its section has records. An amendment that
    was given up before it was validated does not stand for the filing."""
    given_up = Q(status=FilingStatus.WITHDRAWN, number__gt=1, validated_at__isnull=True)
    seen = Filing.objects.visible_to(viewer_of(request)).exclude(given_up).newest()
    filing: Filing | None = seen.filter(ref=ref).select_related("owner").first()
    if filing is None or not kinds_of(filing):
        raise NotFound()
    return filing


def find_own(request: HttpRequest, ref: str) -> Filing:
    """A filing that the person may write now; whoever may only read it is told so."""
    filing = find_filing(request, ref)
    check_may_write(person_of(request), filing)
    return filing


def find_kind(filing: Filing, key: str) -> Kind:
    """A kind of record that belongs to the section of the filing."""
    if key not in kinds_of(filing):
        raise NotFound()
    return kind(key)


def may_write(request: HttpRequest, filing: Filing) -> bool:
    return allowed(check_may_write, person_of(request), filing)


def address(name: str, *args: str) -> str:
    """Where a page is, or "" where this instance has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def headed(filing: Filing, *crumbs: Link) -> dict[str, Any]:
    """For templates that extend `desk/observing/base.html`."""
    above = [
        Link(_("Filings"), address("desk:filings")),
        Link(filing.ref, address("desk:filing", filing.ref)),
        Link(
            _("Records"),
            reverse("desk:records", args=[filing.ref]) if crumbs else "",
            current=not crumbs,
        ),
        *crumbs,
    ]
    return {
        "filing": filing,
        "section": say(section(filing.section).title),
        "state": name_of(filing.state or "", current()),
        "status": say(STATUS_WORDS[FilingStatus(filing.status)]),
        "trail": [one for one in above if one.url or one.current or one.words == filing.ref],
    }

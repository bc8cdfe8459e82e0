"""What the pages of findings share: finding one, who may write, how it is said in a list."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import NOT_OF_A_STATE, Permission, roles_with
from cairn.accounts.working import roles_held_by
from cairn.kernel.errors import NotFound
from cairn.reference.countries import name_of
from cairn.reporting.findings.models import WORDS, Finding, FindingStatus
from cairn.web.desk.filing.words import marking_words, section_words
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.say import current, say

KINDS = {
    FindingStatus.DRAFT: "information",
    FindingStatus.SHARED: "done",
    FindingStatus.SUPERSEDED: "information",
    FindingStatus.WITHDRAWN: "problem",
}


def contributes_for(request: HttpRequest) -> list[Organisation]:
    """The bodies of no State for which the person writes findings."""
    held = roles_held_by(person_of(request)).filter(  # type: ignore[attr-defined]
        role__in=roles_with(Permission.FINDING_WRITE), organisation__kind__in=NOT_OF_A_STATE
    )
    return list(Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name"))


def find_finding(request: HttpRequest, ref: str) -> Finding:
    """The newest version that this viewer may see; hidden and absent are one answer."""
    seen = Finding.objects.visible_to(viewer_of(request)).filter(ref=ref).newest()
    found: Finding | None = seen.select_related("owner").first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding as lists show it."""

    finding: Finding
    title: str
    section: str
    about: str
    status: str
    kind: str
    marking: str


def listed(finding: Finding) -> Listed:
    section = section_words(finding.section)
    return Listed(
        finding,
        section if finding.status == FindingStatus.WITHDRAWN else finding.title or section,
        section,
        name_of(finding.about, current()),
        say(WORDS[FindingStatus(finding.status)]),
        KINDS[FindingStatus(finding.status)],
        marking_words(finding.marking),
    )


def beside(request: HttpRequest, *, about: Any, section: str, period: Any) -> list[Listed]:
    """What others found on the subject of a State's filing, as far as this viewer may read it."""
    rows = (
        Finding.objects.visible_to(viewer_of(request))
        .on_the_subject(about=about, section=section, first=period.first, last=period.last)
        .select_related("owner")
        .order_by("-period", "pk")
    )
    return [listed(one) for one in rows[:20]]

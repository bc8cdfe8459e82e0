"""A new version, a narrowing or a withdrawal of a finding is told to every body that read it.

They are the notices of filings, and wait until they are acknowledged. A State of which the finding
speaks is a reader like any other.
"""

from typing import Any

from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.reporting.filings.addressing import Addressed
from cairn.reporting.filings.notices import OF_FINDINGS
from cairn.reporting.filings.recalling import tell_each
from cairn.reporting.findings.models import Finding
from cairn.sharing.reads.queries import readers_of
from cairn.sharing.viewer import viewer_for

NEW_VERSION, NARROWED, WITHDRAWN = OF_FINDINGS


def tell_of_version(finding: Finding, *, by: Any) -> int:
    """Whoever read an earlier version hears of the one that was shared, or that it is not open to
    her; return how many organisations. Called in the transaction that shares it, once it is saved.
    """
    read = {pk: one for pk, one in readers_of(finding.ref).items() if one.number < finding.number}
    today = timezone.localdate()

    told = []
    for body in Organisation.objects.filter(pk__in=list(read)).order_by("pk"):
        seen = Finding.objects.visible_to(viewer_for(body, today)).filter(pk=finding.pk)
        kind = NEW_VERSION if seen.exists() else NARROWED
        told.append(Addressed(body.pk, kind, read[body.pk]))
    return tell_each(finding, told, by=by)


def tell_of_withdrawal(finding: Finding, *, by: Any) -> int:
    """Every organisation that read any version of it; return how many."""
    told = [Addressed(pk, WITHDRAWN, last) for pk, last in readers_of(finding.ref).items()]
    return tell_each(finding, told, by=by)

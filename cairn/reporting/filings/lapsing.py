"""Before reading lapses: contact points are told which section and months close, and when."""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from cairn.accounts.models import OrganisationKind
from cairn.accounts.permissions import Permission
from cairn.reporting.filings.models import Notice
from cairn.reporting.filings.notices import LAPSES, with_permission
from cairn.sharing.models import Entitlement
from cairn.sharing.participation import rule_on
from cairn.sharing.reciprocity import Why, month_of


def warn(today: date, *, state: str | None = None) -> int:
    """One notice for each contact point and section with what closes soon; it goes when nothing
    does any more. `state`: of this one alone. Return how many wait."""
    until = today + timedelta(days=rule_on(today).warn_days)
    closing: dict[tuple[str, str], list[Entitlement]] = defaultdict(list)
    rows = Entitlement.objects.filter(why=Why.GRACE, until__gte=today, until__lte=until)
    held = Notice.objects.filter(kind=LAPSES, done_at__isnull=True)
    if state is not None:
        rows, held = rows.filter(state=state), held.filter(organisation__state=state)
    for row in rows.order_by("month"):
        closing[row.state, row.section].append(row)
    kept = []
    for (of_state, section), months in closing.items():
        values = {
            "section": section,
            "period": str(months[0].month),
            "period_last": str(month_of(months[-1].month).last),
            "day": str(min(one.until for one in months if one.until)),
        }
        for body in with_permission(
            Permission.FILING_CLEAR, kind=OrganisationKind.STATE_BODY, state=of_state
        ):
            kept.append(_tell(body.pk, section[:20], values))
    held.exclude(pk__in=kept).update(done_at=timezone.now())
    return len(kept)


def _tell(organisation: int, target: str, values: dict[str, str]) -> int:
    """Once for each day on which something closes; what was put away stays away."""
    same = Notice.objects.filter(
        organisation=organisation, kind=LAPSES, target=target, values__day=values["day"]
    ).first()
    if same:
        return same.pk
    waiting = Notice.objects.filter(
        organisation=organisation, kind=LAPSES, target=target, done_at__isnull=True
    )
    waiting.update(done_at=timezone.now())
    made = Notice.objects.create(
        organisation_id=organisation,
        kind=LAPSES,
        target=target,
        values=values,
        at=timezone.now(),
    )
    return made.pk

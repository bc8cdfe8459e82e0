"""The contact point merges what agencies of the State submitted into one national filing.

Agencies' filings are never changed and no longer counted on their own once the merged one is
validated: they say into which filing they went. Possible double counting is proposed, decided by a
person cell by cell or for a whole measure, and every decision is kept with its reason.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.db.bulk import insert_rows
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings import beside
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.reporting.filings.drafting import begin_filing, keep_filing
from cairn.reporting.filings.merging import Decision, Merged, Undecided, merge
from cairn.reporting.filings.models import Double, Filing, FilingCount
from cairn.reporting.filings.policies import NotOfThisState, check_may_merge, clears_for
from cairn.reporting.filings.proposing import (
    AT_ONCE,
    ask_for_proposals,
    given_of,
    propose,
    sources_of,
)
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.texts import check_clean

WHEN = ("when_earliest", "when_latest", "when_precision", "when_written")
COPIED = ("measure", *WHEN, *DIMENSIONS)  # what says of whom a number speaks
WRITTEN = ("filing_id", "key", "value", "no_value", "source_cell", *COPIED)


class NothingToMerge(Refused):
    text = noop("Choose at least two submitted filings of one section and one period to merge.")


class NotAlike(Refused):
    text = noop(
        "These filings do not count the same thing: section, period, conduct and count basis must "
        "agree. Return the one that is wrong, or clear each on its own."
    )


class StillUndecided(Refused):
    text = noop(
        "For %(left)s numbers it is not decided whether two agencies counted the same people."
    )


class StillCompared(Refused):
    text = noop("The agencies' numbers are still being compared; look again in a moment.")


class DecidedMeanwhile(Refused):
    text = noop("Somebody decided something else meanwhile; look at the numbers again.")


@transaction.atomic
def begin_merge(
    *, filings: Sequence[Filing], owner: Organisation, by: Any, once: str | None = None
) -> Filing:
    """Open the national filing and propose what may be counted twice."""
    earlier: Filing | None = Filing.objects.filter(once=once).first() if once else None
    if earlier:
        return earlier
    pks = [one.pk for one in filings]
    sources = list(Filing.objects.select_for_update().filter(pk__in=pks).order_by("ref"))
    if len(sources) < 2 or any(
        one.status != FilingStatus.SUBMITTED or one.merged_into for one in sources
    ):
        raise NothingToMerge()
    if not all(clears_for(by, one.state) for one in sources) or owner.state != sources[0].state:
        raise NotOfThisState()
    if len({_subject(one) for one in sources}) > 1:
        raise NotAlike()
    model = sources[0]
    merged = begin_filing(
        owner=owner,
        section=model.section,
        period=model.whole,
        by=by,
        once=once,
        invented=all(one.invented for one in sources),
        merged_from=[one.ref for one in sources],
        conduct=model.conduct,
    )
    merged.count_basis, merged.record_type = model.count_basis, model.record_type
    merged.coverage_note = "\n".join(
        f"{one.owner.name}: {one.coverage_note}" for one in sources if one.coverage_note
    )
    merged.save()
    Filing.objects.filter(pk__in=pks).update(merged_into=merged.ref)
    log.record("reporting.filing.merge_begun", target=merged, by=by, sources=merged.merged_from)
    keep_filing(merged, by=by, reason="merge begun")
    if FilingCount.objects.filter(filing__in=pks).count() <= AT_ONCE:
        propose(merged)
    else:
        ask_for_proposals(merged)
    return merged


def _subject(filing: Filing) -> tuple[Any, ...]:
    whole = (filing.first, filing.period_last)
    return (filing.state, filing.section, whole, filing.conduct, filing.count_basis)


@transaction.atomic
def decide_doubles(
    *, filing: Filing, refs: Sequence[str], decision: Decision, reason: str = "", by: Any
) -> int:
    """Say of these cells whether the agencies counted the same people; may be said again."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_merge(by, filing)
    check_clean({"reason": reason}, organisation=filing.owner)
    rows = Double.objects.filter(filing=filing, ref__in=list(refs))
    n = rows.update(
        decision=decision.value,
        decided_by=by.username,
        decided_at=timezone.now(),
        reason=reason.strip()[:300],
    )
    log.record(
        "reporting.filing.doubles_decided", target=filing, by=by, cells=n, decision=decision.value
    )
    return n


@transaction.atomic
def decide_all(
    *, filing: Filing, decision: Decision, measure: str = "", reason: str = "", by: Any
) -> int:
    """The same for everything that is still open, of one measure or of all."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_merge(by, filing)
    check_clean({"reason": reason}, organisation=filing.owner)
    open_ones = Double.objects.filter(filing=filing, decision__isnull=True)
    if measure:
        open_ones = open_ones.filter(measure=measure)
    n = open_ones.update(
        decision=decision.value,
        decided_by=by.username,
        decided_at=timezone.now(),
        reason=reason.strip()[:300],
    )
    log.record(
        "reporting.filing.doubles_decided",
        target=filing,
        by=by,
        cells=n,
        decision=decision.value,
        measure=measure,
    )
    return n


def apply_merge(*, filing: Filing, by: Any) -> list[Merged]:
    """Write the numbers of the national filing as the decisions make them. They are worked out
    before the transaction, which only writes."""
    check_may_merge(by, filing)
    left = Double.objects.filter(filing=filing, decision__isnull=True).count()
    if left:
        raise StillUndecided(left=left)
    stamp = _stamp(filing)
    sources = sources_of(filing)
    try:
        found = list(merge(given_of(sources), decisions_of(filing)))
    except Undecided as problem:
        raise StillCompared() from problem
    alike = {
        key: rest
        for key, *rest in FilingCount.objects.filter(filing__in=sources)
        .order_by("-filing__ref")
        .values_list("key", *COPIED)
    }
    rows = [
        (filing.pk, one.key, one.value, one.missing.value if one.missing else None, "")
        + tuple(alike[one.key])
        for one in found
    ]
    numbers = [[one.key, one.value, one.missing and one.missing.value] for one in found]
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing.pk)
        check_may_merge(by, filing)
        if _stamp(filing) != stamp:
            raise DecidedMeanwhile()
        filing.counts.all().delete()
        insert_rows(FilingCount, WRITTEN, rows)
        for source in sources:
            beside.copy(source, filing)
        filing.revision += 1
        filing.touched_at = timezone.now()
        filing.save(update_fields=["revision", "touched_at"])
        log.record("reporting.filing.merged", target=filing, by=by, cells=len(found))
        keep_filing(filing, by=by, reason="merged", numbers=numbers)
    return found


def _stamp(filing: Filing) -> dict[str, Any]:
    """Other after each decision."""
    return Double.objects.filter(filing=filing).aggregate(n=Count("pk"), last=Max("decided_at"))


def decisions_of(filing: Filing) -> dict[tuple[str, str, str], Decision]:
    rows = Double.objects.filter(filing=filing, decision__isnull=False)
    return {
        (key, left, right): Decision(decision)
        for key, left, right, decision in rows.values_list("key", "left", "right", "decision")
        if decision
    }

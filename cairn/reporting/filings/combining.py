"""The contact point merges what agencies of the State submitted into one national filing.

Agencies' filings are never changed and no longer counted on their own once the merged one is
validated: they say into which filing they went. Possible double counting is proposed, decided by a
person cell by cell or for a whole measure, and every decision is kept with its reason.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.db.bulk import insert_rows
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings import beside
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.reporting.filings.drafting import begin_filing, keep_filing
from cairn.reporting.filings.merged_numbers import MERGED, NOTHING, by_hand
from cairn.reporting.filings.merging import PROPOSED, Decision, Merged, Undecided, merge
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
from cairn.reporting.filings.summing import Cut, table_pattern
from cairn.reporting.filings.texts import check_clean
from cairn.sharing.carrying import Terms, together

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
        "It is not decided everywhere whether two agencies counted the same people; numbers that "
        "are left: %(left)s."
    )


class StillCompared(Refused):
    text = noop("The agencies' numbers are still being compared; look again in a moment.")


class DecidedMeanwhile(Refused):
    text = noop("Somebody decided something else meanwhile; look at the numbers again.")


class OthersMeanwhile(Refused):
    text = noop("Other numbers wait for a decision by now, and nothing was decided. Look again.")


@transaction.atomic
def begin_merge(
    *, filings: Sequence[Filing], owner: Organisation, by: Any, once: str | None = None
) -> Filing:
    """Open the national filing and propose what may be counted twice. It is marked as the
    narrowest of the agencies', for the uses that all permit; its owner may say otherwise."""
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
    held = together(Terms.of(one.marking, one.uses, until=one.uses_until) for one in sources)
    merged.marking, merged.uses = held.marking, list(held.permitted)
    merged.uses_until = held.until
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


@dataclass(frozen=True, slots=True)
class Which:
    """Of the pairs that are not decided: all, or those of one measure, of one table of it, or
    those that look alike to the machine."""

    measure: str = ""
    cut: Cut | None = None  # by which names the table is cut; None: every table
    likely: bool | None = None  # True: probably the same people


ALL = Which()


def undecided(filing: Filing, which: Which) -> QuerySet[Double]:
    """Along the index of scores, or of measures."""
    found = Double.objects.filter(filing=filing, decision__isnull=True)
    if which.measure:
        found = found.filter(measure=which.measure)
    if which.cut is not None:
        found = found.filter(key__regex=table_pattern(which.measure, which.cut))
    if which.likely is not None:
        found = found.filter(**{"score__gte" if which.likely else "score__lt": PROPOSED})
    return found


@transaction.atomic
def decide_all(
    *,
    filing: Filing,
    decision: Decision,
    which: Which = ALL,
    reason: str = "",
    shown: int | None = None,
    by: Any,
) -> int:
    """The same for everything of this kind that is still open. `shown` is how many the person was
    shown; where there are others by now, nothing is decided."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    check_may_merge(by, filing)
    check_clean({"reason": reason}, organisation=filing.owner)
    found = undecided(filing, which)
    if shown is not None and found.count() != shown:
        raise OthersMeanwhile()
    n = found.update(
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
        measure=which.measure,
    )
    return n


def apply_merge(*, filing: Filing, by: Any, replace: Collection[str] = ()) -> list[Merged]:
    """Write the numbers of the national filing as the decisions make them, and keep those that a
    person wrote herself, but for the cells named in `replace`. They are worked out before the
    transaction, which only writes."""
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
    rows = {
        one.key: (filing.pk, one.key, one.value, one.missing.value if one.missing else None, "")
        + tuple(alike[one.key])
        for one in found
    }
    kept = [one for one in by_hand(filing) if one.key not in replace]
    instead = [[one.key, *(rows[one.key][2:4] if one.key in rows else NOTHING)] for one in kept]
    own = {row[1]: row for row in filing.counts.values_list(*WRITTEN).iterator()} if kept else {}
    for one in kept:
        if one.key in own:
            rows[one.key] = own[one.key]
        else:
            rows.pop(one.key, None)  # somebody took it out
    written = [rows[key] for key in sorted(rows)]
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing.pk)
        check_may_merge(by, filing)
        if _stamp(filing) != stamp:
            raise DecidedMeanwhile()
        filing.counts.all().delete()
        insert_rows(FilingCount, WRITTEN, written)
        for source in sources:
            beside.copy(source, filing)
        filing.revision += 1
        filing.touched_at = timezone.now()
        filing.save(update_fields=["revision", "touched_at"])
        log.record(
            "reporting.filing.merged", target=filing, by=by, cells=len(found), by_hand=len(kept)
        )
        numbers = [row[1:4] for row in written]
        more = {"merged_instead": instead} if instead else {}
        keep_filing(filing, by=by, reason=MERGED, numbers=numbers, more=more)
    return found


def _stamp(filing: Filing) -> tuple[Any, ...]:
    """Other after each decision, and after each number that is written by hand."""
    revision = Filing.objects.values_list("revision", flat=True).get(pk=filing.pk)
    told = Double.objects.filter(filing=filing).aggregate(n=Count("pk"), last=Max("decided_at"))
    return (revision, *told.values())


def decisions_of(filing: Filing) -> dict[tuple[str, str, str], Decision]:
    rows = Double.objects.filter(filing=filing, decision__isnull=False)
    return {
        (key, left, right): Decision(decision)
        for key, left, right, decision in rows.values_list("key", "left", "right", "decision")
        if decision
    }

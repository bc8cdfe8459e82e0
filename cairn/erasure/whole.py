"""Erasing a whole filing or finding, an import or a data set (`imported`), or all that an
organisation contributed: a stub remains that says when and under which rule. What went into a
filing of somebody else remains there; it is that body's."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from cairn.audit.models import Event
from cairn.audit.seal import CHUNK, erase_payloads, seal_pending
from cairn.erasure.folders import (
    empty_cache,
    forget_snapshots,
    make_anew,
    snapshots_of,
    snapshots_with,
)
from cairn.erasure.imported import emptied, erase_imported, gone_rows, imported
from cairn.erasure.marks import mask_of
from cairn.erasure.models import Erasure
from cairn.erasure.rows import Reach
from cairn.history.erasing import rewrite, versions_of
from cairn.history.keep import canonical, keep
from cairn.reporting.filings.contributing import recompute
from cairn.reporting.filings.models import Double, Filing, FilingComment, FilingCount, Notice
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.findings.models import Finding, FindingStatus
from cairn.reporting.sheets.models import SheetFile, SheetMemory

# What a stub still says: what it was of, whose, and who moved it when.
REMAINS = frozenset(
    {
        *("ref", "number", "owner", "state", "audience_class", "section", "period", "period_last"),
        *("embargo_until", "record_type", "count_basis", "marking", "revision", "invented"),
        *("begun_at", "begun_by", "touched_at", "submitted_at", "submitted_by", "validated_at"),
        *("validated_by", "decided_at", "decided_by", "audience_since", "merged_into", "status"),
    }
)
FINDING_REMAINS = frozenset(
    {
        *("ref", "number", "owner", "state", "audience_class", "shared_with", "section", "period"),
        *("period_last", "embargo_until", "about", "marking", "revision", "invented", "begun_at"),
        *("begun_by", "touched_at", "shared_at", "shared_by"),
    }
)


def erase_whole(erasure: Erasure, reach: Reach) -> None:
    """Erase every filing that is meant, in short transactions; twice is once."""
    whose = Q(owner=erasure.target) if erasure.target == erasure.owner_id else Q(ref=erasure.target)
    filings = list(Filing.objects.filter(whose).order_by("pk"))
    while seal_pending() >= CHUNK:
        continue
    for filing in filings:
        _empty(filing, erasure, reach)
    findings = list(Finding.objects.filter(whose).order_by("pk"))
    for finding in findings:
        _empty_finding(finding, erasure, reach)
    for ref in sorted({one.ref for one in (*filings, *findings)}):
        _forget_history(ref, erasure, reach)
    if erasure.target == erasure.owner_id:
        for model in (SheetFile, SheetMemory):
            gone_rows(model.objects.filter(organisation=erasure.owner), reach)
    meant = imported(erasure.target, erasure.owner_id)
    if meant.refs:
        erase_imported(meant, erasure, reach)
        empty_cache()
    gone = snapshots_with(meant.keys)
    if filings or findings or erasure.target == erasure.owner_id:
        gone = [*gone, *(one for one in snapshots_of(erasure.owner) if one not in gone)]
    forget_snapshots(gone, under=erasure.ref, because=_because(erasure, meant.keys))
    reach.found["snapshots"] += len(gone)
    make_anew(erasure.ref)
    recompute({one.state or "" for one in filings})


def _because(erasure: Erasure, keys: Mapping[str, bool]) -> list[dict[str, Any]]:
    """What the public is told of sources that were withdrawn: nothing but key, day and rule."""
    assert erasure.decided_at is not None
    day = erasure.decided_at.date().isoformat()
    return [
        {"key": key, "day": day, "rule": erasure.rule, "whole": whole}
        for key, whole in sorted(keys.items())
    ]


@transaction.atomic
def _empty(filing: Filing, erasure: Erasure, reach: Reach) -> None:
    assert erasure.decided_at is not None
    for model in _beside():
        gone_rows(model.objects.filter(filing=filing), reach)
    gone_rows(Notice.objects.filter(target=filing.ref), reach)
    for one in Filing._meta.concrete_fields:
        if one.name not in REMAINS and not one.primary_key:
            setattr(filing, one.name, one.get_default())
    filing.first_classification, filing.once = None, None
    filing.status = FilingStatus.WITHDRAWN
    filing.reason = mask_of(erasure.decided_at.date(), erasure.rule)
    filing.decided_at, filing.decided_by = erasure.decided_at, erasure.decided_by
    filing.save()
    reach.found["filings.filing"] += 1
    reach.tables.add(Filing._meta.db_table)


@transaction.atomic
def _empty_finding(finding: Finding, erasure: Erasure, reach: Reach) -> None:
    assert erasure.decided_at is not None
    gone_rows(Notice.objects.filter(target=finding.ref), reach)
    for one in Finding._meta.concrete_fields:
        if one.name not in FINDING_REMAINS and not one.primary_key:
            setattr(finding, one.name, one.get_default())
    finding.status = FindingStatus.WITHDRAWN
    finding.reason = mask_of(erasure.decided_at.date(), erasure.rule)
    finding.save()
    reach.found["findings.finding"] += 1
    reach.tables.add(Finding._meta.db_table)


def _beside() -> list[Any]:
    """All that hangs on a version of a filing."""
    records = apps.get_app_config("observations").get_models()
    hangs = [one for one in records if any(f.name == "filing" for f in one._meta.fields)]
    return [FilingComment, FilingCount, Double, *hangs]


def _forget_history(ref: str, erasure: Erasure, reach: Reach) -> None:
    assert erasure.decided_at is not None
    stub = mask_of(erasure.decided_at.date(), erasure.rule)
    for version in list(versions_of([ref])):
        kept = FINDING_REMAINS | {"status"} if ref.startswith("fnd-") else REMAINS
        body = canonical(emptied(json.loads(version.body), kept) | {"reason": stub})
        if body != version.body:
            rewrite(version, body=body, reason=version.reason, under=erasure.ref)
            reach.found["history.version"] += 1
    told = [one.pk for one in _told_of([ref]) if one.values and not _of_history(one)]
    reach.found["audit.event"] += erase_payloads(told, under=erasure.ref)
    model: Any = Finding if ref.startswith("fnd-") else Filing
    newest = model.objects.filter(ref=ref).order_by("-number").first()
    if newest is not None:
        keep(newest, by=erasure.decided_by, reason="erased")


def _told_of(refs: Iterable[str]) -> Any:
    return Event.objects.filter(target__in=list(refs), erased_at=None)


def _of_history(event: Event) -> bool:
    """Digests of versions, which are rewritten with them; and what erasing itself says."""
    return event.kind.startswith(("history.", "erasure.", "audit."))

"""Erasing an import or a data set as a whole, or all that an organisation imported.

Of an import everything goes that it brought: rows with their versions, what was found alike with
them, problems, the file as it came, notes of jobs. The source then says what it said before. Of a
data set all its imports go, and all that was said of it. Stubs remain: reference, owner, the key of
the source, when, and under which rule. Each step may be done again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet, Subquery
from django_tasks_db.models import DBTaskResult

from cairn.accounts.models import Membership, Organisation, OrganisationKind, User
from cairn.audit.models import Event
from cairn.audit.seal import CHUNK, erase_payloads, seal_pending
from cairn.erasure.marks import mask_of
from cairn.erasure.models import Erasure
from cairn.erasure.rows import Reach
from cairn.files.models import StoredFile, Upload
from cairn.files.store import erase
from cairn.history.erasing import rewrite, versions_of
from cairn.history.keep import canonical, keep
from cairn.history.models import Version
from cairn.jobs.models import OVER, JobNote
from cairn.reporting.linking import undisturbed
from cairn.reporting.models import (
    Account,
    Count,
    DataSet,
    ImportBatch,
    Incident,
    LinkProposal,
    Problem,
)
from cairn.reporting.states import ERASED, Status
from cairn.reporting.uploads import drop_unused
from cairn.sharing.models import Shared

PART = 2_000  # rows removed in one transaction
# What the stub of an import, and of a data set, still says.
BATCH_REMAINS = frozenset(
    {
        *("ref", "dataset", "kind", "file", "status", "started_by", "started_at", "touched_at"),
        *("committed_at", "left_out_reason", *Shared.FIELDS),
    }
)
SET_REMAINS = frozenset({"ref", "key", "title", "provenance", "licence", "stub", *Shared.FIELDS})
LINK_REMAINS = frozenset({"ref", "left", "right", "status", "found_at", "decided_by", "decided_at"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What of the imported is meant by one erasure."""

    datasets: tuple[DataSet, ...]  # as a whole
    batches: tuple[ImportBatch, ...]  # theirs among them

    @property
    def rows(self) -> list[DataSet | ImportBatch]:
        return [*self.datasets, *self.batches]

    @property
    def refs(self) -> list[str]:
        return [str(one.ref) for one in self.rows]

    @property
    def keys(self) -> dict[str, bool]:
        """The keys of the sources, and whether the whole source goes."""
        parts = {one.dataset.key: False for one in self.batches}
        return parts | {one.key: True for one in self.datasets}


def imported(target: str, owner: str) -> Imported:
    """What a reference means: of an import, a data set, or an organisation (the owner's own)."""
    if target == owner:
        return _of_organisation(Organisation.objects.get(ref=owner))
    sets = tuple(DataSet.objects.filter(ref=target))
    batches = _batches().filter(Q(ref=target) | Q(dataset__in=[one.pk for one in sets]))
    return Imported(sets, tuple(batches))


def _batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("dataset", "file").order_by("pk")


def without_people() -> QuerySet[Organisation]:
    """Publishers of open data for whom nobody works here: whoever imported decides for them."""
    publishers = Organisation.objects.filter(kind=OrganisationKind.PUBLISHER)
    return publishers.exclude(pk__in=Membership.objects.values("organisation"))


def _of_organisation(organisation: Organisation) -> Imported:
    """What it owns; and what people who work for it alone brought of publishers without people."""
    others = Membership.objects.exclude(organisation=organisation).values("user")
    people = User.objects.filter(memberships__organisation=organisation).exclude(pk__in=others)
    brought = _batches().filter(started_by__in=people, dataset__owner__in=without_people())
    sets = list(DataSet.objects.filter(owner=organisation))
    names = set(people.values_list("username", flat=True))
    accepted = Q(accepted_by__in=names) | (Q(accepted_by=None) & ~Q(stub=""))  # or begun before
    for dataset in DataSet.objects.filter(accepted, pk__in=brought.values("dataset")):
        if not dataset.batches.exclude(pk__in=brought.values("pk")).exists():
            sets.append(dataset)
    batches = _batches().filter(Q(pk__in=brought.values("pk")) | Q(dataset__in=sets))
    return Imported(tuple(sets), tuple(batches))


def erase_imported(meant: Imported, erasure: Erasure, reach: Reach) -> None:
    """Take it away, in short transactions. Nothing of it counts from the first one on.

    Raise `StillReading`, and change nothing, where rows are being read for one of the sources."""
    assert erasure.decided_at is not None
    mask = mask_of(erasure.decided_at.date(), erasure.rule)
    with undisturbed(*{*meant.datasets, *(one.dataset for one in meant.batches)}):
        _take_out(meant, mask)
        for batch in meant.batches:
            _erase_batch(batch, erasure, reach)
        for batch in meant.batches:
            _erase_file(batch, meant, erasure, reach)
            _stub_batch(batch, mask, reach)
        for dataset in meant.datasets:
            _stub_set(dataset, mask, reach)
    while seal_pending() >= CHUNK:
        continue
    for one in meant.rows:
        _forget_history(one, erasure, reach)


@transaction.atomic
def _take_out(meant: Imported, mask: str) -> None:
    """Out of every count at once. By whom a data set was accepted stays until its stub is made:
    what an organisation brought is found by it, also when this is begun again."""
    DataSet.objects.filter(pk__in=[one.pk for one in meant.datasets]).update(stub=mask)
    refs = [one.pk for one in meant.batches]
    ImportBatch.objects.filter(pk__in=refs).update(status=Status.DISCARDING, left_out_reason=mask)
    for batch in meant.batches:  # in the order in which they came in
        for model in (Account, Count):
            _close_the_chain(model, batch)


def _close_the_chain(model: Any, batch: ImportBatch) -> None:
    """Where a later import brought a newer version of a row of this one, that one now follows upon
    the version before. Where none did, the version before is current again."""
    mine = model.objects.filter(batch=batch, ref=OuterRef("ref"), superseded_by__isnull=False)
    before = model.objects.filter(superseded_by=batch).filter(Exists(mine))
    before.update(superseded_by=Subquery(mine.values("superseded_by")[:1]))


def _erase_batch(batch: ImportBatch, erasure: Erasure, reach: Reach) -> None:
    for model in (Account, Count):
        rows = model.objects.filter(batch=batch)
        while found := list(rows.values_list("pk", "ref", "number")[:PART]):
            with transaction.atomic():
                if model is Account:
                    _erase_links({ref for _, ref, _ in found}, batch, erasure, reach)
                _erase_versions(found, reach)
                gone_rows(model.objects.filter(pk__in=[pk for pk, *_ in found]), reach)
        before = model.objects.filter(superseded_by=batch)
        while pks := list(before.values_list("pk", flat=True)[:PART]):
            model.objects.filter(pk__in=pks).update(superseded_by=None)
    _rehome(batch, reach)
    with transaction.atomic():
        gone_rows(Problem.objects.filter(batch=batch), reach)
        notes = JobNote.objects.filter(about=batch.ref, state__in=OVER)
        queue: Any = DBTaskResult
        gone_rows(queue.objects.filter(pk__in=list(notes.values_list("task", flat=True))), reach)
        gone_rows(notes, reach)
    for upload in Upload.objects.filter(used_for=batch.ref):
        drop_unused(upload)
        reach.found["files.upload"] += 1


def _erase_versions(found: Iterable[tuple[Any, str, int]], reach: Reach) -> None:
    """They came in a batch and have no event of their own, so they go without a trace."""
    numbers: dict[int, list[str]] = {}
    for _pk, ref, number in found:
        numbers.setdefault(number, []).append(ref)
    for number, refs in numbers.items():
        gone_rows(Version.objects.filter(key__in=refs, number=number), reach)


def _erase_links(refs: set[str], batch: ImportBatch, erasure: Erasure, reach: Reach) -> None:
    """Pairs of which one side goes; where another version of it remains, only what was compared."""
    links = LinkProposal.objects.filter(Q(left__in=refs) | Q(right__in=refs))
    others = Account.objects.filter(ref__in=refs).exclude(batch=batch)
    remain = set(others.values_list("ref", flat=True))
    left_empty: set[int] = set()
    for link in links.order_by("pk"):
        for version in list(versions_of([link.ref])):
            body = canonical(emptied(json.loads(version.body), LINK_REMAINS))
            if body != version.body:
                rewrite(version, body=body, reason="", under=erasure.ref)
                reach.found["history.version"] += 1
        if {link.left, link.right} & (refs - remain):
            left_empty |= {one for one in (link.moved_from_id, link.moved_to_id) if one}
            gone_rows(LinkProposal.objects.filter(pk=link.pk), reach)
        else:
            LinkProposal.objects.filter(pk=link.pk).update(because=[], reason="")
    for incident in Incident.objects.filter(pk__in=left_empty).exclude(batch=batch):
        _drop_if_empty(incident, reach)


def _rehome(batch: ImportBatch, reach: Reach) -> None:
    """Events that accounts of others speak of too become these others'; the rest go, but such as a
    link of others still names. No cursor stays open while something is written."""
    names = (*("owner_id", "state", "audience_class", "section", "period", "embargo_until"),)
    for other in list(Account.objects.filter(incident__batch=batch).exclude(batch=batch)):
        taken = {name: getattr(other, name) for name in (*names, "batch_id", "shared_with")}
        Incident.objects.filter(pk=other.incident_id, batch=batch).update(**taken)
        reach.tables.add(Incident._meta.db_table)
    moved = LinkProposal.objects.filter(moved_from__isnull=False)
    alone = Incident.objects.filter(batch=batch, accounts=None)
    alone = alone.exclude(pk__in=moved.values("moved_from"))
    alone = alone.exclude(pk__in=moved.values("moved_to"))
    while pks := list(alone.values_list("pk", flat=True)[:PART]):
        gone_rows(Incident.objects.filter(pk__in=pks), reach)


def _drop_if_empty(incident: Incident, reach: Reach) -> None:
    """An event of which nobody speaks; one that a link still names stays, it has no content."""
    try:
        with transaction.atomic():
            gone_rows(Incident.objects.filter(pk=incident.pk), reach)
    except ProtectedError:
        return


def _erase_file(batch: ImportBatch, meant: Imported, erasure: Erasure, reach: Reach) -> None:
    """The file as it came, unless it is the file of an import that stays."""
    ours = [one.pk for one in meant.batches]
    others = ImportBatch.objects.filter(file=batch.file_id).exclude(pk__in=ours)
    if others.exclude(left_out_reason__startswith=ERASED).exists():
        return
    stored = StoredFile.objects.filter(pk=batch.file_id, erased_at=None).first()
    if stored is not None:
        erase(stored, under=erasure.ref)
        reach.found["files.storedfile"] += 1
        for upload in Upload.objects.filter(file=stored):  # the same once more, used or not
            drop_unused(upload)
            reach.found["files.upload"] += 1


@transaction.atomic
def _stub_batch(batch: ImportBatch, mask: str, reach: Reach) -> None:
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    for one in ImportBatch._meta.concrete_fields:
        if one.name not in BATCH_REMAINS and not one.primary_key:
            setattr(held, one.name, one.get_default())
    held.status, held.left_out_reason = Status.DISCARDED, mask
    held.save()
    reach.found["reporting.importbatch"] += 1
    reach.tables.add(ImportBatch._meta.db_table)


@transaction.atomic
def _stub_set(dataset: DataSet, mask: str, reach: Reach) -> None:
    held = DataSet.objects.select_for_update().get(pk=dataset.pk)
    for one in DataSet._meta.concrete_fields:
        if one.name not in SET_REMAINS and not one.primary_key:
            setattr(held, one.name, one.get_default())
    held.title, held.licence, held.stub = held.key, "unknown", mask
    held.save()
    reach.found["reporting.dataset"] += 1
    reach.tables.add(DataSet._meta.db_table)


def _forget_history(row: DataSet | ImportBatch, erasure: Erasure, reach: Reach) -> None:
    remains = (SET_REMAINS - {"title"}) if isinstance(row, DataSet) else BATCH_REMAINS
    for version in list(versions_of([row.ref])):
        body = canonical(emptied(json.loads(version.body), remains))
        if body != version.body:
            rewrite(version, body=body, reason=version.reason, under=erasure.ref)
            reach.found["history.version"] += 1
    told = Event.objects.filter(target=row.ref, erased_at=None)
    own = ("history.", "erasure.", "audit.")  # rewritten with versions, or said by erasing itself
    events = [one.pk for one in told if one.values and not one.kind.startswith(own)]
    reach.found["audit.event"] += erase_payloads(events, under=erasure.ref)
    keep(type(row)._base_manager.get(pk=row.pk), by=erasure.decided_by, reason="erased")


def emptied(body: dict[str, Any], remains: frozenset[str]) -> dict[str, Any]:
    """The version of a record without its content, each value of the kind it was."""
    return {
        name: value if name in remains or value is None or isinstance(value, bool) else _none(value)
        for name, value in body.items()
    }


def _none(value: Any) -> Any:
    return type(value)() if isinstance(value, (str, list, dict)) else None


def gone_rows(rows: Any, reach: Reach) -> None:
    """Delete them, and note how many of what and in which tables."""
    _n, by_model = rows.delete()
    for label, count in by_model.items():
        if count:
            reach.found[label.lower()] += count
            reach.tables.add(apps.get_model(label)._meta.db_table)

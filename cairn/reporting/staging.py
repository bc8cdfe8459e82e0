"""Putting rows aside: read a file chunk by chunk, compare with what the source said before.

Each chunk is one transaction that also moves the batch's position on, so that a killed process
leaves whole chunks and is taken up where it stopped. Reading, comparing and making the rows happen
outside the transaction, and chunks are as large as keeps the write lock short on this machine.
Whoever stages holds the source (`claims`). Nothing here is visible to a reader before
`actions.commit_import`. A trial (no batch) compares and counts and leaves nothing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cairn.db.bulk import checkpoint, insert_rows, large_writes, take_ids
from cairn.history.keep import canonical, keep_rows
from cairn.kernel.crash import passing
from cairn.kernel.refs import new_refs
from cairn.reporting.models import FIGURES, Account, Count, DataSet, ImportBatch, Incident, Problem
from cairn.reporting.reading.errors import SameCell, SameIdentifier
from cairn.reporting.reading.rows import Draft, Finding, Reading
from cairn.reporting.states import Status

FIRST, FEWEST, MOST = 1_000, 200, 4_000  # rows of one chunk
HOLD = 0.1  # seconds for which a chunk should hold the write lock
KEPT_PROBLEMS = 50_000  # of one import; all are counted
SHARED = (
    *("owner_id", "state", "audience_class", "section", "period", "embargo_until", "shared_with"),
)
STAGED = (
    *("ref", "dataset_id", "batch_id", "number", "key", "occurrence", "digest"),
    *("when_earliest", "when_latest", "when_precision", "when_written"),
)
ACCOUNT = (
    *("year", *FIGURES, "origin", "origin_region", "country", "region", "route", "cause"),
    *("event_kind", "quality", "latitude", "longitude", "identifier"),
)
COUNT = (
    *("tab", "basis", "value", "no_value", "route", "origin", "destination", "country", "place"),
    *("sex", "age_group", "mode", "border", "authority", "component", "what"),
)
PROBLEM = ("batch_id", "row", "column", "code", "warning")
KINDS = ("new", "updated", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class Known:
    """What the source said before under this key."""

    pk: int
    digest: str
    number: int
    ref: str
    incident: int | None


@dataclass(slots=True)
class Tally:
    """The closed account: every row read is in exactly one of the four."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    findings: list[Finding] = field(default_factory=list)  # the first ones, in order of the rows
    kinds: Counter[str] = field(default_factory=Counter)  # of all of them, by code

    @property
    def read(self) -> int:
        return self.new + self.updated + self.unchanged + self.rejected

    def note(self, findings: Iterable[Finding]) -> None:
        """Count what was found, and keep it while there is room."""
        for finding in findings:
            self.kinds[finding.error.code] += 1
            if len(self.findings) < KEPT_PROBLEMS:
                self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A draft that says something new, and what the source said before in its place."""

    reading: Reading
    draft: Draft
    occurrence: int
    before: Known | None


Placed = Sequence[tuple[Reading, list[tuple[Draft, int]]]]


class Stager:
    """Compares and puts aside the rows of one file for one source."""

    def __init__(
        self,
        *,
        kind: str,
        dataset: DataSet | None,
        batch: ImportBatch | None,
        repeats: bool = False,
    ) -> None:
        self.model: Any = Account if kind == "incidents" else Count
        self.prefix = "acc" if kind == "incidents" else "cnt"
        self.columns = ACCOUNT if kind == "incidents" else COUNT
        self.dataset, self.batch = dataset, batch
        self.repeats = repeats or kind == "incidents"
        self.seen: dict[str, int] = {}  # content or group key → how often so far
        self.rows_of: dict[str, int] = {}  # the source's own identifier → row
        self.chunk = FIRST

    def stage(
        self,
        readings: Iterable[Reading],
        *,
        tally: Tally,
        skip: int = 0,
        after_chunk: Callable[[Tally], None] = lambda tally: None,
    ) -> None:
        """Go through the file; the first `skip` rows were put aside by an earlier run."""
        stream: Iterator[Reading] = iter(readings)
        for reading in islice(stream, skip):
            self._place(reading)  # to know what was there already, and what was wrong with it
            tally.note(reading.findings)
        if self.batch is None:
            while chunk := list(islice(stream, FIRST)):
                self._compare([(reading, self._place(reading)) for reading in chunk], tally)
                after_chunk(tally)
            return
        with large_writes():
            while chunk := list(islice(stream, self.chunk)):
                placed = [(reading, self._place(reading)) for reading in chunk]
                self._write(self.batch, placed, tally)
                passing("stage.chunk")
                checkpoint()
                after_chunk(tally)

    def _place(self, reading: Reading) -> list[tuple[Draft, int]]:
        """Give each draft its occurrence; refuse what the source may not say twice."""
        placed = []
        for draft in reading.drafts:
            if draft.identified:
                other = self.rows_of.setdefault(draft.key, draft.row)
                if other != draft.row:
                    error = SameIdentifier(other=other)
                    reading.findings.append(Finding(reading.row, "", error))
                placed.append((draft, 0))
                continue
            occurrence = self.seen.get(draft.key, 0)
            if occurrence and not self.repeats:
                other = self.rows_of.get(draft.key, draft.row)
                reading.findings.append(Finding(reading.row, "", SameCell(other=other)))
            self.seen[draft.key] = occurrence + 1
            if not self.repeats:
                self.rows_of.setdefault(draft.key, draft.row)
            placed.append((draft, occurrence))
        return [] if reading.rejected else placed

    def _known(self, keys: set[str]) -> dict[tuple[str, int], Known]:
        if self.dataset is None or not keys:
            return {}
        fields = ["key", "occurrence", "pk", "digest", "number", "ref"]
        if self.model is Account:
            fields.append("incident_id")
        rows = (
            self.model.objects.current()
            .filter(dataset=self.dataset, key__in=keys)
            .values_list(*fields)
        )
        return {
            (row[0], row[1]): Known(row[2], row[3], row[4], row[5], row[6] if row[6:] else None)
            for row in rows
        }

    def _compare(self, placed: Placed, tally: Tally) -> list[Fresh]:
        """Count every row once and return the drafts that say something new."""
        known = self._known({draft.key for _, drafts in placed for draft, _ in drafts})
        fresh = []
        for reading, drafts in placed:
            if reading.findings:
                tally.note(reading.findings)
            if reading.rejected:
                tally.rejected += 1
                continue
            states = set()
            for draft, occurrence in drafts:
                before = known.get((draft.key, occurrence))
                if before is None:
                    states.add("new")
                elif before.digest != draft.digest:
                    states.add("updated")
                else:
                    continue
                fresh.append(Fresh(reading, draft, occurrence, before))
            if "new" in states:
                tally.new += 1
            elif states:
                tally.updated += 1
            else:
                tally.unchanged += 1
        return fresh

    def _write(self, batch: ImportBatch, placed: Placed, tally: Tally) -> None:
        start = len(tally.findings)
        counts = (tally.new, tally.updated, tally.unchanged, tally.rejected)
        fresh = self._compare(placed, tally)
        rows, versions = self._rows(batch, fresh)
        superseded = [each.before.pk for each in fresh if each.before]
        gained = {
            name: getattr(batch, f"rows_{name}") + getattr(tally, name) - before
            for name, before in zip(KINDS, counts, strict=True)
        }
        began = perf_counter()
        with transaction.atomic():
            self._insert(batch, rows)
            keep_rows(
                self.model._meta.label_lower,
                versions,
                by=batch.started_by.username if batch.started_by else "",
                at=timezone.now(),
                reason="import",
            )
            if superseded:
                self.model.objects.filter(pk__in=superseded).update(superseded_by=batch)
            insert_rows(Problem, PROBLEM, _problems(batch, tally.findings[start:]))
            told = {f"rows_{name}": number for name, number in gained.items()}
            told |= {"position": batch.position + len(placed), "touched_at": timezone.now()}
            mine = ImportBatch.objects.filter(pk=batch.pk, status=Status.STAGING)
            if not mine.update(**told):
                raise StagingStopped(batch.ref)
        for name, value in told.items():
            setattr(batch, name, value)
        held = perf_counter() - began
        self.chunk = min(MOST, max(FEWEST, int(self.chunk * min(2.0, HOLD / held))))

    def _rows(
        self, batch: ImportBatch, fresh: Sequence[Fresh]
    ) -> tuple[list[list[Any]], list[tuple[str, int, str]]]:
        """The rows to insert and the versions to keep, one of each for every draft."""
        refs = iter(new_refs(self.prefix, sum(1 for each in fresh if each.before is None)))
        shared = [getattr(batch, name) for name in SHARED]
        linked = self._linked(fresh) if self.model is Account else None
        rows, versions = [], []
        for each in fresh:
            draft, before, span = each.draft, each.before, each.draft.span
            ref, number = (before.ref, before.number + 1) if before else (next(refs), 1)
            when = (
                [span.earliest, span.latest, span.precision.value, span.as_written[:60]]
                if span
                else [None, None, None, ""]
            )
            values = draft.values
            row = [
                *(ref, batch.dataset_id, batch.pk, number),
                *(draft.key, each.occurrence, draft.digest, *when, *shared),
                *[values.get(name) for name in self.columns],
            ]
            if linked is not None:
                row.append(_incident(each, linked))
            rows.append(row)
            body = {
                "values": {name: value for name, value in values.items() if value is not None},
                "when": when,
                "read": each.reading.raw,
                "row": each.reading.row,
                "import": batch.ref,
            }
            versions.append((ref, number, canonical(body)))
        return rows, versions

    def _linked(self, fresh: Sequence[Fresh]) -> dict[str, int]:
        """The events of which other sources speak under the same identifiers, each to be taken
        once: the rows of one source speak of different events."""
        identifiers = {
            each.draft.values["identifier"]
            for each in fresh
            if each.before is None and each.occurrence == 0 and each.draft.values["identifier"]
        }
        if not identifiers:
            return {}
        linked: dict[str, int] = {}
        for identifier, incident in told_elsewhere(self.dataset, identifiers):
            linked[identifier] = min(incident, linked.get(identifier, incident))
        return linked

    def _insert(self, batch: ImportBatch, rows: Sequence[list[Any]]) -> None:
        """Insert the rows, and an event for each account that speaks of none that is known."""
        columns = (*STAGED, *SHARED, *self.columns)
        if self.model is Account:
            alone = [row for row in rows if row[-1] is None]
            shared = [getattr(batch, name) for name in SHARED]
            ids, refs = take_ids(Incident, len(alone)), new_refs("inc", len(alone))
            incidents = [[pk, ref, batch.pk, *shared] for pk, ref in zip(ids, refs, strict=True)]
            insert_rows(Incident, ("id", "ref", "batch_id", *SHARED), incidents)
            for row, pk in zip(alone, ids, strict=True):
                row[-1] = pk
            columns = (*columns, "incident_id")
        insert_rows(self.model, columns, rows)


def told_elsewhere(
    dataset: DataSet | None, identifiers: Collection[str]
) -> QuerySet[Account, tuple[str, int]]:
    """(identifier, event) of the current accounts of other sources, for the identifiers under
    which this one tells of nothing. Without an order: a database would rather walk its whole index
    of events than sort a few."""
    mine = Account.objects.filter(dataset=dataset, identifier=OuterRef("identifier"))
    told = Account.objects.current().filter(~Exists(mine), identifier__in=identifiers)
    return told.values_list("identifier", "incident_id")


def _incident(each: Fresh, linked: dict[str, int]) -> int | None:
    """The event that an account speaks of, where it is known: as before, or by identifier."""
    if each.before:
        return each.before.incident
    return None if each.occurrence else linked.pop(each.draft.values["identifier"], None)


def _problems(batch: ImportBatch, findings: Iterable[Finding]) -> list[tuple[Any, ...]]:
    return [
        (batch.pk, finding.row, finding.column[:200], finding.error.code, finding.warning)
        for finding in findings
    ]


class StagingStopped(Exception):
    """The batch was discarded by somebody while its rows were being read."""

"""Sources that came in at the same time: their accounts meet afterwards, by their identifiers.

While rows are put aside, an account joins the event of which another source already speaks under
the same identifier (`staging`). Two imports at once do not see each other there, for neither is
current yet. So the commit of each queues this search, in its own transaction: whichever commits
last finds both current. It writes in short transactions, changes nothing twice, and leaves alone
what a person has told apart.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q

from cairn.audit import log
from cairn.audit.merkle import merkle_root
from cairn.history.keep import keep
from cairn.jobs.models import JobNote
from cairn.jobs.progress import progress
from cairn.jobs.queue import enqueue, job
from cairn.kernel.crash import passing
from cairn.kernel.text import noop
from cairn.reporting.link_queries import Clusters
from cairn.reporting.link_states import LinkStatus, StillReading
from cairn.reporting.linking import drop_overtaken, undisturbed
from cairn.reporting.models import Account, DataSet, ImportBatch, LinkProposal
from cairn.reporting.states import OPEN, Status

PAGE = 2_000  # accounts looked at in one go
CHUNK = 200  # pairs joined in one transaction
MARGIN = timedelta(hours=1)  # for clocks that differ, and for a commit that took its time
TOLD_APART = [LinkStatus.REJECTED, LinkStatus.UNDONE]

Pair = tuple[str, str]  # references: of this import, of another source


class SourceStillRead(TimeoutError):
    """Another process reads rows for one of the sources; the job is tried again later."""


@job(sentence=noop("Looking for the same identifiers in other sources"), attempts=12)
def let_meet(ref: str) -> None:
    """Join accounts of a committed import with those that came in beside it."""
    try:
        meet(ImportBatch.objects.select_related("dataset").get(ref=ref))
    except StillReading as problem:
        raise SourceStillRead from problem


def meet(batch: ImportBatch) -> int:
    """Join what has one identifier and two events; return how many pairs were joined."""
    others = came_in_beside(batch)
    joined = 0
    if not others:
        return joined
    for pairs in _pairs(batch, others):
        for start in range(0, len(pairs), CHUNK):
            with undisturbed(batch.dataset, *others), transaction.atomic():
                joined += _join(batch, pairs[start : start + CHUNK])
            passing("meet.chunk")
        progress(joined)
    return joined


def queue_meeting(batch: ImportBatch) -> None:
    """Queue the search in the transaction of the commit, where another import was open beside it.

    Two that commit at the same moment see each other open; the later search then finds both.
    """
    beside = ImportBatch.objects.filter(Q(status__in=OPEN) | _since(batch), kind="incidents")
    if batch.kind == "incidents" and beside.exclude(dataset=batch.dataset_id).exists():
        enqueue(let_meet, batch.ref, about=batch.ref, key=f"{batch.ref}-meet")


def meeting_of(batch: ImportBatch) -> JobNote | None:
    """The newest search for accounts that came in beside this import, for its page."""
    asked = JobNote.objects.filter(about=batch.ref, name=let_meet.module_path)
    return asked.order_by("-pk").first()


def _since(batch: ImportBatch) -> Q:
    return Q(status=Status.COMMITTED, committed_at__gte=batch.started_at - MARGIN)


def came_in_beside(batch: ImportBatch) -> list[DataSet]:
    """Other sources of which rows became current after this import began to read."""
    batches = ImportBatch.objects.filter(_since(batch), kind="incidents")
    return list(DataSet.objects.filter(batches__in=batches).exclude(pk=batch.dataset_id).distinct())


def _pairs(batch: ImportBatch, others: Sequence[DataSet]) -> Iterator[list[Pair]]:
    """Accounts of one identifier with different events, page by page of what the import brought.

    Of accounts of one source that share an identifier only the first speaks for it, as in staging.
    """
    mine = Account.objects.filter(batch=batch, number=1, occurrence=0).exclude(identifier="")
    after = 0
    while page := list(
        mine.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", "identifier", "ref", "incident_id")[:PAGE]
    ):
        after = page[-1][0]
        named = {identifier for _, identifier, *_ in page}
        first = _first(batch.dataset_id, named)
        there: dict[str, list[tuple[str, int]]] = {}
        told = Account.objects.current().filter(dataset__in=others, identifier__in=named)
        for identifier, ref, incident in told.order_by("pk").values_list(
            "identifier", "ref", "incident_id"
        ):
            there.setdefault(identifier, []).append((ref, incident))
        yield [
            (ref, other)
            for pk, identifier, ref, incident in page
            if pk == first[identifier]
            for other, elsewhere in there.get(identifier, ())
            if elsewhere != incident
        ]


def _first(dataset: int, identifiers: set[str]) -> dict[str, int]:
    held = Account.objects.filter(dataset=dataset, identifier__in=identifiers)
    return dict(
        held.values("identifier").annotate(first=Min("pk")).values_list("identifier", "first")
    )


def _join(batch: ImportBatch, pairs: Sequence[Pair]) -> int:
    refs = {ref for pair in pairs for ref in pair}
    clusters = Clusters.around(refs)
    judged: Any = LinkProposal.objects.filter(left__in=refs, right__in=refs, status__in=TOLD_APART)
    apart = set(judged.values_list("left", "right"))
    joined = []
    for mine, other in pairs:
        left, right = sorted((mine, other))
        if (left, right) in apart or clusters.collide(mine, other):
            continue
        move = clusters.join(mine, other)
        if not move.refs:  # a third source has brought them together
            continue
        Account.objects.filter(ref__in=move.refs).update(incident=move.to)
        for link in LinkProposal.objects.filter(moved_to=move.left):  # so that it can be undone
            link.moved_to_id = move.to
            link.save(update_fields=["moved_to"])
            keep(link, by=None, reason="met another source")
        joined.append((left, right))
    if joined:
        log.record(
            "reporting.import.met",
            target=batch,
            joined=len(joined),
            overtaken=drop_overtaken([ref for pair in joined for ref in pair]),
            root=merkle_root(f"{left} {right}" for left, right in joined),
        )
    return len(joined)

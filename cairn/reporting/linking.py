"""Joining accounts of different sources that speak of one event: machines find, people decide.

A run compares two sources (`matching`, `pairing`) and keeps each pair with its score and reasons.
It joins without asking only where the pair is certain and clear and both sources have one
publisher, because only there was the precision measured; it never joins accounts of one source, and
it never comes back to a pair that it has shown before. A person joins, tells apart, and takes back.

Joining moves accounts to the other's incident and changes nothing that any source said. Versions
are kept of the link, not of the accounts: numbers of these are the source's own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import combinations, islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils import timezone

from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.audit.merkle import merkle_root
from cairn.history.keep import canonical, keep, keep_rows
from cairn.jobs.models import JobNote
from cairn.jobs.progress import progress
from cairn.jobs.queue import enqueue, job
from cairn.kernel.crash import passing
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.claims import claim
from cairn.reporting.link_queries import Clusters, Move, sources_of_events, told_by
from cairn.reporting.link_states import (
    JOINED,
    NEXT,
    AlreadyDecided,
    LaterLink,
    LinkStatus,
    ReasonMissing,
    SourceTwice,
    StillReading,
)
from cairn.reporting.matching import is_certain
from cairn.reporting.models import Account, DataSet, LinkProposal
from cairn.reporting.pairing import Pair, pair_up
from cairn.sharing.viewer import OPEN, Viewer, viewer_of

CHUNK = 200  # pairs in one transaction
PATIENCE = 5.0  # seconds to wait for an import that is reading
COMPARING = noop("Comparing sources: %(pairs)s pairs found so far")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: pairs joined without asking, pairs left to a person, pairs known before or
    in the way of another."""

    joined: int = 0
    proposed: int = 0
    left: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.joined + other.joined, self.proposed + other.proposed, self.left + other.left
        )


def link_sources(
    *,
    one: DataSet,
    other: DataSet,
    viewer: Viewer,
    by: Any = None,
    dry_run: bool = False,
    tell: Callable[[int], None] = lambda pairs: None,
) -> Outcome:
    """Find pairs of two sources among what the viewer may see; safe to run again."""
    if one.pk == other.pk:
        raise SourceTwice
    if by is not None:
        _check_may(by, one, other)
    first, second = sorted((one, other), key=lambda source: source.key)
    may_join = first.owner_id == second.owner_id
    found = pair_up(
        told_by(first, but_not_by=second, viewer=viewer),
        told_by(second, but_not_by=first, viewer=viewer),
    )
    outcome, seen = Outcome(), 0
    while chunk := list(islice(found, CHUNK)):
        seen += len(chunk)
        if dry_run:
            joined = sum(may_join and pair.clear and is_certain(pair.likeness) for pair in chunk)
            outcome += Outcome(joined, len(chunk) - joined)
        else:
            with undisturbed(first, second), transaction.atomic():
                outcome += _keep_pairs(chunk, (first, second), may_join=may_join, by=by)
            passing("link.chunk")
        tell(seen)
    return outcome


def _keep_pairs(
    chunk: Sequence[Pair], sources: tuple[DataSet, DataSet], *, may_join: bool, by: Any
) -> Outcome:
    refs = {ref for pair in chunk for ref in (pair.left.ref, pair.right.ref)}
    clusters = Clusters.around(refs)
    told = LinkProposal.objects.filter(left__in=refs, right__in=refs)
    known = set(told.values_list("left", "right"))
    now, links, joined = timezone.now(), [], []
    for pair in chunk:
        left, right = sorted((pair.left.ref, pair.right.ref))
        if (left, right) in known or clusters.collide(left, right):
            continue
        link = LinkProposal(
            left=left,
            right=right,
            score=pair.likeness.score,
            because=[
                {"feature": name, **asdict(finding)}
                for name, finding in pair.likeness.findings.items()
            ],
            found_at=now,
        )
        if may_join and pair.clear and is_certain(pair.likeness):
            link.status, link.decided_at = LinkStatus.AUTOMATIC, now
            _store(link, clusters.join(left, right))
            joined += [left, right]
        links.append(link)
    if links:
        LinkProposal.objects.bulk_create(links)
        bodies = [(link.ref, 1, _body(link)) for link in links]
        label = LinkProposal._meta.label_lower
        keep_rows(label, bodies, by=getattr(by, "username", ""), at=now, reason="found")
        first, second = sources
        log.record(
            "reporting.link.found",
            target=first,
            by=by,
            other=second.key,
            joined=len(joined) // 2,
            proposed=len(links) - len(joined) // 2,
            overtaken=drop_overtaken(joined),
            root=merkle_root(body for *_, body in bodies),
        )
    together = len(joined) // 2
    return Outcome(together, len(links) - together, len(chunk) - len(links))


def accept_link(*, link: LinkProposal, by: Any) -> LinkProposal:
    """Say that both accounts speak of one event, and join them."""
    with _deciding(link, by, to=LinkStatus.ACCEPTED) as link:
        link.reason = ""
        _store(link, Clusters.around([link.left, link.right]).join(link.left, link.right))
        link.save()
        dropped = drop_overtaken([link.left, link.right])
        log.record("reporting.link.accepted", target=link, by=by, overtaken=dropped)
        keep(link, by=by, reason="accepted")
    return link


def reject_link(*, link: LinkProposal, by: Any) -> LinkProposal:
    """Say that the accounts speak of different events; the pair is not proposed again."""
    with _deciding(link, by, to=LinkStatus.REJECTED) as link:
        link.reason = ""
        link.save()
        log.record("reporting.link.rejected", target=link, by=by)
        keep(link, by=by, reason="rejected")
    return link


def undo_link(*, link: LinkProposal, reason: str, by: Any) -> LinkProposal:
    """Take a decision back, whoever or whatever made it; accounts return to their incident."""
    if not reason.strip():
        raise ReasonMissing
    with _deciding(link, by, to=LinkStatus.UNDONE) as link:
        if link.moved_to_id:
            _check_last(link)
            moved = Account.objects.filter(ref__in=link.moved, incident=link.moved_to_id)
            moved.update(incident=link.moved_from_id)
        link.reason = reason.strip()[:300]
        link.moved, link.moved_from, link.moved_to = [], None, None
        link.save()
        log.record("reporting.link.undone", target=link, by=by)
        keep(link, by=by, reason=link.reason[:200])
    return link


@contextmanager
def _deciding(link: LinkProposal, by: Any, *, to: LinkStatus) -> Iterator[LinkProposal]:
    """Lock the link, check that the decision is the person's to take, and note who takes it."""
    left, right = (_source_of(ref) for ref in (link.left, link.right))
    _check_may(by, left, right)
    with undisturbed(left, right), transaction.atomic():
        link = LinkProposal.objects.select_for_update().get(pk=link.pk)
        if to not in NEXT[LinkStatus(link.status)]:
            raise AlreadyDecided
        link.status, link.decided_by, link.decided_at = to, by.username, timezone.now()
        yield link


def _check_last(link: LinkProposal) -> None:
    """Links of one event are taken back from the last to the first."""
    ends = [link.moved_to_id, link.moved_from_id]
    later = (
        LinkProposal.objects.filter(status__in=[status.value for status in JOINED])
        .filter(Q(moved_to__in=ends) | Q(moved_from__in=ends))
        .exclude(pk=link.pk)
    )
    made = LinkProposal.objects.filter(pk=link.pk).values_list("decided_at", "pk").get()
    for other in later.order_by("-decided_at", "-pk"):
        if (other.decided_at, other.pk) > made:
            raise LaterLink(ref=other.ref)


def _store(link: LinkProposal, move: Move) -> None:
    """Write the move. All versions of an account go together, also such as wait for a commit."""
    link.moved, link.moved_from_id, link.moved_to_id = move.refs, move.left, move.to
    if move.refs:
        Account.objects.filter(ref__in=move.refs).update(incident_id=move.to)


def drop_overtaken(refs: Sequence[str]) -> int:
    """Drop proposals that nobody judged and that what was just joined made impossible; a run finds
    them again when it is undone."""
    asked = LinkProposal.objects.filter(status=LinkStatus.PROPOSED)
    open_ones = list(asked.filter(Q(left__in=refs) | Q(right__in=refs)).order_by("pk"))
    if not open_ones:
        return 0
    ends = {ref for link in open_ones for ref in (link.left, link.right)}
    clusters = Clusters.around(ends)
    gone = [link.pk for link in open_ones if clusters.collide(link.left, link.right)]
    LinkProposal.objects.filter(pk__in=gone).delete()
    return len(gone)


def _check_may(by: Any, *sources: DataSet) -> None:
    """Who may import may say what imports mean; for what is not open, in the owner's name only."""
    check_may(by, Permission.IMPORT_WRITE)
    for source in sources:
        if source.audience_class != OPEN:
            check_may(by, Permission.IMPORT_WRITE, source.owner)


def _source_of(ref: str) -> DataSet:
    account = Account.objects.current().filter(ref=ref).select_related("dataset__owner").first()
    if account is None:
        raise NotFound
    source: DataSet = account.dataset
    return source


@contextmanager
def undisturbed(*sources: DataSet) -> Iterator[None]:
    """While nobody reads rows for these sources: a new version would go to the incident that its
    account had when reading began."""
    with ExitStack() as stack:
        for source in sorted(sources, key=lambda source: source.pk):
            if not stack.enter_context(claim(source.pk, patience=PATIENCE)):
                raise StillReading(source=source.key)
        yield


def _body(link: LinkProposal) -> str:
    names = [field.name for field in link._meta.concrete_fields if not field.primary_key]
    return canonical(model_to_dict(link, fields=names) | {"ref": link.ref})


def ask_for_links(*, by: Any) -> JobNote:
    """Have all sources compared, in the background; asked again while it runs, it runs once."""
    check_may(by, Permission.IMPORT_WRITE)
    about_whom = (by.username,) if by.works_for is None else (by.username, by.works_for)
    return enqueue(
        find_links, *about_whom, about=by.ref, key=f"links:{by.ref}:{by.works_for or ''}"
    )


def search_of(person: Any) -> JobNote | None:
    """The person's newest search, for the page that shows how far it is."""
    asked = JobNote.objects.filter(about=person.ref, name=find_links.module_path)
    return asked.order_by("-pk").first()


@job(sentence=noop("Waiting to compare sources"))
def find_links(username: str, works_for: str | None = None) -> None:
    """Compare all sources that the person may see and decide about, two by two, in the name in
    which she asked."""
    by = get_user_model().objects.get(username=username)
    by.works_for = works_for
    viewer = viewer_of(by, timezone.now().date())
    found = 0
    for one, other in combinations(sources_of_events(viewer), 2):
        outcome = link_sources(one=one, other=other, viewer=viewer, by=by, tell=_tell(found))
        found += outcome.joined + outcome.proposed
    progress(found, found, sentence=noop("Pairs found: %(pairs)s"), pairs=found)


def _tell(before: int) -> Callable[[int], None]:
    return lambda pairs: progress(before + pairs, sentence=COMPARING, pairs=before + pairs)

"""What linking reads: accounts in order of their days, clusters of accounts, and pairs to look at.

Everything is read in pages by key, never as a whole, and only what the viewer may see.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from cairn.reporting.link_states import SourceTwice
from cairn.reporting.matching import Told
from cairn.reporting.models import Account, DataSet, Incident, LinkProposal
from cairn.reporting.states import Status
from cairn.sharing.viewer import OPEN, Viewer

PAGE = 2_000
COMPARED = ("latitude", "longitude", "total", "survivors", "country", "cause", "origin")


def sources_of_events(viewer: Viewer) -> list[DataSet]:
    """The sources that tell of events and that the viewer may see, by name."""
    held = DataSet.objects.visible_to(viewer).filter(
        batches__kind="incidents", batches__status=Status.COMMITTED
    )
    return list(held.distinct().order_by("key"))


def told_by(source: DataSet, *, but_not_by: DataSet, viewer: Viewer) -> Iterator[Told]:
    """The dated accounts of `source` of whose event the other says nothing yet, by day."""
    rows = (
        Account.objects.current()
        .visible_to(viewer)
        # Plus nothing: SQLite would look the source up in an index by its key and then sort all of
        # it for every page, where the index by day already has the order.
        .annotate(source=F("dataset_id") + 0)
        .filter(source=source.pk, when_earliest__isnull=False)
        .order_by("when_earliest", "pk")
        .values_list("pk", "incident_id", "ref", "when_earliest", "when_latest", *COMPARED)
    )
    after: tuple[date, int] | None = None
    while True:
        page = rows
        if after:
            day, pk = after
            page = rows.filter(Q(when_earliest__gte=day), Q(when_earliest__gt=day) | Q(pk__gt=pk))
        found = list(page[:PAGE])
        # Asked apart: as a condition of the query, PostgreSQL may answer it by comparing every row
        # with every other.
        incidents = [incident for _, incident, *_ in found]
        others = Account.objects.filter(incident__in=incidents, dataset=but_not_by)
        spoken_of = set(others.values_list("incident_id", flat=True))
        for _, incident, *values in found:
            if incident not in spoken_of:
                yield Told(*values)
        if len(found) < PAGE:
            return
        after = (found[-1][3], found[-1][0])


@dataclass(slots=True)
class Move:
    """Accounts that change to another incident when two are joined."""

    refs: list[str]
    left: int | None  # incidents, by key; None where both were of one incident already
    to: int | None


@dataclass(slots=True)
class Clusters:
    """Some accounts and all that speak of the same events; joined here first, then stored."""

    incident_of: dict[str, int] = field(default_factory=dict)
    members: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    audience: dict[int, str] = field(default_factory=dict)

    @classmethod
    def around(cls, refs: Iterable[str]) -> "Clusters":
        """Read the incidents of these accounts, and all accounts of those. Locks their rows."""
        made = cls()
        locked = Account.objects.order_by("pk").select_for_update()
        # First their own rows, so that nobody moves them while the others are read.
        own = set(locked.filter(ref__in=list(refs)).values_list("incident_id", flat=True))
        rows = locked.filter(incident__in=own)
        for ref, incident, dataset in rows.values_list("ref", "incident_id", "dataset_id"):
            made.incident_of[ref] = incident
            made.members[incident][ref] = dataset
        found = Incident.objects.filter(pk__in=list(made.members))
        made.audience = dict(found.values_list("pk", "audience_class"))
        return made

    def collide(self, left: str, right: str) -> bool:
        """Whether joining would give one event two accounts of one source."""
        one, other = self.incident_of[left], self.incident_of[right]
        if one == other:
            return False
        return bool(set(self.members[one].values()) & set(self.members[other].values()))

    def join(self, left: str, right: str) -> Move:
        """Join the events of two accounts. What is open to all stays, then what is older."""
        one, other = self.incident_of[left], self.incident_of[right]
        if one == other:
            return Move([], None, None)
        if self.collide(left, right):
            raise SourceTwice
        to, lesser = sorted((one, other), key=lambda pk: (self.audience[pk] != OPEN, pk))
        moved = self.members.pop(lesser)
        for ref in moved:
            self.incident_of[ref] = to
        self.members[to] |= moved
        return Move(sorted(moved), lesser, to)


@dataclass(frozen=True, slots=True)
class Sides:
    """A proposal with both accounts as they are now, in the order of their sources' names."""

    link: LinkProposal
    first: Account
    second: Account


def with_accounts(links: Iterable[LinkProposal], viewer: Viewer) -> list[Sides]:
    """Each proposal with its two accounts, in two queries however many there are."""
    links = list(links)
    refs = [ref for link in links for ref in (link.left, link.right)]
    seen = Account.objects.current().visible_to(viewer).filter(ref__in=refs)
    accounts = {account.ref: account for account in seen.select_related("dataset")}
    made = []
    for link in links:
        both = [accounts[ref] for ref in (link.left, link.right) if ref in accounts]
        if len(both) == 2:  # neither was narrowed between two queries
            made.append(Sides(link, *sorted(both, key=lambda account: account.dataset.key)))
    return made

"""What a person decides about two accounts, and what that moves.

ln03 accept, reject and undo move accounts and nothing else; audit and versions tell
ln04 one event never has two accounts of one source     ln05 only what the viewer may see
ln06 not while an import is reading                     ln07 who may decide
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone

from cairn.accounts.permissions import MissingPermission
from cairn.audit.models import Event
from cairn.history.keep import KEPT
from cairn.history.models import Version
from cairn.kernel.errors import NotFound
from cairn.reporting.claims import claim
from cairn.reporting.link_states import (
    AlreadyDecided,
    LaterLink,
    LinkStatus,
    ReasonMissing,
    SourceTwice,
    StillReading,
)
from cairn.reporting.linking import (
    accept_link,
    ask_for_links,
    link_sources,
    reject_link,
    undo_link,
)
from cairn.reporting.models import Account, LinkProposal
from cairn.sharing.viewer import Viewer, viewer_of
from tests.factories import (
    AccountFactory,
    ImportBatchFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.reporting.linking.conftest import TODAY, account, batch_of, events, run
from tests.reporting.tellings import DAY

pytestmark = pytest.mark.django_db


def test_ln03_accepting_joins_and_undoing_separates(official, package, steward):
    one, other = account(official), account(package, days=1)
    was = {one.ref: one.incident_id, other.ref: other.incident_id}
    run(official, package)
    link = accept_link(link=LinkProposal.objects.get(), by=steward)
    assert (link.status, link.decided_by) == (LinkStatus.ACCEPTED, "amina")
    assert events() == [2]
    link = undo_link(link=link, reason="two boats on one day", by=steward)
    assert (link.status, link.reason, link.moved) == (LinkStatus.UNDONE, "two boats on one day", [])
    assert dict(Account.objects.values_list("ref", "incident_id")) == was
    kinds = (
        Event.objects.filter(target=link.ref)
        .exclude(kind=KEPT)
        .order_by("pk")
        .values_list("kind", "by")
    )
    assert list(kinds) == [
        ("reporting.link.accepted", "amina"),
        ("reporting.link.undone", "amina"),
    ]
    versions = Version.objects.filter(key=link.ref).order_by("number")
    assert [version.reason for version in versions] == ["found", "accepted", "two boats on one day"]
    accept_link(link=link, by=steward)
    assert events() == [2]


def test_ln03_the_older_open_event_stays(official, package, steward):
    one, other = account(official), account(package)
    run(official, package)
    link = LinkProposal.objects.get()
    assert link.moved == [other.ref]
    assert (link.moved_from_id, link.moved_to_id) == (other.incident_id, one.incident_id)


def test_ln03_all_versions_of_an_account_move_together(official, package, steward):
    one = account(official)
    old = account(package, days=1)
    newer = ImportBatchFactory(dataset=package, owner=package.owner)
    Account.objects.filter(pk=old.pk).update(superseded_by=newer)
    AccountFactory(
        batch=newer, ref=old.ref, number=2, key=old.key, incident=old.incident, owner=old.owner,
        when_earliest=DAY, when_latest=DAY, when_precision="day", total=12, latitude=35.2,
        longitude=12.6, country="ITA", cause="drowning", survivors=30,
    )  # fmt: skip
    assert run(official, package).joined == 1
    rows = Account.objects.filter(ref=old.ref).values_list("number", "incident_id")
    assert set(rows) == {(1, one.incident_id), (2, one.incident_id)}


def test_ln03_a_decision_is_taken_once(official, package, steward):
    account(official)
    account(package, days=1)
    run(official, package)
    link = LinkProposal.objects.get()
    reject_link(link=link, by=steward)
    for decide in (accept_link, reject_link):
        with pytest.raises(AlreadyDecided):
            decide(link=link, by=steward)
    with pytest.raises(ReasonMissing):
        undo_link(link=link, reason="  ", by=steward)
    assert undo_link(link=link, reason="mistaken", by=steward).status == LinkStatus.UNDONE


def test_ln03_links_of_one_event_are_undone_from_the_last(official, package, publisher, steward):
    third = batch_of("third", publisher).dataset
    for source in (official, package, third):
        account(source)
    run(official, package)
    run(official, third)
    first, second = LinkProposal.objects.order_by("pk")
    with pytest.raises(LaterLink) as refused:
        undo_link(link=first, reason="why not", by=steward)
    assert refused.value.values == {"ref": second.ref}
    undo_link(link=second, reason="why not", by=steward)
    undo_link(link=first, reason="why not", by=steward)
    assert events() == [1, 1, 1]


def test_ln04_a_person_cannot_give_an_event_two_accounts_of_one_source(
    official, package, publisher, steward
):
    third = batch_of("third", publisher).dataset
    one, other = account(official), account(package, days=1)
    account(third, incident=one.incident)
    account(third, incident=other.incident, days=1)
    now = timezone.now()
    left, right = sorted((one.ref, other.ref))
    link = LinkProposal.objects.create(left=left, right=right, score=0.8, found_at=now)
    with pytest.raises(SourceTwice):
        accept_link(link=link, by=steward)
    assert events() == [2, 2]
    assert LinkProposal.objects.get().status == LinkStatus.PROPOSED
    assert run(official, package).left == 1


def test_ln04_joining_drops_unjudged_pairs_that_became_impossible(official, package, steward):
    one, other = account(official), account(package, days=1)
    run(official, package)
    late = account(package, days=2)
    left, right = sorted((one.ref, late.ref))
    LinkProposal.objects.create(left=left, right=right, score=0.7, found_at=timezone.now())
    found = LinkProposal.objects.exclude(left=left, right=right).get()
    accept_link(link=found, by=steward)
    assert list(LinkProposal.objects.all()) == [found]
    assert {found.left, found.right} == {one.ref, other.ref}


def test_ln05_an_open_event_is_the_one_that_stays(official, steward):
    owner = OrganisationFactory()
    hidden = batch_of("hidden", owner, audience_class="organisation").dataset
    secret, open_one = account(hidden), account(official)
    MembershipFactory(user=steward, organisation=owner, role="steward")
    viewer = viewer_of(steward, TODAY)
    link_sources(one=official, other=hidden, viewer=viewer, by=steward)
    link = accept_link(link=LinkProposal.objects.get(), by=steward)
    assert (link.moved, link.moved_to_id) == ([secret.ref], open_one.incident_id)


def test_ln06_nothing_is_joined_while_an_import_reads(official, package, steward, monkeypatch):
    monkeypatch.setattr("cairn.reporting.linking.PATIENCE", 0)
    account(official)
    account(package, days=1)
    run(official, package)
    link = LinkProposal.objects.get()
    with claimed_elsewhere(package.pk), pytest.raises(StillReading) as refused:
        accept_link(link=link, by=steward)
    assert refused.value.values == {"source": "package"}
    assert accept_link(link=link, by=steward).status == LinkStatus.ACCEPTED


@contextmanager
def claimed_elsewhere(dataset: int) -> Iterator[None]:
    """The claim as another process holds it: on PostgreSQL it belongs to a session."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with claim(dataset) as mine:
            assert mine
            taken.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_ln07_deciding_needs_a_role(official, package):
    analyst = UserFactory(role="analyst")
    account(official)
    account(package, days=1)
    run(official, package)
    link = LinkProposal.objects.get()
    for refused in (
        lambda: accept_link(link=link, by=analyst),
        lambda: reject_link(link=link, by=analyst),
        lambda: undo_link(link=link, reason="why", by=analyst),
        lambda: run(official, package, by=analyst),
        lambda: ask_for_links(by=analyst),
    ):
        with pytest.raises(MissingPermission):
            refused()
    assert LinkProposal.objects.get().status == LinkStatus.PROPOSED


def test_ln07_what_is_not_open_is_decided_in_its_owners_name(official, steward):
    owner = OrganisationFactory()
    hidden = batch_of("hidden", owner, audience_class="organisation").dataset
    account(official)
    account(hidden)
    MembershipFactory(user=steward, organisation=owner, role="analyst")
    insider = Viewer(today=TODAY, organisations=frozenset({owner.ref}))
    link_sources(one=official, other=hidden, viewer=insider)
    with pytest.raises(MissingPermission):
        accept_link(link=LinkProposal.objects.get(), by=steward)


def test_a_pair_whose_account_is_gone_cannot_be_decided(official, package, steward):
    account(official)
    other = account(package, days=1)
    run(official, package)
    Account.objects.filter(pk=other.pk).delete()
    with pytest.raises(NotFound):
        accept_link(link=LinkProposal.objects.get(), by=steward)

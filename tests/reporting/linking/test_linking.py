"""Finding accounts of two sources that speak of one event.

ln01 certain pairs of one publisher are joined, everything else is asked      ln02 safe to run again
ln04 one event never has two accounts of one source     ln05 only what the viewer may see
"""

import pytest

from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.jobs.models import JobNote
from cairn.jobs.runner import run_until_empty
from cairn.reporting.link_queries import told_by, with_accounts
from cairn.reporting.link_states import (
    LinkStatus,
    SourceTwice,
)
from cairn.reporting.linking import (
    ask_for_links,
    link_sources,
    reject_link,
    search_of,
    undo_link,
)
from cairn.reporting.models import Account, LinkProposal
from cairn.reporting.states import Status
from cairn.sharing.viewer import Viewer
from tests.factories import (
    OrganisationFactory,
)
from tests.reporting.linking.conftest import PUBLIC, TODAY, account, batch_of, events, run

pytestmark = pytest.mark.django_db


def test_ln01_a_certain_pair_of_one_publisher_is_joined(official, package):
    one, other = account(official), account(package)
    outcome = run(official, package)
    assert (outcome.joined, outcome.proposed, outcome.left) == (1, 0, 0)
    link = LinkProposal.objects.get()
    assert {link.left, link.right} == {one.ref, other.ref}
    assert (link.status, link.decided_by) == (LinkStatus.AUTOMATIC, None)
    assert {told["feature"] for told in link.because} >= {"day", "place", "total"}
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.incident_id == other.incident_id
    assert (one.total, other.total) == (12, 12)


def test_ln01_a_certain_pair_of_two_publishers_is_asked(official):
    stranger = batch_of("stranger", OrganisationFactory()).dataset
    account(official)
    account(stranger)
    assert run(official, stranger).proposed == 1
    assert LinkProposal.objects.get().status == LinkStatus.PROPOSED
    assert events() == [1, 1]


@pytest.mark.parametrize(
    "theirs", [{"days": 1}, {"latitude": 35.22}, {"total": 5}, {"cause": "violence"}]
)
def test_ln01_what_is_not_certain_is_asked(official, package, theirs):
    account(official)
    account(package, **theirs)
    assert run(official, package).proposed == 1
    assert events() == [1, 1]


def test_ln01_what_is_not_alike_is_not_even_asked(official, package):
    account(official)
    account(package, days=20)
    account(package, latitude=10.0)
    account(package, when_earliest=None, when_latest=None, when_precision=None)
    assert run(official, package) == run(package, official)
    assert not LinkProposal.objects.exists()


def test_ln02_a_second_run_changes_nothing(official, package):
    account(official)
    account(package)
    account(official, days=10)
    account(package, days=11)
    run(official, package)
    before = list(LinkProposal.objects.order_by("pk").values())
    outcome = run(package, official)
    assert (outcome.joined, outcome.proposed, outcome.left) == (0, 0, 1)
    assert list(LinkProposal.objects.order_by("pk").values()) == before


def test_ln02_a_trial_keeps_nothing(official, package):
    account(official)
    account(package)
    assert run(official, package, dry_run=True).joined == 1
    assert not LinkProposal.objects.exists()
    assert events() == [1, 1]


def test_ln02_what_a_person_judged_is_not_found_again(official, package, steward):
    account(official)
    account(package)
    run(official, package)
    link = undo_link(link=LinkProposal.objects.get(), reason="two boats", by=steward)
    assert run(official, package).joined == 0
    reject_link(link=link, by=steward)
    assert run(official, package).joined == 0
    assert LinkProposal.objects.get().status == LinkStatus.REJECTED


def test_ln04_twins_of_one_source_stay_two_events(official, package):
    for source in (official, official, package, package):
        account(source)
    assert run(official, package).joined == 2
    assert events() == [2, 2]
    for incident in set(Account.objects.values_list("incident_id", flat=True)):
        sources = Account.objects.filter(incident=incident).values_list("dataset", flat=True)
        assert len(set(sources)) == len(sources)


def test_ln04_a_twin_left_over_is_a_question(official, package):
    for source in (official, official, package):
        account(source)
    outcome = run(official, package)
    assert (outcome.joined, outcome.proposed) == (0, 1)


def test_ln04_a_source_is_not_compared_with_itself(official):
    with pytest.raises(SourceTwice):
        run(official, official)


def test_ln05_a_hidden_account_is_neither_compared_nor_shown(official, publisher, steward):
    owner = OrganisationFactory()
    hidden = batch_of("hidden", owner, audience_class="organisation").dataset
    account(official)
    account(hidden)
    assert run(official, hidden) == run(hidden, official)
    assert not LinkProposal.objects.exists()
    insider = Viewer(today=TODAY, organisations=frozenset({owner.ref}))
    link_sources(one=official, other=hidden, viewer=insider)
    assert LinkProposal.objects.visible_to(insider).count() == 1
    assert not LinkProposal.objects.visible_to(PUBLIC).exists()
    sides = with_accounts(LinkProposal.objects.visible_to(insider), insider)
    assert [side.first.dataset.key for side in sides] == ["hidden"]
    assert with_accounts(LinkProposal.objects.all(), PUBLIC) == []


def test_ln05_rows_that_are_not_current_are_not_compared(official, package):
    account(official)
    account(package)
    package.batches.update(status=Status.STAGED)
    assert run(official, package).joined == 0
    assert list(told_by(package, but_not_by=official, viewer=PUBLIC)) == []


def test_ln05_reading_in_pages_comes_to_the_same(official, package, monkeypatch):
    for day in (3, 1, 1, 2, 1, 5, 3):
        account(package, days=day)
    whole = list(told_by(package, but_not_by=official, viewer=PUBLIC))
    monkeypatch.setattr("cairn.reporting.link_queries.PAGE", 2)
    assert list(told_by(package, but_not_by=official, viewer=PUBLIC)) == whole
    assert [telling.earliest for telling in whole] == sorted(one.earliest for one in whole)
    assert len(whole) == 7


def test_a_search_runs_in_the_background_and_once(official, package, steward):
    account(official)
    account(package)
    assert ask_for_links(by=steward) == ask_for_links(by=steward)
    run_until_empty()
    note = search_of(steward)
    assert note is not None
    assert (note.state, note.shown) == ("done", "Pairs found: 1")
    assert JobNote.objects.count() == 1
    assert LinkProposal.objects.get().status == LinkStatus.AUTOMATIC


def test_a_run_writes_one_event_of_the_log_for_many_pairs(official, package):
    for day in range(0, 100, 10):
        account(official, days=day)
        account(package, days=day)
    run(official, package)
    event = Event.objects.get(kind="reporting.link.found")
    assert (event.values["joined"], event.values["proposed"]) == (10, 0)
    assert event.values["root"]
    assert Version.objects.filter(model="reporting.linkproposal").count() == 10

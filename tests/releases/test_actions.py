"""What leaves the house: open series under terms that allow it, and nothing else.

rl01  a source without terms, or contributed, never reaches the published snapshot
rl02  publishing again changes nothing
rl03  a snapshot that holds more than it says is not published
rl04  only who may publish does

Promise 4 of the design.
"""

from random import Random

import pytest

from cairn.audit.models import Event
from cairn.figures.snapshot import Snapshot
from cairn.kernel.errors import Refused
from cairn.observatory.actions import make_snapshot, newest_snapshot, snapshots_root
from cairn.observatory.models import SnapshotRecord
from cairn.published.models import PublishedSnapshot
from cairn.releases.actions import NotReleasable, refresh, releasable, release_open
from cairn.reporting.licences import licences
from cairn.reporting.models import DataSet, Provenance
from tests.factories import AccountFactory, DataSetFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.CAIRN_DATA = tmp_path


def source(key, *, dead=1, **told):
    dataset = DataSetFactory(key=key, **told)
    AccountFactory(batch__dataset=dataset, total=dead, dead=dead)
    return dataset


def published_sources():
    current = PublishedSnapshot.objects.get(is_current=True)
    snapshot = Snapshot.open(snapshots_root() / current.snapshot)
    return {each.key for each in snapshot.manifest.sources}


def test_rl01_what_is_open_and_reusable_is_published_and_nothing_else():
    source("open")
    source("no-terms", licence="unknown")
    source("unlisted-terms", licence="whatever")
    source("contributed", provenance=Provenance.CONTRIBUTED)
    source("not-accepted", accepted_at=None, accepted_by=None)
    desk, public = refresh()
    assert public is not None
    assert published_sources() == {"open"}
    assert {each.key for each in newest_snapshot().manifest.sources} == {
        "open", "no-terms", "unlisted-terms", "contributed"
    }  # fmt: skip
    assert desk.snapshot != public.snapshot


def test_rl01_the_rule_as_one_loop():
    random = Random(5)
    for number in range(30):
        DataSetFactory(
            key=f"s-{number}",
            licence=random.choice([*licences(), "whatever", ""]),
            provenance=random.choice(list(Provenance)),
        )
    datasets = list(DataSet.objects.all())
    wanted = [
        one
        for one in datasets
        if one.provenance == "open_source"
        and one.licence in licences()
        and licences()[one.licence].reuse
    ]
    assert releasable(datasets) == wanted
    assert 0 < len(wanted) < len(datasets)


def test_rl01_where_nothing_is_reusable_nothing_is_published():
    source("no-terms", licence="unknown")
    desk, public = refresh()
    assert (desk.events, public) == (1, None)
    assert not PublishedSnapshot.objects.exists()


def test_rl02_publishing_again_changes_nothing():
    source("open")
    source("no-terms", licence="unknown")
    first = refresh()
    counts = (
        SnapshotRecord.objects.count(),
        PublishedSnapshot.objects.count(),
        Event.objects.count(),
    )
    assert refresh() == first
    assert counts == (
        SnapshotRecord.objects.count(), PublishedSnapshot.objects.count(), Event.objects.count()
    )  # fmt: skip
    assert counts[:2] == (2, 1)


def test_rl02_a_new_figure_is_a_new_publication_and_the_old_one_stays_on_record():
    source("open")
    _, first = refresh()
    source("another")
    _, second = refresh()
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert published_sources() == {"open", "another"}
    assert (snapshots_root() / first.snapshot).exists()


def test_rl03_a_snapshot_that_holds_more_than_it_says_is_not_published():
    fine, secret = source("open"), source("contributed", provenance=Provenance.CONTRIBUTED)
    both = make_snapshot(datasets=[fine, secret])
    with pytest.raises(NotReleasable, match="contributed"):
        release_open(snapshot=both, datasets=[fine])
    with pytest.raises(NotReleasable, match="contributed"):
        release_open(snapshot=both, datasets=[fine, secret])
    assert not PublishedSnapshot.objects.exists()


def test_rl04_only_who_may_publish_does():
    source("open")
    with pytest.raises(Refused):
        refresh(by=UserFactory(role="steward"))
    assert not PublishedSnapshot.objects.exists()
    _, public = refresh(by=UserFactory(username="petra", role="publisher"))
    event = Event.objects.get(kind="releases.open.published")
    assert (event.by, event.target) == ("petra", public.ref)

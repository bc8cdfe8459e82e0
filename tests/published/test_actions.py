"""The pointer to what anyone may see: one, always, and never changed in silence."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from cairn.published.actions import publish_snapshot
from cairn.published.models import PublishedSnapshot
from tests.factories import PublishedSnapshotFactory


@pytest.mark.django_db
def test_the_newest_publication_is_the_current_one():
    first = publish_snapshot(snapshot="a" * 32, rule="open-data")
    second = publish_snapshot(snapshot="b" * 32, rule="open-data")
    assert PublishedSnapshot.objects.get(is_current=True) == second
    assert PublishedSnapshot.objects.get(is_current=False) == first


@pytest.mark.django_db
def test_publishing_the_current_snapshot_again_changes_nothing():
    first = publish_snapshot(snapshot="a" * 32, rule="open-data")
    assert publish_snapshot(snapshot="a" * 32, rule="open-data") == first
    assert PublishedSnapshot.objects.count() == 1


@pytest.mark.django_db
def test_the_database_knows_one_current_snapshot():
    PublishedSnapshotFactory(is_current=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedSnapshotFactory(is_current=True)
    PublishedSnapshotFactory.create_batch(2)


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_leave_one_current_snapshot():
    publish_snapshot(snapshot="0" * 32, rule="open-data")
    problems = []

    def publish(letter):
        try:
            publish_snapshot(snapshot=letter * 32, rule="open-data")
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(letter,)) for letter in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert PublishedSnapshot.objects.filter(is_current=True).count() == 1
    assert PublishedSnapshot.objects.count() == 4

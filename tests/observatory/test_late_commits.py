"""What was decided before a snapshot was begun and is committed only after it was made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.observatory.actions import (
    LATE,
    desk_snapshot,
    keep_up_with_filings,
    snapshots_root,
    taken_back,
)
from cairn.reporting.filings.models import Filing
from cairn.sharing.viewer import viewer_of, visible
from tests.reporting.filings.doing import TODAY, validated, world

pytestmark = pytest.mark.django_db


def committed_late(filing: Filing, **more: object) -> None:
    """As if its transaction had begun a minute before the snapshot and ended after it."""
    then = timezone.now() - timedelta(minutes=1)
    named = ("validated_at", "decided_at", "audience_since")
    Filing.objects.filter(pk=filing.pk).update(**dict.fromkeys(named, then), **more)


def shown(record, viewer):
    snapshot = Snapshot.open(snapshots_root() / record.snapshot)
    question = Question("smuggled_migrants")
    found = answer(snapshot, question, visible=visible(viewer), deny=taken_back(viewer))
    return [one.rows[0].value for one in found.sets if one.rows]


def test_a_validated_filing_is_in_the_very_next_snapshot():
    people = world()
    filing = validated(people)
    Filing.objects.filter(pk=filing.pk).update(status="cleared")
    desk_snapshot()  # it cannot see what is not committed
    committed_late(filing, status="validated")
    record = keep_up_with_filings()
    assert record is not None
    assert shown(record, viewer_of(people.officer, TODAY)) == [12]
    assert keep_up_with_filings() is None, "and then all is quiet again"


def test_a_withdrawn_filing_is_shown_to_nobody_meanwhile_and_gone_from_the_next():
    people = world()
    filing = validated(people)
    viewer = viewer_of(people.officer, TODAY)
    committed_late(filing)
    record = desk_snapshot()
    assert shown(record, viewer) == [12]
    committed_late(filing, status="withdrawn")
    assert shown(record, viewer) == []
    fresh = keep_up_with_filings()
    assert fresh is not None
    assert fresh.counts == 0
    assert timedelta(minutes=1) < LATE


def test_who_may_see_a_filing_is_part_of_what_stands():
    filing = validated(world())
    desk_snapshot()
    committed_late(filing, audience_class="nobody")
    assert keep_up_with_filings() is not None

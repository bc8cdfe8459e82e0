"""Filings as rows: every way of cutting a number closes to the same total, and nothing is mixed.

FR-1 tables of one number sum alike; FR-2 a mixed filing adds nothing to smuggling; FR-3 two
organisations stay two sources; FR-4 whoever may not see a filing finds no trace of it; FR-5 what
was withdrawn is not shown although the snapshot holds it.
"""

from collections import defaultdict

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.figures.engine import answer, visible_sources
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.observatory import actions
from cairn.observatory.actions import (
    LATE,
    desk_snapshot,
    keep_up_with_filings,
    snapshots_root,
    taken_back,
)
from cairn.observatory.filing_rows import lines, source_key
from cairn.reporting.filings.actions import withdraw_filing
from cairn.reporting.filings.counts import key_of
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.participating import leave
from cairn.sharing.viewer import viewer_of, visible
from tests.factories import FilingFactory, StateBodyFactory
from tests.reporting.filings.doing import TODAY, validated, world
from tests.reporting.filings.exchange import filed, taking_part

pytestmark = pytest.mark.django_db
MEASURE = "smuggled_detected"
amounts = st.one_of(st.none(), st.integers(0, 30))


def counted(filing, dims, value):
    missing = None if value is not None else "not_recorded"
    key = key_of(MEASURE, dims)
    return FilingCount(
        filing=filing, measure=MEASURE, key=key, value=value, no_value=missing, **dims
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            amounts,
            st.dictionaries(st.sampled_from(["NER", "MLI", "NGA"]), amounts),
            st.dictionaries(st.sampled_from(["female", "male"]), amounts),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_fr1_every_cut_closes_to_the_total(filed):
    owner = StateBodyFactory()
    for number, (total, by_origin, by_sex) in enumerate(filed, 1):
        filing = FilingFactory(
            owner=owner,
            status="validated",
            period=f"202{number}-01-01",
            period_last=f"202{number}-12-31",
        )
        filing.refresh_from_db()
        known = [sum(v or 0 for v in part.values()) for part in (by_origin, by_sex)]
        rows = [counted(filing, {"origin": k}, v) for k, v in by_origin.items()]
        rows += [counted(filing, {"sex": k}, v) for k, v in by_sex.items()]
        if total is not None and total >= max(known):
            rows.append(counted(filing, {}, total))
        FilingCount.objects.bulk_create(rows)
    sums: dict = defaultdict(lambda: defaultdict(int))
    for line in lines(owner):
        sums[line.tab][line.filing.pk] += line.value or 0
    totals = sums.pop(MEASURE, {})
    for tab, by_filing in sums.items():
        for pk, value in by_filing.items():
            assert value == totals[pk], tab


def test_fr2_a_mixed_filing_adds_nothing_to_smuggling():
    people = world()
    filing = validated(people)
    Filing.objects.filter(pk=filing.pk).update(conduct="mixed")
    assert lines(people.agency) == []


def ask(viewer, measure="smuggled_migrants", deny=frozenset()):
    record = desk_snapshot()
    snapshot = Snapshot.open(snapshots_root() / record.snapshot)
    return answer(snapshot, Question(measure), visible=visible(viewer), deny=deny)


def test_fr3_two_organisations_are_two_sources_and_never_one_sum():
    people, rival = world(), world()
    rival.contact, rival.secretary = people.contact, people.secretary
    validated(people, value=12)
    validated(rival, value=30)
    found = ask(viewer_of(people.contact, TODAY))
    assert {one.source: one.rows[0].value for one in found.sets} == {
        source_key(people.agency): 12,
        source_key(rival.agency): 30,
    }


def test_fr4_another_state_finds_neither_number_nor_source():
    people, others = world(), world("MLI")
    validated(people)
    for who in (others.officer, others.contact):
        viewer = viewer_of(who, TODAY)
        assert ask(viewer).sets == ()
        record = desk_snapshot()
        snapshot = Snapshot.open(snapshots_root() / record.snapshot)
        assert not visible_sources(snapshot, Question("smuggled_migrants"), visible(viewer))
    assert ask(viewer_of(people.officer, TODAY)).sets


def test_fr5_what_was_withdrawn_is_not_shown_before_the_next_snapshot():
    people = world()
    filing = validated(people)
    viewer = viewer_of(people.officer, TODAY)
    record = desk_snapshot()
    snapshot = Snapshot.open(snapshots_root() / record.snapshot)
    withdraw_filing(filing=filing, reason="Counted twice.", by=people.contact)
    assert taken_back(viewer) == {filing.ref}
    question = Question("smuggled_migrants")
    shown = answer(snapshot, question, visible=visible(viewer), deny=taken_back(viewer))
    assert all(not one.rows for one in shown.sets)
    assert keep_up_with_filings() is not None
    Filing.objects.update(decided_at=timezone.now() - 2 * LATE)
    assert taken_back(viewer) == frozenset()


def test_fr6_what_was_narrowed_is_not_shown_to_others_before_the_next_snapshot():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, counts={"smuggled_detected": 7})
    theirs = filed(niger)
    record = desk_snapshot()
    snapshot = Snapshot.open(snapshots_root() / record.snapshot)
    reader, owner = mali.officer, niger.officer

    def shown_to(person):
        viewer = viewer_of(person, TODAY)
        question = Question("smuggled_migrants")
        found = answer(snapshot, question, visible=visible(viewer), deny=taken_back(viewer))
        return sorted(one.rows[0].value for one in found.sets if one.rows)

    assert shown_to(reader) == [7, 12]
    leave(state="NER", by=niger.contact, today=TODAY)
    assert theirs.ref in taken_back(viewer_of(reader, TODAY))
    assert theirs.ref not in taken_back(viewer_of(owner, TODAY))
    assert shown_to(reader) == [7]
    assert shown_to(owner) == [12]


def test_an_upgrade_that_makes_other_rows_makes_the_snapshot_anew(monkeypatch):
    desk_snapshot()
    assert keep_up_with_filings() is None
    monkeypatch.setattr(actions, "ROWS", actions.ROWS + 1)
    assert keep_up_with_filings() is not None
    assert keep_up_with_filings() is None


def test_the_snapshot_follows_what_is_validated_and_otherwise_stays():
    people = world()
    desk_snapshot()
    validated(people)
    fresh = keep_up_with_filings()
    assert fresh is not None
    assert fresh.counts == 1
    assert keep_up_with_filings() is None

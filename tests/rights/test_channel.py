"""The rights channel below the pages (TRUST §5, threat 23).

rc01  anybody at the desk reports; who may review     rc05  the reporter is named by no row
rc02  the State concerned sees no report              rc06  questions go through the reference
rc03  nobody but a reviewer moves one; none deletes   rc07  what is overdue escalates
rc04  texts are screened before anything is stored    rc08  roles stay in their kind of body
"""

from datetime import timedelta

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cairn.accounts.actions import RoleOfOtherBodies, add_membership
from cairn.accounts.permissions import Permission, permissions_of
from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.kernel.dates import Period
from cairn.kernel.errors import NotFound, Refused
from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.filings.texts import NotClean
from cairn.rights import actions, policies, queries, sealing
from cairn.rights.models import Report, Reporter, Word
from cairn.rights.states import NEXT, NotNow, Status
from tests.factories import MembershipFactory, OrganisationFactory, StateBodyFactory, UserFactory
from tests.factories_of_rights import ReportFactory
from tests.rights.doing import TODAY, channel, member, reported, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return channel()


def concluded(who):
    report = reported(who)
    actions.acknowledge(report=report, by=who.reviewer, today=TODAY)
    actions.begin_review(report=report, by=who.reviewer)
    return actions.conclude(
        report=report, outcome="substantiated", reasons="Two accounts agree.", by=who.reviewer
    )


@pytest.mark.parametrize("by", ["officer", "contact", "administrator", "student", "reviewer"])
def test_rc01_whoever_has_a_place_at_the_desk_reports_and_finds_it_again(who, by):
    person = getattr(who, by)
    report = reported(who, by=person)
    assert queries.own_report(person, report.ref) == report
    assert report.acknowledge_by == TODAY + timedelta(days=7)
    assert list(queries.own(person)) == [report]


def test_rc01_nobody_without_a_role_reports(who):
    with pytest.raises(Refused):
        reported(who, by=UserFactory())
    assert not Report.objects.exists()


def test_rc01_a_report_goes_to_no_body_that_it_speaks_of_and_to_none_without_a_reviewer(who):
    with pytest.raises(actions.WrongReport) as refused:
        reported(who, concerned_body=who.commission.ref)
    assert [one.code for one in refused.value.problems] == ["speaks_of_the_reviewer"]
    with pytest.raises(actions.NobodyReviews):
        reported(who, reviewer=who.agency.ref)
    assert reported(who, concerned_body=who.commission.ref, reviewer=who.office.ref)


@pytest.mark.parametrize("by", ["officer", "contact", "administrator", "student", "other"])
def test_rc02_to_everybody_else_there_is_no_report(who, by):
    report = reported(who, by=who.student if by != "student" else who.officer)
    person = getattr(who, by)
    assert not policies.reviewable(person).exists()
    for find in (queries.own_report, queries.report_to_review):
        with pytest.raises(NotFound):
            find(person, report.ref)


def test_rc02_a_reviewer_who_also_works_for_a_body_concerned_sees_nothing_of_it(who):
    sister = StateBodyFactory(state=who.agency.state)
    about_them, about_others = reported(who), reported(who, concerned_state="MLI")
    assert set(policies.reviewable(who.reviewer)) == {about_them, about_others}
    MembershipFactory(user=who.reviewer, organisation=sister, role="analyst")
    assert list(policies.reviewable(who.reviewer)) == [about_others]
    with pytest.raises(NotFound):
        actions.acknowledge(report=about_them, by=who.reviewer)


def test_rc02_a_reviewer_of_an_international_body_sees_nothing_of_what_concerns_it(who):
    report = reported(who, concerned_body=who.office.ref, concerned_state="")
    Report.objects.filter(pk=report.pk).update(second=who.office.ref, escalated_on=TODAY)
    assert not policies.reviewable(who.other).exists()
    assert policies.reviewable(who.reviewer).exists()


MOVES = {
    "acknowledge": {},
    "begin_review": {},
    "conclude": {"outcome": "insufficient", "reasons": "Nobody answered."},
    "archive": {},
    "ask": {"text": "At what hour?"},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("by", ["officer", "contact", "administrator", "other"])
def test_rc03_nobody_of_the_unit_moves_closes_or_answers_for_it(who, by, move):
    report = reported(who, by=who.student)
    before = serializers.serialize("json", Report.objects.all())
    with pytest.raises(NotFound):
        getattr(actions, move)(report=report, by=getattr(who, by), **MOVES[move])
    assert serializers.serialize("json", Report.objects.all()) == before
    assert not Word.objects.exists()


def test_rc03_the_life_of_a_report_is_versions_and_events_under_the_reviewers_name(who):
    report = concluded(who)
    actions.archive(report=report, by=who.reviewer)
    kept = Version.objects.filter(key=report.ref).order_by("number")
    reasons = ["reported", "acknowledged", "in_review", "concluded", "archived"]
    assert [one.reason for one in kept] == reasons
    assert [one.by for one in kept] == ["(reporter)", *[who.reviewer.username] * 4]
    kinds = Event.objects.filter(target=report.ref, kind__startswith="rights.")
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        f"rights.report.{one}" for one in reasons
    ]


def test_rc03_every_move_that_is_not_in_the_table_is_refused(who):
    report = reported(who)
    for status in Status:
        outcome = "insufficient" if status in (Status.CONCLUDED, Status.ARCHIVED) else ""
        for to, move in zip(
            (Status.ACKNOWLEDGED, Status.IN_REVIEW, Status.CONCLUDED, Status.ARCHIVED),
            MOVES,
            strict=False,
        ):
            Report.objects.filter(pk=report.pk).update(status=status, outcome=outcome)
            if to in NEXT[status]:
                getattr(actions, move)(report=report, by=who.reviewer, **MOVES[move])
                report.refresh_from_db()
                assert report.status == to
                continue
            with pytest.raises(NotNow):
                getattr(actions, move)(report=report, by=who.reviewer, **MOVES[move])


def test_rc03_nobody_decides_on_her_own_report(who):
    report = reported(who, by=who.reviewer)
    with pytest.raises(policies.ReportedByYourself):
        actions.acknowledge(report=report, by=who.reviewer)


def test_rc03_a_conclusion_without_an_outcome_is_refused_by_the_database_too(who):
    report = reported(who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(status="concluded")


@pytest.mark.parametrize("field", ["what", "unit", "area"])
def test_rc04_what_identifies_a_person_is_refused_and_nothing_is_stored(who, field):
    text = "They called +33 6 12 34 56 78 afterwards."
    with pytest.raises(NotClean) as refused:
        reported(who, **{field: text})
    assert [one.field for one in refused.value.problems] == [field]
    assert "612345678" not in str(refused.value).replace(" ", "")
    assert not Report.objects.exists()
    assert not Reporter.objects.exists()
    assert not Event.objects.filter(kind__startswith="rights.").exists()


@pytest.mark.parametrize("between", [" ", "\r\n"])
def test_rc04_a_place_that_looks_like_a_name_passes_once_said_and_leaves_no_trace(who, between):
    text = f"It was near the post named Maria{between}Lopez in the evening."
    with pytest.raises(NotClean) as refused:
        reported(who, what=text)
    (problem,) = refused.value.problems
    words = " ".join(text[problem.start : problem.end].split())
    report = actions.report(
        told=told(who, what=text), by=who.officer, today=TODAY, not_persons=[words]
    )
    assert report.what == text
    assert not NotAPerson.objects.exists()


def test_rc04_all_that_is_wrong_is_said_at_once(who):
    wrong = {"harms": ["nonsense"], "knowledge": "", "what": " ", "unit": "x" * 201}
    wrong |= {"by_whom": ["nobody_knows"], "period": Period.parse("2999")}
    with pytest.raises(actions.WrongReport) as refused:
        reported(who, **wrong)
    fields = {one.values["field"] for one in refused.value.problems}
    assert fields == {"harms", "knowledge", "what", "unit", "by_whom", "period"}


def everything_stored() -> str:
    rows = [*Report.objects.all(), *Reporter.objects.all(), *Word.objects.all()]
    events = Event.objects.filter(kind__startswith="rights.")
    rows += [*Version.objects.filter(model="rights.report"), *events]
    rows += Event.objects.filter(target__startswith="rpt-")
    return serializers.serialize("json", rows)


@pytest.mark.parametrize("reachable", [False, True])
def test_rc05_no_row_names_the_reporter_or_joins_with_an_account(who, reachable):
    report = reported(who, reachable=reachable)
    actions.ask(report=report, text="At what hour?", by=who.reviewer)
    actions.answer(report=report, text="After dark.", by=who.officer)
    told_of = everything_stored()
    for name in (who.officer.username, who.officer.ref, who.officer.display_name, who.agency.ref):
        assert f'"{name}"' not in told_of
        assert f'\\"{name}\\"' not in told_of
    (row,) = Reporter.objects.all()
    assert report.ref not in row.handle + row.report + row.sealed


def test_rc05_two_reports_of_one_person_have_nothing_in_common(who):
    reported(who)
    reported(who, knowledge="record")
    first, second = Reporter.objects.order_by("pk")
    assert first.handle != second.handle
    assert len(first.sealed) == len(second.sealed)
    assert sealing.reports_of(who.officer) == [one.ref for one in Report.objects.order_by("pk")]


def test_rc05_a_row_looks_alike_whether_or_not_somebody_wants_to_be_known(who):
    for known in (False, True):
        reported(who, reachable=known)
    hidden, known = Reporter.objects.order_by("pk")
    assert len(hidden.sealed) == len(known.sealed)
    assert hidden.sealed[:12] == known.sealed[:12]  # no time of making stands in it


def test_rc05_the_reviewer_learns_who_it_was_only_from_the_reporter(who):
    report = reported(who)
    assert sealing.known_reporter(report) is None
    with pytest.raises(NotFound):
        actions.make_reachable(report=report, by=who.reviewer)
    report = actions.make_reachable(report=report, by=who.officer)
    assert sealing.known_reporter(report) == who.officer
    assert queries.own_report(who.officer, report.ref)


@given(count=st.integers(0, 3), at_once=st.integers(1, 3))
def test_rc05_every_report_of_a_person_is_found_and_no_other(count, at_once):
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "AT_ONCE", at_once)
        here, there = UserFactory(), UserFactory()
        made = [ReportFactory() for _ in range(count + 1)]
        for one in made[:count]:
            sealing.seal_reporter(one, here)
        sealing.seal_reporter(made[count], there)
        assert sealing.reports_of(here) == [one.ref for one in made[:count]]
        assert sealing.reports_of(there) == [made[count].ref]
        transaction.set_rollback(True)


def test_rc06_questions_and_answers_go_both_ways_and_to_nobody_else(who):
    report = reported(who)
    actions.ask(report=report, text="At what hour?", by=who.reviewer)
    assert queries.unanswered(who.officer) == [report.ref]
    assert queries.unanswered(who.contact) == []
    with pytest.raises(NotFound):
        actions.answer(report=report, text="We were not there.", by=who.contact)
    actions.answer(report=report, text="After dark.", by=who.officer)
    assert queries.unanswered(who.officer) == []
    rows = report.words.order_by("number").values_list("number", "by", "text")
    assert list(rows) == [(1, who.reviewer.username, "At what hour?"), (2, "", "After dark.")]


@pytest.mark.parametrize("text", ["", "   ", "x" * 8_001])
def test_rc06_an_empty_or_endless_word_is_refused(who, text):
    report = reported(who)
    with pytest.raises(actions.WrongReport):
        actions.answer(report=report, text=text, by=who.officer)


def test_rc06_words_are_screened_and_end_with_the_archive(who):
    report = concluded(who)
    with pytest.raises(NotClean):
        actions.answer(report=report, text="Write to anna.k@example.org", by=who.officer)
    actions.archive(report=report, by=who.reviewer)
    with pytest.raises(actions.TooMany):
        actions.answer(report=report, text="One thing more.", by=who.officer)


DEADLINE = TODAY + timedelta(days=7)


@pytest.mark.parametrize(("days", "escalated"), [(0, False), (1, True)])
def test_rc07_what_nobody_acknowledges_is_shown_to_the_second_body_a_day_later(
    who, days, escalated
):
    report = reported(who)
    assert actions.escalate_overdue(DEADLINE + timedelta(days=days)) == escalated
    report.refresh_from_db()
    assert (report.second == who.office.ref) == escalated
    assert policies.reviewable(who.other).exists() == escalated
    assert policies.reviewable(who.reviewer).exists()
    assert actions.escalate_overdue(DEADLINE + timedelta(days=days)) == 0  # twice is once


def test_rc07_what_is_not_concluded_in_time_escalates_and_the_second_body_may_act(who):
    report = reported(who)
    actions.acknowledge(report=report, by=who.reviewer, today=TODAY)
    assert actions.escalate_overdue(TODAY + timedelta(days=90)) == 0
    assert actions.escalate_overdue(TODAY + timedelta(days=91)) == 1
    assert actions.begin_review(report=report, by=who.other).status == Status.IN_REVIEW


def test_rc07_it_never_escalates_to_a_body_that_it_speaks_of_or_of_that_state(who):
    own = OrganisationFactory(kind="independent", state=who.agency.state, key="a-a-national")
    national = member(own, "rights_reviewer")
    late = DEADLINE + timedelta(days=1)
    report = reported(who, concerned_body=who.office.ref)
    assert actions.escalate_overdue(late) == 0
    report.refresh_from_db()
    assert report.second == ""
    assert report.overdue(late)
    chosen = reported(who, reviewer=own.ref)  # the reporter may choose it
    assert list(policies.reviewable(national)) == [chosen]


def test_rc07_what_is_concluded_is_not_overdue(who):
    report = concluded(who)
    assert not report.overdue(TODAY + timedelta(days=900))
    assert actions.escalate_overdue(TODAY + timedelta(days=900)) == 0


@pytest.mark.parametrize("kind", ["state_body", "university", "civil_society", "publisher"])
def test_rc08_a_reviewer_is_made_in_no_body_that_is_not_independent(kind):
    state = "NER" if kind == "state_body" else None
    body, user = OrganisationFactory(kind=kind, state=state), UserFactory()
    with pytest.raises(RoleOfOtherBodies):
        add_membership(user=user, organisation=body, role="rights_reviewer", by=None)
    MembershipFactory(user=user, organisation=body, role="rights_reviewer")  # by another way
    assert Permission.RIGHTS_REVIEW not in permissions_of(user, body)
    assert not policies.reviews_for(user)
    assert body not in policies.reviewing_bodies()


def test_rc08_no_role_that_administers_reviews():
    from cairn.accounts.permissions import ROLES

    both = {Permission.MEMBERSHIP_WRITE, Permission.RIGHTS_REVIEW}
    assert not [key for key, role in ROLES.items() if both <= role.permissions]


def test_the_sealed_box_is_of_one_length_for_any_reference():
    lengths = set()
    for _ in range(5):
        report, user = ReportFactory(), UserFactory()
        lengths.add(len(sealing._seal(report, user)))
        lengths.add(len(sealing._seal(report, None)))
    assert len(lengths) == 1

"""The calendar: what is due, for an officer and for a contact point; schedules and standing in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.models import Membership
from cairn.accounts.permissions import Permission, may
from cairn.history.models import Version
from cairn.kernel.dates import Level
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import Notice, Schedule
from cairn.reporting.filings.scheduling import remind, set_schedule
from tests.factories import MembershipFactory, StateBodyFactory
from tests.reporting.filings.doing import drafted, world
from tests.web.desk.merging.conftest import entered

pytestmark = pytest.mark.django_db
HOME, SCHEDULES, STANDING = "desk:calendar", "desk:schedules", "desk:standing_in"


@pytest.fixture
def niger():
    return world()


def scheduled(people, organisation=None, section="smuggled_migrants"):
    return set_schedule(
        organisation=organisation or people.agency,
        section=section,
        level=Level.QUARTER,
        days=30,
        since=date(2024, 1, 1),
        by=people.contact,
    )


def test_an_officer_sees_what_is_due_with_the_next_step_and_what_was_filed(niger):
    scheduled(niger)
    submit_filing(filing=drafted(niger), by=niger.officer)
    draft = drafted(niger, "2024-Q2")
    page = entered(niger.officer).get(reverse(HOME))
    waiting = {str(one.period): one for one in page.context["waiting"]}
    assert [str(one.period) for one in page.context["filed"]] == ["2024-Q1"]
    assert waiting["2024-Q2"].url == reverse("desk:filing_write", args=[draft.ref])
    assert waiting["2024-Q2"].step == "go on writing"
    assert waiting["2024-Q3"].url.startswith(reverse("desk:filing_new"))
    assert waiting["2024-Q3"].kind == "problem"
    assert page.context["agencies"] == []


def test_a_contact_point_sees_all_agencies_of_the_state_and_none_of_another(niger):
    mali = world("MLI")
    scheduled(mali)
    scheduled(niger)
    scheduled(niger, StateBodyFactory(state="NER", name="Customs"), "smugglers")
    page = entered(niger.contact).get(reverse(HOME))
    named = {one.organisation for one in page.context["agencies"]}
    assert named == {niger.agency.name, "Customs"}
    assert mali.agency.name not in page.content.decode()


def test_the_calendar_asks_as_many_queries_for_many_agencies_as_for_one(niger):
    scheduled(niger)
    desk = entered(niger.contact)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(reverse(HOME)).status_code == 200
        return len(caught)

    few = queries()
    for _ in range(8):
        scheduled(niger, StateBodyFactory(state="NER"))
    assert queries() == few


def test_the_calendar_file_holds_the_days_and_nothing_of_what_is_filed(niger):
    scheduled(niger)
    drafted(niger, value=4711)
    text = entered(niger.officer).get(reverse("desk:calendar_file")).content.decode()
    assert "20240430" in text
    assert "Smuggled migrants" in text
    assert "4711" not in text
    assert (
        "BEGIN:VEVENT"
        not in entered(niger.contact).get(reverse("desk:calendar_file")).content.decode()
    )


def test_a_contact_point_sets_and_ends_a_schedule_and_reminders_end_with_it(niger):
    desk = entered(niger.contact)
    asked = {"section": "smuggled_migrants", "level": "quarter", "days": "30"}
    asked |= {"organisation": niger.agency.ref, "since": "2024-01-01"}
    desk.send(reverse(SCHEDULES), **asked)
    schedule = Schedule.objects.get()
    assert (schedule.level, schedule.days, schedule.organisation) == ("quarter", 30, niger.agency)
    remind(date(2024, 5, 2))
    assert Notice.objects.filter(kind="overdue", done_at=None).exists()
    desk.send(reverse(SCHEDULES), act="end", schedule=schedule.ref)
    schedule.refresh_from_db()
    assert schedule.until == timezone.localdate()
    assert not Notice.objects.filter(done_at=None).exists()


def test_a_schedule_of_another_state_is_not_set_and_not_ended(niger):
    mali = world("MLI")
    theirs = scheduled(mali)
    desk = entered(niger.contact)
    asked = {"section": "smuggled_migrants", "level": "quarter", "days": "30"}
    asked |= {"organisation": mali.agency.ref, "since": "2024-01-01"}
    assert desk.send(reverse(SCHEDULES), **asked).status_code == 400
    assert desk.send(reverse(SCHEDULES), act="end", schedule=theirs.ref).status_code == 404
    assert Schedule.objects.get().until is None
    assert entered(niger.officer).get(reverse(SCHEDULES)).status_code == 403


def test_a_colleague_stands_in_through_the_page_and_it_is_ended_early(niger):
    colleague = MembershipFactory(organisation=niger.agency, role="analyst").user
    role = niger.officer.memberships.get().pk
    last = timezone.localdate() + timedelta(days=5)
    desk = entered(niger.officer)
    asked = {"role": str(role), "colleague": colleague.ref, "last_day": last.isoformat()}
    assert desk.send(reverse(STANDING), **asked).status_code == 302
    made = colleague.memberships.get(role="officer")
    assert made.until == last + timedelta(days=1)
    page = entered(colleague).get(reverse(STANDING))
    assert [one["last_day"] for one in page.context["lines"]] == [last]
    stranger = entered(world("MLI").officer)
    assert stranger.get(reverse(STANDING)).context["lines"] == []
    ended = {"act": "end", "membership": str(made.pk)}
    MembershipFactory(organisation=stranger_body(stranger), role="analyst")
    assert stranger.send(reverse(STANDING), **ended).status_code == 404
    desk.send(reverse(STANDING), **ended)
    assert not may(colleague, Permission.FILING_WRITE, niger.agency)


def stranger_body(desk):
    """The body of whoever is at this desk, so that her page has a form."""
    return Membership.objects.get(user_id=desk.session["_auth_user_id"]).organisation


def test_too_long_is_refused_on_the_page_with_what_was_written(niger):
    colleague = MembershipFactory(organisation=niger.agency, role="analyst").user
    last = timezone.localdate() + timedelta(days=300)
    asked = {
        "role": str(niger.officer.memberships.get().pk),
        "colleague": colleague.ref,
        "last_day": last.isoformat(),
    }
    answer = entered(niger.officer).send(reverse(STANDING), **asked)
    assert answer.status_code == 400
    assert last.isoformat() in answer.content.decode()
    assert not colleague.memberships.filter(role="officer").exists()


def test_a_draft_has_its_day_in_the_calendar_its_file_and_on_the_first_page(niger):
    scheduled(niger)
    draft = drafted(niger)  # of the first quarter: by 30 April
    desk = entered(niger.officer)
    [line] = desk.get(reverse("desk:home")).context["waiting"]
    assert (line.filing.ref, line.day, line.late) == (draft.ref, date(2024, 4, 30), True)
    assert "by 30 Apr 2024" in desk.get(reverse("desk:home")).content.decode()
    text = desk.get(reverse("desk:calendar_file")).content.decode().replace("\r\n ", "")
    events = {it.split("DTSTART;VALUE=DATE:")[1][:8]: it for it in text.split("BEGIN:VEVENT")[1:]}
    assert "waits to be submitted" in events["20240430"]
    assert "to be filed by" in events["20240730"]


def test_a_draft_of_part_of_the_period_is_due_with_it(niger):
    scheduled(niger)
    drafted(niger, "2024-02")
    [line] = entered(niger.officer).get(reverse("desk:home")).context["waiting"]
    assert line.day == date(2024, 4, 30)


def test_a_draft_that_no_schedule_asks_for_stands_there_without_a_day(niger):
    draft = drafted(niger)
    desk = entered(niger.officer)
    page = desk.get(reverse(HOME))
    assert [line.filing.ref for line in page.context["undated"]] == [draft.ref]
    assert desk.get(reverse("desk:home")).context["waiting"][0].day is None
    scheduled(niger)
    assert desk.get(reverse(HOME)).context["undated"] == []
    assert entered(niger.contact).get(reverse(HOME)).context["undated"] == []


def test_what_is_asked_for_leads_to_the_draft_that_was_begun(niger):
    scheduled(niger)
    remind(date(2024, 4, 20))
    desk = entered(niger.officer)
    [asked] = desk.get(reverse("desk:home")).context["due"]
    assert asked.url.startswith(reverse("desk:filing_new"))
    drafted(niger)
    page = desk.get(reverse("desk:home"))
    assert page.context["due"] == []  # the draft waits above, with its day
    assert page.context["waiting"][0].day == date(2024, 4, 30)


def test_what_was_filed_after_its_day_says_by_how_many_days(niger):
    scheduled(niger)  # within 30 days: the first quarter by 30 April
    filing = submit_filing(filing=drafted(niger), by=niger.officer)
    submit_filing(filing=drafted(niger, "2024-Q2"), by=niger.officer)
    kept = Version.objects.filter(key=filing.ref, reason="submitted")

    def late(day):
        kept.update(at=datetime(2024, *day, 12, tzinfo=UTC))
        page = entered(niger.officer).get(reverse(HOME))
        return {str(one.period): one.late for one in page.context["filed"]}["2024-Q1"], page

    assert late((4, 30))[0] == ""
    assert late((5, 1))[0] == "1 day late"
    words, page = late((5, 12))
    assert words == "12 days late"
    assert words in page.content.decode()

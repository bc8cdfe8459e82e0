"""What people read after somebody decided: of a version that went back, of an empty reason, of a
comment with a likely name, of agencies' filings that are merged."""

import re

import pytest
from django.urls import reverse

from cairn.history.models import Version
from cairn.reporting.filings.actions import clear_filing, submit_filing
from cairn.reporting.filings.combining import apply_merge
from cairn.reporting.filings.drafting import begin_version, save_details
from cairn.reporting.filings.models import Double, Filing, FilingComment, NotAPerson
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.waiting import cleared_on
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of, text_of
from tests.web.desk.merging.conftest import entered, two_agencies

pytestmark = pytest.mark.django_db


@pytest.fixture
def amended(niger):
    before = validated(niger.people)
    filing = begin_version(filing=before, by=niger.people.officer)
    return submit_filing(filing=filing, by=niger.people.officer)


def test_whoever_returned_a_new_version_is_told_which_one_stands_below(niger, amended):
    page = page_of("filing", amended)
    answer = niger.contact.send(page, act="return", number=2, reason="March is missing.")
    assert answer.url == page
    text = text_of(niger.contact.get(page))
    name = niger.people.agency.called
    assert f"Version 2 is with {name} now. What you see below is version 1" in text
    assert "What you see below" not in text_of(niger.contact.get(page))


def test_a_first_version_that_is_returned_leads_to_the_list(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    page = page_of("filing", filing)
    answer = niger.contact.send(page, act="return", number=1, reason="March is missing.")
    assert answer.url == reverse("desk:filings")


@pytest.mark.parametrize("act", ["return", "withdraw"])
def test_an_empty_reason_is_said_beside_its_field(niger, act):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    answer = niger.contact.send(page_of("filing", filing), act=act, number=1, reason=" ")
    assert answer.status_code == 400
    assert "Say why, in a sentence" in answer.context["wrong"].fields["reason"]
    assert f'<label for="reason-{act}">Reason</label><p class="errors">Say why' in text_of(answer)


def test_a_likely_name_in_a_comment_is_asked_about_and_one_click_settles_it(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    clear_filing(filing=filing, by=niger.people.contact)
    page, words = page_of("filing", filing), "Was it Amadou Diallo who counted?"
    for at, desk in enumerate((niger.contact, niger.secretary, niger.officer), start=1):
        given = {"act": "comment", "number": 1, "text": words, "field": ""}
        answer = desk.send(page, **given)
        assert answer.status_code == 400
        assert answer.context["no_persons"] == ["Amadou Diallo"]
        assert words in text_of(answer)
        answer = desk.send(page, **given, not_a_person="Amadou Diallo")
        assert answer.status_code == 302
        assert FilingComment.objects.count() == NotAPerson.objects.count() == at


def test_what_two_agencies_filed_is_merged_and_the_list_says_so(db):
    two = two_agencies()
    lines = two.contact.get(reverse("desk:filings")).context["waiting"]
    assert {line.filing.ref for line in lines} == {two.first.ref, two.second.ref}
    assert {line.step_url for line in lines} == {reverse("desk:merge")}
    Filing.objects.filter(pk=two.second.pk).update(period="2023-01-01", period_last="2023-03-31")
    lines = two.contact.get(reverse("desk:filings")).context["waiting"]
    assert {line.step_url for line in lines} == {""}
    assert {line.next_step for line in lines} == {"clear it or return it"}


def test_what_waits_in_another_state_is_no_reason_to_merge(db):
    two, mali = two_agencies(), two_agencies("MLI")
    Filing.objects.filter(pk=two.second.pk).update(status=FilingStatus.CLEARED)
    [line] = two.contact.get(reverse("desk:filings")).context["waiting"]
    assert (line.filing.ref, line.step_url) == (two.first.ref, "")
    assert len(mali.contact.get(reverse("desk:filings")).context["waiting"]) == 2


def test_agencies_are_told_when_what_they_filed_was_cleared(db):
    two = two_agencies()
    national = two.begun()
    page, officer = page_of("filing", two.first), entered(two.people.officer)
    assert "what becomes of it is decided there" in text_of(officer.get(page))
    assert cleared_on([national.ref]) == {}
    contact = two.people.contact
    Double.objects.filter(filing=national).update(
        decision="different", decided_by=contact.username, decided_at=national.begun_at
    )
    apply_merge(filing=national, by=contact)
    save_details(filing=national, values={"coverage_note": "All."}, by=contact)
    clear_filing(filing=submit_filing(filing=national, by=contact), by=contact)
    assert f"It went into <bdi>{national.ref}</bdi>, which was cleared on" in text_of(
        officer.get(page)
    )
    lines = officer.get(reverse("desk:filings")).context["lines"]
    assert {line.filing.ref: bool(line.went) for line in lines}[two.first.ref]
    assert f"went into {national.ref}, cleared on" in text_of(officer.get(reverse("desk:filings")))


@pytest.mark.parametrize("act", ["return", "withdraw"])
def test_a_likely_name_in_a_reason_is_asked_about_and_one_click_settles_it(niger, act):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    page = page_of("filing", filing)
    given = {"act": act, "number": 1, "reason": "Count those at Amadou Diallo too."}
    answer = niger.contact.send(page, **given)
    assert (answer.status_code, answer.context["no_persons"]) == (400, ["Amadou Diallo"])
    form = text_of(answer).partition(f'id="reason-{act}"')[2].partition("</form>")[0]
    assert 'name="not_a_person" value="Amadou Diallo"' in form
    assert given["reason"] in form
    answer = niger.contact.send(page, **given, not_a_person="Amadou Diallo")
    assert answer.status_code == 302
    filing.refresh_from_db()
    assert filing.reason == given["reason"]


def test_the_history_says_at_what_time_each_move_was_made(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    clear_filing(filing=filing, by=niger.people.contact)
    text = text_of(niger.officer.get(page_of("filing", filing)))
    times = re.findall(r"<time datetime=\"([^\"]+)\">[^<]*\d\d:\d\d:\d\d[^<]*UTC", text)
    kept = Version.objects.filter(key=filing.ref).order_by("-number")
    assert times == [one.at.isoformat() for one in kept]
    assert len({one[:10] for one in times}) == 1 < len(set(times))

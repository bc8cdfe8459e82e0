"""One's own reports in a session that came through an identity provider: there are none there.

rq01  two worlds, with and without reports of hers, are byte-equal at every door of such a session
rq02  nothing is reported, answered or decided from there, and the page says so before one writes
rq03  the same person, signed in by her own means, finds everything
"""

import pytest
from django.conf import settings
from django.urls import reverse

from cairn.accounts.actions import add_membership
from cairn.accounts.demonstration import current_code
from cairn.accounts.models import User
from cairn.accounts.providers.actions import link
from cairn.audit.checkpoints import make_checkpoint
from cairn.kernel.refs import new_ref
from cairn.rights import actions, queries
from cairn.rights.models import Report
from cairn.rights.policies import NotReportedHere
from cairn.web.desk.once import new_token
from tests.accounts.provider_desk import TOTP, Browser, ministry, office, officer, provider
from tests.rights.doing import TODAY, WHAT, reported, told
from tests.web.desk.conftest import Desk
from tests.web.desk.filing.conftest import text_of
from tests.web.desk.rights.test_pages import (
    INDEX,
    NEW,
    QUEUE,
    everything,
    fields,
    masked,
    own,
    to_review,
)

__all__ = ["ministry", "office"]

pytestmark = pytest.mark.django_db


class Through(Browser, Desk):
    """A browser that goes through the provider, and sends forms as the others do."""


@pytest.fixture
def there(office, pages):
    """Amina, of the agency that has a provider, in a session through it."""
    browser = Through().enter()
    pages.desks["amina"] = browser
    return browser


@pytest.fixture
def judging(ministry, office, pages):
    """Rosa, who reviews for a body with a provider of its own, in a session through that."""
    two = provider(ministry, "two", pages.who.commission, name="The commission")
    rosa = officer("rosa")
    add_membership(user=rosa, organisation=pages.who.commission, role="rights_reviewer", by=None)
    link(user=rosa, provider=two, subject="two-rosa", by=rosa)
    browser = Through().enter("two", "rosa")
    pages.desks["rosa"] = browser
    return browser, rosa


def by_her_own(person: User) -> Desk:
    desk = Desk()
    desk.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[1])
    return desk


def conversation(pages, by):
    """A report of hers, a question, an answer, one more question, and a report with her name."""
    report = reported(pages.who, by=by)
    actions.acknowledge(report=report, by=pages.who.reviewer)
    actions.ask(report=report, text="At what hour was it?", by=pages.who.reviewer)
    actions.answer(report=report, text="After dark.", by=by)
    actions.ask(report=report, text="And on which side?", by=pages.who.reviewer)
    return report, reported(pages.who, by=by, reachable=True)


def held(browser) -> str:
    """What the file about her holds; when it was looked at last is not of reports."""
    browser.post(reverse("mfa_reauthenticate"), {"code": current_code(TOTP)})
    answer = browser.get(reverse("desk:held_file"))
    assert answer.status_code == 200
    return masked(answer)


def test_rq01_every_page_is_the_same_with_and_without_reports_of_hers(office, pages, there):
    make_checkpoint(today=TODAY)
    held(there)
    before = everything(pages, "amina")
    assert len(before) > 20
    made = conversation(pages, office.amina)
    after = everything(pages, "amina")
    assert after == before
    for report in made:
        assert not any(report.ref in text for text in after.values())
        assert report.ref not in held(there)


def test_rq01_hidden_and_absent_are_one_answer_to_reading_and_writing(office, pages, there):
    report, _named = conversation(pages, office.amina)
    absent = new_ref("rpt")
    for query in ("", "?after=", "?before="):
        here, gone = (
            masked(there.get(INDEX + query + (ref if query else "")), ref)
            for ref in (report.ref, absent)
        )
        assert here == gone
    as_her = User.objects.get(pk=office.amina.pk)
    for act in ("answer", "reachable", "nonsense"):
        sent = {"act": act, "text": "More.", "once": new_token(as_her)}
        here, gone = (
            masked(there.post(reverse("desk:rights_report", args=[ref]), sent), ref)
            for ref in (report.ref, absent)
        )
        assert here == gone
        assert here.startswith("404")
    assert not Report.objects.get(pk=report.pk).reachable


def test_rq01_a_form_that_was_answered_before_is_not_answered_again_there(office, pages, there):
    at_home = by_her_own(office.amina)
    sent = at_home.fields(NEW) | fields(pages)
    assert at_home.post(NEW, sent).url == own(Report.objects.get())
    again = there.post(NEW, sent)
    assert again.status_code == 403
    assert Report.objects.get().ref not in text_of(again)


def test_rq02_nothing_is_reported_and_it_is_said_before_one_writes(office, pages, there):
    sentence = "So nothing is reported from this session"
    page = text_of(there.get(INDEX))
    assert sentence in page
    assert reverse("account_change_password") in page
    assert reverse("account_logout") in page
    assert f'href="{NEW}"' not in page
    assert "You have reported nothing" not in page
    form = there.get(NEW)
    assert form.status_code == 403
    assert sentence in text_of(form)
    assert 'name="what"' not in text_of(form)
    sent = {"once": new_token(User.objects.get(pk=office.amina.pk))} | fields(pages)
    assert there.post(NEW, sent).status_code == 403
    as_there = User.objects.get(pk=office.amina.pk)
    as_there.only_for = frozenset({office.agency.ref})
    with pytest.raises(NotReportedHere):
        actions.report(told=told(pages.who), by=as_there, today=TODAY)
    assert not Report.objects.exists()


def test_rq02_a_reviewer_reads_there_and_decides_nothing_whoever_reported(pages, judging):
    browser, rosa = judging
    hers, other = reported(pages.who, by=rosa), reported(pages.who, by=pages.who.student)
    assert hers.ref in text_of(browser.get(QUEUE))
    one, two = (masked(browser.get(to_review(each)), each.ref) for each in (hers, other))
    assert one == two
    assert "Reports are read here and not decided" in one
    for act in ("acknowledge", "begin", "conclude", "archive", "ask"):
        words = {"act": act, "text": "Where?", "outcome": "substantiated", "reasons": "Seen."}
        words["once"] = new_token(rosa)
        answers = []
        for each in (hers, other):
            words["once"] = new_token(rosa)
            answers.append(masked(browser.post(to_review(each), words), each.ref))
        assert answers[0] == answers[1]
    assert not Report.objects.exclude(status="reported").exists()
    at_home = by_her_own(rosa)
    assert "You reported this yourself" in text_of(at_home.get(to_review(hers)))
    assert at_home.send(to_review(other), act="acknowledge").status_code == 302


def test_rq03_by_her_own_means_she_finds_everything(office, pages, there):
    report, _named = conversation(pages, office.amina)
    at_home = by_her_own(office.amina)
    assert report.ref in text_of(at_home.get(INDEX))
    assert WHAT in text_of(at_home.get(own(report)))
    as_there = User.objects.get(pk=office.amina.pk)
    as_there.only_for = frozenset({office.agency.ref})
    assert list(queries.own(as_there)) == []
    assert queries.unanswered(as_there) == []
    assert queries.unanswered(office.amina) == [report.ref]

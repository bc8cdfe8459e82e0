"""The pages of the rights channel (TRUST §5, threat 23).

rp01  reporting and following one's own report        rp04  a reviewer's queue and page
rp02  two worlds: the unit concerned learns nothing   rp05  bad input is said, nothing is stored
rp03  hidden and absent are one answer                rp06  pages cost the same whatever there is
"""

import io
import re
import zipfile
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from cairn.audit.checkpoints import make_checkpoint
from cairn.kernel.refs import new_ref
from cairn.rights import actions
from cairn.rights.models import Report
from cairn.web.desk.once import new_token
from tests.rights.doing import TODAY, WHAT, reported
from tests.web.desk.filing.conftest import text_of

pytestmark = pytest.mark.django_db
INDEX, NEW, QUEUE = (reverse(f"desk:rights{name}") for name in ("", "_new", "_queue"))
INSIDE = ("officer", "contact", "administrator")


def fields(pages, **changed):
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    given = {
        "harms": ["physical_violence", "rescue_denied"],
        "by_whom": ["coast_guard"],
        "what": WHAT,
        "knowledge": "told_by_affected",
        "period": f"{last_month:%Y-%m}",
        "reviewer": pages.who.commission.ref,
        "concerned_state": pages.who.agency.state,
    }
    return given | changed


def own(report):
    return reverse("desk:rights_report", args=[report.ref])


def to_review(report):
    return reverse("desk:rights_review", args=[report.ref])


def whole(answer) -> str:
    """What was answered; of a ZIP the files in it, for its own bytes hold the time."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(name.encode() + packed.read(name) for name in packed.namelist())
    return body.decode()


def masked(answer, *refs: str) -> str:
    text = whole(answer)
    for ref in refs:
        text = text.replace(quote(ref), "REF").replace(ref, "REF")
    text = re.sub(r'(name="(?:once|csrfmiddlewaretoken)" value=")[^"]+', r"\1", text)
    text = re.sub(r'(csrf[^"]{0,20}" (?:content|value)=")[^"]+|nonce="[^"]+"', r"\1", text)
    text = re.sub(r"(X-CSRFToken&quot;: &quot;)[^&]+", r"\1", text)
    return f"{answer.status_code} {answer.headers.get('ETag', '')} {text}"


def test_rp01_a_report_is_handed_over_and_followed_by_whoever_made_it(pages):
    answer = pages.student.send(NEW, **fields(pages))
    report = Report.objects.get()
    assert answer.url == own(report)
    page = text_of(pages.student.get(own(report)))
    assert WHAT in page
    assert "reported, not acknowledged yet" in page
    assert "Rescue denied or delayed" in page
    assert report.ref in text_of(pages.student.get(INDEX))
    assert report.ref not in text_of(pages.student.get(reverse("desk:home")))


def test_rp01_a_form_sent_twice_makes_one_report(pages):
    sent = pages.student.fields(NEW) | fields(pages)
    first, second = pages.student.post(NEW, sent), pages.student.post(NEW, sent)
    assert first.url == second.url
    assert Report.objects.count() == 1


def test_rp01_question_and_answer_go_through_the_reference(pages):
    report = reported(pages.who, by=pages.who.student)
    page = pages.reviewer.send(to_review(report), act="ask", text="At what hour was it?")
    assert page.url == to_review(report)
    assert "the reviewer wrote to you" in text_of(pages.student.get(INDEX))
    pages.student.send(own(report), act="answer", text="After dark.")
    assert "the reviewer wrote to you" not in text_of(pages.student.get(INDEX))
    seen = text_of(pages.reviewer.get(to_review(report)))
    assert "After dark." in seen
    for name in (pages.who.student.display_name, pages.who.student.username):
        assert name not in seen
    heard = text_of(pages.student.get(own(report)))
    assert pages.who.reviewer.display_name not in heard


def test_rp01_the_name_is_shown_to_reviewers_once_the_reporter_lets_it_be(pages):
    report = reported(pages.who, by=pages.who.student)
    pages.student.send(own(report), act="reachable")
    assert pages.who.student.display_name in text_of(pages.reviewer.get(to_review(report)))


def everything(pages, who):
    """All pages of the desk that take no reference, as somebody of the unit sees them. Not the one
    that counts what she herself has opened: looking at all the others goes into it."""
    desk, found = pages.desks[who], {}
    known = get_resolver("cairn.web.desk.urls").reverse_dict
    for name in sorted(key for key in known if isinstance(key, str) and key != "bounds"):
        with suppress(NoReverseMatch):
            found[name] = masked(desk.get(reverse(f"desk:{name}")))
    return found


@pytest.mark.parametrize("who", [*INSIDE, "other"])
def test_rp02_two_worlds_with_and_without_a_report_are_byte_equal(pages, who):
    make_checkpoint(today=TODAY)
    before = everything(pages, who)
    assert len(before) > 20
    report = reported(pages.who, by=pages.who.student)
    actions.acknowledge(report=report, by=pages.who.reviewer)
    actions.ask(report=report, text="At what hour was it?", by=pages.who.reviewer)
    actions.answer(report=report, text="After dark.", by=pages.who.student)
    assert everything(pages, who) == before


def test_rp02_the_reporter_in_the_unit_sees_it_and_her_colleagues_do_not(pages):
    report = reported(pages.who, by=pages.who.officer)
    assert pages.officer.get(own(report)).status_code == 200
    for who in ("contact", "administrator", "student"):
        assert pages.desks[who].get(own(report)).status_code == 404
        assert report.ref not in text_of(pages.desks[who].get(INDEX))


ACTS = ("answer", "reachable", "acknowledge", "begin", "conclude", "archive", "ask", "nonsense")


@pytest.mark.parametrize("who", [*INSIDE, "other"])
def test_rp03_hidden_and_absent_are_one_answer_to_reading_and_writing(pages, who):
    report, absent = reported(pages.who, by=pages.who.student), new_ref("rpt")
    desk = pages.desks[who]
    person = getattr(pages.who, who)
    for name in ("rights_report", "rights_review"):
        here, nowhere = (reverse(f"desk:{name}", args=[ref]) for ref in (report.ref, absent))
        assert masked(desk.get(here), report.ref) == masked(desk.get(nowhere), absent)
        for act in ACTS:
            given = {"act": act, "text": "x", "outcome": "insufficient", "reasons": "x"}
            answers = [
                masked(desk.post(address, given | {"once": new_token(person)}), report.ref, absent)
                for address in (here, nowhere)
            ]
            assert answers[0] == answers[1]
            assert answers[0].startswith("404")
    report.refresh_from_db()
    assert report.status == "reported"
    assert not report.reachable


@pytest.mark.parametrize("who", [*INSIDE, "student"])
def test_rp03_the_queue_is_there_for_reviewers_alone(pages, who):
    assert pages.desks[who].get(QUEUE).status_code == 404
    assert QUEUE not in text_of(pages.desks[who].get(INDEX))
    assert QUEUE in text_of(pages.reviewer.get(INDEX))


def test_rp04_a_reviewer_goes_from_the_first_page_to_the_outcome(pages):
    report = reported(pages.who, by=pages.who.student)
    assert "1 report waits for you" in text_of(pages.reviewer.get(reverse("desk:home")))
    assert report.ref in text_of(pages.reviewer.get(QUEUE))
    address = to_review(report)
    for act in ("acknowledge", "begin"):
        assert f'value="{act}"' in text_of(pages.reviewer.get(address))
        assert pages.reviewer.send(address, act=act).status_code == 302
    told = {"outcome": "substantiated", "reasons": "Two accounts agree.", "recommendation": ""}
    assert pages.reviewer.send(address, act="conclude", **told).status_code == 302
    assert "Two accounts agree." in text_of(pages.student.get(own(report)))
    assert report.ref not in text_of(pages.reviewer.get(QUEUE))
    assert report.ref in text_of(pages.reviewer.get(QUEUE, {"closed": "1"}))
    pages.reviewer.send(address, act="archive")
    assert 'name="text"' not in text_of(pages.student.get(own(report)))


def test_rp04_what_is_overdue_is_said_to_both_and_shown_to_the_second_body(pages):
    report = reported(pages.who, by=pages.who.student)
    Report.objects.update(acknowledge_by=timezone.localdate() - timedelta(days=1))
    assert "overdue since" in text_of(pages.student.get(own(report)))
    assert "overdue since" in text_of(pages.reviewer.get(QUEUE))
    assert pages.other.get(to_review(report)).status_code == 404
    actions.escalate_overdue()
    assert pages.other.get(to_review(report)).status_code == 200
    assert pages.who.office.name in text_of(pages.student.get(own(report)))


def test_rp04_a_move_that_came_too_late_says_so_and_changes_nothing(pages):
    report = reported(pages.who, by=pages.who.student)
    answer = pages.reviewer.send(to_review(report), act="archive")
    assert answer.status_code == 400
    assert "stands elsewhere now" in text_of(answer)


BAD = {
    "harms": ["nonsense"],
    "period": "2999-01",
    "knowledge": "guessed",
    "what": "   ",
    "reviewer": "org-0000000000-0",
    "country": "ZZZ",
    "concerned_state": "<script>",
    "concerned_body": "x",
    "by_whom": ["x"],
    "area": "x" * 121,
    "unit": "Ask for +33 6 12 34 56 78",
}


@pytest.mark.parametrize("name", BAD)
def test_rp05_each_bad_value_is_said_beside_its_field_and_the_rest_is_kept(pages, name):
    answer = pages.student.send(NEW, **fields(pages, **{name: BAD[name]}))
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [name]
    assert not Report.objects.exists()
    if name != "what":
        assert WHAT in text_of(answer)


def test_rp05_a_likely_name_is_asked_about_and_passes_once_ticked(pages):
    text = "It was near the post named Maria Lopez in the evening."
    sent = fields(pages, what=text)
    asked = pages.student.send(NEW, **sent)
    (words,) = asked.context["no_persons"]
    assert f'value="{words}"' in text_of(asked)
    assert pages.student.send(NEW, **sent, not_a_person=[words]).status_code == 302
    assert Report.objects.get().what == text


def test_rp05_the_body_concerned_does_not_review_and_another_may(pages):
    sent = fields(pages, concerned_body=pages.who.commission.ref)
    answer = pages.student.send(NEW, **sent)
    assert list(answer.context["form"].errors) == ["reviewer"]
    assert pages.student.send(NEW, **sent | {"reviewer": pages.who.office.ref}).status_code == 302


def test_rp05_without_a_reviewer_there_is_no_form(pages):
    for user in (pages.who.reviewer, pages.who.other):
        user.memberships.all().delete()
    for address in (INDEX, NEW):
        assert "Nobody can take a report here yet" in text_of(pages.student.get(address))
    assert 'name="what"' not in text_of(pages.student.get(NEW))


def test_rp05_what_a_session_that_ended_had_written_is_kept_nowhere(pages):
    sent = pages.student.fields(NEW) | fields(pages)
    pages.student.logout()
    assert pages.student.post(NEW, sent).status_code == 302
    for session in Session.objects.all():
        assert WHAT not in str(session.get_decoded())


def test_rp06_lists_cost_the_same_however_many_reports_there_are(pages):
    def queries():
        counted = []
        for desk, address in ((pages.student, INDEX), (pages.reviewer, QUEUE)):
            with CaptureQueriesContext(connection) as seen:
                assert desk.get(address).status_code == 200
            counted.append(len(seen))
        return counted

    reported(pages.who, by=pages.who.student)
    queries()
    few = queries()
    for _ in range(8):
        reported(pages.who, by=pages.who.student)
    assert queries() == few

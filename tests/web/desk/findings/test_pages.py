"""The pages of findings: from the invitation of a university to what eligible States read.

fp01  from the invitation to the shared finding     fp04  beside a State's filing, and the other way
fp02  who reads it; hidden and absent are one       fp05  bad input is said, nothing is lost
fp03  no State has a door to it                     fp06  lists cost the same
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.accounts.actions import set_code_generator
from cairn.accounts.models import User
from cairn.kernel.refs import new_ref
from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.filings.participating import join
from cairn.reporting.findings.models import Finding
from cairn.web.desk.once import new_token
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.reporting.filings.exchange import filed
from tests.reporting.findings.test_findings import WRITTEN, begun, shared
from tests.web.desk.conftest import SECRET, Desk
from tests.web.desk.filing.conftest import mali, niger, page_of, says_purpose, text_of
from tests.web.desk.participation.test_pages import masked

__all__ = ["mali", "niger"]
pytestmark = pytest.mark.django_db
LIST, NEW = reverse("desk:findings"), reverse("desk:finding_new")
SINCE = date(2024, 1, 1)


def enters(body, role="contributor") -> tuple[User, Desk]:
    user = UserFactory()
    MembershipFactory(user=user, organisation=body, role=role)
    set_code_generator(user=user, secret=SECRET, by=None)
    return user, Desk().enter(user)


@pytest.fixture
def lab(db):
    """A university, one of its researchers, and her browser."""
    body = OrganisationFactory(kind="university", name="Lake University")
    return (body, *enters(body))


def page(finding, name="finding") -> str:
    return reverse(f"desk:{name}", args=[finding.ref])


def test_fp01_from_the_invitation_to_what_everybody_at_the_desk_reads(lab, niger):
    body, _researcher, _desk = lab
    _head, administrator = enters(body, role="administrator")
    invite = reverse("desk:invite", args=[body.ref])
    offered = administrator.get(invite).content.decode()
    assert 'value="contributor"' in offered
    assert 'value="rights_reviewer"' not in offered
    given = {"name": "Invented Colleague", "language": "en", "role": "contributor", "last_day": ""}
    assert administrator.send(invite, **given).status_code == 302
    invited = User.objects.get(display_name="Invented Colleague")
    set_code_generator(user=invited, secret=SECRET, by=None)
    desk = Desk().enter(invited)
    subject = {
        "organisation": body.ref,
        "section": "smuggled_migrants",
        "about": "NER",
        "period": "2025",
    }
    written = desk.send(NEW, **subject)
    finding = Finding.objects.get()
    assert written.url == page(finding, "finding_write")
    values = {**WRITTEN, "counts": "", "number_of_smuggled_detected": "40", "marking": "clear"}
    answer = desk.send(written.url, **values, rests_on="120", revision="0", act="share")
    assert answer.url == page(finding)
    read = text_of(says_purpose(niger.officer).get(page(finding)))
    for told in (WRITTEN["title"], WRITTEN["limits"], "Lake University", "TLP:CLEAR", "Interviews"):
        assert told in read
    assert WRITTEN["title"] in text_of(niger.officer.get(LIST, {"section": "smuggled_migrants"}))
    assert WRITTEN["title"] not in text_of(niger.officer.get(LIST, {"about": "MLI"}))


def test_fp02_hidden_and_absent_are_one_answer_and_lists_are_byte_equal(lab, niger):
    body, researcher, _desk = lab
    filing = filed(niger.people)
    looked_at = (LIST, LIST + "?about=NER", page_of("filing", filing), reverse("desk:home"))
    without = [masked(niger.officer.get(one)) for one in looked_at]
    hidden = [
        begun(body, researcher),
        shared(body, researcher, marking="red"),
        shared(body, researcher, marking="amber"),
        shared(body, researcher, marking="green"),  # the State takes no part in the exchange
    ]
    assert [masked(niger.officer.get(one)) for one in looked_at] == without
    absent = Finding(ref=new_ref("fnd"))
    for one in hidden:
        for name in ("finding", "finding_write"):
            answers = [niger.contact.get(page(it, name)) for it in (one, absent)]
            assert masked(answers[0], one.ref) == masked(answers[1], absent.ref)
            assert answers[0].status_code in (403, 404)


@pytest.mark.parametrize("who", ["officer", "contact", "secretary"])
def test_fp03_no_button_and_no_request_of_a_state_changes_it(lab, niger, who):
    body, researcher, _desk = lab
    finding = shared(body, researcher, marking="clear")
    desk = says_purpose(getattr(niger, who))
    assert 'name="act"' not in text_of(desk.get(page(finding)))
    before = Finding.objects.values().get()
    token = {"once": new_token(getattr(niger.people, who))}
    for act in ("share", "amend", "withdraw", "return", "clear", "settle", "comment"):
        assert desk.post(page(finding), token | {"act": act, "reason": "x"}).status_code == 404
    values = token | {"text": "Nothing was found.", "marking": "red", "act": "save"}
    assert desk.post(page(finding, "finding_write"), values).status_code == 403
    for name in ("filing", "filing_write"):
        address = reverse(f"desk:{name}", args=[finding.ref])
        answer = desk.post(address, token | {"act": "withdraw", "reason": "x"})
        assert answer.status_code in (403, 404)
    assert Finding.objects.values().get() == before


def test_fp03_people_of_another_university_have_no_door_either(lab):
    body, researcher, _desk = lab
    finding = shared(body, researcher, marking="clear")
    other, desk = enters(OrganisationFactory(kind="university"))
    assert 'name="act"' not in text_of(says_purpose(desk).get(page(finding)))
    answer = desk.post(page(finding), {"act": "amend", "once": new_token(other)})
    assert answer.status_code == 404
    assert Finding.objects.count() == 1


def test_fp04_both_stand_beside_each_other_for_whom_reciprocity_opens_them(lab, niger, mali):
    body, researcher, _desk = lab
    for one in (niger, mali):
        join(state=one.people.agency.state, by=one.people.contact, today=SINCE)
    theirs = filed(niger.people)
    finding = shared(body, researcher, marking="green")
    assert mali.officer.get(page(finding)).status_code == 404
    filed(mali.people)
    read = text_of(says_purpose(mali.officer).get(page_of("filing", theirs)))
    assert WRITTEN["title"] in read
    assert "added to nobody" in read
    assert theirs.ref in text_of(mali.officer.get(page(finding)))
    assert WRITTEN["title"] in text_of(niger.officer.get(page_of("filing", theirs)))


def test_fp04_a_withdrawn_finding_leaves_its_reason_and_no_content(lab, niger):
    body, researcher, desk = lab
    filing = filed(niger.people)
    finding = shared(body, researcher, marking="clear")
    desk.send(page(finding), act="withdraw", reason="Half was counted twice.")
    for reader in (niger.officer, desk):
        read = text_of(reader.get(page(finding)))
        assert "Half was counted twice." in read
        assert WRITTEN["text"] not in read
        assert WRITTEN["title"] not in text_of(reader.get(LIST))
    assert WRITTEN["title"] not in text_of(niger.officer.get(page_of("filing", filing)))


BAD = {"rests_on": "many", "number_of_dead": "-1", "marking": "purple", "method": "guessing"}


@pytest.mark.parametrize("name", BAD)
def test_fp05_a_bad_value_is_said_beside_its_field_and_what_was_written_stays(lab, name):
    body, researcher, desk = lab
    draft = begun(body, researcher)
    values = {"title": "A title", "text": "What was seen.", "marking": "amber"} | {name: BAD[name]}
    answer = desk.send(page(draft, "finding_write"), **values, act="save", revision="0")
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [name]
    assert "What was seen." in text_of(answer)
    draft.refresh_from_db()
    assert draft.title == ""


def test_fp05_a_draft_that_is_half_done_is_saved_but_not_shared(lab):
    body, researcher, desk = lab
    draft = begun(body, researcher)
    address = page(draft, "finding_write")
    answer = desk.send(address, title="A title", marking="clear", act="share", revision="0")
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"text", "method", "limits"}
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("A title", "draft")
    again = {"text": "What was seen.", "method": "survey", "limits": "One town."}
    revision = str(answer.context["revision"])
    done = desk.send(
        address, title="A title", marking="clear", act="share", revision=revision, **again
    )
    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.status == "shared"


def test_fp05_a_place_that_looks_like_a_person_is_said_to_be_none(lab):
    body, researcher, desk = lab
    draft = begun(body, researcher)
    values = {"text": "Near the post named Maria Lopez.", "marking": "amber", "act": "save"}
    asked = desk.send(page(draft, "finding_write"), **values, revision="0")
    (words,) = asked.context["no_persons"]
    sent = desk.send(page(draft, "finding_write"), **values, revision="0", not_a_person=[words])
    assert sent.status_code == 302
    assert NotAPerson.objects.get().organisation == body
    assert desk.get(reverse("desk:no_persons")).status_code == 200


@pytest.mark.parametrize("name", ["section", "about", "period", "organisation"])
def test_fp05_a_subject_that_is_none_begins_nothing(lab, niger, name):
    body, _researcher, desk = lab
    subject = {"organisation": body.ref, "section": "fees", "about": "NER", "period": "2025"}
    wrong = niger.people.agency.ref if name == "organisation" else "nonsense"
    assert desk.send(NEW, **subject | {name: wrong}).status_code == 400
    assert not Finding.objects.exists()


def test_fp05_an_officer_of_a_state_begins_none(niger):
    assert niger.officer.get(NEW).status_code == 403


def test_fp06_pages_cost_the_same_however_many_findings_there_are(lab, niger):
    body, researcher, _desk = lab
    filing = filed(niger.people)

    def queries():
        counted = []
        for address in (LIST, page_of("filing", filing)):
            with CaptureQueriesContext(connection) as seen:
                assert niger.officer.get(address).status_code == 200
            counted.append(len(seen))
        return counted

    shared(body, researcher, marking="clear")
    queries()
    few = queries()
    for _ in range(6):
        shared(body, researcher, marking="clear")
    assert queries() == few

"""A contact point who files herself, and what is still open when somebody clears or validates."""

import re

import pytest
from django.urls import reverse

from cairn.history.models import Version
from cairn.reporting.filings.actions import submit_and_clear, submit_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import FourEyes, NotOfThisState
from tests.factories import FilingCountFactory, MembershipFactory, StateRuleFactory
from tests.reporting.filings.doing import World, drafted
from tests.web.desk.filing.conftest import form_of, page_of, text_of

pytestmark = pytest.mark.django_db
ONE_STEP = 'value="submit_and_clear"'


def own(office) -> Filing:
    """A draft that the contact point wrote for the ministry."""
    people = office.people
    ministry = people.contact.memberships.get().organisation
    return drafted(World(ministry, people.contact, people.contact, people.secretary))


def sent(desk, filing, act, **more):
    check = page_of("filing_check", filing)
    return desk.post(check, form_of(desk, check) | {"act": act} | more)


def test_she_submits_and_clears_in_one_step_and_both_stand_in_the_history(niger):
    filing = own(niger)
    page = text_of(niger.contact.get(page_of("filing_check", filing)))
    assert ONE_STEP in page
    assert "both moves stand in its history" in page
    assert sent(niger.contact, filing, "submit_and_clear").url == page_of("filing_receipt", filing)
    kept = (
        Version.objects.filter(key=filing.ref).order_by("number").values_list("reason", flat=True)
    )
    assert list(kept)[-2:] == ["submitted", "cleared"]
    paper = text_of(niger.contact.get(page_of("filing_receipt", filing)))
    assert "The State has cleared it" in paper


def test_an_officer_has_no_such_step(niger):
    filing = drafted(niger.people)
    assert ONE_STEP not in text_of(niger.officer.get(page_of("filing_check", filing)))
    answer = sent(niger.officer, filing, "submit_and_clear")
    assert answer.url == page_of("filing_check", filing)
    filing.refresh_from_db()
    assert filing.status == "draft"
    with pytest.raises(NotOfThisState):
        submit_and_clear(filing=filing, by=niger.people.officer)


def test_zeros_are_attested_in_that_step_or_neither_move_is_made(niger):
    people = niger.people
    ministry = people.contact.memberships.get().organisation
    filing = drafted(World(ministry, people.contact, people.contact, people.secretary), value=0)
    answer = sent(niger.contact, filing, "submit_and_clear")
    assert answer.url == page_of("filing_check", filing)
    page = niger.contact.get(answer.url).content.decode()
    assert "true zeros" in page
    assert 'href="#zeros"' in page
    assert "needed to clear it" in page
    filing.refresh_from_db()
    assert (filing.status, filing.submitted_at) == ("draft", None)
    assert sent(niger.contact, filing, "submit_and_clear", zeros="1").status_code == 302
    filing.refresh_from_db()
    assert (filing.status, filing.zeros_attested) == ("cleared", True)


def test_where_the_state_wants_four_eyes_the_page_says_who_else_clears(niger):
    StateRuleFactory(state="NER", four_eyes=True)
    filing = own(niger)
    check = page_of("filing_check", filing)
    assert "today nobody else there may clear" in text_of(niger.contact.get(check))
    other = MembershipFactory(organisation=filing.owner, role="contact_point").user
    page = text_of(niger.contact.get(check))
    assert ONE_STEP not in page
    assert f"It may be cleared by: {other.display_name}." in page
    with pytest.raises(FourEyes):
        submit_and_clear(filing=filing, by=niger.people.contact)
    assert sent(niger.contact, filing, "submit").status_code == 302
    for name in ("filing", "filing_receipt"):
        assert other.display_name in text_of(niger.contact.get(page_of(name, filing)))
    home = text_of(niger.contact.get(reverse("desk:home")))
    assert "clear it or return it" not in home


def test_the_contact_points_of_another_state_are_named_to_nobody(niger, mali):
    StateRuleFactory(state="NER", four_eyes=True)
    page = text_of(niger.contact.get(page_of("filing_check", own(niger))))
    assert mali.people.contact.display_name not in page


@pytest.fixture
def asked(niger):
    """A submitted filing with a question that nobody answered."""
    filing = drafted(niger.people)
    sent(niger.officer, filing, "submit")
    record = page_of("filing", filing)
    niger.contact.send(record, act="comment", number=1, field="smuggled_detected", text="Which?")
    return filing


def stamp_in(page: str) -> str:
    return re.search(r'name="open" value="([0-9a-f]+)"', page)[1]


def test_what_is_open_is_listed_and_passed_over_by_a_tick(niger, asked):
    record = page_of("filing", asked)
    page = niger.contact.get(record).content.decode()
    comment = asked.comments.get()
    assert f'href="#{comment.ref}"' in page
    refused = niger.contact.send(record, act="clear", number=1)
    assert (refused.status_code, "Something is still open." in text_of(refused)) == (400, True)
    assert niger.contact.send(record, act="clear", number=1, open=stamp_in(page)).status_code == 302
    page = niger.secretary.get(record).content.decode()
    assert "Which?" not in page  # the State said it to itself
    assert niger.secretary.send(record, act="validate", number=1).status_code == 302


def test_a_tick_speaks_only_of_what_was_read(niger, asked):
    record = page_of("filing", asked)
    stamp = stamp_in(niger.contact.get(record).content.decode())
    niger.officer.send(record, act="comment", number=1, field="", text="And the north?")
    assert niger.contact.send(record, act="clear", number=1, open=stamp).status_code == 400


def test_settled_questions_are_not_asked_about(niger, asked):
    record = page_of("filing", asked)
    niger.contact.send(record, act="settle", number=1, comment=asked.comments.get().ref)
    assert niger.contact.send(record, act="clear", number=1).status_code == 302


def test_the_secretariat_is_warned_of_its_own_question(niger, asked):
    record = page_of("filing", asked)
    stamp = stamp_in(niger.contact.get(record).content.decode())
    niger.contact.send(record, act="clear", number=1, open=stamp)
    niger.secretary.send(record, act="comment", number=1, field="", text="Is it final?")
    refused = niger.secretary.send(record, act="validate", number=1)
    assert (refused.status_code, "Is it final?" in text_of(refused)) == (400, True)
    stamp = stamp_in(refused.content.decode())
    assert niger.secretary.send(record, act="validate", number=1, open=stamp).status_code == 302


def test_the_zeros_that_are_attested_are_named_and_all_of_them_can_be_unfolded(niger):
    filing = own(niger)
    names = ["Mali", "Chad", "Togo", "Ghana", "Benin", "Kenya", "Niger"]
    for code in ("MLI", "TCD", "TGO", "GHA", "BEN", "KEN", "NER"):
        FilingCountFactory(filing=filing, origin=code, value=0)
    FilingCountFactory(filing=filing, origin="NGA", value=4)
    submitted = drafted(niger.people, value=0)
    pages = [niger.contact.get(page_of("filing_check", filing)).content.decode()]
    submit_filing(filing=submitted, by=niger.people.officer)
    pages.append(niger.contact.get(page_of("filing", submitted)).content.decode())
    parts = [page.partition('class="zeros"')[2].partition("</div>")[0] for page in pages]
    named = [re.findall(r"<li>(.*?)</li>", part) for part in parts]
    assert [one.rpartition(" · ")[2] for one in named[0]] == [*names[:5], *names]
    assert "Its 7 zeros are true" in pages[0]
    assert "All 7 zeros" in pages[0]
    assert named[1] == ["Smuggled migrants detected"]

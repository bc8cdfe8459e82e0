"""The rule of four eyes: a reason, a history, a notice; and what to do where nobody else clears."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from cairn.audit.models import Event
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import StateRule
from cairn.reporting.filings.ruling import set_four_eyes
from tests.factories import MembershipFactory, StateBodyFactory, StateRuleFactory
from tests.reporting.filings.doing import World, drafted
from tests.web.desk.filing.conftest import page_of, text_of
from tests.web.desk.merging.conftest import entered

pytestmark = pytest.mark.django_db
WHY = "The second contact point is away until May."


@pytest.fixture
def rules():
    return reverse("desk:filing_rules")


def chosen(four="no", reason=WHY, **more):
    return {"state": "NER", "four_eyes": four, "reason": reason} | more


def ministry(office):
    return office.people.contact.memberships.get().organisation


def test_without_a_reason_the_rule_stays_and_the_choice_is_kept_on_the_page(niger, rules):
    StateRuleFactory(state="NER", four_eyes=True)
    answer = niger.contact.send(rules, **chosen(reason="  "))
    page = text_of(answer)
    assert answer.status_code == 400
    assert "Say why the rule is changed" in page
    assert 'value="no" checked' in page
    assert StateRule.objects.get(state="NER").four_eyes


def test_a_change_stands_with_its_reason_and_its_author_below_the_rule(niger, rules):
    niger.contact.send(rules, **chosen("yes", "Auditors asked for it."))
    niger.contact.send(rules, **chosen("no"))
    page = text_of(niger.contact.get(rules))
    assert page.index(WHY) < page.index("Auditors asked for it.")  # the newest first
    assert escape(niger.people.contact.display_name) in page
    logged = Event.objects.filter(kind="reporting.state.four_eyes").order_by("id")
    assert [one.values["on"] for one in logged] == [True, False]


def test_choosing_what_holds_already_changes_nothing_and_says_so(niger, rules):
    answer = niger.contact.send(rules, **chosen("no"))
    assert "Nothing was changed" in text_of(niger.contact.get(answer.url))
    assert WHY not in text_of(niger.contact.get(rules))


def test_a_name_in_the_reason_is_asked_about(niger, rules):
    answer = niger.contact.send(rules, **chosen("yes", "Mr Ahmed Ben Salah asked for it."))
    assert (answer.status_code, 'name="not_a_person"' in text_of(answer)) == (400, True)
    assert not StateRule.objects.filter(state="NER", four_eyes=True).exists()


def test_the_other_contact_points_are_told_and_whoever_did_it_is_not(niger, mali, rules):
    elsewhere = StateBodyFactory(state="NER")
    other = MembershipFactory(organisation=elsewhere, role="contact_point").user
    plain = MembershipFactory(organisation=elsewhere, role="officer").user
    set_four_eyes(state="NER", on=True, reason=WHY, by=niger.people.contact)
    words, home = "The rule of who clears a filing was changed.", reverse("desk:home")
    told = entered(other)
    page = text_of(told.get(home))
    assert words in page
    assert f'href="{rules}"' in page
    assert WHY in text_of(told.get(rules))
    for desk in (niger.contact, mali.contact, entered(plain)):
        assert words not in text_of(desk.get(home))


def test_the_only_contact_point_is_warned_before_saving(niger, rules):
    warning = "You are the only contact point today"
    assert warning in text_of(niger.contact.get(rules))
    other = MembershipFactory(organisation=ministry(niger), role="contact_point").user
    page = text_of(niger.contact.get(rules))
    assert warning not in page
    assert escape(other.display_name) in page


def test_where_nobody_else_clears_desk_check_page_and_receipt_say_what_to_do(niger):
    StateRuleFactory(state="NER", four_eyes=True)
    people = niger.people
    filing = drafted(World(ministry(niger), people.contact, people.contact, people.secretary))
    links = [f'href="{reverse(f"desk:{name}")}"' for name in ("standing_in", "filing_rules")]

    def helped(page):
        return "Ask your administrator to make a second contact point." in page and all(
            page.count(link) >= 1 for link in links
        )

    check = text_of(niger.contact.get(page_of("filing_check", filing)))
    assert helped(check)
    assert "hands it to another contact point" not in check
    submit_filing(filing=filing, by=people.contact)
    home, receipt = reverse("desk:home"), page_of("filing_receipt", filing)
    desk, paper = (text_of(niger.contact.get(one)) for one in (home, receipt))
    assert helped(desk)
    assert page_of("filing", filing) in desk
    assert "Nothing waits for you" not in desk
    assert helped(paper)
    assert "Another contact point" not in paper
    MembershipFactory(organisation=filing.owner, role="contact_point")
    assert not helped(text_of(niger.contact.get(home)))
    assert "Another contact point" in text_of(niger.contact.get(receipt))


def test_standing_in_is_found_from_the_account_menu_and_says_one_reason_why_not(niger):
    page = text_of(niger.officer.get(reverse("desk:home")))
    menu = page[page.index("data-drop") :].split("</details>")[0]
    assert f'href="{reverse("desk:standing_in")}"' in menu
    alone = text_of(niger.officer.get(reverse("desk:standing_in")))
    assert "You are the only person of your organisation here" in alone
    assert "no role of your own" not in alone
    held = niger.people.officer.memberships.get()
    held.stands_in_for, held.until = niger.people.contact, held.since.replace(year=2099)
    held.save()
    other = text_of(niger.officer.get(reverse("desk:standing_in")))
    assert "You have no role of your own today" in other
    assert "You are the only person" not in other


def test_all_filings_are_one_link_away_from_an_empty_desk(niger):
    page = text_of(niger.contact.get(reverse("desk:home")))
    assert "Nothing waits for you" in page
    assert "All filings</a>" in page

"""What people see of the exchange: their standing, the roll, the rule, filings of other States.

pp01  the arithmetic on the page is what holds         pp04  a State outside learns nothing
pp02  joining and leaving, by whom and with what       pp05  the secretariat announces and tries out
pp03  another State reads the filing and not its story pp06  before: who will read it

Promise 3 of the design.
"""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.languages import LANGUAGES
from cairn.kernel.refs import new_ref
from cairn.reporting.filings.actions import comment, submit_filing, withdraw_filing
from cairn.reporting.filings.contributing import recompute
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.lapsing import warn
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.participating import join, leave
from cairn.sharing.models import Participant, ReciprocityRule
from cairn.web.desk.once import new_token
from tests.factories import FilingFactory
from tests.factories_of_sharing import EntitlementFactory, ParticipantFactory
from tests.reporting.filings.doing import counted_again, drafted
from tests.reporting.filings.exchange import filed
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import page_of, says_purpose, text_of

pytestmark = pytest.mark.django_db
STANDING, ROLL, RULE = (reverse(f"desk:participation{name}") for name in ("", "_roll", "_rule"))
SINCE = date(2024, 1, 1)
READING = ("filing", "filing_return", "filing_differences", "filing_receipt")


def together(*offices):
    for one in offices:
        state = one.people.agency.state
        join(state=state, by=one.people.contact, today=SINCE)


def line_of(answer, section="Smuggled migrants"):
    (state,) = answer.context["states"]
    return next(one for one in state.lines if one.section == section)


def test_pp01_each_month_is_marked_and_the_sentence_adds_up(niger):
    together(niger)
    filed(niger.people, "2024-Q1")
    answer = niger.officer.get(STANDING, {"year": "2024"})
    line = line_of(answer)
    assert [one.kind for one in line.marks] == ["full"] * 3 + ["none"] * 9
    assert line.sentence == "3 of 12 months contributed · 9 closed"
    assert line_of(answer, "Routes").sentence == "0 of 12 months contributed · 12 closed"


def test_pp01_what_opens_nothing_is_named_with_the_reason(niger):
    together(niger)
    narrow = filed(niger.people, "2024-Q1", marking="amber")
    answer = niger.officer.get(STANDING, {"year": "2024"})
    (told,) = answer.context["states"][0].not_counted
    assert narrow.ref in told.url
    assert "marking keeps it from other States" in told.why
    assert not niger.officer.get(STANDING, {"year": "2023"}).context["states"][0].not_counted


@pytest.mark.parametrize("year", ["1999", "9999", "x", "", "²024", "20245", "-1"])
def test_a_year_that_is_none_is_this_year(niger, year):
    answer = niger.officer.get(STANDING, {"year": year})
    assert answer.status_code == 200
    assert answer.context["year"].number == timezone.localdate().year


def test_pp02_a_contact_point_joins_only_by_accepting_and_leaves_again(niger):
    fields = {"state": "NER", "act": "join"}
    niger.contact.send(STANDING, **fields)
    assert not Participant.objects.exists()
    niger.contact.send(STANDING, **fields, accepted="1")
    assert Participant.objects.get().state == "NER"
    niger.contact.send(STANDING, state="NER", act="leave")
    assert Participant.objects.get().until is not None


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_pp02_nobody_else_decides_and_no_button_is_drawn(niger, who):
    desk = getattr(niger, who)
    assert 'value="join"' not in text_of(desk.get(STANDING))
    fields = {"state": "NER", "act": "join", "accepted": "1"}
    fields["once"] = new_token(getattr(niger.people, who))
    assert desk.post(STANDING, fields).status_code == 403
    assert not Participant.objects.exists()


def test_pp02_a_contact_point_decides_for_no_other_state(niger, mali):
    fields = {"state": "MLI", "act": "join", "accepted": "1"}
    fields["once"] = new_token(niger.people.contact)
    assert niger.contact.post(STANDING, fields).status_code == 403


@pytest.mark.parametrize("marking", ["green", "clear"])
def test_pp03_another_state_reads_what_it_says_and_not_how_it_came_about(niger, mali, marking):
    together(niger, mali)
    said = "More boats than before."
    theirs = filed(niger.people, "2024-Q1", marking=marking, narrative=said)
    comment(
        filing=theirs,
        field="",
        text="Which posts?",
        by=niger.people.secretary,
        organisation=niger.people.secretary.memberships.get().organisation,
    )
    filed(mali.people, "2024-Q1")
    page = text_of(says_purpose(mali.officer).get(page_of("filing", theirs)))
    assert said in page
    assert niger.people.agency.name in page
    receipt = page_of("filing_receipt", theirs)
    for hidden in ("Which posts?", niger.people.officer.display_name, 'id="history"', receipt):
        assert hidden not in page
        assert hidden in text_of(niger.officer.get(page_of("filing", theirs)))
    assert mali.officer.get(page_of("filing_return", theirs)).status_code == 200
    for name in ("filing_differences", "filing_receipt"):
        assert mali.officer.get(page_of(name, theirs)).status_code == 404
    assert mali.officer.get(page_of("filing_export", theirs, "csv")).status_code == 200
    assert "Read by others" not in page


def test_pp03_a_stub_of_another_state_bears_no_reason(niger, mali):
    together(niger, mali)
    theirs = filed(niger.people, "2024-Q1")
    filed(mali.people, "2024-Q1")
    withdraw_filing(filing=theirs, reason="Counted twice at the post.", by=niger.people.contact)
    page = text_of(mali.officer.get(page_of("filing", theirs)))
    assert "This filing was withdrawn" in page
    assert "Counted twice" not in page
    assert "Counted twice" in text_of(niger.officer.get(page_of("filing", theirs)))


def test_pp03_lists_keep_the_own_state_and_the_others_apart(niger, mali):
    together(niger, mali)
    theirs, mine = filed(niger.people, "2024-Q1"), filed(mali.people, "2024-Q1")
    address = reverse("desk:filings")
    ours = mali.officer.get(address)
    assert [one.filing.ref for one in ours.context["lines"]] == [mine.ref]
    others = mali.officer.get(address, {"whose": "others"})
    assert [one.filing.ref for one in others.context["lines"]] == [theirs.ref]
    assert not others.context["waiting"]
    both = niger.secretary.get(address)
    assert {one.filing.ref for one in both.context["lines"]} == {theirs.ref, mine.ref}


def masked(answer, *refs):
    text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", answer.content.decode())
    for ref in refs:
        text = text.replace(quote(ref), "fil").replace(ref, "fil")
    return text


def hidden_ones(niger):
    """Filings that Mali may not read, each for another reason."""
    yield filed(niger.people, "2024-Q1", marking="amber")
    yield filed(niger.people, "2024-Q2")  # Mali contributed only the first quarter
    yield filed(niger.people, "2024-Q1", section="smugglers", counts={"suspected": 5})
    withdrawn = filed(niger.people, "2024-Q3")
    yield withdraw_filing(filing=withdrawn, reason="Twice.", by=niger.people.contact)


def test_pp04_hidden_and_absent_are_one_answer_also_between_states_that_take_part(niger, mali):
    together(niger, mali)
    filed(mali.people, "2024-Q1")
    absent = FilingFactory.build(ref=new_ref("fil"))
    for filing in hidden_ones(niger):
        for name in READING:
            there, nowhere = (mali.officer.get(page_of(name, one)) for one in (filing, absent))
            assert (there.status_code, nowhere.status_code) == (404, 404)
            assert masked(there, filing.ref) == masked(nowhere, absent.ref)


LOOKED_AT = (
    reverse("desk:home"),
    reverse("desk:filings"),
    reverse("desk:filings") + "?whose=others",
    reverse("desk:filings") + "?whose=others&section=smugglers",
    STANDING + "?year=2024",
    RULE,
)


def test_pp04_two_worlds_with_and_without_hidden_filings_are_byte_equal(niger, mali):
    together(niger, mali)
    filed(mali.people, "2024-Q1")
    without = [masked(mali.officer.get(one)) for one in LOOKED_AT]
    list(hidden_ones(niger))
    assert [masked(mali.officer.get(one)) for one in LOOKED_AT] == without


def test_pp04_a_state_outside_reads_one_sentence_instead_of_the_roll(niger, mali):
    together(niger)
    before = masked(mali.officer.get(ROLL))
    filed(niger.people, "2024-Q1")
    after = mali.officer.get(ROLL, {"year": "2024"})
    assert after.context["lines"] == []
    assert masked(mali.officer.get(ROLL)) == before
    nobody = Desk().enter(person("reader", "analyst"))
    assert nobody.get(ROLL).context["lines"] == []


def test_the_roll_says_months_and_nothing_of_what_was_filed(niger, mali):
    together(niger, mali)
    filed(niger.people, "2024-Q1", counts={"smuggled_detected": 4711})
    answer = mali.officer.get(ROLL, {"year": "2024", "section": "smuggled_migrants"})
    found = {one.state: one.months for one in answer.context["lines"]}
    assert found == {"Mali": 0, "Niger": 3}
    assert "4711" not in text_of(answer)
    assert "fil-" not in text_of(answer)
    assert niger.secretary.get(ROLL, {"year": "2024"}).context["may_read"]


@pytest.mark.parametrize("address", [STANDING, ROLL])
def test_a_page_takes_as_many_queries_however_many_months_there_are(niger, address):
    together(niger)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert niger.officer.get(address, {"year": "2024"}).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for month in range(1, 13):
        EntitlementFactory(state="NER", month=date(2024, month, 1))
    for _ in range(5):
        ParticipantFactory()
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        filed(niger.people, quarter)
    assert queries() == few


TERMS = {"grace_days": "60", "memory_months": "12", "warn_days": "30", "repeated_cells": "3"}


def later(days=31):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_pp05_the_secretariat_tries_a_rule_out_and_nothing_changes(niger):
    together(niger)
    filed(niger.people, "2024-Q1")
    fields = TERMS | {"act": "simulate", "in_force_from": later(), "reason": ""}
    answer = niger.secretary.send(RULE, **fields)
    (row,) = answer.context["simulated"].rows
    assert row[:2] == ["Niger", 3]
    assert not ReciprocityRule.objects.exists()


def test_pp05_a_rule_is_announced_in_force_on_its_day_and_may_be_taken_back_before(niger):
    fields = TERMS | {"act": "announce", "in_force_from": later(), "reason": "As agreed."}
    assert niger.secretary.send(RULE, **fields).status_code == 302
    made = ReciprocityRule.objects.get()
    assert (made.number, made.terms["grace_days"]) == (2, 60)
    assert "As agreed." in text_of(niger.officer.get(RULE))
    niger.secretary.send(RULE, act="take_back", number="2")
    made.refresh_from_db()
    assert made.taken_back_at is not None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"in_force_from": later(29)}, "at least 30 days ahead"),
        ({"grace_days": "120"}, "in force already"),
        ({"reason": " "}, "Say why the rule changes"),
        ({"grace_days": "-1"}, "greater than or equal to 0"),
        ({"memory_months": "many"}, "Enter a whole number"),
        ({"in_force_from": "soon"}, "Enter a valid date"),
    ],
)
def test_pp05_what_is_wrong_with_a_rule_is_said_and_nothing_is_kept(niger, change, said):
    fields = TERMS | {"act": "announce", "in_force_from": later(), "reason": "As agreed."}
    answer = niger.secretary.send(RULE, **fields | change)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not ReciprocityRule.objects.exists()


@pytest.mark.parametrize("who", ["officer", "contact"])
def test_pp05_nobody_else_announces_or_tries_out(niger, who):
    desk = getattr(niger, who)
    assert desk.get(RULE).context["form"] is None
    fields = TERMS | {"act": "announce", "in_force_from": later(), "reason": "Mine."}
    fields["once"] = new_token(getattr(niger.people, who))
    desk.post(RULE, fields)
    assert not ReciprocityRule.objects.exists()


def test_pp06_before_handing_it_on_the_officer_reads_who_will_read_it(niger, mali):
    together(niger, mali)
    filed(mali.people, "2024-Q1")
    filing = save_details(
        filing=drafted(niger.people), values={"marking": "green"}, by=niger.people.officer
    )
    page = text_of(niger.officer.get(page_of("filing_check", filing)))
    assert "2 organisations of other States" in page
    assert mali.people.agency.name in page
    filing = submit_filing(filing=filing, by=niger.people.officer)
    assert mali.people.agency.name in text_of(niger.contact.get(page_of("filing", filing)))
    save = Filing.objects.filter(pk=filing.pk)
    save.update(marking="amber")
    page = text_of(niger.contact.get(page_of("filing", filing)))
    assert mali.people.agency.name not in page
    assert "keeps it from every other State" in page


def test_pp06_where_no_other_state_can_read_it_the_page_says_so_without_a_zero(niger):
    together(niger)
    filing = save_details(
        filing=drafted(niger.people), values={"marking": "green"}, by=niger.people.officer
    )
    page = text_of(niger.officer.get(page_of("filing_check", filing)))
    assert "No organisation of another State can read it" in page
    assert "0 organisation" not in page


def test_a_repetition_is_ticked_by_whoever_clears(niger):
    counts = {"smuggled_detected": 30, "dead": 2, "missing": 1}
    filed(niger.people, "2023-Q4", counts=counts)
    filing = drafted(niger.people)
    filing.counts.all().delete()
    for measure, value in counts.items():
        filing.counts.create(measure=measure, key=f"{measure}|", value=value)
    officer = niger.people.officer
    filing = submit_filing(filing=counted_again(filing, officer), by=officer)
    page = page_of("filing", filing)
    assert 'name="repetition"' in text_of(niger.contact.get(page))
    fields = {"act": "clear", "number": "1", "zeros": "1", "open": "1"}
    answer = niger.contact.send(page, **fields)
    assert "says just the same as" in text_of(answer)
    filing.refresh_from_db()
    assert filing.status == "submitted"
    stamp = niger.contact.get(page).context["questions_stamp"]
    niger.contact.send(page, **fields | {"repetition": "1", "open": stamp})
    filing.refresh_from_db()
    assert (filing.status, filing.repetition_attested) == ("cleared", True)


def test_contact_points_are_warned_before_it_closes_once_and_no_more_when_contributed(niger):
    together(niger)
    filed(niger.people, "2026-06")
    recompute(today=date(2026, 10, 1))
    assert warn(date(2026, 10, 1)) == 0  # July closes on 28 November
    assert warn(date(2026, 11, 1)) == 1
    assert warn(date(2026, 11, 2)) == 1
    (told,) = Notice.objects.filter(kind="lapses", done_at=None)
    assert told.values["day"] == "2026-11-28"
    page = text_of(niger.contact.get(reverse("desk:home")))
    assert "After the day below, filings of other States are closed" in page
    assert STANDING in page
    filed(niger.people, "2026-07")
    assert not Notice.objects.filter(kind="lapses", done_at=None).exists(), "at once"
    assert warn(date(2026, 11, 3)) == 0
    assert not Notice.objects.filter(kind="lapses", done_at=None).exists()


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_page_is_drawn_in_every_language(niger, mali, language, catalogues):
    together(niger, mali)
    filed(niger.people, "2024-Q1")
    leave(state="MLI", by=mali.people.contact)
    for desk in (niger.contact, mali.contact, niger.secretary):
        for address in (STANDING, ROLL, RULE):
            answer = desk.get(address.replace("/en/", f"/{language}/"), {"year": "2024"})
            assert answer.status_code == 200
            assert f'lang="{language}"' in text_of(answer)

"""What people send by mistake, or for lack of anything better: each is kept, or answered by a clear
sentence.
"""

import re

import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import clear_filing, submit_filing
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.models import Filing
from cairn.web.desk.once import new_token
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.reporting.filings.doing import drafted
from tests.web.desk.conftest import Desk
from tests.web.desk.filing.conftest import form_of, line_named, page_of, text_of
from tests.web.desk.filing.test_life_by_hand import begin, cells

pytestmark = pytest.mark.django_db
SMUGGLED = "smuggled_detected"
NEVER_MIXED = {
    "fr": "تشمل الأرقام جميع المراكز الحدودية (9) باستثناء أسوان",
    "ar": "Tous les postes (9), sauf celui d'Agadez : 12 % manquent",
}


def test_two_agencies_file_the_same_period_side_by_side_and_the_contact_point_sees_both(niger):
    ours = submit_filing(filing=drafted(niger.people, value=40), by=niger.people.officer)
    other, agency = UserFactory(), StateBodyFactory(state="NER")
    MembershipFactory(user=other, organisation=agency, role="officer")
    rival = type(niger.people)(agency, other, niger.people.contact, niger.people.secretary)
    theirs = submit_filing(filing=drafted(rival, value=40), by=other)
    seen = text_of(niger.contact.get(reverse("desk:filings")))
    assert ours.ref in seen
    assert theirs.ref in seen
    for filing in (ours, theirs):
        assert niger.contact.get(page_of("filing", filing)).status_code == 200
    assert cells(ours) == cells(theirs) == {"smuggled_detected|": 40}


def test_a_cleared_filing_is_not_written_until_it_is_returned(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    clear_filing(filing=filing, by=niger.people.contact)
    address, record = page_of("filing_measure", filing, SMUGGLED), page_of("filing", filing)
    sent = {"measure": SMUGGLED, "m-1": SMUGGLED, "n-1": "99", "w-1": "12"}
    sent["once"] = new_token(niger.people.officer)
    refused = niger.officer.post(address, sent)
    assert refused.status_code == 403
    assert "ask for its return" in text_of(refused).lower()
    assert cells(filing) == {"smuggled_detected|": 12}
    assert niger.officer.send(record, act="amend", number=1).status_code in (400, 403)
    assert Filing.objects.filter(ref=filing.ref).count() == 1
    niger.secretary.send(record, act="return", number=1, reason="The total was wrong.")
    assert niger.officer.post(address, sent).status_code == 302
    assert cells(filing) == {"smuggled_detected|": 99}


@pytest.mark.parametrize(
    ("period", "status"),
    [("2024-02", 400), ("2024-H1", 400), ("2024", 400), ("2024-Q2", 302), ("2023-12", 302)],
)
def test_a_period_that_shares_a_day_with_another_is_refused_and_its_neighbours_are_not(
    niger, period, status
):
    filing = drafted(niger.people, "2024-Q1")
    answer = begin(niger, period)
    assert answer.status_code == status
    assert (f"overlaps ({filing.ref}" in text_of(answer)) == (status == 400)


def test_a_contact_point_who_is_also_the_officer_may_do_both_and_both_are_told_apart(niger):
    user = niger.people.officer
    MembershipFactory(user=user, organisation=niger.people.agency, role="contact_point")
    filing = drafted(niger.people)
    niger.officer.send(page_of("filing_check", filing), act="submit")
    record = page_of("filing", filing)
    assert niger.officer.send(record, act="clear", number=1).status_code == 302
    filing.refresh_from_db()
    assert (filing.submitted_by, filing.decided_by) == (user.username, user.username)
    assert niger.officer.send(record, act="validate", number=1).status_code in (400, 403)


@pytest.mark.parametrize(
    ("period", "month", "last"),
    [("2024-Q1", "2024-02", "2024-02-29"), ("2023-Q1", "2023-02", "2023-02-28")],
)
def test_a_month_ends_on_its_own_last_day(niger, period, month, last):
    filing = drafted(niger.people, period)
    address = page_of("filing_measure", filing, SMUGGLED) + "?open=when"
    fields = form_of(niger.officer, address)
    line = line_named(fields, SMUGGLED, when=month)
    sent = niger.officer.post(address, fields | {f"n-{line}": "12", "act": "save"})
    assert sent.status_code == 302
    assert filing.counts.get(when_earliest__month=2).when_latest.isoformat() == last


@pytest.mark.parametrize("day", ["2023-02-29", "2024-02-30", "2024-13"])
def test_a_day_that_does_not_exist_is_marked_and_nothing_is_saved_for_it(niger, day):
    filing = drafted(niger.people)
    address = page_of("filing_measure", filing, SMUGGLED)
    sent = {"measure": SMUGGLED, "m-4": SMUGGLED, "n-4": "7", "d-4-when": day}
    answer = niger.officer.post(address, sent, HTTP_ACCEPT="application/json")
    assert answer.json()["lines"]["4"]["problem"]
    assert cells(filing) == {"smuggled_detected|": 12}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_text_in_the_other_direction_keeps_its_own(niger, language, catalogues):
    note = NEVER_MIXED[language]
    filing = drafted(niger.people)
    values = {"coverage_note": note, "definitions": {SMUGGLED: note}, "narrative": note}
    save_details(filing=filing, values=values, by=niger.people.officer)
    niger.officer.send(page_of("filing", filing), act="comment", number=1, field="", text=note)
    seen = 0
    names = ("filing", "filing_return", "filing_about", "filing_check", "filing_differences")
    addresses = [page_of(name, filing) for name in names]
    for address in [*addresses, page_of("filing_measure", filing, SMUGGLED)]:
        page = niger.officer.get(address.replace("/en/", f"/{language}/")).content.decode()
        page = page.replace("&#x27;", "'")
        for found in re.finditer(re.escape(note), page):
            around = page[: found.start()]
            tag = around[around.rindex("<") :]
            if tag == "<p>":  # a paragraph of the element before it
                tag = re.findall(r"<[^>]+>", around)[-2]
            assert 'dir="auto"' in tag or tag.startswith("<bdi"), (address, tag)
            seen += 1
    assert seen >= 6


def test_two_copies_of_a_form_save_once_and_the_second_is_sent_where_the_first_was(niger):
    """Even where a colleague put back what stood there before."""
    filing = drafted(niger.people, value=12)
    address = page_of("filing_write", filing)
    fields = form_of(niger.officer, address) | {"act": "about"}
    line = line_named(fields, SMUGGLED)
    first = niger.officer.post(address, fields | {f"n-{line}": "14"})
    back = form_of(niger.officer, address) | {f"n-{line}": "12", "act": "save"}
    assert niger.officer.post(address, back).status_code == 302
    second = niger.officer.post(address, fields | {f"n-{line}": "14"})
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert cells(filing) == {"smuggled_detected|": 12}


def test_a_form_of_which_something_is_left_may_be_sent_again_with_the_same_token(niger):
    filing = drafted(niger.people, value=12)
    address = page_of("filing_write", filing)
    fields = form_of(niger.officer, address)
    line = line_named(fields, SMUGGLED)
    assert niger.officer.post(address, fields | {f"n-{line}": "1.5"}).status_code == 400
    assert niger.officer.post(address, fields | {f"n-{line}": "15"}).status_code == 302
    assert cells(filing) == {"smuggled_detected|": 15}


def test_a_token_of_somebody_else_saves_nothing(niger):
    filing = drafted(niger.people, value=12)
    address = page_of("filing_write", filing)
    fields = form_of(niger.officer, address)
    fields["once"] = new_token(niger.people.contact)
    fields[f"n-{line_named(fields, SMUGGLED)}"] = "15"
    assert Desk().enter(niger.people.officer).post(address, fields).status_code in (302, 400)
    assert cells(filing) == {"smuggled_detected|": 12}

"""Who may do what at each step, and that nobody of another State learns that a filing exists."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.kernel.languages import LANGUAGES
from cairn.kernel.refs import new_ref
from cairn.reporting.filings.actions import (
    clear_filing,
    return_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.models import Filing
from cairn.web.desk.once import new_token
from tests.factories import FilingCountFactory, FilingFactory, MembershipFactory
from tests.reporting.filings.doing import drafted
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
STATES = ("draft", "submitted", "returned", "cleared", "validated", "withdrawn")
READING = ("filing", "filing_return", "filing_differences", "filing_receipt")
WRITING = ("filing_write", "filing_about", "filing_check", "filing_file", "filing_file_down")


def brought_to(people, status: str) -> Filing:
    filing = drafted(people)
    if status != "draft":
        filing = submit_filing(filing=filing, by=people.officer)
    if status == "returned":
        return return_filing(filing=filing, reason="Which posts?", by=people.contact)
    if status in ("cleared", "validated", "withdrawn"):
        filing = clear_filing(filing=filing, by=people.contact)
    if status in ("validated", "withdrawn"):
        filing = validate_filing(filing=filing, by=people.secretary)
    if status == "withdrawn":
        filing = withdraw_filing(filing=filing, reason="Twice.", by=people.contact)
    return filing


# status → who may read it, and what each may do (O officer, C contact point, S secretariat)
MATRIX = {
    "draft": ("O", {"write": "O", "withdraw": "O", "comment": "O"}),
    "submitted": (
        "OC",
        {"clear": "C", "give_back": "C", "withdraw": "C", "comment": "OC", "take_back": "O"},
    ),
    "returned": ("O", {"write": "O", "withdraw": "O", "comment": "O"}),
    "cleared": (
        "OCS",
        {"validate": "S", "give_back": "S", "withdraw": "C", "comment": "OCS"},
    ),
    "validated": ("OCS", {"amend": "O", "withdraw": "C", "comment": "OCS"}),
    "withdrawn": ("OCS", {}),
}


@pytest.mark.parametrize("status", STATES)
def test_each_person_may_read_and_do_what_the_step_allows(niger, status):
    filing = brought_to(niger.people, status)
    readers, may = MATRIX[status]
    people = {"O": niger.officer, "C": niger.contact, "S": niger.secretary}
    for letter, desk in people.items():
        answer = desk.get(page_of("filing", filing))
        assert answer.status_code == (200 if letter in readers else 404), letter
        if letter not in readers:
            continue
        held = answer.context["powers"]
        found = {name for name in held.__dataclass_fields__ if getattr(held, name)}
        assert found == {name for name, letters in may.items() if letter in letters}, letter


@pytest.mark.parametrize("status", STATES)
def test_pages_of_writing_open_only_to_whoever_may_write(niger, status):
    filing = brought_to(niger.people, status)
    wanted = 200 if status in ("draft", "returned") else 302  # to the filing, for its own writers
    assert {niger.officer.get(page_of(name, filing)).status_code for name in WRITING} == {wanted}
    for desk in (niger.contact, niger.secretary):
        found = {desk.get(page_of(name, filing)).status_code for name in WRITING}
        assert found <= {403, 404}


@pytest.mark.parametrize("act", ["clear", "return", "validate", "amend", "withdraw", "settle"])
def test_a_button_that_is_not_drawn_does_nothing_when_it_is_sent(niger, act):
    filing = brought_to(niger.people, "submitted")
    fields = {"act": act, "number": 1, "reason": "why", "comment": "com-0"}
    fields["once"] = new_token(niger.people.officer)
    answer = niger.officer.post(page_of("filing", filing), fields)
    assert answer.status_code in (400, 403, 404)
    filing.refresh_from_db()
    assert filing.status == "submitted"


def masked(answer, filing) -> str:
    """A page without what differs between any two answers."""
    text = re.sub(r'name="csrf[^>]+>', "", answer.content.decode())
    return text.replace(quote(filing.ref), "fil").replace(filing.ref, "fil")


@pytest.mark.parametrize("status", STATES)
def test_nobody_of_another_state_can_tell_that_a_filing_exists(niger, mali, status):
    filing = brought_to(niger.people, status)
    absent = FilingFactory.build(ref=new_ref("fil"))
    for desk in (mali.officer, mali.contact):
        for name in (*READING, *WRITING):
            there, nowhere = desk.get(page_of(name, filing)), desk.get(page_of(name, absent))
            assert (there.status_code, nowhere.status_code) == (404, 404)
            assert masked(there, filing) == masked(nowhere, absent)
        for name in ("desk:filings", "desk:filing_new", "desk:home"):
            answer = desk.get(reverse(name))
            text = text_of(answer) if answer.status_code == 200 else ""
            assert filing.ref not in text
            assert niger.people.agency.name not in text
            bare = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", text)  # random
            found = re.search(".{60}NER.{60}", re.sub(r"[A-Z]{4,}", "", bare))
            assert not found, found
    fields = {"act": "clear", "number": 1, "once": new_token(mali.people.contact)}
    assert mali.contact.post(page_of("filing", filing), fields).status_code == 404


def test_another_state_begins_the_same_period_without_hearing_of_ours(niger, mali):
    drafted(niger.people)
    fields = {"section": "smuggled_migrants", "period": "2024-Q1"}
    fields["organisation"] = mali.people.agency.ref
    address = reverse("desk:filing_new") + "?until=2025"
    assert mali.officer.send(address, **fields).status_code == 302
    fields["organisation"] = niger.people.agency.ref
    answer = mali.officer.send(address, **fields | {"period": "2024-Q2"})
    assert answer.status_code == 400
    assert niger.people.agency.name not in text_of(answer)
    assert Filing.objects.count() == 2


@pytest.mark.parametrize("role", ["analyst", "steward", "publisher", "administrator", None])
def test_who_has_no_part_in_filings_sees_none(niger, role):
    brought_to(niger.people, "validated")
    desk = Desk().enter(person("someone", role))
    answer = desk.get(reverse("desk:filings"))
    assert answer.status_code == (200 if role else 403)
    assert "fil-" not in text_of(answer)
    assert desk.get(reverse("desk:filing_new")).status_code == 403


def test_an_analyst_of_the_agency_reads_and_writes_nothing(niger):
    filing = drafted(niger.people)
    analyst = person("reader", None)
    MembershipFactory(user=analyst, organisation=niger.people.agency, role="analyst")
    desk = Desk().enter(analyst)
    assert desk.get(page_of("filing", filing)).status_code == 200
    assert desk.get(page_of("filing_write", filing)).status_code == 403


def test_the_list_says_its_filters_in_the_address_and_goes_on_by_key(niger):
    owner = niger.people.agency
    for year in range(1990, 2022):
        first, last = f"{year}-01-01", f"{year}-12-31"
        FilingFactory(owner=owner, period=first, period_last=last)
    address = reverse("desk:filings")
    page = niger.officer.get(address)
    assert len(page.context["lines"]) == 20
    onward = niger.officer.get(address + page.context["page_of"].next)
    assert len(onward.context["lines"]) == 12
    one = niger.officer.get(address, {"year": "1999", "section": "smuggled_migrants"})
    assert [line.filing.period.year for line in one.context["lines"]] == [1999]
    assert not niger.officer.get(address, {"status": "cleared"}).context["lines"]
    assert not niger.officer.get(address, {"status": "nonsense"}).context["lines"]


@pytest.mark.parametrize("name", ["desk:filings", "desk:home", "desk:filing_new"])
def test_a_page_takes_as_many_queries_however_many_filings_there_are(niger, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            niger.officer.get(reverse(name))
        return len(seen)

    def more(years: range) -> None:
        for year in years:
            FilingFactory(
                owner=niger.people.agency, period=f"{year}-01-01", period_last=f"{year}-12-31"
            )

    more(range(2024, 2025))
    niger.officer.get(reverse(name))
    few = queries()
    more(range(1990, 2012))
    assert queries() == few


@pytest.mark.parametrize("name", ["filing", "filing_return", "filing_write"])
def test_one_filing_takes_as_many_queries_whatever_it_holds(niger, name):
    filing = drafted(niger.people)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert niger.officer.get(page_of(name, filing)).status_code == 200
        return len(seen)

    for origin in ("MLI", "NGA", "SEN"):  # from three on it may repeat an earlier filing
        FilingCountFactory(filing=filing, origin=origin)
    queries()
    few = queries()
    for origin in ("TCD", "SDN", "LBY", "EGY", "TUN", "DZA"):
        FilingCountFactory(filing=filing, origin=origin)
    assert queries() == few


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_page_is_drawn_in_every_language(niger, language, catalogues):
    filing = drafted(niger.people)
    names = (*WRITING, "filing", "filing_return", "filing_differences")
    addresses = [page_of(name, filing) for name in names]
    addresses += [page_of("filing_measure", filing, "smuggled_detected") + "?open=origin&open=sex"]
    addresses += [page_of("filing_paste", filing, "smuggled_detected")]
    addresses += [reverse(name) for name in ("desk:filings", "desk:filing_new", "desk:home")]
    for address in addresses:
        answer = niger.officer.get(address.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            assert f'lang="{language}"' in text_of(answer)
    assert niger.contact.get(f"/{language}/desk/filings/rules/").status_code == 200

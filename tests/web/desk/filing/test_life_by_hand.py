"""A filing by hand through the pages, without JavaScript: begun, written, checked, handed on."""

import re

import pytest
from django.urls import reverse

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing, StateRule
from cairn.reporting.filings.states import FilingStatus
from cairn.web.desk.once import new_token
from tests.factories import StateBodyFactory
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import form_of, line_named, page_of, text_of

pytestmark = pytest.mark.django_db
SMUGGLED = "smuggled_detected"


def begin(office, period="2024-Q1", **more):
    address = reverse("desk:filing_new") + "?until=2025"
    fields = {"organisation": office.people.agency.ref, "section": "smuggled_migrants"}
    return office.officer.send(address, **fields | {"period": period} | more)


def write(desk, address, measure, value, **dims):
    fields = form_of(desk, address)
    fields[f"n-{line_named(fields, measure, **dims)}"] = value
    return desk.post(address, fields | {"act": "save"})


def cells(filing):
    return {row.key: row.value for row in filing.counts.all()}


def test_from_begin_to_receipt_by_buttons_alone(niger):
    answer = begin(niger)
    filing = Filing.objects.get()
    assert answer.url == page_of("filing_write", filing)
    write(niger.officer, answer.url, SMUGGLED, "1 204")
    assert cells(filing) == {"smuggled_detected|": 1204}
    about = page_of("filing_about", filing)
    fields = form_of(niger.officer, about) | {"coverage_note": "All posts.", "act": "check"}
    check = niger.officer.post(about, fields)
    assert check.url == page_of("filing_check", filing)
    fields = form_of(niger.officer, check.url) | {"conduct": "smuggling", "act": "submit"}
    receipt = niger.officer.post(check.url, fields)
    assert receipt.url == page_of("filing_receipt", filing)
    paper = text_of(niger.officer.get(receipt.url))
    assert re.search(r"\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d:\d\d UTC", paper)
    assert re.search(r"[0-9a-f]{64}", paper)
    assert niger.people.agency.name in paper
    clear = page_of("filing", filing)
    assert niger.contact.send(clear, act="clear", number=1).status_code == 302
    assert niger.secretary.send(clear, act="validate", number=1).status_code == 302
    filing.refresh_from_db()
    assert filing.status == FilingStatus.VALIDATED
    assert "1,204" in text_of(niger.officer.get(page_of("filing_return", filing)))


def test_the_same_form_sent_twice_begins_once(niger):
    address = reverse("desk:filing_new") + "?until=2025"
    fields = niger.officer.fields(address) | {
        "organisation": niger.people.agency.ref,
        "section": "smuggled_migrants",
        "period": "2024-Q1",
    }
    first, second = niger.officer.post(address, fields), niger.officer.post(address, fields)
    assert first.url == second.url
    assert Filing.objects.count() == 1


def test_a_period_that_is_taken_is_said_beside_the_field_and_was_shown_before(niger):
    filing = drafted(niger.people)
    there = reverse("desk:filing_new") + "?until=2025"
    assert filing.ref in text_of(niger.officer.get(there))
    answer = begin(niger, "2024-02")
    assert answer.status_code == 400
    assert f"overlaps ({filing.ref}" in text_of(answer)


@pytest.mark.parametrize("period", ["2024-Q5", "2024-01..2024-02", "2031", ""])
def test_only_whole_periods_that_have_begun_can_be_chosen(niger, period):
    assert begin(niger, period).status_code == 400
    assert not Filing.objects.exists()


def test_breakdowns_are_opened_written_and_added_up(niger):
    filing = drafted(niger.people, value=20)
    address = page_of("filing_measure", filing, SMUGGLED)
    fields = form_of(niger.officer, address)
    opened = niger.officer.post(address, fields | {"act": "open", "by": "origin"})
    address = opened.url.partition("#")[0]
    fields = form_of(niger.officer, address)
    empty = line_named(fields, SMUGGLED, origin="")
    names = {f"d-{empty}-origin": "Mali", f"n-{empty}": "12"}
    assert niger.officer.post(address, fields | names | {"act": "save"}).status_code == 302
    assert cells(filing)["smuggled_detected||origin=MLI"] == 12
    text = text_of(niger.officer.get(address))
    assert "The lines add up to 12; the total is 20." in text
    write(niger.officer, address, SMUGGLED, "20", origin="MLI")
    assert "The lines add up to the total, 20." in text_of(niger.officer.get(address))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Niger", "NER"),
        ("UNK", "UNK"),
        ("Unknown", "UNK"),
        ("Stateless", "XXA"),
        ("Several nationalities", "MIX"),
        ("Côte d'Ivoire", "CIV"),
    ],
)
def test_a_country_is_written_as_people_write_it(niger, written, meant):
    filing = drafted(niger.people)
    address = page_of("filing_measure", filing, SMUGGLED) + "?open=origin"
    fields = form_of(niger.officer, address)
    empty = line_named(fields, SMUGGLED, origin="")
    line = {f"d-{empty}-origin": written, f"n-{empty}": "3"}
    assert niger.officer.post(address, fields | line).status_code == 302
    assert cells(filing)[f"smuggled_detected||origin={meant}"] == 3


@pytest.mark.parametrize(
    ("country", "number", "sentence"),
    [
        ("Congo", "3", "may mean several"),
        ("Qqqqqqqq", "3", "is not known"),
        ("Mali", "many", "is not a whole number"),
        ("Mali", "2.5", "people are counted whole"),
        ("Mali", "-4", "is below zero"),
        ("", "4", "Say what this number is of"),
    ],
)
def test_what_cannot_be_saved_stays_in_the_form_beside_its_sentence(
    niger, country, number, sentence
):
    filing = drafted(niger.people)
    address = page_of("filing_measure", filing, SMUGGLED) + "?open=origin"
    fields = form_of(niger.officer, address)
    empty = line_named(fields, SMUGGLED, origin="")
    line = {f"d-{empty}-origin": country, f"n-{empty}": number}
    total = {f"n-{line_named(fields, SMUGGLED)}": "44"}
    answer = niger.officer.post(address, fields | line | total)
    text = text_of(answer)
    assert answer.status_code == 400
    assert sentence in text
    assert f'value="{number}"' in text
    assert cells(filing) == {"smuggled_detected|": 44}  # what could be saved was


def test_last_time_is_offered_and_taken_over_one_by_one(niger):
    old = validated(niger.people, "2023-Q4", 31)
    changes = [Change(CountInput(SMUGGLED, 31, None, {"origin": "MLI"}))]
    Filing.objects.filter(pk=old.pk).update(status=FilingStatus.DRAFT)
    save_counts(filing=old, changes=changes, by=niger.people.officer)
    Filing.objects.filter(pk=old.pk).update(status=FilingStatus.VALIDATED)
    begin(niger)
    filing = Filing.objects.get(status=FilingStatus.DRAFT)
    address = page_of("filing_measure", filing, SMUGGLED)
    assert text_of(niger.officer.get(address)).count("last time: 31") == 2
    assert not filing.counts.exists()
    fields = form_of(niger.officer, address)
    line = line_named(fields, SMUGGLED, origin="MLI")
    niger.officer.post(address, fields | {"act": f"take:{line}"})
    assert cells(filing) == {"smuggled_detected||origin=MLI": 31}


def test_a_difference_is_settled_by_a_reason_that_others_read(niger):
    filing = drafted(niger.people, value=20)
    part = Change(CountInput(SMUGGLED, 12, None, {"origin": "MLI"}))
    save_counts(filing=filing, changes=[part], by=niger.people.officer)
    check = page_of("filing_check", filing)
    refused = niger.officer.send(check, act="submit")
    assert refused.url == check
    shown = text_of(niger.officer.get(check))
    assert "Some things are still asked" in shown
    assert "the parts add up to 12, the total says 20" in shown
    fields = form_of(niger.officer, check)
    name = next(name for name in fields if name.startswith("differences."))
    sent = niger.officer.post(check, fields | {name: "Eight gave none.", "act": "submit"})
    assert sent.status_code == 302
    assert "Eight gave none." in text_of(niger.contact.get(page_of("filing", filing)))


def test_zeros_are_attested_before_they_are_cleared(niger):
    filing = drafted(niger.people)
    zero = Change(CountInput("dead", 0))
    save_counts(filing=filing, changes=[zero], by=niger.people.officer)
    niger.officer.send(page_of("filing_check", filing), act="submit")
    record = page_of("filing", filing)
    assert "Its 1 zero is true" in text_of(niger.contact.get(record))
    refused = niger.contact.send(record, act="clear", number=1)
    assert refused.status_code == 400
    assert "Confirm that they are true zeros" in text_of(refused)
    assert 'href="#zeros"' in refused.content.decode()
    assert niger.contact.send(record, act="clear", number=1, zeros="1").status_code == 302


def test_a_return_needs_a_reason_which_is_kept_and_told(niger):
    filing = drafted(niger.people)
    niger.officer.send(page_of("filing_check", filing), act="submit")
    record = page_of("filing", filing)
    assert niger.contact.send(record, act="return", number=1, reason=" ").status_code == 400
    answer = niger.contact.send(record, act="return", number=1, reason="Which <posts>?")
    assert answer.url == reverse("desk:filings")  # it is its organisation's again
    assert "Which &lt;posts&gt;?" in text_of(niger.officer.get(page_of("filing_write", filing)))
    assert niger.contact.get(record).status_code == 404


def test_an_amendment_is_compared_cell_by_cell_and_old_readers_are_told(niger):
    old = validated(niger.people, value=12)
    record = page_of("filing", old)
    assert niger.secretary.get(record).status_code == 200
    neighbour = Desk().enter(person("neighbour", "analyst", StateBodyFactory()))
    assert neighbour.get(record).status_code == 200
    answer = niger.officer.send(record, act="amend", number=1)
    assert answer.url == page_of("filing_write", old)
    write(niger.officer, answer.url, SMUGGLED, "15")
    assert "version 2" not in text_of(niger.secretary.get(record))  # a draft is nobody's business
    niger.officer.send(page_of("filing_check", old), act="submit")
    niger.contact.send(record, act="clear", number=2)
    niger.secretary.send(record, act="validate", number=2)
    text = text_of(niger.secretary.get(page_of("filing_version", old, 1)))
    assert "You are reading version 1." in text
    assert "has a new version" in text_of(neighbour.get(reverse("desk:home")))
    assert "has a new version" not in text_of(niger.secretary.get(reverse("desk:home")))  # its own
    compared = niger.secretary.get(page_of("filing_differences", old))
    kept = compared.context["kept"]
    first, last = kept[-1].entry, kept[0].entry
    shown = niger.secretary.get(
        page_of("filing_differences", old), {"old": first, "new": last}
    ).context["cells"]
    assert [tuple(row) for row in shown.rows] == [("Smuggled migrants detected", 12, 15)]


def test_of_a_withdrawn_filing_only_the_stub_is_left(niger):
    filing = validated(niger.people, value=4711)
    record = page_of("filing", filing)
    assert (
        niger.contact.send(record, act="withdraw", number=1, reason="Counted twice.").status_code
        == 302
    )
    for desk in (niger.officer, niger.contact, niger.secretary):
        text = text_of(desk.get(record))
        assert "Counted twice." in text
        assert "4,711" not in text
        assert desk.get(page_of("filing_return", filing)).status_code == 404
        assert "4,711" not in text_of(desk.get(page_of("filing_differences", filing)))


def test_comments_are_asked_answered_and_settled(niger):
    filing = validated(niger.people)
    record = page_of("filing", filing)
    asked = {"act": "comment", "number": 1, "field": SMUGGLED}
    assert niger.secretary.send(record, **asked, text="Which posts?").status_code == 302
    niger.officer.send(record, **asked, text="All nine.")
    text = text_of(niger.secretary.get(record))
    assert "Which posts?" in text
    assert "All nine." in text
    comment = filing.comments.order_by("pk").first()
    niger.secretary.send(record, act="settle", number=1, comment=comment.ref)
    comment.refresh_from_db()
    assert comment.settled_by == niger.people.secretary.username


def test_what_the_state_said_to_itself_before_clearing_stays_there(niger):
    filing = drafted(niger.people)
    niger.officer.send(page_of("filing_check", filing), act="submit")
    record = page_of("filing", filing)
    niger.contact.send(record, act="comment", number=1, field="", text="Ask the minister first.")
    niger.contact.send(record, act="clear", number=1)
    assert "Ask the minister" in text_of(niger.officer.get(record))
    assert "Ask the minister" not in text_of(niger.secretary.get(record))


def test_four_eyes_are_set_by_the_contact_point_alone(niger):
    rules = reverse("desk:filing_rules")
    assert niger.officer.get(rules).status_code == 403
    assert niger.secretary.get(rules).status_code == 403
    assert niger.contact.send(rules, state="NER", four_eyes="yes", reason="So.").status_code == 302
    assert StateRule.objects.get(state="NER").four_eyes
    assert niger.contact.send(rules, state="MLI", four_eyes="yes").status_code == 403


def test_home_shows_what_waits_for_whom_and_teaches_when_nothing_does(niger):
    home = reverse("desk:home")
    assert "Nothing waits for you" in text_of(niger.contact.get(home))
    filing = drafted(niger.people)
    assert "go on writing" in text_of(niger.officer.get(home))
    assert filing.ref not in text_of(niger.contact.get(home))
    niger.officer.send(page_of("filing_check", filing), act="submit")
    assert "clear it or return it" in text_of(niger.contact.get(home))
    assert "Nothing waits for you" in text_of(niger.officer.get(home))


def test_a_telling_is_put_away(niger):
    validated(niger.people)
    home = reverse("desk:home")
    shown = text_of(niger.officer.get(home))
    assert "was validated" in shown
    ref = re.search(r'name="notice" value="([^"]+)"', shown)[1]
    stranger = {"once": new_token(niger.people.contact), "notice": ref}
    assert niger.contact.post(home, stranger).status_code == 404  # it is not theirs
    niger.officer.send(home, notice=ref)
    assert "was validated" not in text_of(niger.officer.get(home))

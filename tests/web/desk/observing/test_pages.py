"""Pages of records without JavaScript: written, changed, met by another, removed, seen by whom."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from cairn.reporting.filings.actions import clear_filing, submit_filing
from cairn.reporting.observations.actions import change_observation
from cairn.reporting.observations.catalogue import KINDS
from cairn.reporting.observations.queries import observed, one_observed
from cairn.sharing.viewer import viewer_of
from cairn.web.desk.observing.sections import index, leg_words, shown
from tests.reporting.filings.doing import TODAY
from tests.reporting.observations.doing import added, draft, given
from tests.web.desk.conftest import Desk

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
ROUTE = {
    "title": "Northern lorries",
    "change": "rising",
    "leg-0-from_country": "Niger",
    "leg-0-from_place": "Agadez",
    "leg-0-from_node": "hub",
    "leg-0-to_country": "Nigeria",
    "leg-0-to_place": "Kano",
    "leg-0-to_node": "transit",
    "leg-0-hours_low": "12,5",
}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def new(filing, key) -> str:
    return reverse("desk:record_new", args=[filing.ref, key])


def page(name, filing, one) -> str:
    return reverse(f"desk:{name}", args=[filing.ref, one.kind, one.ref])


def test_a_route_is_written_and_stands_on_the_page_of_records(officer, people):
    filing = draft(people, "route")
    answer = officer.send(new(filing, "route"), **ROUTE)
    [one] = observed(filing)
    assert answer.url == f"{reverse('desk:records', args=[filing.ref])}#{one.ref}"
    assert (one.legs[0]["to_country"], str(one.legs[0]["hours_low"])) == ("NGA", "12.50")
    text = text_of(officer.get(answer.url))
    for words in ("Northern lorries", "Agadez, Niger (Hub)", "Kano, Nigeria", "12.5", "Rising"):
        assert words.lower() in text.lower()
    assert "(a) Embarkation and destination points, routes" in text


def test_the_same_form_twice_makes_one_record(officer, people):
    filing = draft(people, "route")
    fields = officer.fields(new(filing, "route")) | ROUTE
    answers = [officer.post(new(filing, "route"), fields) for _turn in range(2)]
    assert answers[0].url == answers[1].url
    assert len(observed(filing)) == 1


def test_legs_are_added_moved_and_taken_out_by_buttons_and_nothing_is_saved(officer, people):
    filing = draft(people, "route")
    address = new(filing, "route")
    answer = officer.send(address, **ROUTE, act="leg_add:1")
    legs = answer.context["forms"].legs
    assert [leg["from_place"].value() for leg in legs] == ["Agadez", "Kano"]
    assert legs[1]["from_country"].value() == "Nigeria"  # begins where the one before ended
    second = {"leg-1-from_place": "Kano", "leg-1-to_place": "Sokoto"}
    answer = officer.send(address, **ROUTE, **second, act="leg_up:1")
    assert [leg["to_place"].value() for leg in answer.context["forms"].legs] == ["Sokoto", "Kano"]
    answer = officer.send(address, **ROUTE, **second, act="leg_remove:0")
    assert [leg["to_place"].value() for leg in answer.context["forms"].legs] == ["Sokoto"]
    assert "Nothing is saved yet." in text_of(answer)
    assert not observed(filing)


def test_what_is_wrong_stands_beside_its_field_and_what_was_written_is_kept(officer, people):
    filing = draft(people, "fee")
    wrong = {
        "title": "Seat on a pickup",
        "low": "1.234",
        "currency": "Franc",
        "when": "31.02.2024",
        "from_country": "Nigr",
        "informants": "a few",
        "usd_rate": "600",
    }
    answer = officer.send(new(filing, "fee"), **wrong)
    assert answer.status_code == 400
    form = answer.context["forms"].form
    assert set(form.errors) == {"low", "currency", "when", "from_country", "informants"}
    text = text_of(answer)
    assert 'value="1.234"' in text
    assert "may mean" in text  # thousands, or decimals: she says which
    right = {
        "low": "1234",
        "currency": "XOF",
        "when": "2024-02",
        "from_country": "",
        "informants": "",
    }
    answer = officer.send(new(filing, "fee"), **wrong | right)
    assert "A rate is given with its day and its source" in text_of(answer)
    rate = {"rate_on": "2024-02-01", "rate_source": "Central bank"}
    assert officer.send(new(filing, "fee"), **wrong | right | rate).status_code == 302
    assert str(observed(filing)[0].values["usd_rate"]) == "600.00000000"


def test_a_currency_that_had_ended_is_asked_about_on_the_page_of_records(officer, people):
    filing = draft(people, "fee")
    added(people, "fee", filing, currency="HRK")
    text = text_of(officer.get(reverse("desk:records", args=[filing.ref])))
    assert "HRK was no longer legal tender" in text
    assert "EUR took its place" in text


def test_people_of_an_event_are_numbers_or_reasons_and_zero_is_a_number(officer, people):
    filing = draft(people, "incident")
    answer = officer.get(new(filing, "incident"))
    lines = {line.count.key: line.index for line in answer.context["forms"].people.lines}
    women = lines["smuggled|sex=female|age_group=adult"]
    sent = {
        "title": "Lorry stopped",
        "conduct": "smuggling",
        "country": "Niger",
        "when": "2024-02-03",
        "nationalities": ["Mali", "Gambia"],
    }
    for at, quality, number, reason in (
        (lines["smuggled"], "smuggled", "12", ""),
        (women, "smuggled", "4", ""),
        (lines["dead"], "dead", "0", ""),
        (lines["missing"], "missing", "", "not_recorded"),
        (90, "abused", "3", ""),
    ):
        sent |= {f"p-{at}-q": quality, f"p-{at}-n": number, f"p-{at}-r": reason}
    sent |= {f"p-{women}-sex": "female", f"p-{women}-age_group": "adult"}
    sent |= {"p-90-abuse": "extortion_ransom", "p-90-perpetrator": "border_guard"}
    assert officer.send(new(filing, "incident"), **sent).status_code == 302
    [one] = observed(filing)
    kept = {count.key: (count.value, count.missing) for count in one.persons}
    assert kept["dead"] == (0, None)
    assert kept["missing"] == (None, "not_recorded")
    assert kept["abused|abuse=extortion_ransom|perpetrator=border_guard"] == (3, None)
    assert kept["smuggled|sex=female|age_group=adult"] == (4, None)
    assert one.values["nationalities"] == ["MLI", "GMB"]
    text = text_of(officer.get(page("record_change", filing, one)))
    assert "parts add up" not in text
    answer = officer.send(page("record_change", filing, one), **sent | {f"p-{women}-n": "four"})
    assert answer.status_code == 400
    assert "“four” is not a whole number" in text_of(answer)


def test_two_who_write_one_record_meet_and_the_second_sees_both_texts(officer, people):
    filing = draft(people, "method")
    one = added(people, "method", filing)
    address = page("record_change", filing, one)
    mine = {"title": "Mine", "way": ["land"], "revision": "0"}
    change_observation(
        filing=filing,
        kind="method",
        ref=one.ref,
        given=given("method", title="Theirs"),
        revision=0,
        by=people.officer,
    )
    answer = officer.send(address, **mine)
    assert answer.status_code == 400
    text = text_of(answer)
    assert "Somebody else wrote here meanwhile: “Theirs”" in text
    assert 'value="Mine"' in text
    assert answer.context["forms"].revision == 1
    assert officer.send(address, **mine | {"revision": "1"}).status_code == 302
    assert one_observed(filing, "method", one.ref).values["title"] == "Mine"


def test_places_are_set_in_the_list_of_the_map_page_and_rounded_to_what_was_said(officer, people):
    filing = draft(people, "route")
    one = added(people, "route", filing)
    address = page("record_map", filing, one)
    sent = {"0-to-precision": "named_place", "0-to-lat": "18,7370", "0-to-lon": "7.3853"}
    answer = officer.send(address, **sent, revision="0")
    assert answer.status_code == 302
    leg = one_observed(filing, "route", one.ref).legs[0]
    assert (str(leg["to_lat"]), str(leg["to_lon"])) == ("18.70", "7.40")
    again = {"0-to-lat": "18.7370", "0-to-lon": "7.3853", "0-to-precision": ""}
    answer = officer.send(address, **again, revision="1")
    assert answer.status_code == 400
    assert "say first how exact the place is" in text_of(answer)


def test_removing_asks_first(officer, people):
    filing = draft(people, "document")
    one = added(people, "document", filing)
    address = page("record_remove", filing, one)
    assert "The history of the filing keeps what it said." in text_of(officer.get(address))
    assert observed(filing)
    officer.send(address)
    assert not observed(filing)


def test_nobody_of_another_state_learns_that_a_record_exists(people, others):
    filing = draft(people, "route")
    one = added(people, "route", filing)
    addresses = [
        reverse("desk:records", args=[filing.ref]),
        new(filing, "route"),
        page("record_change", filing, one),
        page("record_map", filing, one),
        page("record_remove", filing, one),
    ]
    absent = [address.replace(filing.ref, "fil-0000000000-0") for address in addresses]
    assert not set(absent) & set(addresses)
    for status in ("draft", "submitted", "cleared"):
        if status == "submitted":
            submit_filing(filing=filing, by=people.officer)
        elif status == "cleared":
            clear_filing(filing=filing, by=people.contact)
        filing.refresh_from_db()
        for who in (others.officer, others.contact):
            browser = Desk().enter(who)
            for there, nowhere in zip(addresses, absent, strict=True):
                answer, other = browser.get(there), browser.get(nowhere)
                assert answer.status_code == other.status_code
                assert answer.status_code in (403, 404)
                assert "Northern lorries" not in answer.content.decode()
            assert shown(filing, viewer_of(who, TODAY)) == []


def test_outside_the_state_a_route_is_shown_without_coordinates(people):
    filing = draft(people, "route")
    end = {"to_precision": "named_place", "to_lat": 18.7, "to_lon": 7.4, "to_place": "Arlit"}
    added(people, "route", filing, legs=[{"from_place": "Agadez", **end}])
    filing = submit_filing(filing=filing, by=people.officer)
    filing = clear_filing(filing=filing, by=people.contact)
    inside = shown(filing, viewer_of(people.contact, TODAY))
    outside = shown(filing, viewer_of(people.secretary, TODAY))
    assert "18.7" in str(inside[0].tables)
    assert "Arlit" in str(outside[0].tables)
    assert "18.7" not in str(outside[0].tables)


def test_whoever_may_only_read_gets_no_form(people):
    filing = draft(people, "route")
    one = added(people, "route", filing)
    filing = submit_filing(filing=filing, by=people.officer)
    contact = Desk().enter(people.contact)
    text = text_of(contact.get(reverse("desk:records", args=[filing.ref])))
    assert "Northern lorries" in text
    assert page("record_change", filing, one) not in text
    back = Desk().enter(people.officer).get(page("record_change", filing, one))
    assert (back.status_code, back.url) == (302, reverse("desk:filing", args=[filing.ref]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_reads_and_is_written_in_every_language(people, language):
    browser = Desk().enter(people.officer)
    with translation.override(language):
        for key in KINDS:
            filing = draft(people, key)
            one = added(people, key, filing)
            for address in (
                reverse("desk:records", args=[filing.ref]),
                new(filing, key),
                page("record_change", filing, one),
            ):
                assert f"/{language}/" in address
                assert browser.get(address).status_code == 200, address
            assert index(filing)


def test_what_may_identify_a_person_is_refused_and_a_place_is_said_to_be_one(officer, people):
    filing = draft(people, "route")
    told = ROUTE | {"description": "Call +227 96 12 34 56 and ask for Moussa Ibrahim."}
    answer = officer.send(new(filing, "route"), **told)
    assert answer.status_code == 400
    text = text_of(answer)
    assert "This looks like a phone number" in text
    assert '<input type="checkbox" name="not_a_person" value="Moussa Ibrahim">' in text
    assert not observed(filing)
    told["description"] = "They meet at the well of Moussa Ibrahim."
    names = officer.send(new(filing, "route"), **told).context["forms"].names
    answer = officer.send(new(filing, "route"), **told, not_a_person=names)
    assert answer.status_code == 302


def test_a_filing_of_records_goes_from_its_first_page_to_its_receipt(officer, people):
    filing = draft(people, "fee")
    records = reverse("desk:records", args=[filing.ref])
    assert officer.get(reverse("desk:filing_write", args=[filing.ref])).url == records
    check = reverse("desk:filing_check", args=[filing.ref])
    assert f'href="{records}"' in officer.get(check).content.decode()
    assert "There is no record in this filing yet" in text_of(officer.get(check))
    one = added(people, "fee", filing, currency="HRK")
    answer = officer.get(check)
    [key] = re.findall(r'value="(go:[^"]*)"', answer.content.decode())
    assert officer.send(check, act=key).url.startswith(page("record_change", filing, one))
    asked = answer.context["reasons"][0]
    reason = {asked.name: "Old notes were still taken.", f"was.{asked.name}": asked.was}
    answer = officer.send(check, **reason, act="submit")
    receipt = text_of(officer.get(answer.url))
    assert re.search(r"<dt>Records</dt><dd>1 ?</dd>", receipt)
    for name in ("filing", "filing_return"):
        text = text_of(officer.get(reverse(f"desk:{name}", args=[filing.ref])))
        assert "Seat on a pickup" in text
        assert "(b) Groups and their methods" in text
    history = text_of(officer.get(reverse("desk:filing", args=[filing.ref])))
    assert "Record added" in history
    others = Desk().enter(people.contact).get(reverse("desk:filing", args=[filing.ref]))
    assert "Seat on a pickup" in text_of(others)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""),
        (Decimal(30), None, "at least 30 h"),
        (None, Decimal(30), "at most 30 h"),
        (Decimal(30), Decimal(40), "30–40 h"),
        (Decimal(30), Decimal(30), "30 h"),
    ],
)
def test_hours_of_which_one_end_is_known_say_which(low, high, words):
    leg = dict.fromkeys(
        ("mode", "conveyance", "border", "organizer", "gap", "from_place", "from_country")
    )
    leg |= dict.fromkeys(("to_place", "to_country", "from_precision", "to_precision"))
    leg |= dict.fromkeys(("from_node", "to_node", "from_lat", "from_lon", "to_lat", "to_lon"))
    told = leg_words(leg | {"hours_low": low, "hours_high": high}, exact=False)
    assert told.partition(" · ")[2] == words

"""Saving by script, two people on one draft, a form carried in a file, a table that is pasted."""

import io
import json

import pytest
from django.urls import reverse

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from cairn.web.desk.once import new_token
from tests.factories import MembershipFactory
from tests.reporting.filings.doing import drafted
from tests.web.desk.conftest import Desk
from tests.web.desk.filing.conftest import form_of, line_named, page_of, text_of

pytestmark = pytest.mark.django_db
SMUGGLED = "smuggled_detected"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def filing(niger):
    return drafted(niger.people, value=12)


def cells(filing):
    return {row.key: row.value for row in filing.counts.all()}


def meanwhile(niger, filing, value, was=12):
    """A colleague writes the total."""
    change = Change(CountInput(SMUGGLED, value), Was(was))
    save_counts(filing=filing, changes=[change], by=niger.people.officer)


def autosave(niger, filing, **fields):
    address = page_of("filing_measure", filing, SMUGGLED)
    return niger.officer.post(address, {"measure": SMUGGLED} | fields, **JSON)


def test_a_script_saves_only_the_lines_that_changed(niger, filing):
    sent = {"m-4": SMUGGLED, "n-4": "7", "r-4": "", "w-4": "", "k-4": "", "d-4-origin": "Mali"}
    told = autosave(niger, filing, **sent).json()
    assert told["lines"]["4"] == {"was": "7", "key": "smuggled_detected||origin=MLI"}
    assert told["sums"] == {"origin": "7"}
    assert cells(filing)["smuggled_detected||origin=MLI"] == 7
    filing.refresh_from_db()
    assert told["revision"] == filing.revision


def test_the_same_lines_sent_again_change_nothing(niger, filing):
    sent = {"m-4": SMUGGLED, "n-4": "7", "w-4": "", "k-4": "", "d-4-origin": "Mali"}
    autosave(niger, filing, **sent)
    filing.refresh_from_db()
    before = filing.revision
    assert "theirs" not in autosave(niger, filing, **sent).json()["lines"]["4"]
    filing.refresh_from_db()
    assert filing.revision == before


def test_a_line_whose_country_is_corrected_leaves_its_old_cell(niger, filing):
    sent = {"m-4": SMUGGLED, "n-4": "7", "w-4": "", "k-4": "", "d-4-origin": "Mali"}
    key = autosave(niger, filing, **sent).json()["lines"]["4"]["key"]
    autosave(niger, filing, **sent | {"d-4-origin": "Niger", "w-4": "7", "k-4": key})
    assert cells(filing) == {"smuggled_detected|": 12, "smuggled_detected||origin=NER": 7}


def test_two_people_on_one_cell_are_both_shown_and_nothing_is_overwritten(niger, filing):
    meanwhile(niger, filing, 15)
    told = autosave(niger, filing, **{"n-1": "14", "w-1": "12"}).json()
    assert told["lines"]["1"] == {"theirs": "15", "was": "15"}
    assert cells(filing) == {"smuggled_detected|": 15}


@pytest.mark.parametrize(("choice", "stands"), [("mine", 14), ("theirs", 15), ("", 15)])
def test_without_a_script_one_of_two_numbers_is_chosen(niger, filing, choice, stands):
    address = page_of("filing_write", filing)
    fields = form_of(niger.officer, address)
    line = line_named(fields, SMUGGLED)
    meanwhile(niger, filing, 15)
    answer = niger.officer.post(address, fields | {f"n-{line}": "14", "act": "save"})
    assert answer.status_code == 400
    assert "yours 14; meanwhile somebody else wrote 15" in text_of(answer)
    again = fields | {f"n-{line}": "14", f"w-{line}": "15", f"q-{line}": "1", f"c-{line}": choice}
    saved = niger.officer.post(address, again | {"once": new_token(niger.people.officer)})
    assert saved.status_code == (302 if choice else 400)
    assert cells(filing) == {"smuggled_detected|": stands}


def test_a_text_that_somebody_else_wrote_meanwhile_is_shown_beside_mine(niger, filing):
    address = page_of("filing_about", filing)
    fields = form_of(niger.officer, address)
    other = form_of(niger.officer, address) | {"coverage_note": "Eight posts.", "act": "save"}
    assert niger.officer.post(address, other).status_code == 302
    mine = fields | {"coverage_note": "Nine posts.", "narrative": "More.", "act": "save"}
    answer = niger.officer.post(address, mine)
    text = text_of(answer)
    assert answer.status_code == 400
    assert "meanwhile: “Eight posts.”" in text
    assert "Nine posts." in text
    filing.refresh_from_db()
    assert (filing.coverage_note, filing.narrative) == ("Eight posts.", "More.")


def test_details_saved_by_a_script_carry_their_new_digest(niger, filing):
    address = page_of("filing_about", filing)
    fields = form_of(niger.officer, address)
    sent = {"narrative": "One.", "was.narrative": fields["was.narrative"]}
    told = niger.officer.post(address, sent, **JSON).json()
    sent = {"narrative": "Two.", "was.narrative": told["digests"]["narrative"]}
    assert niger.officer.post(address, sent, **JSON).json()["details"] == []
    filing.refresh_from_db()
    assert (filing.narrative, filing.coverage_note) == ("Two.", "All posts.")


def test_whoever_was_signed_out_is_told_so_and_finds_the_form_again(niger, filing):
    address = page_of("filing_measure", filing, SMUGGLED)
    fields = form_of(niger.officer, address)
    line = line_named(fields, SMUGGLED)
    late = Desk()
    assert late.post(address, fields, **JSON).status_code == 401
    assert late.post(address, fields | {f"n-{line}": "77"}).status_code == 302
    late.enter(niger.people.officer)
    assert 'value="77"' in text_of(late.get(address))
    assert cells(filing) == {"smuggled_detected|": 12}


def carried(niger, filing):
    return json.loads(niger.officer.get(page_of("filing_file_down", filing)).content)


def take_in(niger, filing, content):
    file = io.BytesIO(json.dumps(content).encode())
    file.name = "form.cairn.json"
    return niger.officer.send(page_of("filing_file", filing), file=file)


def test_a_form_in_a_file_is_continued_and_only_what_changed_is_saved(niger, filing):
    content = carried(niger, filing)
    content["cells"][0]["is"] = "20"
    content["cells"].append({"measure": "dead", "of": {"origin": "Mali"}, "is": "!withheld"})
    content["details"]["narrative"] = "Written on the train."
    assert take_in(niger, filing, content).status_code == 302
    assert cells(filing) == {"smuggled_detected|": 20, "dead||origin=MLI": None}
    filing.refresh_from_db()
    assert (filing.narrative, filing.coverage_note) == ("Written on the train.", "All posts.")


def test_a_file_that_nobody_changed_overwrites_nothing(niger, filing):
    content = carried(niger, filing)
    meanwhile(niger, filing, 15)
    assert take_in(niger, filing, content).status_code == 302
    assert cells(filing) == {"smuggled_detected|": 15}


def test_a_file_shows_conflicts_with_both_numbers(niger, filing):
    content = carried(niger, filing)
    content["cells"][0]["is"] = "20"
    meanwhile(niger, filing, 15)
    answer = take_in(niger, filing, content)
    assert answer.status_code == 400
    assert "yours 20; meanwhile somebody else wrote 15" in text_of(answer)
    assert cells(filing) == {"smuggled_detected|": 15}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"format": "something"}, "is not a saved filing"),
        ({"section": "documents"}, "open a filing of that section"),
        ({"period": "2024-Q2"}, "open a filing of that section"),
        ({"cells": "none"}, "is not a saved filing"),
        ({"cells": [3]}, "is not a saved filing"),
        ({"cells": [{"measure": "no such", "is": "3"}]}, "is not a saved filing"),
        ({"details": []}, "is not a saved filing"),
    ],
)
def test_a_file_of_something_else_is_refused_in_a_sentence(niger, filing, changed, sentence):
    answer = take_in(niger, filing, carried(niger, filing) | changed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)


def paste(niger, filing, table):
    return niger.officer.send(page_of("filing_paste", filing, SMUGGLED), table=table)


def test_a_pasted_table_is_looked_at_and_then_saved(niger, filing):
    table = "Nationalité\tNombre\nMali\t1 204\nNigéria\t3\nCongo\t5\nTotal\t1 212\nGuinée\t-"
    answer = paste(niger, filing, table)
    text = text_of(answer)
    assert "3 numbers were read, by Nationality" in text
    assert "1 row of totals was left out" in text
    assert [word for _field, word, *_rest in answer.context["words"]] == ["-"]
    assert [line.values[0].written for line in answer.context["uncertain"]] == ["Congo"]
    assert cells(filing) == {"smuggled_detected|": 12}
    fields = {"once": new_token(niger.people.officer), "measure": SMUGGLED}
    for line in (*answer.context["certain"], *answer.context["uncertain"]):
        value = line.values[0].value or "COD"
        fields |= {f"d-{line.index}-origin": value, f"n-{line.index}": line.text}
    address = page_of("filing_measure", filing, SMUGGLED)
    assert niger.officer.post(address, fields).status_code == 302
    found = {key.partition("=")[2]: value for key, value in cells(filing).items() if "=" in key}
    assert found == {"MLI": 1204, "NGA": 3, "COD": 5}


def test_a_table_with_a_second_breakdown_across(niger, filing):
    table = "\tHommes\tFemmes\tTotal\nMali\t10\t2\t12\nNiger\t4\t0\t4\nTotal\t14\t2\t16"
    answer = paste(niger, filing, table)
    read = answer.context["read"]
    assert read.names == ("origin", "sex")
    assert [(*(one.value for one in line.of), line.text) for line in read.lines] == [
        ("MLI", "male", "10"),
        ("MLI", "female", "2"),
        ("NER", "male", "4"),
        ("NER", "female", "0"),
    ]


def test_months_across_and_words_of_a_list_down(niger, filing):
    read = paste(niger, filing, "\tjanv.-24\tfévr.-24\tmars-24\nMali\t1\t2\t3").context["read"]
    assert [line.of[1].value for line in read.lines] == ["2024-01", "2024-02", "2024-03"]
    read = paste(niger, filing, "Frauen\nfemmes\t3\nhommes\t9").context["read"]
    assert [line.of[0].value for line in read.lines] == ["female", "male"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "No numbers were found"),
        ("a\tb\nc\td", "not known"),
        ("Mali\t1\t2\nNiger\t3\t4", "several columns of numbers"),
        ("\n".join(f"Mali\t{n}" for n in range(700)), "more than a page can hold"),
    ],
)
def test_a_table_that_cannot_be_read_says_why_and_stays(niger, filing, table, sentence):
    answer = paste(niger, filing, table)
    assert answer.status_code == 400
    assert sentence in text_of(answer)


def test_a_colleague_of_the_agency_writes_the_same_draft(niger, filing):
    colleague = niger.people.contact
    MembershipFactory(user=colleague, organisation=niger.people.agency, role="officer")
    niger.contact.send(reverse("desk:working_name"), body=niger.people.agency.ref)
    address = page_of("filing_write", filing)
    fields = form_of(niger.contact, address)
    fields[f"n-{line_named(fields, SMUGGLED)}"] = "21"
    assert niger.contact.post(address, fields).status_code == 302
    assert cells(filing) == {"smuggled_detected|": 21}


def test_what_may_identify_a_person_is_said_beside_its_field_and_nothing_is_lost(niger, filing):
    address = page_of("filing_about", filing)
    fields = form_of(niger.officer, address)
    answer = niger.officer.post(address, fields | {"narrative": "Call +227 90 12 34 56."})
    text = text_of(answer)
    assert answer.status_code == 400
    assert "This looks like a phone number" in text
    assert "Call +227 90 12 34 56." in text
    filing.refresh_from_db()
    assert filing.narrative == ""


def test_a_place_that_looks_like_a_name_is_said_to_be_a_place_once(niger, filing):
    address = page_of("filing_about", filing)
    note = "The interviewed driver was Moussa Ibrahim at the post."
    fields = form_of(niger.officer, address) | {"coverage_note": note}
    asked = niger.officer.post(address, fields)
    words = asked.context["outcome"].no_persons
    assert words
    fields["once"] = new_token(niger.people.officer)
    saved = niger.officer.post(address, fields | {"not_a_person": words[0]})
    assert saved.status_code == 302
    filing.refresh_from_db()
    assert filing.coverage_note == note


def test_a_place_that_may_be_a_person_is_marked_in_its_line(niger, filing):
    address = page_of("filing_measure", filing, SMUGGLED) + "?open=place"
    fields = form_of(niger.officer, address)
    empty = line_named(fields, SMUGGLED, place="")
    line = {f"d-{empty}-place": "+227 90 12 34 56", f"n-{empty}": "3"}
    answer = niger.officer.post(address, fields | line)
    assert answer.status_code == 400
    assert "This looks like a phone number" in text_of(answer)
    assert cells(filing) == {"smuggled_detected|": 12}

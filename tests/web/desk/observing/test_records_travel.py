"""Records in the differences between versions, in a saved form, and as what a comment is about."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.kernel.dates import Period
from cairn.reporting.filings.actions import clear_filing, submit_filing
from cairn.reporting.filings.drafting import begin_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.actions import change_observation, remove_observation
from cairn.reporting.observations.catalogue import KINDS
from cairn.reporting.observations.keeping import body_of
from cairn.reporting.observations.queries import observed, one_observed
from cairn.reporting.observations.restoring import NoRecord, restored
from cairn.reporting.observations.values import Given
from tests.reporting.filings.doing import TODAY
from tests.reporting.observations.doing import added, draft
from tests.web.desk.filing.conftest import office, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def niger(db):
    return office()


def again(one, **values) -> Given:
    return Given({**one.values, **values}, one.legs, one.persons)


def changed(people, filing, one, **values):
    return change_observation(
        filing=filing,
        kind=one.kind,
        ref=one.ref,
        given=again(one, **values),
        revision=one_observed(filing, one.kind, one.ref).revision,
        by=people.officer,
    )


def saved_file(desk, filing) -> dict:
    return json.loads(desk.get(page_of("filing_file_down", filing)).content)


def bring(desk, filing, content: dict):
    address = page_of("filing_file", filing)
    file = SimpleUploadedFile("draft.cairn.json", json.dumps(content).encode())
    return desk.send(address, file=file)


@pytest.mark.parametrize("key", KINDS)
def test_what_history_keeps_of_a_record_is_the_record(niger, key):
    one = added(niger.people, key)
    kept = restored(json.loads(json.dumps(body_of(one))))
    assert kept.observed == one_observed(Filing.objects.get(), key, one.ref) or (
        dict(kept.given.values),
        list(kept.given.legs),
        list(kept.given.persons),
    ) == (dict(one.values), list(one.legs), list(one.persons))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"kind": "route"},
        {"kind": "route", "ref": "obs-1", "values": {}},
        {"kind": "nothing", "ref": "obs-7G4K2M9QXT-5", "values": {}},
    ],
)
def test_what_is_no_record_is_said_to_be_none(body):
    with pytest.raises(NoRecord):
        restored(body)


@pytest.mark.parametrize(
    "values",
    [
        {"title": 3},
        {"low": "NaN"},
        {"low": "1e9999999"},
        {"low": ["1"]},
        {"group_size": "3"},
        {"group_size": True},
        {"methods": "cash"},
        {"methods": [["cash"]]},
        {"when": "2024"},
        {"when": ["2024-02-30", "2024-03-01", "day", ""]},
        {"rate_on": "tomorrow"},
    ],
)
def test_an_answer_of_the_wrong_shape_is_no_record(niger, values):
    body = body_of(added(niger.people, "fee"))
    with pytest.raises(NoRecord):
        restored({**body, "values": {**body["values"], **values}})


# ---- differences


def test_a_record_that_changed_came_or_went_is_told_answer_by_answer(niger):
    people = niger.people
    filing = draft(people, "fee")
    one, gone = added(people, "fee", filing), added(people, "fee", filing, title="Old boats")
    changed(people, filing, one, title="Desert lorries")
    remove_observation(filing=filing, kind="fee", ref=gone.ref, by=people.officer)
    added(people, "fee", filing, title="New boats")
    entries = niger.officer.get(page_of("filing_differences", filing)).context["kept"]
    first = next(it for it in reversed(entries) if len(it.body["records"]) == 2)
    page = niger.officer.get(
        page_of("filing_differences", filing) + f"?old={first.entry}&new={entries[0].entry}"
    )
    told = {(it.title, it.what) for it in page.context["records"]}
    assert told == {("Desert lorries", "changed"), ("Old boats", "removed"), ("New boats", "added")}
    text = text_of(page)
    assert "Desert lorries" in text
    assert "Their contents are the same" not in text


def test_outside_the_state_a_place_that_moved_is_no_difference(niger):
    people = niger.people
    filing = draft(people, "incident")
    one = added(people, "incident", filing, precision="named_place", lat=None, lon=None)
    filing = clear_filing(
        filing=submit_filing(filing=filing, by=people.officer),
        by=people.contact,
        zeros_are_true=True,
    )
    body = body_of(one)
    there = {**body, "values": {**body["values"], "lat": "18.50", "lon": "7.40"}}
    from cairn.web.desk.filing.record_differences import record_differences

    old, new = {"records": [body]}, {"records": [there]}
    assert len(record_differences(old, new, exact=True)) == 1
    assert record_differences(old, new, exact=False) == []


# ---- a saved form


def test_a_saved_form_brings_its_records_into_another_filing(niger):
    people = niger.people
    filing = draft(people, "route")
    one = added(people, "route", filing)
    content = saved_file(niger.officer, filing)
    assert [it["ref"] for it in content["records"]] == [one.ref]
    other = begin_filing(
        owner=people.contact.memberships.get().organisation,
        section="routes",
        period=Period.parse("2024-Q1"),
        by=people.contact,
        today=TODAY,
    )
    assert bring(niger.contact, other, content).status_code == 302
    [there] = observed(other)
    assert (there.ref, there.values, list(there.legs)) == (one.ref, one.values, list(one.legs))
    assert bring(niger.contact, other, content).status_code == 302  # the same file again
    assert len(observed(other)) == 1


def test_what_the_file_left_as_it_was_changes_nothing(niger):
    people = niger.people
    filing = draft(people, "fee")
    one = added(people, "fee", filing)
    content = saved_file(niger.officer, filing)
    changed(people, filing, one, title="Written meanwhile")
    assert bring(niger.officer, filing, content).status_code == 302
    assert observed(filing)[0].values["title"] == "Written meanwhile"


def test_what_the_file_changed_is_saved_and_what_met_another_change_is_shown(niger):
    people = niger.people
    filing = draft(people, "fee")
    one, two = added(people, "fee", filing), added(people, "fee", filing, title="Second")
    content = saved_file(niger.officer, filing)
    for record in content["records"]:
        record["values"] = {**record["values"], "title": f"File {record['ref']}"}
    changed(people, filing, two, title="Meanwhile")
    answer = bring(niger.officer, filing, content)
    assert answer.status_code == 400
    titles = {it.ref: it.values["title"] for it in observed(filing)}
    assert titles == {one.ref: f"File {one.ref}", two.ref: "Meanwhile"}
    page = answer.content.decode()
    assert "Meanwhile on the server, and kept" in page
    address = page_of("filing_file", filing)
    payload = answer.context["left_records"][0].payload
    nothing = niger.officer.send(address, act="records", record=payload)
    assert nothing.status_code == 400  # asked again
    kept = niger.officer.send(
        address, **{"act": "records", "record": payload, "record-0": "theirs"}
    )
    assert kept.status_code == 302
    assert observed(filing)[1].values["title"] == "Meanwhile"
    mine = niger.officer.send(address, **{"act": "records", "record": payload, "record-0": "mine"})
    assert mine.status_code == 302
    assert observed(filing)[1].values["title"] == f"File {two.ref}"


def test_a_record_that_was_taken_out_meanwhile_is_asked_about(niger):
    people = niger.people
    filing = draft(people, "fee")
    one = added(people, "fee", filing)
    content = saved_file(niger.officer, filing)
    content["records"][0]["values"]["title"] = "Changed in the file"
    remove_observation(filing=filing, kind="fee", ref=one.ref, by=people.officer)
    answer = bring(niger.officer, filing, content)
    assert "Somebody took this record out meanwhile." in text_of(answer)
    payload = answer.context["left_records"][0].payload
    niger.officer.send(
        page_of("filing_file", filing), **{"act": "records", "record": payload, "record-0": "mine"}
    )
    assert [it.ref for it in observed(filing)] == [one.ref]


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "ABC"},
        {"methods": ["by_magic"]},
        {"low": "-3"},
        {"description": "Call +227 96 12 34 56."},
    ],
)
def test_a_record_that_cannot_be_stored_is_named_and_the_others_are_taken_in(niger, wrong):
    people = niger.people
    filing = draft(people, "fee")
    one, two = added(people, "fee", filing), added(people, "fee", filing, title="Second")
    content = saved_file(niger.officer, filing)
    content["records"][0]["values"] |= wrong
    content["records"][1]["values"]["title"] = "Taken in"
    answer = bring(niger.officer, filing, content)
    assert answer.status_code == 400
    [left] = answer.context["left_records"]
    assert left.problems
    assert one_observed(filing, "fee", two.ref).values["title"] == "Taken in"
    assert one_observed(filing, "fee", one.ref).values == one.values


@pytest.mark.parametrize("records", [3, {}, [1], ["x"], [{"kind": "fee"}], [{}] * 501])
def test_a_file_whose_records_are_none_is_refused_whole(niger, records):
    filing = draft(niger.people, "fee")
    content = saved_file(niger.officer, filing) | {"records": records}
    assert bring(niger.officer, filing, content).status_code == 400
    assert observed(filing) == []


def test_the_workbook_says_that_it_holds_no_records(niger):
    import io

    import openpyxl

    filing = draft(niger.people, "incident")
    answer = niger.officer.get(reverse("desk:workbook_down", args=[filing.ref]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "are not in this workbook" in str(sheet.cell(2, 1).value)


# ---- comments


def test_a_comment_may_be_about_a_record(niger):
    people = niger.people
    filing = draft(people, "route")
    one = added(people, "route", filing)
    submit_filing(filing=filing, by=people.officer)
    record = page_of("filing", filing)
    page = niger.contact.get(record).content.decode()
    [link] = re.findall(r'href="([^"]*\?about=record[^"]*)"', page)
    form = niger.contact.get(link.partition("#")[0]).content.decode()
    assert f'value="record|{one.ref}" selected' in form
    niger.contact.send(
        record, act="comment", number=1, field=f"record|{one.ref}", text="Since when?"
    )
    assert filing.comments.get().field == f"record|{one.ref}"
    page = niger.officer.get(record).content.decode()
    assert f'href="#{one.ref}"' in page
    niger.contact.send(record, act="return", number=1, reason="See the comment.")
    remove_observation(filing=filing, kind="route", ref=one.ref, by=people.officer)
    assert "A record that is no longer in this filing" in text_of(niger.officer.get(record))


def test_a_comment_about_a_record_of_another_filing_is_about_the_whole(niger):
    people = niger.people
    filing, other = draft(people, "route"), draft(people, "route", "2024-Q2")
    foreign = added(people, "route", other)
    niger.officer.send(
        page_of("filing", filing),
        act="comment",
        number=1,
        field=f"record|{foreign.ref}",
        text="Which?",
    )
    assert filing.comments.get().field == ""

"""The form of a record that could not be saved travels in a file and is in its form again."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.queries import how_many
from tests.reporting.observations.doing import added, draft
from tests.web.desk.filing.conftest import office, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def niger(db):
    return office()


def file_of(filing: Filing, fields, record="", **more):
    return {
        "format": "cairn-filing-draft/1",
        "filing": filing.ref,
        "version": filing.number,
        "section": filing.section,
        "period": str(filing.whole),
        "cells": [],
        "details": {},
        "details_were": {},
        "record_form": {"kind": "fee", "record": record, "fields": fields} | more,
    }


def take_in(desk, filing, content):
    file = SimpleUploadedFile("form.cairn.json", json.dumps(content).encode())
    return desk.send(page_of("filing_file", filing), file=file)


def test_a_new_record_is_in_its_form_again_and_nothing_is_saved_before_it_is_sent(niger):
    filing = draft(niger.people, "fee")
    typed = [["title", "Fee as typed"], ["once", "stolen"], ["csrfmiddlewaretoken", "stolen"]]
    answer = take_in(niger.officer, filing, file_of(filing, typed))
    assert answer.url == reverse("desk:record_new", args=[filing.ref, "fee"])
    page = text_of(niger.officer.get(answer.url))
    assert 'value="Fee as typed"' in page
    assert "What the file holds of this form is in it again" in page
    assert "You had been signed out" not in page
    assert "stolen" not in page
    assert how_many(filing) == 0
    assert "Fee as typed" not in text_of(niger.officer.get(answer.url))  # once


def test_a_record_that_stands_is_changed_and_in_another_filing_begun(niger):
    filing = draft(niger.people, "fee")
    one = added(niger.people, "fee", filing)
    content = file_of(filing, [["title", "Changed"], ["revision", "0"]], record=one.ref)
    answer = take_in(niger.officer, filing, content)
    assert answer.url == reverse("desk:record_change", args=[filing.ref, "fee", one.ref])
    assert 'value="Changed"' in text_of(niger.officer.get(answer.url))
    answer = take_in(niger.officer, filing, content | {"filing": "fil-other"})
    assert answer.url == reverse("desk:record_new", args=[filing.ref, "fee"])
    gone = file_of(filing, [["title", "Changed"]], record="fee-gone")
    assert take_in(niger.officer, filing, gone).url == answer.url


@pytest.mark.parametrize(
    "form",
    [
        "text",
        {"kind": "route"},
        {"kind": "fee", "fields": "x"},
        {"kind": "fee", "fields": [["title", 3]]},
        {"kind": "fee", "fields": [["title"]]},
        {"kind": ["fee"], "fields": []},
        {"kind": "fee", "fields": [["title", "x" * 300_000]]},
        {"kind": "fee", "fields": [["a", "b"]] * 5_001},
    ],
)
def test_a_form_that_cannot_be_read_is_refused_in_words(niger, form):
    filing = draft(niger.people, "fee")
    answer = take_in(niger.officer, filing, file_of(filing, []) | {"record_form": form})
    assert answer.status_code == 400
    assert "The form of a record in this file cannot be read" in text_of(answer)


def test_details_that_were_typed_without_a_line_are_saved_and_met_where_they_changed(niger):
    filing = draft(niger.people, "fee")
    content = file_of(filing, []) | {"record_form": None}
    about = text_of(niger.officer.get(page_of("filing_about", filing)))
    digest = about.partition('name="was.coverage_note" value="')[2].partition('"')[0]
    content["details"] = {"coverage_note": "Two posts only."}
    content["details_digests"] = {"coverage_note": digest}
    assert take_in(niger.officer, filing, content).status_code == 302
    filing.refresh_from_db()
    assert filing.coverage_note == "Two posts only."
    content["details"] = {"coverage_note": "Three posts."}  # from what stood before
    answer = take_in(niger.officer, filing, content)
    assert answer.status_code == 400
    filing.refresh_from_db()
    assert filing.coverage_note == "Two posts only."
    assert "Three posts." in text_of(answer)

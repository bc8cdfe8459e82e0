"""A number that a merge of agencies made says so, and whoever changes it says why."""

import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts
from cairn.reporting.filings.merged_numbers import changed_since, origins
from cairn.reporting.filings.models import Double
from tests.web.desk.filing.conftest import form_of, line_named, page_of, text_of
from tests.web.desk.merging.conftest import TOTAL, decide

pytestmark = pytest.mark.django_db
CODES = ("merged_number_changed", "merged_numbers_changed")


def written(two, decision="different"):
    filing = two.begun()
    decide(two.contact, filing, decision)
    two.contact.send(reverse("desk:merge_summary", args=[filing.ref]), act="write")
    filing.refresh_from_db()
    assert filing.counts.exists()
    return filing


def changed_to(two, filing, value):
    address = page_of("filing_write", filing)
    fields = form_of(two.contact, address)
    fields[f"n-{line_named(fields, TOTAL)}"] = value
    return two.contact.post(address, fields | {"act": "save"})


def asked(filing):
    return [one for one in asked_of(filing) if one.code in CODES]


def test_the_cell_says_of_which_numbers_it_is_made(niger):
    filing = written(niger, "left")
    page = text_of(niger.contact.get(page_of("filing_write", filing)))
    assert "merged from 2 agencies" in page
    one = origins(filing, [f"{TOTAL}|"])[f"{TOTAL}|"]
    assert (sorted(one.given.values()), one.merged) == ([25, 40], one.now)
    assert one.doubles in (25, 40)
    assert f"25 + 40 − {one.doubles} = {one.merged}" in page or (
        f"40 + 25 − {one.doubles} = {one.merged}" in page
    )
    assert asked(filing) == []


def test_a_typed_change_is_asked_about_and_its_reason_stays_in_the_version(niger):
    filing = written(niger)
    changed_to(niger, filing, "70")
    [one] = asked(filing)
    assert (one.values["sum"], one.values["now"]) == (65, 70)
    address = page_of("filing_measure", filing, TOTAL)
    page = text_of(niger.contact.get(address))
    assert "the merge of the agencies gives 65, and now it says 70" in page
    fields = form_of(niger.contact, address)
    name = f"answers.{one.key}"
    assert name in fields
    niger.contact.post(address, fields | {name: "Five were counted late.", "act": "save"})
    filing.refresh_from_db()
    assert asked(filing) == []
    check = page_of("filing_check", filing)
    fields = form_of(niger.contact, check) | {"act": "submit"}
    assert niger.contact.post(check, fields).status_code in (302, 400)
    assert "Five were counted late." in text_of(niger.contact.get(page_of("filing", filing)))
    changed_to(niger, filing, "71")
    filing.refresh_from_db()
    if filing.status == "draft":
        assert [it.values["now"] for it in asked(filing)] == [71]  # a reason speaks of one number


def test_a_number_that_was_taken_out_is_asked_about_too(niger):
    filing = written(niger)
    change = Change(CountInput("dead"), Was(2))
    save_counts(filing=filing, changes=[change], by=niger.people.contact)
    assert [(one.measure, one.values["now"]) for one in asked(filing)] == [("dead", None)]


def test_a_new_number_and_one_put_back_are_not_asked_about(niger):
    filing = written(niger)
    changed_to(niger, filing, "70")
    changed_to(niger, filing, "65")
    save_counts(filing=filing, changes=[Change(CountInput("rescued", 3))], by=niger.people.contact)
    assert asked(filing) == []


def test_no_agency_is_asked_and_nothing_is_read_where_nothing_was_merged(
    niger, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert origins(niger.first, [f"{TOTAL}|"]) == {}
        assert changed_since(niger.first, []) == []


def test_the_work_for_one_cell_does_not_grow_with_the_merge(niger, django_assert_num_queries):
    filing = written(niger)
    assert Double.objects.filter(filing=filing).count() > 1
    with django_assert_num_queries(2):
        origins(filing, [f"{TOTAL}|", "dead|"])

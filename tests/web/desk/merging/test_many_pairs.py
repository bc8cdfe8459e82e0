"""Many pairs: read by key, in as many queries as few, compared by a job in short transactions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.jobs.runner import run_until_empty
from cairn.reporting.filings import proposing
from cairn.reporting.filings.merging import proposals
from cairn.reporting.filings.models import Double, FilingCount
from cairn.reporting.filings.proposing import given_of, propose, sources_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(niger):
    """Two agencies with ninety more numbers each."""
    for filing in (niger.first, niger.second):
        FilingCount.objects.bulk_create(
            FilingCount(
                filing=filing,
                measure="missing",
                key=f"missing||place=Post {n:02}",
                place=f"Post {n:02}",
                value=n + 1 if filing == niger.first else 2 * n + 1,
            )
            for n in range(90)
        )
    return niger


def queries(desk, address):
    with CaptureQueriesContext(connection) as caught:
        assert desk.get(address).status_code == 200
    return len(caught)


def every(many, filing, query=""):
    """All pairs, page after page."""
    address = reverse("desk:merging", args=[filing.ref])
    seen, following = [], address + query
    while following:
        page = many.contact.get(following)
        seen += [one.double for one in page.context["candidates"]]
        turn = page.context["page_of"].next
        following = address + turn if turn else ""
    assert len(seen) == len({one.ref for one in seen})
    return seen


def test_every_pair_is_on_one_page_a_total_before_its_parts(many):
    filing = many.begun()
    seen = [one.key for one in every(many, filing)]
    assert len(seen) == 94
    assert seen.index("smuggled_detected|") < seen.index("smuggled_detected||sex=female")
    assert seen == sorted(seen)


def test_the_likeliest_come_first_where_that_is_asked(many):
    seen = [one.score for one in every(many, many.begun(), "?order=likely")]
    assert len(seen) == 94
    assert seen == sorted(seen, reverse=True)


def test_filters_stand_in_the_address_and_are_a_plain_selection(many):
    filing = many.begun()
    address = reverse("desk:merging", args=[filing.ref])
    doubles = list(Double.objects.filter(filing=filing))
    for name, value, wanted in (
        ("measure", "dead", lambda one: one.measure == "dead"),
        ("likely", "likely", lambda one: one.score >= 0.5),
        ("likely", "unlikely", lambda one: one.score < 0.5),
        ("decision", "left", lambda one: one.decision == "left"),
        ("measure", "no such", lambda one: False),
        ("decision", "decided", lambda one: one.decision is not None),
        ("decision", "all", lambda one: True),
    ):
        found, following = [], f"?{name}={value}"
        while following:
            page = many.contact.get(address + following)
            found += [one.double.ref for one in page.context["candidates"]]
            following = page.context["page_of"].next
        assert sorted(found) == sorted(one.ref for one in doubles if wanted(one)), (name, value)


def test_as_many_queries_for_many_pairs_as_for_few(many, mali):
    large, small = many.begun(), mali.begun()
    for name in ("merging", "merge_summary"):
        of_large = queries(many.contact, reverse(f"desk:{name}", args=[large.ref]))
        of_small = queries(mali.contact, reverse(f"desk:{name}", args=[small.ref]))
        assert of_large == of_small, name
    index = reverse("desk:merge")
    assert queries(many.contact, index) == queries(mali.contact, index)


def test_a_large_merge_is_compared_by_a_job_and_the_page_says_how_far_it_is(many, monkeypatch):
    monkeypatch.setattr("cairn.reporting.filings.combining.AT_ONCE", 10)
    monkeypatch.setattr(proposing, "CHUNK", 30)
    filing = many.begun()
    address = reverse("desk:merging", args=[filing.ref])
    page = many.contact.get(address)
    assert "Comparing the agencies" in page.content.decode()
    assert not Double.objects.exists()
    progress = reverse("desk:merge_progress", args=[filing.ref])
    assert "progress" in many.contact.get(progress).content.decode()
    run_until_empty()
    assert many.contact.get(progress).headers["HX-Refresh"] == "true"
    assert many.contact.get(address).context["standing"].total == 94


def test_a_comparison_that_was_cut_off_goes_on_and_writes_nothing_twice(many, monkeypatch):
    filing = many.begun()
    told = set(Double.objects.filter(filing=filing).values_list("key", "score"))
    Double.objects.filter(filing=filing, key__contains="Post 1").delete()
    kept = set(Double.objects.values_list("ref", flat=True))
    assert propose(filing) == 94
    assert set(Double.objects.filter(filing=filing).values_list("key", "score")) == told
    assert kept <= set(Double.objects.values_list("ref", flat=True))


def test_pairs_that_are_written_are_those_that_the_pure_part_finds(many):
    filing = many.begun()
    expected = {
        (one.key, one.left.filing, one.right.filing, one.score)
        for one in proposals(given_of(sources_of(filing)))
    }
    assert set(Double.objects.values_list("key", "left", "right", "score")) == expected

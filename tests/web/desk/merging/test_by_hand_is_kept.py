"""A number that a person wrote stays when the merge is written again, unless she says otherwise."""

import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import asked_of, submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, save_counts, save_details
from cairn.reporting.filings.merged_numbers import by_hand
from cairn.reporting.filings.models import Double, Filing
from tests.web.desk.filing.conftest import office, page_of, text_of
from tests.web.desk.merging.conftest import TOTAL, decide

pytestmark = pytest.mark.django_db
KEY = f"{TOTAL}|"


def summary(filing):
    return reverse("desk:merge_summary", args=[filing.ref])


def written(two, decision="larger"):
    filing = two.begun()
    decide(two.contact, filing, decision)
    two.contact.send(summary(filing), act="write")
    filing.refresh_from_db()
    return filing


def typed(two, filing, value, was):
    change = Change(CountInput(TOTAL, value=value), Was(was))
    assert not save_counts(filing=filing, changes=[change], by=two.people.contact).conflicts


def value(filing, key=KEY):
    return filing.counts.filter(key=key).values_list("value", flat=True).first()


def test_writing_again_keeps_what_was_changed_by_hand_and_says_so_first(niger):
    filing = written(niger)
    typed(niger, filing, 47, 40)
    page = niger.contact.get(summary(filing))
    [one] = page.context["hand"]
    assert (one.key, one.stands, one.merged) == (KEY, "47", "40")
    assert "Stands: 47. The merge gives: 40." in text_of(page)
    niger.contact.send(summary(filing), act="write")
    assert value(filing) == 47
    assert value(filing, "dead|") == 1
    assert [it.values["now"] for it in asked_of(Filing.objects.get(pk=filing.pk)) if it.code ==
            "merged_number_changed"] == [47]  # fmt: skip
    niger.contact.send(summary(filing), act="write")
    assert value(filing) == 47  # also a second time


def test_what_is_ticked_says_what_the_merge_gives(niger):
    filing = written(niger)
    typed(niger, filing, 47, 40)
    niger.contact.send(summary(filing), act="write", replace=KEY)
    assert value(filing) == 40
    assert by_hand(filing) == []


def test_what_a_person_added_or_took_out_stays_so_too(niger):
    filing = written(niger)
    added = CountInput(TOTAL, value=3, dims={"sex": "unknown"})
    changes = [Change(CountInput("dead"), Was(1)), Change(added)]
    saved = save_counts(filing=filing, changes=changes, by=niger.people.contact)
    assert not saved.conflicts
    niger.contact.send(summary(filing), act="write")
    assert (value(filing, "dead|"), value(filing, added.key)) == (None, 3)
    assert {one.key for one in by_hand(filing)} == {"dead|", added.key}


def test_the_merge_gives_its_newest_number_beside_the_one_that_stays(niger):
    filing = written(niger)
    typed(niger, filing, 47, 40)
    Double.objects.filter(filing=filing, key=KEY).update(decision="different")
    niger.contact.send(summary(filing), act="write")
    [one] = niger.contact.get(summary(filing)).context["hand"]
    assert (one.stands, one.merged) == ("47", "65")


def test_what_was_typed_before_the_first_writing_is_kept(niger):
    filing = niger.begun()
    save_counts(
        filing=filing, changes=[Change(CountInput(TOTAL, value=9))], by=niger.people.contact
    )
    decide(niger.contact, filing, "larger")
    niger.contact.send(summary(filing), act="write")
    assert (value(filing), value(filing, "dead|")) == (9, 1)


def test_the_national_filing_says_what_it_was_made_from(niger):
    filing = written(niger)
    Double.objects.filter(filing=filing, key="dead|").update(reason="The same boat.")
    typed(niger, filing, 47, 40)
    given = {"answers": {}, "differences": {}}
    for one in asked_of(Filing.objects.get(pk=filing.pk)):
        given[one.settles][one.key] = "Seven came late."
    filing = save_details(filing=filing, values=given, by=niger.people.contact)
    submit_filing(filing=filing, by=niger.people.contact)
    page = niger.contact.get(page_of("filing", filing))
    text = text_of(page)
    assert "Stands: 47. The merge gives: 40." in text
    assert text.count("Seven came late.") > 1  # there, and among the reasons of the filing
    assert "What it was made from" in text
    for one in (niger.first, niger.second):
        assert page_of("filing", one) in text
        assert one.owner.called in text
    assert "The same boat." in text
    rows = {row[0]: row[1:] for row in page.context["made"].totals.rows}
    assert [25, 40, 25, 40] in [sorted(row[:2]) + list(row[2:]) for row in rows.values()]


def test_who_may_not_open_the_agencies_filings_reads_their_names_only(niger):
    filing = written(niger)
    Double.objects.filter(filing=filing, key="dead|").update(reason="The same boat.")
    submit_filing(filing=filing, by=niger.people.contact)
    record = reverse("desk:filing", args=[filing.ref])
    niger.contact.send(record, act="clear", number=1, zeros="on")
    elsewhere = office("MLI")
    page = elsewhere.secretary.get(record)
    assert page.status_code == 200
    made = page.context["made"]
    assert (made.totals, made.decided, made.reasons) == (None, None, ())
    assert [one.ref for one in made.sources] == ["", ""]
    assert niger.first.owner.called in text_of(page)
    assert "The same boat." not in text_of(page)

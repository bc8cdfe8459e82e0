"""The contact point merges two agencies without JavaScript, from the first page to clearance."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import Double, Filing
from cairn.reporting.filings.states import FilingStatus
from tests.factories import MembershipFactory, StateRuleFactory
from tests.reporting.filings.doing import drafted
from tests.web.desk.merging.conftest import TOTAL, decide, entered, tokens

pytestmark = pytest.mark.django_db


def merging(filing):
    return reverse("desk:merging", args=[filing.ref])


def summary(filing):
    return reverse("desk:merge_summary", args=[filing.ref])


def values(filing):
    return {row.key: row.value for row in filing.counts.all()}


def test_from_two_submitted_filings_to_one_that_is_cleared(niger):
    page = niger.contact.get(reverse("desk:merge"))
    assert [len(group.filings) for group in page.context["groups"]] == [2]
    filing = niger.begun()
    assert Double.objects.filter(filing=filing, decision=None).count() == 4
    total = Double.objects.get(key=f"{TOTAL}|", filing=filing)
    reason = {f"reason-{total.ref}": "Same lorry."}
    niger.contact.send(merging(filing), act=f"one:{total.ref}:larger", **reason)
    total.refresh_from_db()
    assert (total.decision, total.reason) == ("larger", "Same lorry.")
    assert total.decided_by == niger.people.contact.username
    decide(niger.contact, filing, "larger")
    answer = niger.contact.send(summary(filing), act="write")
    assert answer.url == reverse("desk:filing_check", args=[filing.ref])
    assert values(filing)[f"{TOTAL}|"] == 40
    submit_filing(filing=filing, by=niger.people.contact)
    record = reverse("desk:filing", args=[filing.ref])
    niger.contact.send(record, act="clear", number=1, zeros="on")
    assert Filing.objects.get(pk=filing.pk).status == FilingStatus.CLEARED
    assert "merge" in niger.contact.get(merging(filing)).context
    assert not niger.contact.get(merging(filing)).context["merge"].may_decide


def test_a_selection_a_measure_and_everything_that_is_left_are_decided_at_once(niger):
    filing = niger.begun()
    doubles = {one.key: one for one in Double.objects.filter(filing=filing)}
    picked = doubles[f"{TOTAL}||sex=male"]
    decide(niger.contact, filing, "left", scope="ticked", pick=picked.ref)
    decide(niger.contact, filing, "right", scope="measure:dead")
    decide(niger.contact, filing, "different")
    found = dict(Double.objects.filter(filing=filing).values_list("key", "decision"))
    assert found == {
        f"{TOTAL}|": "different",
        f"{TOTAL}||sex=male": "left",
        f"{TOTAL}||sex=female": "different",
        "dead|": "right",
    }


def test_nothing_ticked_decides_nothing_and_says_so(niger):
    filing = niger.begun()
    answer = decide(niger.contact, filing, "left", scope="ticked")
    assert "tick the pairs" in niger.contact.get(answer.url).content.decode()
    assert not Double.objects.exclude(decision=None).exists()


def test_a_decision_may_be_taken_again_until_the_filing_is_submitted(niger):
    filing = niger.begun()
    decide(niger.contact, filing, "different")
    niger.contact.send(summary(filing), act="write")
    assert values(filing)[f"{TOTAL}|"] == 65
    total = Double.objects.get(key=f"{TOTAL}|", filing=filing)
    niger.contact.send(f"{merging(filing)}?decision=different", act=f"one:{total.ref}:right")
    niger.contact.send(summary(filing), act="write")
    smaller = {"left": 40, "right": 25}
    assert values(filing)[f"{TOTAL}|"] == (smaller["right"] if total.right_value == 25 else 40)
    Filing.objects.filter(pk=filing.pk).update(
        status=FilingStatus.SUBMITTED, audience_class="state"
    )
    page = niger.contact.get(f"{merging(filing)}?decision=different")
    assert page.context["candidates"]
    assert 'name="act" value="one:' not in page.content.decode()


def test_the_summary_says_both_agencies_people_counted_twice_and_what_is_left(niger):
    filing = niger.begun()
    undecided = niger.contact.get(summary(filing))
    assert undecided.context["left"] == 4
    assert 'value="write"' not in undecided.content.decode()
    decide(niger.contact, filing, "larger", scope="measure:dead")
    decide(niger.contact, filing, "different")
    rows = niger.contact.get(summary(filing)).context["table"].rows
    told = {row[0]: row[1:] for row in rows}
    by_ref = {niger.first.ref: 40, niger.second.ref: 25}
    order = [by_ref[ref] for ref in sorted(by_ref)]
    assert told["Smuggled migrants detected"] == (*order, 0, 65)
    assert [row[1:] for row in rows if row[1:] == (1, 1, 1, 1)]


def test_giving_the_merge_up_needs_a_reason_and_gives_the_agencies_their_filings_back(niger):
    filing = niger.begun()
    assert niger.contact.send(summary(filing), act="give_up", reason=" ").status_code == 400
    assert (
        niger.contact.send(summary(filing), act="give_up", reason="Too early.").status_code == 302
    )
    assert not Filing.objects.exclude(merged_into="").exists()
    assert niger.contact.get(reverse("desk:merge")).context["groups"]
    assert niger.contact.get(merging(filing)).status_code == 404


def test_a_contact_point_that_files_too_merges_her_own_filing_with_the_agencys(niger):
    people = niger.people
    own = type(people)(niger.ministry, people.contact, people.contact, people.secretary)
    mine = submit_filing(filing=drafted(own, value=7), by=people.contact)
    answer = niger.contact.send(
        reverse("desk:merge"), filing=[niger.first.ref, mine.ref], owner=niger.ministry.ref
    )
    filing = Filing.objects.get(ref=answer.url.rstrip("/").split("/")[-1])
    assert filing.merged_from == sorted([niger.first.ref, mine.ref])
    decide(niger.contact, filing, "different")
    niger.contact.send(summary(filing), act="write")
    assert values(filing)[f"{TOTAL}|"] == 47


def test_with_four_eyes_whoever_submitted_the_national_filing_does_not_clear_it(niger):
    StateRuleFactory(state="NER", four_eyes=True)
    filing = niger.begun()
    decide(niger.contact, filing, "different")
    niger.contact.send(summary(filing), act="write")
    check = reverse("desk:filing_check", args=[filing.ref])
    niger.contact.send(check, act="submit")
    filing.refresh_from_db()
    assert filing.status == FilingStatus.SUBMITTED
    record = reverse("desk:filing", args=[filing.ref])
    assert 'value="clear"' not in niger.contact.get(record).content.decode()
    answer = niger.contact.send(record, act="clear", number=1, zeros="on")
    assert "four eyes" in answer.content.decode()
    second = MembershipFactory(organisation=niger.ministry, role="contact_point").user
    entered(second).send(record, act="clear", number=1, zeros="on")
    filing.refresh_from_db()
    assert filing.status == FilingStatus.CLEARED


def test_a_reason_that_may_identify_a_person_is_not_stored_and_comes_back_to_be_changed(niger):
    filing = niger.begun()
    reason = "Passport no. AB1234567 stands in both lists."
    answer = decide(niger.contact, filing, "larger", reason=reason)
    assert answer.status_code == 400
    assert reason in answer.content.decode()
    assert not Double.objects.exclude(decision=None).exists()


def test_after_one_decision_the_page_goes_on_at_the_next_pair(niger):
    filing = niger.begun()
    address = reverse("desk:merging", args=[filing.ref])
    fields = niger.contact.fields(address)
    fields["pairs"] = re.search(r'name="pairs" value="([^"]+)"', tokens(niger.contact, address))[1]
    refs = fields["pairs"].split()
    assert len(refs) > 1
    body = niger.contact.get(address).content.decode()
    assert all(f'id="{ref}"' in body for ref in refs)
    answer = niger.contact.post(address, fields | {"act": f"one:{refs[0]}:different"})
    assert unquote(answer.url) == f"{address}#{refs[1]}"
    everything = f"{address}?decision=all"  # there the pair itself stays in the list
    fields = niger.contact.fields(everything) | {"pairs": fields["pairs"]}
    answer = niger.contact.post(everything, fields | {"act": f"one:{refs[1]}:different"})
    assert unquote(answer.url) == f"{everything}#{refs[1]}"

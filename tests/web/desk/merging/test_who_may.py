"""Merging is for the contact point of the State; another State finds nothing and learns nothing."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from cairn.reporting.filings.models import Double, Filing
from tests.web.desk.merging.conftest import entered

pytestmark = pytest.mark.django_db


def addresses(ref):
    return [reverse(f"desk:{name}", args=[ref]) for name in ("merging", "merge_summary")]


def test_another_states_contact_point_gets_the_answer_of_what_does_not_exist(niger, mali):
    filing = niger.begun()
    absent = "fil-0000000000-0"
    for here, nowhere in zip(addresses(filing.ref), addresses(absent), strict=True):
        answers = [mali.contact.get(one) for one in (here, nowhere)]
        assert {one.status_code for one in answers} == {404}
        told = [unquote(one.content.decode()) for one in answers]  # its check character may be "="
        assert told[0].replace(filing.ref, "") == told[1].replace(absent, "")
    page = mali.contact.get(reverse("desk:merge"))
    mine = [one.ref for group in page.context["groups"] for one in group.filings]
    assert sorted(mine) == sorted([mali.first.ref, mali.second.ref])
    assert not page.context["begun"]
    assert niger.second.owner.name not in page.content.decode()


def test_filings_of_another_state_are_not_taken_into_a_merge(niger, mali):
    asked = {"filing": [niger.first.ref, mali.second.ref], "owner": mali.ministry.ref}
    answer = mali.contact.send(reverse("desk:merge"), **asked)
    assert answer.status_code == 404
    asked = {"filing": [niger.first.ref, niger.second.ref], "owner": mali.ministry.ref}
    assert mali.contact.send(reverse("desk:merge"), **asked).status_code == 404
    assert not Filing.objects.exclude(merged_into="").exists()


def test_an_officer_and_the_secretariat_do_not_enter_and_see_no_link(niger):
    filing = niger.begun()
    for who in (niger.people.officer, niger.people.secretary):
        desk = entered(who)
        for address in (reverse("desk:merge"), *addresses(filing.ref)):
            assert desk.get(address).status_code == 403
        assert reverse("desk:merge") not in desk.get(reverse("desk:home")).content.decode()
    home = niger.contact.get(reverse("desk:home")).content.decode()
    assert reverse("desk:merge") in home


def test_a_pair_of_another_merge_is_not_decided_through_this_one(niger, mali):
    mine, theirs = mali.begun(), niger.begun()
    pair = Double.objects.filter(filing=theirs).first()
    address = reverse("desk:merging", args=[mine.ref])
    mali.contact.send(address, act=f"one:{pair.ref}:larger")
    mali.contact.send(address, act="several", scope="ticked", pick=pair.ref, decision="larger")
    assert not Double.objects.exclude(decision=None).exists()


def test_what_is_no_merge_has_no_page_of_one(niger):
    for address in addresses(niger.first.ref):
        assert niger.contact.get(address).status_code == 404

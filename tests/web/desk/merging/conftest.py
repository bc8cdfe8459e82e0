"""Two agencies of one State that filed the same quarter, and their contact point at the desk."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import set_code_generator
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.reporting.filings.doing import World, drafted, world
from tests.web.desk.conftest import SECRET, Desk

TOTAL = "smuggled_detected"


@dataclass
class Two:
    """One State: two agencies' submitted filings, the ministry, its contact point at the desk."""

    people: World
    first: Filing
    second: Filing
    ministry: Any
    contact: Desk

    def begun(self) -> Filing:
        """The merge, begun on its page."""
        answer = self.contact.send(
            reverse("desk:merge"),
            filing=[self.first.ref, self.second.ref],
            owner=self.ministry.ref,
        )
        assert answer.status_code == 302, answer.content.decode()
        return Filing.objects.get(ref=answer.url.rstrip("/").split("/")[-1])


def entered(user: Any) -> Desk:
    set_code_generator(user=user, secret=SECRET, by=None)
    return Desk().enter(user)


def two_agencies(state: str = "NER") -> Two:
    people = world(state)
    other, agency = UserFactory(), StateBodyFactory(state=state, name=f"Police of {state}")
    MembershipFactory(user=other, organisation=agency, role="officer")
    rival = World(agency, other, people.contact, people.secretary)
    first = submit_filing(filing=_draft(people, 40, 30, 10), by=people.officer)
    second = submit_filing(filing=_draft(rival, 25, 20, 5), by=other)
    ministry = people.contact.memberships.get().organisation
    return Two(people, first, second, ministry, entered(people.contact))


def _draft(people: World, total: int, male: int, female: int) -> Filing:
    filing = drafted(people, value=total)
    rows = [
        CountInput(TOTAL, value=male, dims={"sex": "male"}),
        CountInput(TOTAL, value=female, dims={"sex": "female"}),
        CountInput("dead", value=1),
    ]
    save_counts(filing=filing, changes=[Change(one) for one in rows], by=people.officer)
    return filing


@pytest.fixture
def niger(db) -> Two:
    return two_agencies()


@pytest.fixture
def mali(db) -> Two:
    return two_agencies("MLI")


def decide(desk: Desk, filing: Filing, decision: str, **more: Any) -> Any:
    """The form for several pairs; where it shows first what would change, that page's form too."""
    address = reverse("desk:merging", args=[filing.ref])
    asked = {"act": "several", "scope": "all", "decision": decision, "reason": ""} | more
    answer = desk.send(address, **asked)
    if answer.status_code != 200:
        return answer
    return desk.send(address, **asked, shown=answer.context["n"])


def tokens(desk: Client, address: str) -> str:
    return desk.get(address).content.decode()

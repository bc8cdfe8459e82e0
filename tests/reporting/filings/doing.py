"""A State with an officer and a contact point, a secretariat, and a filing on its way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.dates import Period
from cairn.reporting.filings.actions import asked_of, clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.models import Filing
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    StateBodyFactory,
    UserFactory,
)

TODAY = date(2026, 11, 1)


@dataclass
class World:
    """People of one State and of the secretariat."""

    agency: Any
    officer: Any
    contact: Any
    secretary: Any


def world(state: str = "NER") -> World:
    agency = StateBodyFactory(state=state)
    ministry = StateBodyFactory(state=state)
    bureau = OrganisationFactory(kind="international")
    officer, contact, secretary = UserFactory(), UserFactory(), UserFactory()
    MembershipFactory(user=officer, organisation=agency, role="officer")
    MembershipFactory(user=contact, organisation=ministry, role="contact_point")
    MembershipFactory(user=secretary, organisation=bureau, role="secretariat")
    return World(agency, officer, contact, secretary)


def drafted(world: World, period: str = "2024-Q1", value: int = 12) -> Filing:
    """A draft with one number and a coverage note."""
    filing = begin_filing(
        owner=world.agency,
        section="smuggled_migrants",
        period=Period.parse(period),
        by=world.officer,
        today=TODAY,
        conduct="smuggling",
    )
    change = Change(CountInput("smuggled_detected", value=value))
    save_counts(filing=filing, changes=[change], by=world.officer)
    return save_details(filing=filing, values={"coverage_note": "All posts."}, by=world.officer)


def counted_again(filing: Filing, by: Any) -> Filing:
    """With the answer that its numbers were counted anew, where it repeats an earlier filing."""
    same = {one.key: "Counted again." for one in asked_of(filing) if one.code == "repeats_earlier"}
    return save_details(filing=filing, values={"answers": same}, by=by) if same else filing


def validated(world: World, period: str = "2024-Q1", value: int = 12) -> Filing:
    filing = submit_filing(filing=drafted(world, period, value), by=world.officer)
    filing = clear_filing(filing=filing, by=world.contact, zeros_are_true=True)
    return validate_filing(filing=filing, by=world.secretary)

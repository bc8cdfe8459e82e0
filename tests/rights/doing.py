"""A State with people, two independent bodies with reviewers, and a report on its way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.dates import Period
from cairn.rights.actions import Told, report
from cairn.rights.models import Report
from tests.factories import MembershipFactory, OrganisationFactory, StateBodyFactory, UserFactory

TODAY = date(2026, 10, 1)
WHAT = "Guards beat a group at the fence and took their shoes."


@dataclass
class Channel:
    """`officer`, `contact` and `administrator` work for the State concerned, `student` for a
    university; `reviewer` and `other` review, each in a body of their own."""

    agency: Any
    ministry: Any
    officer: Any
    contact: Any
    administrator: Any
    student: Any
    commission: Any
    reviewer: Any
    office: Any
    other: Any


def member(organisation: Any, role: str) -> Any:
    user = UserFactory()
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user


def channel(state: str = "NER") -> Channel:
    agency, ministry = StateBodyFactory(state=state), StateBodyFactory(state=state)
    university = OrganisationFactory(kind="university")
    commission = OrganisationFactory(kind="independent", key="a-commission")
    office = OrganisationFactory(kind="international", key="b-office")
    return Channel(
        agency,
        ministry,
        member(agency, "officer"),
        member(ministry, "contact_point"),
        member(agency, "administrator"),
        member(university, "analyst"),
        commission,
        member(commission, "rights_reviewer"),
        office,
        member(office, "rights_reviewer"),
    )


def told(who: Channel, **changed: Any) -> Told:
    given: dict[str, Any] = {
        "harms": ["physical_violence"],
        "by_whom": ["border_guard"],
        "what": WHAT,
        "knowledge": "seen",
        "period": Period.parse("2026-09"),
        "reviewer": who.commission.ref,
        "concerned_state": who.agency.state,
        "unit": "The post at the northern fence",
        "country": who.agency.state,
    }
    return Told(**given | changed)


def reported(who: Channel, by: Any = None, **changed: Any) -> Report:
    return report(told=told(who, **changed), by=by or who.officer, today=TODAY)

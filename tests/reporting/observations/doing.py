"""Records as somebody gives them, and drafts to write them in."""

from datetime import date
from decimal import Decimal
from typing import Any

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.reporting.filings.drafting import begin_filing, save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.actions import add_observation
from cairn.reporting.observations.persons import PersonCount
from cairn.reporting.observations.values import Given, Observed
from tests.reporting.filings.doing import TODAY, World

SECTIONS = {
    "route": "routes",
    "fee": "fees",
    "method": "methods",
    "document": "documents",
    "incident": "incidents",
}


def leg(start: str, end: str, **more: Any) -> dict[str, Any]:
    """From one named place of Niger to another."""
    return {
        "from_node": "hub",
        "from_country": "NER",
        "from_place": start,
        "to_node": "transit",
        "to_country": "NER",
        "to_place": end,
        **more,
    }


def given(kind: str, **more: Any) -> Given:
    """Complete: nothing is asked of it."""
    legs: list[Any] = more.pop("legs", [])
    persons: list[Any] = more.pop("persons", [])
    match kind:
        case "route":
            values: dict[str, Any] = {"title": "Northern lorries", "change": "rising"}
            legs = legs or [
                leg("Agadez", "Arlit"),
                leg("Arlit", "Assamaka", organizer="travellers"),
            ]
        case "fee":
            values = {
                "title": "Seat on a pickup",
                "low": Decimal(50_000),
                "high": Decimal(150_000),
                "currency": "XOF",
                "when": DateSpan.month(2024, 2),
                "covers": "journey",
                "per": "person",
                "methods": ["cash", "hawala"],
            }
        case "method":
            values = {"title": "Hidden in cargo", "way": ["land"], "concealment": ["cargo_load"]}
        case "document":
            values = {
                "title": "Altered visas",
                "document": "visa",
                "fraud": "counterfeit",
                "issuer": "FRA",
            }
        case "incident":
            values = {
                "title": "Lorry stopped",
                "conduct": "smuggling",
                "when": DateSpan.day(date(2024, 2, 3)),
                "country": "NER",
                "place": "Arlit",
            }
            persons = persons or [
                PersonCount("smuggled", 12),
                PersonCount("smuggled", 4, sex="female", age_group="adult"),
                PersonCount("smuggled", 8, sex="male", age_group="adult"),
                PersonCount("dead", missing=Cell.NOT_RECORDED),
            ]
        case _:
            raise AssertionError(kind)
    return Given(values | more, legs, persons)


def draft(world: World, kind: str, period: str = "2024-Q1") -> Filing:
    """An empty draft of the section that has this kind, with its coverage note."""
    filing = begin_filing(
        owner=world.agency,
        section=SECTIONS[kind],
        period=Period.parse(period),
        by=world.officer,
        today=TODAY,
        conduct="smuggling",
    )
    return save_details(filing=filing, values={"coverage_note": "All posts."}, by=world.officer)


def added(world: World, kind: str, filing: Filing | None = None, **more: Any) -> Observed:
    filing = filing or draft(world, kind)
    return add_observation(filing=filing, kind=kind, given=given(kind, **more), by=world.officer)

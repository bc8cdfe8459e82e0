"""Three years of invented routes, fees, methods, document fraud and single events of five States.

The sixth filed true zeros and has nothing to tell. All places are invented and lie in the open
ocean, so that nobody takes one for real; every title says that it is invented, and so does every
filing. Records go through the action that checks and stores many at once.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cairn.accounts.models import Organisation, User
from cairn.kernel.dates import DateSpan, Level, Period
from cairn.kernel.text import noop
from cairn.reporting.filings.actions import (
    clear_filing,
    comment,
    settle_comment,
    submit_filing,
    validate_filing,
)
from cairn.reporting.filings.drafting import begin_filing, save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.actions import add_observations
from cairn.reporting.observations.persons import PersonCount
from cairn.reporting.observations.values import Given

SEED = 20240102
HALVES, YEARS = (date(2023, 7, 1), date(2026, 6, 30)), (date(2023, 1, 1), date(2025, 12, 31))
NOTE = noop(
    "Invented for the demonstration. What the invented posts and files hold; nothing is left out."
)
Record = tuple[str, Given]


@dataclass(frozen=True, slots=True)
class Place:
    """An invented place in an invented State."""

    state: str
    name: str
    lat: str
    lon: str


SEL = Place("QMA", "Sel harbour (invented)", "24.2", "-41.1")
ORRO = Place("QMA", "Orro crossing (invented)", "25.6", "-42.8")
TAMB = Place("QMB", "Tamb beach (invented)", "21.0", "-36.4")
QUILL = Place("QMB", "Quill roads (invented)", "20.3", "-35.2")
DRESS = Place("QMC", "Dress pass (invented)", "28.4", "-34.9")
VASK = Place("QMC", "Vask junction (invented)", "29.1", "-33.0")
PALO = Place("QMD", "Palo ford (invented)", "16.8", "-43.3")
RIFF = Place("QMD", "Riff airfield (invented)", "15.5", "-42.2")
LUM = Place("QMF", "Lum atoll (invented)", "8.4", "-38.0")
NESS = Place("QMF", "Ness light (invented)", "9.2", "-36.6")


@dataclass(frozen=True, slots=True)
class Story:
    """What one agency tells of: how people pass through, by what, and what it costs."""

    way: tuple[Place, ...]
    mode: str
    conveyance: str
    border: str
    organizer: str
    fee: int  # usual amount for one person
    currency: str
    methods: tuple[str, ...]  # of payment
    stages: tuple[str, ...]
    land: str  # by land, sea or air
    modus: tuple[str, ...]
    concealment: tuple[str, ...]
    document: str
    fraud: str
    nationalities: tuple[str, ...]
    sections: tuple[str, ...] = ("routes", "fees", "methods", "documents", "incidents")


def _story(way: tuple[Place, ...], *told: Any) -> Story:
    """In the order of the fields, a few to a line."""
    return Story(way, *told)


STORIES = {
    "verania-border": _story(
        (VASK, ORRO, SEL),
        *("land_road", "truck_lorry", "green_border", "same_network", 1800, "EUR"),
        *(("hawala", "cash"), ("deposit", "on_arrival_release"), "land"),
        *(("clandestine_between_bcp", "multi_leg_relay"), ("cargo_load",)),
        *("passport_ordinary", "impostor_lookalike", ("NER", "NGA", "SDN")),
    ),
    "calmeria-coast": _story(
        (SEL, TAMB, QUILL),
        *("sea", "fibreglass_boat", "blue_border_coastal", "other_network", 950, "USD"),
        *(("cash", "mobile_money"), ("full_upfront",), "sea"),
        *(("self_steered_boat", "abandon_and_distress_call"), ("below_deck",)),
        *("visa", "counterfeit", ("BGD", "PAK")),
        ("routes", "fees", "methods", "incidents"),
    ),
    "norvanta-border": _story(
        (PALO, DRESS, VASK),
        *("land_foot", "none_on_foot", "green_border", "local_guide", 700, "EUR"),
        *(("third_party_deposit",), ("per_leg_advance", "extra_demanded"), "land"),
        *(("clandestine_between_bcp", "pay_as_you_go"), ("none",)),
        *("residence_permit", "forged_photo_substitution", ("SYR", "AFG")),
        ("routes", "documents", "incidents"),
    ),
    "istaria-police": _story(
        (RIFF, PALO),
        *("air", "scheduled_aircraft", "official_bcp_air", "same_network", 5200, "USD"),
        *(("bank_transfer", "credit_travel_now_pay_later"), ("instalments",), "air"),
        *(("document_fraud_entry", "visa_abuse"), ("mixed_with_regular_passengers",)),
        *("visa", "fraudulently_obtained_genuine", ("GTM", "HND", "VEN")),
        ("fees", "methods", "documents"),
    ),
    "pelania-marine": _story(
        (LUM, NESS),
        *("sea", "fishing_vessel", "high_seas", "other_network", 2400, "USD"),
        *(("cash",), ("deposit", "after_arrival_debt"), "sea"),
        *(("mothership_transfer", "encrypted_remote_guidance"), ("below_deck",)),
        *("seafarer_document", "stolen_blank", ("LKA", "VNM")),
        ("routes", "incidents"),
    ),
}
DRAFT = ("verania-border", "routes")  # its last is open still: its legs can be moved on the map
CHANGES = ("new", "rising", "rising", "stable", "falling", "stable")
OFTEN, YEARLY = "verania-border", ("methods", "documents")  # the others file year by year


def file_records(
    key: str, body: Organisation, *, officer: User, contact: User, secretary: User
) -> list[Filing]:
    """Everything that an agency tells of, filed, cleared and validated; none for some."""
    story, found = STORIES.get(key), []
    if story is None:
        return []
    draws = random.Random(f"{SEED}-{key}")
    for section in story.sections:
        by_half = key == OFTEN and section not in YEARLY
        first, last = HALVES if by_half else YEARS
        level = Level.HALF if by_half else Level.YEAR
        for at, period in enumerate(Period(first, last).split(level)):
            filing = begin_filing(
                owner=body, section=section, period=period, by=officer, invented=True
            )
            given = list(TOLD[section](story, period, at, draws))
            add_observations(filing=filing, given=given, by=officer)
            details: dict[str, Any] = {
                "conduct": "smuggling",
                "coverage_note": NOTE,
                "uses": ["strategic_analysis"],
            }
            filing = save_details(filing=filing, values=details, by=officer)
            if period.last == last and (key, section) == DRAFT:
                continue
            filing = submit_filing(filing=filing, by=officer)
            filing = clear_filing(filing=filing, by=contact)
            found.append(validate_filing(filing=filing, by=secretary))
    return found


def ask_about(filings: list[Filing], *, officer: User, secretary: User) -> None:
    """A question that was answered and one that waits."""
    bureau = secretary.memberships.get().organisation
    asked, waiting = filings[0], filings[-1]
    question = comment(
        filing=asked,
        field="",
        text="Does the route also lead through other States? (invented)",
        by=secretary,
        organisation=bureau,
    )
    answer = comment(
        filing=asked,
        field="",
        text="No, as far as the invented files say. (invented)",
        by=officer,
        organisation=asked.owner,
    )
    for one in (question, answer):
        settle_comment(comment=one, by=secretary)
    comment(
        filing=waiting,
        field="",
        text="Were the people brought ashore counted among the rescued? (invented)",
        by=secretary,
        organisation=bureau,
    )


def _routes(story: Story, period: Period, at: int, draws: random.Random) -> Iterator[Record]:
    start, end = story.way[0], story.way[-1]
    values = {
        "title": f"{_short(start)} to {_short(end)} (invented)",
        "change": CHANGES[at % len(CHANGES)],
        "cause": "More patrols at the usual crossing moved people here. (invented)" if at else "",
        "description": "Pieced together from interviews and boats found. (invented)",
        "likelihood": draws.choice(("likely", "highly_likely", "realistic_possibility")),
        "confidence": draws.choice(("medium", "high", "low")),
    }
    yield "route", Given(values, list(_legs(story, draws)))


def _legs(story: Story, draws: random.Random) -> Iterator[dict[str, Any]]:
    ends = list(zip(story.way, story.way[1:], strict=False))
    for at, (start, end) in enumerate(ends):
        hours = draws.randint(3, 30)
        yield {
            **_end("from", start, "embarkation" if at == 0 else "hub"),
            **_end("to", end, "disembarkation" if at == len(ends) - 1 else "hub"),
            "mode": story.mode if at else "land_road",
            "conveyance": story.conveyance if at else "van",
            "hours_low": Decimal(hours),
            "hours_high": Decimal(hours + draws.randint(1, 24)),
            "border": story.border,
            "organizer": story.organizer if at else "local_guide",
        }


def _end(which: str, place: Place, node: str) -> dict[str, Any]:
    return {
        f"{which}_node": node,
        f"{which}_country": place.state,
        f"{which}_place": place.name,
        f"{which}_precision": "named_place",
        f"{which}_lat": Decimal(place.lat),
        f"{which}_lon": Decimal(place.lon),
    }


def _fees(story: Story, period: Period, at: int, draws: random.Random) -> Iterator[Record]:
    start, end = story.way[0], story.way[-1]
    typical = round(story.fee * (1 + 0.05 * at) * draws.uniform(0.95, 1.05), -1)
    common = {
        "currency": story.currency,
        "when": DateSpan.between(period.first, period.last),
        "per": "person",
        "methods": list(story.methods),
        "stages": list(story.stages),
        "confidence": "medium",
    }
    yield (
        "fee",
        Given(
            {
                **common,
                "title": "Whole journey (invented)",
                "low": Decimal(round(typical * 0.7)),
                "typical": Decimal(round(typical)),
                "high": Decimal(round(typical * 1.6)),
                "informants": draws.randint(6, 40),
                "covers": "journey",
                "officials": "yes" if at % 2 else "not_recorded",
            }
        ),
    )
    yield (
        "fee",
        Given(
            {
                **common,
                "title": "Last stretch alone (invented)",
                "typical": Decimal(round(typical * 0.4)),
                "covers": "part",
                "from_country": start.state,
                "from_place": start.name,
                "to_country": end.state,
                "to_place": end.name,
                "informants": draws.randint(2, 12),
                "officials": "amount",
                "officials_amount": Decimal(round(typical * 0.05)),
                "usd_rate": Decimal("0.92") if story.currency == "EUR" else Decimal(1),
                "rate_on": period.last,
                "rate_source": "Invented rate for the demonstration",
            }
        ),
    )


def _methods(story: Story, period: Period, at: int, draws: random.Random) -> Iterator[Record]:
    values = {
        "title": f"How people are moved to {_short(story.way[-1])} (invented)",
        "way": [story.land],
        "modus": list(story.modus),
        "concealment": list(story.concealment),
        "borders": [story.border],
        "recruitment": ["family_friends_abroad", *(["social_media"] if at else [])],
        "services": ["transport", "guiding_border"],
        "communication": ["messaging_apps", *(["satellite_phone"] if story.land == "sea" else [])],
        "technology": ["navigation", *(["online_advertising"] if at else [])],
        "structure": draws.choice(("loose_network", "chain_relay", "small_group_local")),
        "description": "Seen in most of the invented files of the year. (invented)",
        "likelihood": "likely",
        "confidence": "medium",
    }
    yield "method", Given(values)


def _documents(story: Story, period: Period, at: int, draws: random.Random) -> Iterator[Record]:
    values = {
        "title": "Documents shown at the posts (invented)",
        "document": story.document,
        "fraud": story.fraud,
        "issuer": story.way[0].state,
        "level": draws.choice(("primary_line1", "secondary_line2")),
        "detection": ["document_check", *(["biometric_match"] if at else [])],
        "description": "The same weak point of the page was used again. (invented)",
        "confidence": "high",
    }
    yield "document", Given(values)


def _incidents(story: Story, period: Period, at: int, draws: random.Random) -> Iterator[Record]:
    days = (period.last - period.first).days
    for number in range(2):
        day = period.first + timedelta(days=draws.randint(0, days))
        place = story.way[-1 - number % len(story.way)]
        values = {
            "title": f"People found near {_short(place)} (invented)",
            "conduct": "aggravated_smuggling" if number and at % 2 else "smuggling",
            "when": DateSpan.between(day, day),
            "country": place.state,
            "place": place.name,
            "precision": "named_place",
            "lat": Decimal(place.lat),
            "lon": Decimal(place.lon),
            "departed": [story.way[0].state],
            "bound_for": [story.way[-1].state],
            "nationalities": list(story.nationalities),
            "mode": story.mode,
            "conveyance": story.conveyance,
            "crimes": ["extortion"] if number else [],
            "detection": ["border_patrol_visual"],
            "source_grade": draws.choice("AB"),
            "information_grade": draws.choice("12"),
            "description": "An event of the demonstration; it never took place. (invented)",
        }
        yield "incident", Given(values, list(_legs(story, draws)), list(_people(at, number, draws)))


def _people(at: int, number: int, draws: random.Random) -> Iterator[PersonCount]:
    people = draws.randint(8, 60)
    women = round(people * draws.uniform(0.1, 0.35))
    lost = draws.choice((0, 0, 0, 1, 4)) if number else 0
    yield PersonCount("smuggled", people)
    yield PersonCount("smuggled", women, sex="female")
    yield PersonCount("smuggled", people - women, sex="male")
    yield PersonCount("unaccompanied", draws.randint(0, 3))
    yield PersonCount("dead", lost)
    yield PersonCount("missing", lost * 2)
    yield PersonCount("rescued", people - lost)
    yield PersonCount("suspects", 1 + number)
    yield PersonCount("suspects", 1 + number, role="transporter_driver")
    if number:
        yield PersonCount(
            "abused", draws.randint(1, 6), abuse="extortion_ransom", perpetrator="criminal_gang"
        )


def _short(place: Place) -> str:
    return place.name.removesuffix(" (invented)")


TOLD = {
    "routes": _routes,
    "fees": _fees,
    "methods": _methods,
    "documents": _documents,
    "incidents": _incidents,
}

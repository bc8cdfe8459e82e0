"""The five kinds of record, field by field; `kinds` says what a field is."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.observations.kinds import (
    CONDUCT,
    JUDGED,
    ROUTES,
    TITLE,
    Asked,
    Group,
    Kind,
    Shape,
)


class UnknownKind(CairnError):
    text = noop("There is no kind of record %(key)r.")


ROUTE = Kind(
    "route",
    noop("Route"),
    noop("Routes"),
    noop("One way that smuggled people take or are taken, leg by leg, from place to place."),
    ("a",),
    (
        Group(
            noop("The route"),
            (
                TITLE,
                Asked(
                    "named",
                    Shape.ONE,
                    noop("Named route"),
                    noop("Where it is part of a route that has a name; otherwise leave it open."),
                    ROUTES,
                ),
                Asked(
                    "change",
                    Shape.ONE,
                    noop("Change since the last period"),
                    noop("As far as it was detected; detection may have changed as well."),
                    "route_changes",
                    required=True,
                ),
                Asked(
                    "cause",
                    Shape.LONG,
                    noop("Cause of the change"),
                    noop("What the change is put down to, and on what grounds."),
                ),
            ),
        ),
        JUDGED,
    ),
    legs=True,
)
FEE = Kind(
    "fee",
    noop("Fee"),
    noop("Fees"),
    noop("What people were asked to pay or paid, for what, how and when."),
    ("b",),
    (
        Group(
            noop("The amount"),
            (
                replace(
                    TITLE,
                    help=noop(
                        "A few words by which it is found again, such as “From the border to the "
                        "coast, by lorry”."
                    ),
                ),
                Asked("low", Shape.MONEY, noop("Lowest amount")),
                Asked("typical", Shape.MONEY, noop("Usual amount")),
                Asked("high", Shape.MONEY, noop("Highest amount")),
                Asked(
                    "currency",
                    Shape.CURRENCY,
                    noop("Currency"),
                    noop("The currency in which it was named or paid, not a converted one."),
                    required=True,
                ),
                Asked(
                    "when",
                    Shape.SPAN,
                    noop("When"),
                    noop("As exact as it is known: 2026-03-01, 2026-03, Q1 2026 or 2026."),
                ),
                Asked(
                    "informants",
                    Shape.WHOLE,
                    noop("Number of people who said so"),
                    noop("How many independent people or files the amount rests on."),
                ),
            ),
        ),
        Group(
            noop("What it is for"),
            (
                Asked("covers", Shape.ONE, noop("What it covers"), words="covers", required=True),
                Asked("from_country", Shape.COUNTRY, noop("From, country")),
                Asked("from_place", Shape.TEXT, noop("From, place")),
                Asked("to_country", Shape.COUNTRY, noop("To, country")),
                Asked("to_place", Shape.TEXT, noop("To, place")),
                Asked("per", Shape.ONE, noop("For whom"), words="per", required=True),
                Asked("group_size", Shape.WHOLE, noop("People in the group")),
            ),
        ),
        Group(
            noop("How it is paid"),
            (
                Asked("methods", Shape.MANY, noop("Payment methods"), words="payment_methods"),
                Asked("stages", Shape.MANY, noop("When it is paid"), words="fee_stages"),
                Asked(
                    "officials",
                    Shape.ONE,
                    noop("Did officials receive payments?"),
                    noop("Payments to officials beside or out of the fee."),
                    "officials",
                ),
                Asked("officials_amount", Shape.MONEY, noop("Amount paid to officials")),
            ),
        ),
        Group(
            noop("Rate to the US dollar"),
            (
                Asked(
                    "usd_rate",
                    Shape.AMOUNT,
                    noop("Units of the currency for one US dollar"),
                    noop(
                        "Never looked up for you: give the rate, its day and its source, or none."
                    ),
                ),
                Asked(
                    "rate_on", Shape.DAY, noop("Day of the rate"), noop("Write it as 2026-03-01.")
                ),
                Asked("rate_source", Shape.TEXT, noop("Source of the rate")),
            ),
        ),
        JUDGED,
    ),
)
METHOD = Kind(
    "method",
    noop("Method"),
    noop("Methods"),
    noop("How people are found, hidden and moved, by land, sea or air, and with what technology."),
    ("b", "d", "f"),
    (
        Group(
            noop("The method"),
            (
                TITLE,
                Asked("way", Shape.MANY, noop("By land, sea or air"), words="way", required=True),
                Asked("modus", Shape.MANY, noop("Modus operandi"), words="modus_operandi"),
                Asked("concealment", Shape.MANY, noop("Concealment"), words="concealment_methods"),
                Asked(
                    "borders",
                    Shape.MANY,
                    noop("Kinds of border crossing"),
                    words="border_crossing_types",
                ),
            ),
        ),
        Group(
            noop("Recruitment, services and technology"),
            (
                Asked(
                    "recruitment",
                    Shape.MANY,
                    noop("How people and smugglers find one another"),
                    words="recruitment_channels",
                ),
                Asked("services", Shape.MANY, noop("Services offered"), words="smuggler_services"),
                Asked(
                    "communication",
                    Shape.MANY,
                    noop("Means of communication"),
                    words="communication_means",
                ),
                Asked("technology", Shape.MANY, noop("Technology used"), words="technology_uses"),
                Asked(
                    "structure",
                    Shape.ONE,
                    noop("Structure of the network"),
                    words="network_structure_types",
                ),
            ),
        ),
        JUDGED,
    ),
)
DOCUMENT = Kind(
    "document",
    noop("Document fraud"),
    noop("Document fraud"),
    noop("A way in which documents are made, altered or used. No numbers and no images of them."),
    ("c", "d"),
    (
        Group(
            noop("The document"),
            (
                TITLE,
                Asked(
                    "document",
                    Shape.ONE,
                    noop("Kind of document"),
                    words="document_types",
                    required=True,
                ),
                Asked(
                    "fraud",
                    Shape.ONE,
                    noop("Kind of fraud"),
                    words="document_fraud_types",
                    required=True,
                ),
                Asked(
                    "issuer",
                    Shape.COUNTRY,
                    noop("State of the document"),
                    noop("The State whose document it is, or pretends to be."),
                ),
                Asked(
                    "level",
                    Shape.ONE,
                    noop("Where in the check it was detected"),
                    words="document_detection_levels",
                ),
                Asked(
                    "detection", Shape.MANY, noop("How it was detected"), words="detection_methods"
                ),
            ),
        ),
        JUDGED,
    ),
)
INCIDENT = Kind(
    "incident",
    noop("Single event"),
    noop("Single events"),
    noop("One event with its date, place, people and what happened to them. No names of persons."),
    ("a", "b", "d"),
    (
        Group(
            noop("When and where"),
            (
                TITLE,
                Asked(
                    "conduct",
                    Shape.ONE,
                    noop("What does it speak of?"),
                    noop("Kept apart, and never added to one another. Choose what happened."),
                    CONDUCT,
                    required=True,
                ),
                Asked(
                    "when",
                    Shape.SPAN,
                    noop("When"),
                    noop("As exact as it is known: 2026-03-01, 2026-03, Q1 2026 or 2026."),
                    required=True,
                ),
                Asked("country", Shape.COUNTRY, noop("Country of the event"), required=True),
                Asked(
                    "place",
                    Shape.TEXT,
                    noop("Place of the event"),
                    noop("A town, post, district or sea area; never an address."),
                ),
                Asked(
                    "precision",
                    Shape.ONE,
                    noop("How exact is the place?"),
                    noop("Coordinates are kept only as exact as said here."),
                    "location_precision",
                ),
                Asked("lat", Shape.DEGREES, noop("Latitude")),
                Asked("lon", Shape.DEGREES, noop("Longitude")),
            ),
        ),
        Group(
            noop("Countries by role"),
            (
                Asked("departed", Shape.COUNTRIES, noop("Departed from")),
                Asked("crossed", Shape.COUNTRIES, noop("Passed through")),
                Asked("bound_for", Shape.COUNTRIES, noop("Bound for")),
                Asked("nationalities", Shape.COUNTRIES, noop("Nationalities of the people")),
                Asked("flags", Shape.COUNTRIES, noop("Flag or registration of the conveyance")),
            ),
        ),
        Group(
            noop("How"),
            (
                Asked("mode", Shape.ONE, noop("Mode of transport"), words="transport_modes"),
                Asked("conveyance", Shape.ONE, noop("Conveyance"), words="conveyance_types"),
                Asked(
                    "crimes",
                    Shape.MANY,
                    noop("Other crimes suffered"),
                    noop("Crimes of which the people became victims on the way."),
                    "crimes_suffered",
                ),
                Asked(
                    "detection", Shape.MANY, noop("How it was detected"), words="detection_methods"
                ),
                Asked(
                    "source_grade",
                    Shape.ONE,
                    noop("Reliability of the source"),
                    noop("Admiralty grade A to F: how the source has proved itself."),
                    "grading_admiralty_source",
                ),
                Asked(
                    "information_grade",
                    Shape.ONE,
                    noop("Credibility of the information"),
                    noop("Admiralty grade 1 to 6: judged apart from the source."),
                    "grading_admiralty_information",
                ),
            ),
        ),
        JUDGED,
    ),
    legs=True,
    persons=True,
)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {one.key: one for one in (ROUTE, FEE, METHOD, DOCUMENT, INCIDENT)}
)


def kind(key: str) -> Kind:
    try:
        return KINDS[key]
    except KeyError:
        raise UnknownKind(key=key) from None

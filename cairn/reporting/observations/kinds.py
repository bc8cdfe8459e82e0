"""What is asked of each kind of qualitative record: fields, their shapes, lists and definitions.

Pure, and declared once: forms, checks, pages and history all read it. Texts are English templates.
A record says what was observed, never who a migrant is; nobody is called an offender for having
been smuggled, and no field could say so.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cairn.kernel.text import noop

SHORT, LONG = 200, 4_000  # characters of a short and of a long text
DECIMALS = {  # how exact coordinates may be, by the precision that was declared
    "exact_point": 2,  # about a kilometre; nothing finer is kept
    "named_place": 1,
    "route_segment": 1,
    "admin2": 1,
    "sea_area": 0,
    "admin1": 0,
    "country": 0,
}  # "undisclosed" has none


class Shape(enum.StrEnum):
    """How one answer looks."""

    ONE = "one"  # a key of a list
    MANY = "many"  # several keys of a list
    TEXT = "text"
    LONG = "long"
    COUNTRY = "country"
    COUNTRIES = "countries"
    CURRENCY = "currency"
    SPAN = "span"  # a date, as exact as it is known
    DAY = "day"
    AMOUNT = "amount"  # a decimal number
    MONEY = "money"  # an amount of which no more than two decimals are ever written
    WHOLE = "whole"
    DEGREES = "degrees"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `words` is a vocabulary, or the name of one of the short lists in `LISTS`."""

    name: str
    shape: Shape
    title: str
    help: str = ""
    words: str = ""
    required: bool = False  # asked for before the filing may be submitted


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together."""

    title: str
    fields: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. `articles` are letters of article 10(1) of the Protocol."""

    key: str
    title: str
    plural: str
    about: str
    articles: tuple[str, ...]
    groups: tuple[Group, ...]
    legs: bool = False
    persons: bool = False

    @property
    def fields(self) -> Iterator[Asked]:
        for group in self.groups:
            yield from group.fields


ARTICLES = {  # article 10(1) of the Protocol: the top index of what is exchanged
    "a": "route_points",
    "b": "groups_methods",
    "c": "document_authenticity",
    "d": "concealment_and_misuse",
    "e": "legislative_practice",
    "f": "technical_information",
}
LISTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "confidence": {
            "low": noop("Low: few or weak sources"),
            "medium": noop("Medium: plausible sources that agree in part"),
            "high": noop("High: several good sources that agree"),
        },
        "covers": {
            "journey": noop("The whole journey"),
            "part": noop("A part of it, from one place to another"),
        },
        "per": {"person": noop("For one person"), "group": noop("For a group")},
        "officials": {
            "amount": noop("Yes, and the amount is known"),
            "yes": noop("Yes, the amount is not known"),
            "no": noop("No"),
            "not_recorded": noop("Not recorded"),
        },
        "way": {"land": noop("By land"), "sea": noop("By sea"), "air": noop("By air")},
    }
)
CONDUCT, ROUTES, AGES, SEXES = "conduct", "routes", "age_group", "sex"  # lists with other readers

JUDGED = Group(
    noop("What is judged, and how surely"),
    (
        Asked(
            "description",
            Shape.LONG,
            noop("In words"),
            noop("What was observed, and what is concluded from it. No names, no addresses."),
        ),
        Asked(
            "likelihood",
            Shape.ONE,
            noop("How likely is what the text judges?"),
            noop("The likelihood of the judgement; how sure you are of it stands apart."),
            "estimation_certainty",
        ),
        Asked(
            "confidence",
            Shape.ONE,
            noop("How sure are you of that judgement?"),
            noop("It rests on the sources, not on how likely the matter is."),
            "confidence",
        ),
    ),
)
TITLE = Asked(
    "title",
    Shape.TEXT,
    noop("Short title"),
    noop("A few words by which it is found again, such as “Lorries at the northern posts”."),
    required=True,
)


def _end(which: str, node: str, country: str, place: str) -> tuple[Asked, ...]:
    return (
        Asked(f"{which}_node", Shape.ONE, node, words="smuggling_route_node_types", required=True),
        Asked(f"{which}_country", Shape.COUNTRY, country),
        Asked(
            f"{which}_place",
            Shape.TEXT,
            place,
            noop("A town, post, district or sea area; never an address."),
        ),
        Asked(
            f"{which}_precision",
            Shape.ONE,
            noop("How exact is the place?"),
            noop(
                "Coordinates are kept only as exact as said here, the most exact to about a "
                "kilometre."
            ),
            "location_precision",
        ),
        Asked(f"{which}_lat", Shape.DEGREES, noop("Latitude")),
        Asked(f"{which}_lon", Shape.DEGREES, noop("Longitude")),
    )


FROM = _end("from", noop("Begins at"), noop("Country where it begins"), noop("Place of the start"))
TO = _end("to", noop("Ends at"), noop("Country where it ends"), noop("Place of the end"))
TRAVEL = (
    Asked("mode", Shape.ONE, noop("Mode of transport"), words="transport_modes"),
    Asked("conveyance", Shape.ONE, noop("Conveyance"), words="conveyance_types"),
    Asked("hours_low", Shape.AMOUNT, noop("Hours, at least")),
    Asked("hours_high", Shape.AMOUNT, noop("Hours, at most")),
    Asked("border", Shape.ONE, noop("Kind of border crossing"), words="border_crossing_types"),
    Asked("organizer", Shape.ONE, noop("Who organized this leg"), words="leg_organizers"),
    Asked(
        "gap",
        Shape.TEXT,
        noop("What is not known between the leg before and this one"),
        noop("Fill it in where this leg does not begin where the one before ended."),
    ),
)
LEG = (*FROM, *TO, *TRAVEL)

"""Units behind a number, in the form that the number takes: Arabic has six of them.

A unit is the English plural by which filings and measures name it. Behind what is no number stands
the unit as a heading has it.
"""

from cairn.kernel.text import Message
from cairn.web import numbers
from cairn.web.say import current, say


def unit_behind(unit: str, n: object) -> str:
    """ "people" behind 2, "person" behind 1. Raises ValueError for a unit without forms."""
    return say(_message(unit, n) if isinstance(n, int) else unit)


def says_the_number(n: object) -> bool:
    """Whether the unit behind this number says the number too, so that no digit stands before it:
    "شخص واحد" and "شخصان" are Arabic, "1 شخص" is not."""
    return isinstance(n, int) and n in (1, 2) and current() == "ar"


def in_words(unit: str, n: int) -> str:
    """A number with its unit in one line: "12 people", "شخص واحد"."""
    words = unit_behind(unit, n)
    return words if says_the_number(n) else f"{numbers.number(n, current())} {words}"


def _message(unit: str, n: int) -> Message:
    match unit:
        case "applications":
            return Message("application", "applications", n)
        case "arrivals":
            return Message("arrival", "arrivals", n)
        case "boats":
            return Message("boat", "boats", n)
        case "cases":
            return Message("case", "cases", n)
        case "detections":
            return Message("detection", "detections", n)
        case "documents":
            return Message("document", "documents", n)
        case "encounters":
            return Message("encounter", "encounters", n)
        case "incidents":
            return Message("incident", "incidents", n)
        case "people" | "persons":
            return Message("person", "people", n)
        case "refusals":
            return Message("refusal", "refusals", n)
        case "requests":
            return Message("request", "requests", n)
        case "returns":
            return Message("return", "returns", n)
    raise ValueError(f"the unit {unit!r} has no forms here")

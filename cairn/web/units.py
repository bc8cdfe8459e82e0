"""Units behind a number, in the form that the number takes: Arabic has six of them.

A unit is the English plural by which filings and measures name it. Behind what is no number stands
the unit as a heading has it.
"""

from cairn.kernel.text import Message
from cairn.web.say import say


def unit_behind(unit: str, n: object) -> str:
    """ "people" behind 2, "person" behind 1. Raises ValueError for a unit without forms."""
    return say(_message(unit, n) if isinstance(n, int) else unit)


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

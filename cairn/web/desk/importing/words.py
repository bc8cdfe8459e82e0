"""How fields, values and problems of an import are called, in the language of the reader."""

from collections.abc import Mapping
from typing import Any

from cairn.erasure.marks import day_and_rule
from cairn.figures.measures import measures
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.countries import name_of
from cairn.reference.dimensions import dimensions, label_of
from cairn.reference.places import place_name
from cairn.reference.routes import route_name
from cairn.reporting.columns import COUNT
from cairn.reporting.models import ImportBatch
from cairn.web import numbers
from cairn.web.say import current, say

FIELDS = {
    "identifier": noop("Identifier of the source"),
    "identifier_group": noop("Identifier of a group of records"),
    "date": noop("Date, or first day"),
    "date_end": noop("Last day"),
    "year": noop("Year"),
    "month": noop("Month"),
    "week": noop("Week"),
    "event_kind": noop("Kind of record"),
    "dead": noop("Dead"),
    "missing": noop("Missing, presumed dead"),
    "total": noop("Dead and missing together"),
    "survivors": noop("Survivors"),
    "females": noop("Women and girls"),
    "males": noop("Men and boys"),
    "children": noop("Children"),
    "origin": noop("Country of origin"),
    "origin_region": noop("Region of origin"),
    "country": noop("Country where it happened"),
    "region": noop("Region where it happened"),
    "route": noop("Route"),
    "cause": noop("Cause of death"),
    "quality": noop("Grade of the source"),
    "latitude": noop("Latitude"),
    "longitude": noop("Longitude"),
    "coordinates": noop("Latitude and longitude together"),
    "destination": noop("Country of destination"),
    "place": noop("Place"),
    "sex": noop("Sex"),
    "age_group": noop("Age or family group"),
    "mode": noop("Mode of transport"),
    "border": noop("Type of border"),
    "authority": noop("Legal authority"),
    "component": noop("Agency or component"),
    "what": noop("Kind of case"),
    "demographic": noop("Group of people"),
    COUNT: noop("The number that is counted"),
    "when": noop("Date"),
    "value": noop("Number"),
    "basis": noop("What is counted"),
}
COUNTED_IN = noop("Country that counted")
KINDS = {
    "incidents": noop("Events in which people died or went missing"),
    "counts": noop("A series of counts"),
}
# What a problem is called above its rows; any other is shown by its own sentence.
PROBLEMS = {
    "uncertain_country": noop("Names that may mean several countries"),
    "unknown_country": noop("Names of countries that we do not know"),
    "unknown_route": noop("Routes that we do not know"),
    "unknown_term": noop("Words that we do not know"),
    "ambiguous_date": noop("Dates that can be read in two ways"),
    "other_date_style": noop("Dates written differently from the rest"),
    "unreadable_date": noop("Dates that cannot be read"),
    "impossible_date": noop("Days that no calendar has"),
    "future_date": noop("Dates that have not come yet"),
    "date_too_early": noop("Dates that are too early"),
    "ambiguous_number": noop("Numbers that can be read in two ways"),
    "other_number_style": noop("Numbers written differently from the rest"),
    "unreadable_count": noop("Numbers that cannot be read"),
    "negative_count": noop("Numbers below zero"),
    "fractional_count": noop("Numbers that are not whole"),
    "number_too_large": noop("Numbers that are too large to be right"),
    "rounded_number": noop("Numbers that a spreadsheet shortened"),
    "swapped_coordinates": noop("Latitude and longitude exchanged"),
    "latitude_out_of_range": noop("Latitudes that are none"),
    "longitude_out_of_range": noop("Longitudes that are none"),
    "unreadable_coordinates": noop("Positions that cannot be read"),
    "half_a_place": noop("Only one of latitude and longitude"),
    "total_differs": noop("Totals that differ from their parts"),
    "parts_exceed_total": noop("Parts larger than their total"),
    "nothing_recorded": noop("Rows without any number"),
    "no_date": noop("Rows without a date"),
    "year_differs": noop("Dates outside the year given"),
    "span_reversed": noop("Dates that end before they begin"),
    "same_identifier": noop("Identifiers that occur twice"),
    "same_cell": noop("Two numbers for the same cell"),
    "below_zero": noop("Corrections below zero"),
    "ragged_row": noop("Rows with too many cells"),
    "repeated_header": noop("Names of columns repeated among the rows"),
    "formula_as_text": noop("Formulas instead of values"),
    "formula_without_value": noop("Formulas without a result"),
    "error_in_cell": noop("Errors of a spreadsheet"),
    "hidden_characters": noop("Hidden characters"),
}
STATUSES = {
    "received": (noop("received"), "waiting"),
    "staging": (noop("being checked"), "waiting"),
    "staged": (noop("waits for a decision"), "attention"),
    "committed": (noop("committed"), "done"),
    "discarding": (noop("being removed"), "waiting"),
    "discarded": (noop("discarded"), "information"),
    "failed": (noop("could not be read"), "problem"),
}
EVENTS = {
    "reporting.import.begun": noop("The import was begun"),
    "reporting.import.staged": noop("Every row was checked"),
    "reporting.import.committed": noop("The rows were made current"),
    "reporting.import.met": noop("Accounts were joined with those of another source"),
    "reporting.import.discarded": noop("The import was given up"),
    "reporting.dataset.accepted": noop("The data set was accepted"),
    "erasure.record.asked": noop("That it be erased as a whole was asked for"),
    "erasure.confirmed": noop("A second person confirmed it"),
    "erasure.refused": noop("It was refused; nothing was changed."),
    "erasure.done": noop("It was erased as a whole"),
    "erasure.replayed": noop("It was erased again after a restore"),
    "erasure.hold.placed": noop("It was put on hold"),
    "erasure.hold.lifted": noop("The hold was lifted."),
    "history.version.erased": noop("Its history was emptied"),
    "erasure.words.reported": noop("Words that identify a person were reported"),
}
ERASED = noop("erased")
BASES = {
    "applications": noop("applications for asylum"),
    "arrivals": noop("arrivals"),
    "boats": noop("boats"),
    "detections": noop("detections"),
    "encounters": noop("encounters"),
    "returns": noop("returns"),
}


def status_words(batch: ImportBatch) -> tuple[str, str]:
    """Where an import stands, and the kind of the mark; of one that was erased, that it was."""
    if day_and_rule(batch.left_out_reason) is not None:
        return say(ERASED), "information"
    words, kind = STATUSES[batch.status]
    return say(words), kind


def field_words(name: str, kind: str = "incidents") -> str:
    if kind == "counts" and name == "country":
        return say(COUNTED_IN)
    return say(FIELDS.get(name, name))


def bases() -> list[str]:
    """What a series may count: the bases of all measures."""
    return sorted({basis for measure in measures().values() for basis in measure.basis})


def basis_words(basis: str) -> str:
    return say(BASES.get(basis, basis))


def value_words(name: str, value: Any) -> Any:
    """One value as a person reads it; a `Cell` and a number stay what they are."""
    if value is None:
        return Cell.NOT_RECORDED
    if isinstance(value, Cell | int | float):
        return value
    if isinstance(value, DateSpan):
        return numbers.date_span(value, current())
    match name:
        case "origin" | "country" | "destination":
            return name_of(value, current())
        case "route":
            return route_name(value, current())
        case "place":
            return place_name(value, current())
        case "basis":
            return basis_words(value)
    return say(label_of(name, str(value))) if name in dimensions() else str(value)


def problem_words(code: str) -> str:
    """The short name of a kind of problem, or nothing where its sentence must do."""
    return say(PROBLEMS[code]) if code in PROBLEMS else ""


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A reason that came as a template with its values."""
    sentence = CairnError.__new__(CairnError)
    sentence.text, sentence.values = template, dict(values)
    return say(sentence)

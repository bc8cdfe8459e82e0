"""Readers of single cells into our fields: countries, routes, terms, dates as a source means them.

A reader takes the cell and returns the value or raises a `CellError`; what a row as a whole must
satisfy is decided in `rows.py`. Readers are closures over one mapping and remember what they have
read, because in a column of a million rows there are a few hundred different countries.
"""

from collections.abc import Callable
from collections.abc import Mapping as Dict
from datetime import date
from hashlib import blake2b
from typing import Any

from cairn.formats.dates import DateStyle, read_date
from cairn.formats.errors import CellError
from cairn.formats.missing import read_missing
from cairn.formats.numbers import NumberStyle, read_count, read_number
from cairn.formats.values import read_coordinates, read_latitude, read_longitude
from cairn.reference.countries import OneOf, countries
from cairn.reference.dimensions import spellings
from cairn.reference.names import match_country
from cairn.reference.places import find_place
from cairn.reference.routes import match_routes
from cairn.reporting.reading.errors import (
    NotAMonth,
    NotAWeek,
    NotAYear,
    UncertainCountry,
    UnknownCountry,
    UnknownRoute,
    UnknownTerm,
)
from cairn.reporting.reading.mapping import Mapping, Rule

Reader = Callable[[Any], Any]
MOST_NAMED = 4  # countries that one sentence offers
REMEMBERED = 20_000  # different cells of one column
SEVERAL = "MIX"
UNKNOWN = "UNK"
NO_ONE_COUNTRY = {
    "unknown": UNKNOWN,
    "mixed": SEVERAL,
    "mixed/unknown": SEVERAL,
    "several": SEVERAL,
}
SEPARATORS = (",", ";", "/", "|")
OF_SEVERAL = {"cause": "several", "origin_region": "mixed"}  # where a cell names several values


def reader_for(rule: Rule, mapping: Mapping, today: date) -> Reader:
    """The reader of one column, with the person's answers for single spellings put first."""
    made = _make(rule, mapping, today)
    answers = {
        written.strip(): given for written, given in mapping.answers.get(rule.column, {}).items()
    }
    values = {str(key).strip().casefold(): value for key, value in rule.values.items()}
    if rule.reads in {"latitude", "longitude", "coordinates", "text"}:
        return made  # hardly ever twice the same
    memory: dict[str, Any] = {}

    def read(cell: Any) -> Any:
        if not isinstance(cell, str):  # 1, 1.0 and True would be remembered as the same
            return made(cell)
        try:
            found = memory[cell]
        except KeyError:
            found = _once(cell, made, answers, values)
            if len(memory) < REMEMBERED:
                memory[cell] = found
        if isinstance(found, CellError):
            raise found.with_traceback(None)  # or it would grow with every row
        return found

    return read


def _once(cell: str, made: Reader, answers: Dict[str, Any], values: Dict[str, Any]) -> Any:
    """The value, or the error that says why there is none."""
    text = cell.strip()
    if text in answers:
        return answers[text]
    if text.casefold() in values:
        return values[text.casefold()]
    try:
        return made(cell)
    except CellError as problem:
        return problem


def _make(rule: Rule, mapping: Mapping, today: date) -> Reader:
    match rule.reads:
        case "count":
            style = NumberStyle(mapping.number_style) if mapping.number_style else None
            if mapping.corrections:
                return lambda cell: read_signed(cell, style)
            return lambda cell: read_count(cell, decimal=style)
        case "date":
            order = DateStyle(mapping.date_style) if mapping.date_style else None
            return lambda cell: read_date(cell, today=today, style=order)
        case "latitude":
            return _quickly(read_latitude, 90)
        case "longitude":
            return _quickly(read_longitude, 180)
        case "coordinates":
            return read_coordinates
        case "country":
            return lambda cell: read_country(cell, un_names=mapping.un_names)
        case "countries":
            return lambda cell: read_countries(cell, un_names=mapping.un_names)
        case "route":
            return lambda cell: read_route(cell, mapping.route_system or None)
        case "year":
            return lambda cell: read_year(cell, today)
        case "month":
            return lambda cell: read_ordinal(cell, 12, NotAMonth)
        case "week":
            return lambda cell: read_ordinal(cell, 53, NotAWeek)
        case "place":
            return read_place
        case "text":
            return read_identifier
        case _:
            return lambda cell: read_term(cell, rule.field)


def _quickly(read: Reader, most: int) -> Reader:
    """Degrees written as a plain decimal number, by far the most frequent; all others as usual."""

    def degrees(cell: Any) -> Any:
        if isinstance(cell, str) and cell.replace(".", "", 1).removeprefix("-").isdecimal():
            value = float(cell)
            if -most <= value <= most:
                return value
        return read(cell)

    return degrees


def read_country(cell: Any, *, un_names: bool = False) -> str | None:
    """One country as ISO3 or a special code, or None where the cell is empty.

    "NA" is Namibia, except in sources that write the official names of countries.
    """
    text = str(cell).strip() if cell is not None else ""
    if len(text) == 3 and text in countries():
        return UNKNOWN if text == "OOO" else text
    if text.casefold() in NO_ONE_COUNTRY:
        return NO_ONE_COUNTRY[text.casefold()]
    if read_missing(text) and (un_names or text != "NA"):
        return None
    match = match_country(text, un_names=un_names)
    if match.certain and match.iso3:
        return UNKNOWN if match.iso3 == "OOO" else match.iso3
    if match.candidates:
        known = tuple(iso3 for iso3, _ in match.candidates[:MOST_NAMED] if iso3 in countries())
        raise UncertainCountry(value=text, candidates=OneOf(known))
    raise UnknownCountry(value=text)


def read_countries(cell: Any, *, un_names: bool = False) -> str | None:
    """One country; `MIX` where the cell names several, each of which must be known."""
    try:
        return read_country(cell, un_names=un_names)
    except (UnknownCountry, UncertainCountry) as problem:
        text = str(cell)
        for separator in SEPARATORS:
            parts = [part for part in text.split(separator) if part.strip()]
            if len(parts) < 2:
                continue
            try:
                found = {read_country(part, un_names=un_names) for part in parts}
            except (UnknownCountry, UncertainCountry):
                continue
            return found.pop() if len(found) == 1 else SEVERAL
        raise problem


def read_route(cell: Any, system: str | None) -> str | None:
    """The key of our route; several routes in one cell are a problem, not a guess."""
    if read_missing(cell):
        return None
    found = match_routes(str(cell).strip(), system) or match_routes(str(cell).strip())
    if len(found) != 1:
        raise UnknownRoute(value=cell)
    return found[0]


def read_year(cell: Any, today: date) -> int | None:
    """A year, also out of a date such as 2024-01-01."""
    if read_missing(cell):
        return None
    text = str(getattr(cell, "year", cell)).strip()
    if len(text) >= 8 and text[4:5] == "-":
        text = text[:4]
    number = read_number(text) if text.replace(".", "").isdigit() else None
    if number is None or number != int(number) or not 1900 <= number <= today.year:
        raise NotAYear(value=cell)
    return int(number)


def read_ordinal(cell: Any, largest: int, error: type[CellError]) -> int | None:
    if read_missing(cell):
        return None
    try:
        number = int(float(str(cell)))
    except (ValueError, OverflowError):
        raise error(value=cell) from None
    if not 1 <= number <= largest:
        raise error(value=cell)
    return number


def read_place(cell: Any) -> str | None:
    """The key of a place in the gazetteer; a place that is not there is a problem."""
    if read_missing(cell):
        return None
    place = find_place(str(cell).strip())
    if place is None:
        raise UnknownTerm(value=cell)
    return place.key


def read_term(cell: Any, dimension: str) -> str | None:
    """A value of a closed list, by key or by the spellings of open series."""
    if cell is None:
        return None
    text = str(cell).strip().casefold()
    known = spellings(dimension)
    if text in known:
        return known[text]
    if read_missing(text):
        return None
    if "," in text and dimension in OF_SEVERAL and all(p.strip() in known for p in _parts(text)):
        return OF_SEVERAL[dimension]
    raise UnknownTerm(value=cell)


def read_signed(cell: Any, style: NumberStyle | None) -> int | None:
    """A count, or a number below zero by which a source corrects an earlier record."""
    text = str(cell).strip()
    if text.startswith("-") and len(text) > 1:
        number = read_count(text[1:], decimal=style)
        return -number if number else number
    return read_count(cell, decimal=style)


def read_identifier(cell: Any) -> str | None:
    """The source's own identifier; a list of several, too long to keep, by its digest."""
    if read_missing(cell):
        return None
    text = str(cell).strip()
    return text if len(text) <= 48 else f"~{blake2b(text.encode(), digest_size=20).hexdigest()}"


def _parts(text: str) -> list[str]:
    """Causes hold commas themselves ("lack of adequate shelter, food, water")."""
    inside = "shelter, food, water"
    return [part.replace("§", inside) for part in text.replace(inside, "§").split(",")]

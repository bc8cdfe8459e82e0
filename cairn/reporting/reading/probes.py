"""Whether the values of a column look like a field, so that a heading alone does not decide."""

from datetime import date

from cairn.formats.dates import DateStyle, read_date
from cairn.formats.headers import Probe, reads
from cairn.formats.numbers import read_count
from cairn.formats.values import read_coordinates, read_latitude, read_longitude
from cairn.reporting.reading.mapping import FIGURES
from cairn.reporting.reading.readers import read_countries, read_term

FAR = date(9999, 12, 31)  # whether a day has come yet is asked when rows are read


def _date(value: object) -> object:
    return read_date(value, today=FAR, style=DateStyle.DAY_FIRST)


def _date_month_first(value: object) -> object:
    return read_date(value, today=FAR, style=DateStyle.MONTH_FIRST)


def _either_date(values: object) -> float:
    cells = list(values)  # type: ignore[call-overload]
    return max(reads(_date)(cells), reads(_date_month_first)(cells))


PROBES: dict[str, Probe] = {
    **{name: reads(read_count) for name in FIGURES},
    "date": _either_date,
    "date_end": _either_date,
    "latitude": reads(read_latitude),
    "longitude": reads(read_longitude),
    "coordinates": reads(read_coordinates),
    "origin": reads(read_countries),
    "country": reads(read_countries),
    "cause": reads(lambda value: read_term(value, "cause")),
    "quality": reads(lambda value: read_term(value, "quality")),
}

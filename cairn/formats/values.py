"""Single cells: the one place from which the readers of values are imported.

Each reader returns a value, None where nothing was recorded, or raises a `CellError` whose sentence
names the value and the next step; row and column are added by the caller.
"""

from cairn.formats.coordinates import (
    Box,
    looks_swapped,
    read_coordinates,
    read_latitude,
    read_longitude,
)
from cairn.formats.dates import (
    EXCEL_EPOCH,
    MAC_EPOCH,
    DateStyle,
    StyleGuess,
    infer_date_style,
    read_date,
)
from cairn.formats.missing import read_missing
from cairn.formats.numbers import NumberStyle, infer_number_style, read_count, read_number

__all__ = [
    "EXCEL_EPOCH",
    "MAC_EPOCH",
    "Box",
    "DateStyle",
    "NumberStyle",
    "StyleGuess",
    "infer_date_style",
    "infer_number_style",
    "looks_swapped",
    "read_coordinates",
    "read_count",
    "read_date",
    "read_latitude",
    "read_longitude",
    "read_missing",
    "read_number",
]

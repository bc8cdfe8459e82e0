"""What may be wrong with a file, a row or a cell: one class per mistake, a sentence for each.

Three bases say how far a mistake reaches. A `FileError` stops the reading of the file. A `RowError`
concerns one row, a `CellError` one value; both come out beside the rows, as a `RowProblem`, and
reading goes on. Row and column are not in these sentences: whoever shows them puts the place in
front. Offending values are cut to a length that can be read, and are never logged here.
"""

from typing import Any, NoReturn

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
SHOWN = 60  # characters of an offending value that a person needs to find it again


class Decimal(str):
    """A number with decimals that a file holds as such: readers see it with their own mark."""

    __slots__ = ()


def shown(value: object) -> str:
    """The value as it may stand in a sentence."""
    if isinstance(value, float):
        return Decimal(value)
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class FileError(CairnError):
    """The file cannot be read, or not further."""

    text = noop("The file cannot be read.")


class RowError(CairnError):
    """One row cannot be read as it stands."""

    text = noop("The row cannot be read.")


class CellError(CairnError):
    """One value cannot be read as what its column holds."""

    text = noop("%(value)r cannot be read.")

    def __init__(self, *, value: object, **values: Any) -> None:
        super().__init__(value=shown(value), **values)


# --- files ---------------------------------------------------------------------------------------


class EmptyFile(FileError):
    text = noop("The file is empty; choose the file that holds the table.")


class TruncatedFile(FileError):
    text = noop("The file ends too early, as after a broken copy or download; fetch it again.")


class WronglyEncoded(FileError):
    text = noop(
        "Line %(line)s holds a byte (number %(offset)s of the file) that is not text in "
        "%(encoding)s; save the file again as “CSV UTF-8”."
    )


class TooLarge(FileError):
    text = noop(
        "The file is too large (%(megabytes)s MB; at most %(allowed)s MB); split it into several "
        "files."
    )


class TooManyRows(FileError):
    text = noop("There are too many rows (at most %(allowed)s); split the file into several.")


class TooManyColumns(FileError):
    text = noop(
        "There are too many columns (%(columns)s; at most %(allowed)s); delete those not needed."
    )


class TooManyCells(FileError):
    text = noop(
        "The sheet %(sheet)r reaches to row %(row)s and column %(column)s, most of it empty; copy "
        "the table to a new workbook."
    )


class LineTooLong(FileError):
    text = noop(
        "Line %(line)s is longer than any table needs (characters: more than %(allowed)s); export "
        "the file again as CSV with one row on each line."
    )


class ZipBomb(FileError):
    text = noop(
        "The file unpacks to far more than its size, as files made to do harm do; it was not "
        "opened. Save the table as CSV instead."
    )


class HasMacros(FileError):
    text = noop(
        "The workbook contains macros (programs), which are not accepted; save it as .xlsx or CSV."
    )


class HasExternalLinks(FileError):
    text = noop(
        "The workbook takes values from other files; choose “Break links” or paste the values, "
        "and save it again."
    )


class EncryptedWorkbook(FileError):
    text = noop("The workbook is protected by a password; save a copy without one.")


class BrokenWorkbook(FileError):
    text = noop(
        "The workbook is damaged (%(part)s); open it in a spreadsheet program and save it again."
    )


class UnsafeWorkbook(FileError):
    text = noop(
        "The workbook declares its own XML entities (%(part)s), as files made to do harm do; it "
        "was not opened. Save the table as CSV instead."
    )


class NotATable(FileError):
    text = noop("The file is not a table (%(found)s); give a CSV, XLSX, ODS or JSON Lines file.")


class NotText(FileError):
    text = noop(
        "The file holds bytes that are no text, and it is no table of a known kind; give a CSV, "
        "XLSX, ODS or JSON Lines file."
    )


class NoRecords(FileError):
    text = noop('No records were found; write each as an object: {"column": value}.')


class UnknownFormat(FileError):
    text = noop(
        "This kind of file (%(found)s) cannot be read; save the table as CSV or XLSX and try again."
    )


class BrokenJsonFile(FileError):
    text = noop(
        "Record %(record)s is not valid JSON, and what follows cannot be told apart; correct it, "
        "or write one record on each line."
    )


class NoHeader(FileError):
    text = noop("No row with the names of the columns was found; add one above the first record.")


class NoRows(FileError):
    text = noop("There are column names but no rows below them; add the records and try again.")


class NoSuchSheet(FileError):
    text = noop("There is no sheet %(sheet)r; choose one of: %(sheets)s.")


class ParserStopped(FileError):
    text = noop(
        "Reading the workbook needed too much memory or time (at most %(megabytes)s MB and "
        "%(seconds)s s) and was stopped; save the table as CSV."
    )


# --- rows ----------------------------------------------------------------------------------------


class RaggedRow(RowError):
    text = noop(
        "The row has more cells (%(cells)s) than the table has columns (%(columns)s); quote cells "
        "that contain the delimiter, or remove what is too much."
    )


class CutRow(RowError):
    text = noop(
        "The file ends in the middle of this row (cells: %(cells)s of %(columns)s); fetch the file "
        "again."
    )


class OtherDelimiter(RowError):
    text = noop(
        "The cells of this row are separated by %(found)r, those of the others by %(expected)r; "
        "use one of the two throughout."
    )


class BrokenQuotes(RowError):
    text = noop(
        "A quotation mark is opened or closed in the wrong place; lines %(first)s to %(last)s "
        'could not be told apart. Write a quotation mark inside a cell twice: "".'
    )


class UnclosedQuote(RowError):
    text = noop(
        "A quotation mark that is opened here is never closed, so everything to the end of the "
        "file (line %(last)s) is one cell; close it, or fetch the file again if it was cut."
    )


class CellFarTooLong(RowError):
    text = noop("A cell of this row is too long (characters: more than %(allowed)s); shorten it.")


class RepeatedHeader(RowError):
    text = noop("The row repeats the names of the columns, as when files are joined; delete it.")


class BrokenJson(RowError):
    text = noop(
        "The record is not valid JSON at character %(position)s; write one object with quoted "
        "names."
    )


class NotAnObject(RowError):
    text = noop('The record is not an object; write it as {"column": value}.')


class DuplicateKey(RowError):
    text = noop("The record says %(key)r twice; keep one of the two.")


class NestedValue(RowError):
    text = noop("The value of %(key)r is a list or an object; a table needs one value in a cell.")


# --- cells ---------------------------------------------------------------------------------------


class CellTooLong(CellError):
    text = noop(
        "The cell beginning %(value)r is too long (characters: %(characters)s; at most "
        "%(allowed)s); shorten it."
    )


class HiddenCharacters(CellError):
    text = noop(
        "%(value)r contains characters that are not visible and change what is shown; type the "
        "value again."
    )


class FormulaWithoutValue(CellError):
    text = noop(
        "The cell %(value)r holds a formula whose result was never saved; open the workbook in a "
        "spreadsheet program and save it again."
    )


class ErrorInCell(CellError):
    text = noop("%(value)r is an error of the spreadsheet; correct the formula or clear the cell.")


class FormulaAsText(CellError):
    text = noop("%(value)r is a formula; put its result in the cell.")


class UnreadableNumber(CellError):
    text = noop("%(value)r is not a number; write digits only, such as 1234.")


class UnreadableCount(CellError):
    text = noop("%(value)r is not a whole number; write one number in digits, such as 12.")


class AmbiguousNumber(CellError):
    text = noop(
        "%(value)r can be read in two ways, because the mark may separate thousands or decimals; "
        "say which it is in this column."
    )


class OtherNumberStyle(CellError):
    text = noop(
        "%(value)r uses another decimal mark than the rest of the column; write it like the others."
    )


class NegativeCount(CellError):
    text = noop("%(value)r is below zero, which a count cannot be; correct it or leave it empty.")


class FractionalCount(CellError):
    text = noop("%(value)r is not a whole number; people and events are counted in whole numbers.")


class RoundedNumber(CellError):
    text = noop(
        "%(value)r is shortened, so that digits are lost; show the column as a plain number and "
        "save the file again."
    )


class NumberTooLarge(CellError):
    text = noop("%(value)r is larger than can be right (%(allowed)s); check the number.")


class UnreadableDate(CellError):
    text = noop("%(value)r is not a date; write it as 2026-03-01, 2026-03 or 2026.")


class AmbiguousDate(CellError):
    text = noop(
        "%(value)r can be read in two ways; say whether the day or the month comes first in this "
        "column."
    )


class OtherDateStyle(CellError):
    text = noop(
        "%(value)r puts day and month in another order than the rest of the column; write it as "
        "%(iso)s."
    )


class WrongWeekday(CellError):
    text = noop("%(value)r names a weekday that this date does not fall on; correct one of them.")


class ImpossibleDate(CellError):
    text = noop("%(value)r is not a day or month of the calendar; correct it.")


class FutureDate(CellError):
    text = noop("%(value)r is later than today (%(today)s); correct the date.")


class DateTooEarly(CellError):
    text = noop("%(value)r is before %(year)s, too early for these records; correct the year.")


class UnreadableCoordinates(CellError):
    text = noop(
        "%(value)r is not a place in degrees; write latitude and longitude as 31.65, -110.37."
    )


class LatitudeOutOfRange(CellError):
    text = noop("%(value)r is not a latitude; it lies between -90 and 90.")


class LongitudeOutOfRange(CellError):
    text = noop("%(value)r is not a longitude; it lies between -180 and 180.")


class SwappedCoordinates(CellError):
    text = noop(
        "Latitude and longitude of %(value)r seem to be exchanged; write the latitude first, as "
        "in %(swapped)s."
    )


def refuse(value: object, otherwise: type[CellError]) -> NoReturn:
    """Raise what fits a value that is not what its column holds."""
    text = str(value).strip()
    if text.startswith("="):
        raise FormulaAsText(value=text)
    raise (ErrorInCell if text.upper() in SPREADSHEET_ERRORS else otherwise)(value=text)

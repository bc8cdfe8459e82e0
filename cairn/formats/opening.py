"""What a person says of a file against what it would be taken for, before anything of it is read.

Whatever is left empty is found from the file itself. The choices stand in the mapping of an import,
so that its rows are staged from the same table that the person looked at.
"""

from dataclasses import dataclass

from cairn.formats.errors import FileError
from cairn.kernel.text import noop

# Encodings that may be chosen: the proven ones, then older ones by what they write.
ENCODINGS = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be"),
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "latin-1", "koi8-r"),
    *("gb18030", "big5", "shift_jis", "euc-kr"),
)
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a file is opened, as far as a person has said it."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0  # of the sheet, or of every sheet where none is named; 0: found


AS_FOUND = Opening()


class OtherEncoding(FileError):
    text = noop(
        "The file is not text in %(encoding)s: line %(line)s holds a byte (number %(offset)s of "
        "the file) that stands for nothing there; choose another encoding."
    )


class NoSuchEncoding(FileError):
    text = noop("There is no encoding %(encoding)r to choose; choose one of: %(known)s.")


class EncodingNotNeeded(FileError):
    text = noop("A workbook says itself how its letters are written; choose no encoding for it.")


class NoSuchDelimiter(FileError):
    text = noop(
        "The first rows hold no %(delimiter)r; choose the sign that stands between the cells."
    )


class DelimiterNotNeeded(FileError):
    text = noop("Only the columns of a text file are parted by a sign; choose none for this file.")


class NoSuchHeaderRow(FileError):
    text = noop(
        "Row %(row)s holds no names of columns; give the number of a row that does, from 1 to "
        "%(most)s."
    )


class NoRowsBelow(FileError):
    text = noop("There are no records below row %(row)s; give the row right above the first one.")


class HeaderRowNotNeeded(FileError):
    text = noop("Records in JSON name their columns themselves; give no row of names for them.")

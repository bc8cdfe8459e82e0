"""What keeps a spreadsheet from becoming a filing: a sentence for each, with what to do."""

from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop


class NotTakenIn(CairnError):
    """Stands in the place of a value that was never stored."""

    text = noop(
        "This looked like a %(kind)s, so it was not taken in. Nothing of the kind may be stored."
    )


class NameOfFile(Refused):
    text = noop(
        "The name of the file may identify a person, so nothing of it was sent. Give the file "
        "another name and choose it again."
    )


class ListOfPersons(Refused):
    text = noop(
        "This looks like a list of persons: %(rows)s rows hold numbers or addresses that identify "
        "somebody. Nothing of it was kept. Send counts, not persons."
    )


class OnlyPersons(Refused):
    text = noop(
        "What identifies persons was taken out of this file, and no table of numbers is left in "
        "it. Nothing of it was kept. Send counts, not persons."
    )


class NotASpreadsheet(Refused):
    text = noop(
        "This file is not a spreadsheet, so nothing of it was sent. Save the table as XLSX, XLS, "
        "ODS or CSV and choose that file; a table in a PDF, a picture or a text document is copied "
        "into a spreadsheet first."
    )


class NoTable(Refused):
    text = noop(
        "No table of numbers was found in this file, so nothing of it was kept. A table has "
        "headings over its columns and labels beside its rows."
    )


class OurOwnWorkbook(Refused):
    text = noop(
        "This workbook was downloaded from filing %(ref)s; bring it back there, so that every "
        "number finds its place."
    )


class ChangedMeanwhile(Refused):
    text = noop(
        "The sheet was changed in another window meanwhile. Look at it as it is now, and say it "
        "again; nothing was lost."
    )


class StillOpen(Refused):
    text = noop("Nothing can be taken over while something is open: see the list.")


class NoSuchCell(CairnError):
    text = noop("%(value)r is no place of this sheet; write a cell such as C7.")


class NoWholePeriod(CairnError):
    text = noop("Write a month, a quarter, a half-year or a year, such as Q1 2024.")


class NotSaid(CairnError):
    text = noop("Say what it is: choose from the list.")


class NotOfThese(CairnError):
    text = noop(
        "That cannot be said of what you chose. Of labels together it is said that they are "
        "countries, places or groups; of one heading or label, choose “this cell”."
    )


class NothingAnswered(CairnError):
    text = noop("Nothing was filled in, so nothing was answered: every question below is open.")


class NotAnswered(CairnError):
    text = noop("This is still open.")


class TwiceOnSheet(CairnError):
    text = noop(
        "%(measure)s: the cells %(cells)s give a number for the same thing. On the sheet, say what "
        "makes them different, or leave the row or the column of all but one of them out."
    )


class NotUnderstood(CairnError):
    text = noop("%(value)r could not be read as that; write it in another way.")


class NumberWanted(CairnError):
    text = noop("Write the number that counts instead, such as 71; it is a whole number.")


class NoCellOfNumbers(CairnError):
    text = noop(
        "No number of a table stands at this place; choose a cell beside a label and below a "
        "heading."
    )


class StillAsked(CairnError):
    text = noop(
        "That was kept, and the question is still open: it does not settle what is asked. Answer "
        "it in another way, or correct the place on the sheet."
    )


class NotOver(CairnError):
    text = noop(
        "“%(said)s” does not settle it: by its headings the table holds %(period)s, which is not "
        "over. Leave that aside, or correct the heading on the sheet if it is wrong."
    )


class NotThatTime(CairnError):
    text = noop(
        "“%(said)s” does not settle it: the headings of the table say another time. Correct them "
        "on the sheet, or leave the rows or columns out that do not count."
    )


class HeadedAsNames(Refused):
    """Asked for a second look; `heading` is what the sheet writes over them."""

    text = noop(
        "Nothing was changed yet: over this the sheet says “%(heading)s”, so names of persons are "
        "to be expected. Look at each of them once more."
    )


class NothingToTake(Refused):
    text = noop(
        "Every filing stays as it is, so there is nothing to take over. Say otherwise of one of "
        "them, or give the spreadsheet up."
    )


class PeriodsCross(Refused):
    text = noop(
        "Some numbers are of a time (%(span)s) that lies in no single month, quarter, half-year or "
        "year. Correct the period on the sheet."
    )


class CrossesFiling(Refused):
    text = noop(
        "Your organisation has filing %(ref)s of %(period)s, which overlaps the period of this "
        "sheet (%(wanted)s). Periods of one section may not overlap."
    )


class WhichSection(CairnError):
    text = noop("No heading of the sheet says on what it reports; choose the section.")


class SeveralSections(WhichSection):
    text = noop(
        "The sheets of this file report on several sections. Choose one; sheets of another can be "
        "left aside, and the file sent again for that section."
    )

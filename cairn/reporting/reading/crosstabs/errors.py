"""What may be wrong with a cross-tab, beyond what its format says; values are never stored."""

from cairn.formats.errors import CellError
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class TotalDoesNotClose(CairnError):
    text = noop(
        "The total says %(stated)s, and its parts add up to %(computed)s (difference "
        "%(difference)s); correct the total or one of its parts. The parts are what counts."
    )


class TotalCountsHidden(CairnError):
    text = noop(
        "The total says %(stated)s, which is right only with what is hidden; the visible parts add "
        "up to %(computed)s. Say whether the hidden cells count."
    )


class TotalUnread(CellError):
    text = noop(
        "The total %(value)r cannot be read as a whole number, so it is neither compared nor filed."
    )


class TotalOfNothing(CairnError):
    text = noop(
        "Nothing in the table adds up to this total, so it was not checked; say which rows or "
        "columns are its parts, or that it is data."
    )


class SameLabelTwice(CairnError):
    text = noop(
        "The cell %(other)s gives a number for the same thing as this one; keep one of them, or "
        "say what makes them different."
    )


class FootnoteMark(CairnError):
    text = noop("The mark %(mark)s of a footnote was taken off; the number counts.")


class MergedNumber(CellError):
    text = noop(
        "%(value)r stands in cells that are merged over several rows or columns, so it is of all "
        "of them together; split the cells and give each its number."
    )


class TextForNumber(CellError):
    text = noop(
        "%(value)r stands where a number should; write a number, or say that the row or column is "
        "a note."
    )


class StrayNumber(CairnError):
    text = noop(
        "This number stands outside every table; say which table it belongs to, or that it is a "
        "note."
    )


class NoLabel(CairnError):
    text = noop("This row holds numbers and no label; write what it is, or say that it is a total.")


class NoPeriod(CairnError):
    text = noop("It is not known of which period this number is; name the year of the table.")


class ContradictingHeadings(CairnError):
    text = noop("The headings over this number contradict each other; correct one of them.")


class PeriodInFuture(CairnError):
    text = noop("The period of this number (%(period)s) has not ended; check the year.")


class UnknownMeaning(CairnError):
    text = noop("It is not known what %(value)r stands for; say it, and the numbers count.")

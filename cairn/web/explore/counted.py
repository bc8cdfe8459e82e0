"""What is counted behind a number, and what the number is of, each by its true name.

Events are records. What a State files are numbers: each of one filing for one month, quarter or
year, so a filing of three months gives three, and "records" would be wrong. Files call them cells.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cairn.figures.answers import Row
from cairn.kernel.text import Message, noop
from cairn.web.explore.filed import is_filed
from cairn.web.explore.subject import Subject
from cairn.web.say import say

CELLS, RECORDS = "cells", "records"  # as files call them
OF_CELLS: Mapping[str, str] = {
    "records": noop("Numbers of filings: %(n)s"),
    "no_record": noop("no filing"),
    "without_number": noop("Places without a number: %(n)s"),
    "imprecise": noop("not broken down into these periods"),
    "beside_imprecise": noop("Not broken down into these periods: %(value)s"),
}


def counted_as(subject: Subject) -> str:
    """The key by which a file says what was counted."""
    return CELLS if is_filed(subject) else RECORDS


def how_many(subject: Subject, *rows: Row) -> int:
    """Records; of filings the numbers, for a place without one is none."""
    silent = sum(row.not_recorded for row in rows) if is_filed(subject) else 0
    return sum(row.records for row in rows) - silent


def heading(*subjects: Subject) -> str:
    """The heading of the column that says how many there are."""
    kinds = {counted_as(one) for one in subjects}
    if kinds == {CELLS}:
        return _("numbers filed")
    return _("records") if kinds == {RECORDS} else _("records or numbers filed")


def n_equals(subject: Subject, n: int) -> str:
    if is_filed(subject):
        return say(Message("n = %(n)s number of filings", "n = %(n)s numbers of filings", n))
    return say(Message("n = %(n)s record", "n = %(n)s records", n))


def none_of_it(subject: Subject) -> str:
    """What stands where a number would, for a time of which there is nothing."""
    return _("no filing") if is_filed(subject) else _("no record")


def in_drawings(subject: Subject) -> dict[str, str]:
    """The texts of a drawing that speak of what was counted, where these are no records."""
    return {key: say(text) for key, text in OF_CELLS.items()} if is_filed(subject) else {}

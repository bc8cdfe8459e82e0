"""Where a sum of filings lacks a number that belongs in it: the mark behind it, and what it says.

A place in a filing may have no number, for a reason or for none; whatever is added up around it is
then at least so many, and may be more. Records of open series without a number are told otherwise,
by their count: nothing of theirs was asked for and not given.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cairn.figures.answers import Row
from cairn.web.explore.filed import is_filed
from cairn.web.explore.subject import Subject

MARK = "*"


def lacks(subject: Subject, row: Row | None) -> bool:
    """Whether a number that belongs into the one of this row is not there."""
    if row is None or not isinstance(row.value, int) or not is_filed(subject):
        return False
    return bool(row.not_recorded or row.withheld)


def marked(subject: Subject, name: str, row: Row | None) -> str:
    """A name or a number as text, with the mark where it lacks one."""
    return f"{name}\u202f{MARK}" if lacks(subject, row) else name


def lacking_words() -> str:
    return _("At least so many: a number that belongs here is not recorded.")


def footnotes(subject: Subject, rows: Iterable[Row | None]) -> tuple[str, ...]:
    """What the mark says, where any of these rows bears it."""
    if not any(lacks(subject, row) for row in rows):
        return ()
    return (f"{MARK} {lacking_words()}",)

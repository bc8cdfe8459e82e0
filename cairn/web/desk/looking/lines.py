"""What was found at the desk, as the page shows it: what lists say of each record, and no more."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.kernel.dates import Period
from cairn.kernel.text import noop
from cairn.reference.countries import name_of
from cairn.search.guarded.entries import Entry
from cairn.web import numbers
from cairn.web.desk.filing.words import section_words, stands_as
from cairn.web.desk.findings.doors import listed as listed_finding
from cairn.web.desk.importing.words import value_words
from cairn.web.desk.library.doors import listed as listed_draft
from cairn.web.say import current, say

KINDS = {  # what can be asked for, in the order of the page
    "filing": noop("Filings"),
    "finding": noop("Findings"),
    "account": noop("Accounts of events"),
    "data_set": noop("Data sets"),
    "draft": noop("Drafts of the library"),
}
ONE = {
    "filing": noop("Filing"),
    "finding": noop("Finding"),
    "account": noop("Account of an event"),
    "data_set": noop("Data set"),
    "draft": noop("Draft of the library"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One record."""

    kind: str
    title: str
    address: str
    when: str
    about: tuple[str, ...]
    status: tuple[str, str] | None = None  # of what kind it is, and how it is called
    invented: bool = False


def line_of(entry: Entry) -> Line:
    made: dict[str, Any] = {
        "filing": _filing,
        "finding": _finding,
        "account": _account,
        "data_set": _data_set,
        "draft": _draft,
    }
    line: Line = made[entry.kind](entry.row)
    return line


def _period(period: Period) -> str:
    return numbers.period(period, current())


def _filing(row: Any) -> Line:
    word, kind = stands_as(row)
    state = name_of(row.state, current()) if row.state else ""
    return Line(
        say(ONE["filing"]),
        section_words(row.section),
        reverse("desk:filing", args=[row.ref]),
        _period(row.whole),
        (state, row.owner.called),
        (kind, word),
        row.invented,
    )


def _finding(row: Any) -> Line:
    told = listed_finding(row)
    return Line(
        say(ONE["finding"]),
        told.title,
        reverse("desk:finding", args=[row.ref]),
        _period(row.whole),
        (told.section, told.about, row.owner.called),
        (told.kind, told.status),
        row.invented,
    )


def _account(row: Any) -> Line:
    country, route = (value_words(name, getattr(row, name)) for name in ("country", "route"))
    return Line(
        say(ONE["account"]),
        row.dataset.title,
        reverse("desk:account", args=[row.ref]),
        numbers.date_span(row.when, current()) if row.when else str(row.year or ""),
        tuple(one for one in (country, route) if isinstance(one, str)),
    )


def _data_set(row: Any) -> Line:
    address = reverse("desk:data_set", args=[row.key])
    read = numbers.day(row.retrieved_on, current()) if row.retrieved_on else ""
    return Line(say(ONE["data_set"]), row.title, address, read, (row.publisher,))


def _draft(row: Any) -> Line:
    told = listed_draft(row)
    return Line(
        say(ONE["draft"]),
        row.title,
        reverse("desk:library_entry", args=[row.ref]),
        numbers.day(localdate(row.changed_at), current()),
        (told.kind,),
        (told.state, told.words),
    )

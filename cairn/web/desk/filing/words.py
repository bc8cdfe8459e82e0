"""How sections, measures, breakdowns, values and moves of a filing are called, in the language of
the reader."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation
from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.countries import Kind, countries, name_of
from cairn.reference.dimensions import dimensions, label_of
from cairn.reference.folding import fold
from cairn.reference.vocabularies import definition, label, vocabulary
from cairn.reporting.filings.asked import Check
from cairn.reporting.filings.counts import NO_ONE_COUNTRY, dims_of, is_value
from cairn.reporting.filings.definitions import (
    CONDUCTS,
    COUNTRIES,
    DIMENSIONS,
    Conduct,
    Measure,
    section,
)
from cairn.reporting.filings.models import Filing, Marking
from cairn.reporting.filings.states import STATUS_WORDS, FilingStatus
from cairn.web import numbers
from cairn.web.say import current, isolated, paired, say

WHEN = "when"  # part of the period, beside the dimensions
DIMENSION_WORDS = {
    "origin": noop("Nationality"),
    "sex": noop("Sex"),
    "age_group": noop("Age or family group"),
    "mode": noop("Mode of transport"),
    "border": noop("Kind of border crossing"),
    "place": noop("Post or district"),
    "role": noop("Role"),
    "abuse": noop("Kind of abuse"),
    "perpetrator": noop("Who committed it"),
    "document": noop("Kind of document"),
    "fraud": noop("Kind of fraud"),
    "issuer": noop("State of the document"),
    "partner": noop("Other State"),
    WHEN: noop("Month"),
}
STATUS_KINDS = {
    FilingStatus.DRAFT: "information",
    FilingStatus.SUBMITTED: "waiting",
    FilingStatus.RETURNED: "attention",
    FilingStatus.CLEARED: "waiting",
    FilingStatus.VALIDATED: "done",
    FilingStatus.SUPERSEDED: "information",
    FilingStatus.WITHDRAWN: "problem",
}
MARKINGS = {
    Marking.RED: ("TLP:RED", noop("Only for the persons to whom it is addressed.")),
    Marking.AMBER_STRICT: ("TLP:AMBER+STRICT", noop("Only inside the organisation that gets it.")),
    Marking.AMBER: (
        "TLP:AMBER",
        noop("Inside the organisation that gets it and those who need it to act."),
    ),
    Marking.GREEN: (
        "TLP:GREEN",
        noop("For States that take part and contribute the same; not public."),
    ),
    Marking.CLEAR: (
        "TLP:CLEAR",
        noop("For everybody at this desk; publishing it is another decision."),
    ),
}
CONFIDENCES = {
    "low": noop("Low: few or weak sources"),
    "medium": noop("Medium: plausible sources that agree in part"),
    "high": noop("High: several good sources that agree"),
}
REASONS = {
    Cell.NOT_RECORDED: noop("not recorded"),
    Cell.NOT_APPLICABLE: noop("does not apply"),
    Cell.WITHHELD: noop("withheld by us"),
}
VERSION_REASONS = {
    "begun": noop("Begun"),
    "submitted": noop("Submitted"),
    "returned": noop("Returned"),
    "taken back": noop("Taken back to be corrected"),
    "cleared": noop("Cleared"),
    "validated": noop("Validated"),
    "superseded": noop("Replaced by a later version"),
    "withdrawn": noop("Withdrawn"),
    "recalled": noop("Recalled from other States"),
    "new version": noop("New version begun"),
    "merge begun": noop("Merge of agencies begun"),
    "merged": noop("Agencies' numbers merged"),
    "before a spreadsheet": noop("As it was before a spreadsheet"),
    "record added": noop("Record added"),
    "record changed": noop("Record changed"),
    "record removed": noop("Record removed"),
    "uses limited": noop("Last day of the permitted uses changed"),
    "shared": noop("Sharing group chosen or taken away"),
    "erased": noop("Erased under a rule"),
}
TRANSLATED = ("measure", "whole")  # values of problems that are sentences themselves
SPECIAL = {"OOO": "UNK", "STL": "XXA"}  # a code that spellings lead to: the one that is filed


def section_words(key: str) -> str:
    return say(section(key).title)


def status_words(status: str) -> str:
    return say(STATUS_WORDS[FilingStatus(status)])


def status_kind(status: str) -> str:
    return STATUS_KINDS[FilingStatus(status)]


def stands_as(filing: Filing) -> tuple[str, str]:
    """Its status as a list names it, and of what kind that is: what was validated and recalled
    since is not shown as if it were shared still, and what was merged waits for nobody."""
    if filing.recalled_at is not None and filing.status == FilingStatus.VALIDATED:
        return _("Recalled"), "attention"
    if filing.merged_into and filing.status == FilingStatus.SUBMITTED:
        return _("In a national filing"), "done"
    return status_words(filing.status), status_kind(filing.status)


def coverage_words(filing: Filing) -> str:
    """What its numbers cover, as it was written; what a demonstration wrote has been translated."""
    written = filing.coverage_note
    if not filing.invented or not written:
        return written
    if not filing.merged_from:
        # Line by line: a spreadsheet adds its own footnotes below.
        return "\n".join(_(line) if line.strip() else line for line in written.splitlines())
    bodies = Organisation.objects.filter(state=filing.state)
    called = {one.name: one.called for one in bodies}
    lines = [line.partition(": ") for line in written.splitlines()]
    return "\n".join(
        paired(called.get(who, who), _(note)) if note else _(who) for who, _colon, note in lines
    )


def conduct_words(conduct: str) -> str:
    return say(CONDUCTS[Conduct(conduct)][0]) if conduct else _("not chosen yet")


def marking_words(marking: str) -> str:
    return MARKINGS[Marking(marking)][0]


def dimension_words(name: str) -> str:
    return say(DIMENSION_WORDS[name])


def cut_words(names: tuple[str, ...]) -> str:
    """ "Nationality × Sex"."""
    return " × ".join(dimension_words(name) for name in names)


def measure_words(filing: Filing, key: str) -> str:
    known = section(filing.section).measures.get(key)
    return say(known.title) if known else key


def value_words(dimension: str, value: str) -> str:
    """One value of a breakdown as a person reads it."""
    if dimension in COUNTRIES:
        return name_of(value, current())
    if dimension == WHEN:
        return numbers.period(Period.parse(value), current())
    if dimension == "place":
        return value
    if known := DIMENSIONS[dimension]:
        return label(known, value, current()) if is_value(dimension, value) else value
    return say(label_of(dimension, value))


def options(dimension: str) -> list[tuple[str, str]]:
    """The values of a closed list, in its own order; none for countries, places and months."""
    if dimension in (*COUNTRIES, "place", WHEN):
        return []
    if known := DIMENSIONS[dimension]:
        terms = vocabulary(known).terms.values()
        return [(one.key, value_words(dimension, one.key)) for one in terms if not one.deprecated]
    return [(key, value_words(dimension, key)) for key in dimensions()[dimension].values]


@lru_cache(maxsize=16)
def country_names(language: str) -> tuple[str, ...]:
    """What may be chosen as a country, with those that are no one country first."""
    special = [name_of(code, language) for code in NO_ONE_COUNTRY]
    names = {one.names[language] for one in countries().values() if one.kind != Kind.SPECIAL}
    return (*special, *sorted(names - set(special), key=fold))


def vocabulary_choices(key: str) -> list[tuple[str, str]]:
    return [
        (one.key, label(key, one.key, current()))
        for one in vocabulary(key).terms.values()
        if not one.deprecated
    ]


def defined(key: str) -> Iterator[dict[str, str]]:
    """Each term of a vocabulary with its definition and the language in which that is written."""
    for value, words in vocabulary_choices(key):
        text, language = definition(key, value, current())
        yield {"key": value, "words": words, "text": text, "language": language}


def asked_by(measure: Measure, months: int) -> tuple[str, ...]:
    """What a measure may be broken down by in a filing of so many months."""
    return (*measure.by, *((WHEN,) if months > 1 else ()))


def span_value(span: DateSpan) -> str:
    """A part of the period as fields of a form carry it."""
    return str(Period(span.earliest, span.latest))


def problem_words(problem: CairnError) -> str:
    """A problem with its values translated where they are sentences themselves."""
    return filled_words(problem.text, problem.values)


def filled_words(template: str, values: Mapping[str, Any]) -> str:
    shown = {name: say(it) if name in TRANSLATED else it for name, it in values.items()}
    if (dimension := values.get("dimension")) in DIMENSION_WORDS:
        shown["dimension"] = dimension_words(dimension)
    sentence = CairnError.__new__(CairnError)
    sentence.text, sentence.values = template, shown
    return say(sentence)


def check_words(filing: Filing, check: Check) -> str:
    """What is asked, with the cells that it speaks of in words."""
    values = dict(check.values)
    if "cell" in values:
        values["cell"] = key_words(filing, values["cell"])
    if "cells" in values:  # (cell, its number, what its months add up to)
        values["cells"] = "; ".join(
            paired(cell_words(key), f"{count_words(whole, None)} / {count_words(months, None)}")
            for key, whole, months in values["cells"]
        )
    if "by" in values and values["by"]:
        values["by"] = cut_words(tuple(values["by"].split("+")))
        if check.code == "parts_differ":  # which of its breakdowns
            values["measure"] = f"{say(values['measure'])} · {values['by']}"
    return filled_words(check.sentence, values)


def cell_words(key: str) -> str:
    """Of whom a cell is, without its measure and its days: "Niger · Women"."""
    rest = key.split("|", 2)[2] if key.count("|") > 1 else ""
    return " · ".join(value_words(name, value) for name, value in dims_of(rest).items())


def about_reason(filing: Filing, key: str) -> str:
    """Of what a reason speaks, as far as the key of its check says it."""
    code, _bar, rest = key.partition("|")
    measure = rest.partition("|")[0]
    if code == "total":  # of a spreadsheet, whose own name stays behind
        return _("total in cell %(place)s") % {"place": isolated(rest.rpartition("!")[2])}
    if measure not in section(filing.section).measures:
        return ""
    cell = rest.rpartition("|")[0]
    return (
        key_words(filing, cell)
        if key.startswith("merged|") and "|" in cell
        else measure_words(filing, measure)
    )


def count_words(value: int | None, no_value: str | None) -> str:
    """A number, or why there is none, inside a sentence."""
    if value is not None:
        return numbers.number(value, current())
    return say(REASONS[Cell(no_value)]) if no_value else _("nothing")


def key_words(filing: Filing, key: str) -> str:
    """What a cell is of, in words."""
    measure, _bar, rest = key.partition("|")
    when, _bar, rest = rest.partition("|")
    words = [measure_words(filing, measure)]
    if when:
        first, _dots, last = when.partition("..")
        text = first[:7] if first[:7] == last[:7] else f"{first[:7]}..{last[:7]}"
        words.append(value_words(WHEN, text))
    for name, value in dims_of(rest).items():
        words.append(value_words(name, value))
    return " · ".join(words)

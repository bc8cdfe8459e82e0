"""How this number was made: definition, records, data set, snapshot, and what is missing."""

from collections.abc import Iterator
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.figures.undated import undated as without_date
from cairn.kernel.dates import DateSpan, Precision
from cairn.web import numbers
from cairn.web.components import Column, Fact, Link, Table, Value
from cairn.web.explore import filed
from cairn.web.explore.citing import bibtex, citation, definition_of
from cairn.web.explore.labels import apart, table_name, title_of
from cairn.web.explore.numbers_of import gap_words
from cairn.web.explore.panels import Making
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

KEY = "made"


def making(subject: Subject, address: str) -> Making:
    """Everything that someone needs who wants to check or repeat the number."""
    source, measure = subject.source, subject.question.defined
    covered = subject.coverage
    pairs = subject.asked.pairs(source=source.key, map=None)
    return Making(
        definition=definition_of(measure),
        rule=_rule(subject),
        facts=tuple(_facts(subject)),
        counted=_counted(subject),
        gaps=tuple(gap_words(gap.first, gap.last, gap.reason) for gap in covered.gaps),
        notes=tuple(say(note) for note in source.notes.splitlines() if note.strip()),
        licence=Link(say(source.licence) or _("not stated"), source.licence_url),
        data_set=reverse("public:data_set", args=[source.key]) if subject.door.public else "",
        snapshot=subject.door.data.id,
        api=_api(subject),
        citation=citation(subject, address),
        bibtex=bibtex(subject, address),
        files=[]
        if filed.stays(subject)
        else [
            Link(_("Citation (text)"), subject.door.file(measure.key, KEY, "txt", pairs)),
            Link(_("Citation (BibTeX)"), subject.door.file(measure.key, KEY, "bib", pairs)),
            Link(_("All of this (JSON)"), subject.door.file(measure.key, KEY, "json", pairs)),
        ],
        filings=filed.table(subject),
        footnotes=filed.noted(subject)[0].footnotes,
    )


def _rule(subject: Subject) -> str:
    if filed.is_filed(subject):
        return _(
            "A filing gives its numbers for one month, quarter or year each. One counts in a "
            "period when its time lies wholly inside it; one for a longer time stands beside "
            "the sum, not in it."
        )
    return _(
        "A record counts in a period when its date lies wholly inside it. Where the date is less "
        "precise than the period, the record stands beside the number, not in it."
    )


def _facts(subject: Subject) -> Iterator[Fact]:
    source, covered = subject.source, subject.coverage
    of_filings = filed.is_filed(subject)
    yield Fact(_("Filed by") if of_filings else _("Data set"), title_of(source))
    if not of_filings:
        yield Fact(pgettext("of a source", "Publisher"), apart(source.publisher))
    if table := source.table(subject.tab):
        note = _("tables of one source overlap and are never added")
        yield Fact(_("Table"), table_name(table), note=note)
    yield from filed.facts(subject)
    if not of_filings:
        yield Fact(_("Retrieved"), source.retrieved)
    if covered.first and covered.last:
        yield Fact(_("Covers"), DateSpan(covered.first, covered.last, Precision.SPAN))
    built = date.fromisoformat(subject.door.data.manifest.built_at[:10])
    made = _("made on %(day)s") % {"day": numbers.day(built, current())}
    yield Fact(_("Snapshot"), subject.door.data.id, note=made)
    if source.sha256:
        yield Fact(_("SHA-256 of the file"), source.sha256)


def _counted(subject: Subject) -> Table:
    """How many records are in the number, and how many are not and why."""
    lines: list[list[Value]] = []
    row, beside = subject.row, subject.imprecise
    measure = subject.question.defined
    if row:
        lines.append([_("Counted with a number"), row.records - row.not_recorded - row.withheld])
        if measure.has_parts:
            lines.append([_("… of these, stating only the total"), row.parts["neither"]])
        if measure.value:
            lines.append([_("In the selection, but without a number"), row.not_recorded])
        if row.withheld:
            lines.append([_("In the selection, with a number that may not be shown"), row.withheld])
    of_filings = filed.is_filed(subject)
    if subject.question.period and of_filings:
        told = _("Not counted: the number is for a longer time than the period")
        lines.append([told, beside.records if beside else 0])
    elif subject.question.period:
        lines.append(
            [
                _("Not counted: the date touches the period and is not precise enough"),
                beside.records if beside else 0,
            ]
        )
        lines.append([_("Not counted: no date"), undated(subject)])
    columns = [
        Column(_("Numbers of filings") if of_filings else _("Records")),
        Column(_("number"), "number"),
    ]
    title = _("Which numbers were counted") if of_filings else _("Which records were counted")
    return Table(title, columns, lines)


def undated(subject: Subject) -> int:
    """Records of the selection that have no date at all, and so lie in no period."""
    if subject.question.defined.table != "events":
        return 0
    door = subject.door
    return without_date(door.data, subject.question, subject.source.key, **door.answering())


def _api(subject: Subject) -> str:
    if not subject.door.public:
        return ""
    try:
        address = reverse("api-public:one_answer", args=[subject.question.measure])
    except NoReverseMatch:
        return ""  # this instance serves no API
    return f"{address}?{urlencode(subject.question.pairs())}"

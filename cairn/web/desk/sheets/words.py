"""How a spreadsheet's classes, questions and answers are called in the language of the reader."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message, noop
from cairn.reference.countries import name_of
from cairn.reference.dimensions import dimensions, label_of
from cairn.reference.names import named_elsewhere
from cairn.reference.vocabularies import label, vocabulary
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS, Section, sections
from cairn.reporting.filings.drafting import Was
from cairn.reporting.filings.offline import DIMENSION_HEADINGS, MISSING
from cairn.reporting.reading.crosstabs.accounting import Class
from cairn.reporting.reading.crosstabs.days import EITHER
from cairn.reporting.reading.crosstabs.layout import PERIODS, Axis, Role
from cairn.reporting.reading.crosstabs.periods import is_partial, span_of
from cairn.reporting.reading.crosstabs.questions import LEAVE_OUT
from cairn.reporting.sheets import asking
from cairn.reporting.sheets.meaning import BOTH
from cairn.web import numbers
from cairn.web.say import current, say

CLASSES = {
    Class.DATA: noop("number"),
    Class.ZERO: noop("zero, proposed"),
    Class.ANSWERED: noop("answered"),
    Class.ASKED: noop("asked"),
    Class.HEADER: noop("heading"),
    Class.LABEL: noop("label"),
    Class.TOTAL: noop("total"),
    Class.NOTE: noop("note"),
    Class.IGNORED: noop("left out"),
    Class.HIDDEN: noop("hidden"),
    Class.PROBLEM: noop("problem"),
    Class.OUTSIDE: noop("empty"),
}
ROLES = {
    Role.HEADER: noop("headings or labels"),
    Role.DATA: noop("numbers that count"),
    Role.TOTAL: noop("a total"),
    Role.SUBTOTAL: noop("a sub-total"),
    Role.NOTE: noop("a note"),
    Role.IGNORED: noop("leave it out"),
}
SCOPES = {
    "cell": noop("this cell"),
    "like": noop("all labels like it, in its column or row"),
    "row": noop("its row"),
    "column": noop("its column"),
    "heads": noop("the headings end with its row"),
    "table": noop("all numbers of the table"),
    "sheet": noop("the whole sheet"),
}
MEANINGS = {
    "country": noop("a country or nationality (written below)"),
    "period": noop("a period (written below)"),
    "place": noop("a post or district, as it is written"),
    "group": noop("only groups what stands below it"),
}
LABEL_WORDS = {
    Axis.PLACE.value: noop("posts, districts or other places"),
    Axis.COUNTRY.value: noop("countries or nationalities"),
    Axis.GROUP.value: noop("nothing of their own; they only group"),
}
ANSWERS = {
    "zero": noop("zero: it was counted, and there was none"),
    "not_available": noop("not available: it is not known here, and is kept as not recorded"),
    "not_recorded": noop("not recorded"),
    "not_applicable": noop("does not apply"),
    "withheld": noop("withheld by us"),
    "count": noop("it counts"),
    "add": noop("add them: together they make the number"),
    "keep_first": noop("keep the first of them, and leave the other aside"),
    "leave_out": noop("leave it out"),
    "other": noop("nothing of this section: leave this sheet aside"),
    "again": noop("what its headings say: take this sheet in again"),
    "yes": noop("yes, of all of them"),
    "no": noop("no"),
    ".": noop("the point: 1.5"),
    ",": noop("the comma: 1,5"),
    "day_first": noop("the day comes first, then the month"),
    "month_first": noop("the month comes first, then the day"),
}


SHORT = {  # an answer as it stands in a cell
    "zero": noop("zero"),
    "not_available": ANSWERS["not_recorded"],
    "not_recorded": ANSWERS["not_recorded"],
    "not_applicable": ANSWERS["not_applicable"],
    "withheld": ANSWERS["withheld"],
}


def counted(one: Class, n: int) -> Message:
    """ "12 zeros proposed": one class of the account of a workbook."""
    match one:
        case Class.DATA:
            return Message("%(n)s number", "%(n)s numbers", n)
        case Class.ZERO:
            return Message("%(n)s zero in words", "%(n)s zeros in words", n)
        case Class.ANSWERED:
            return Message("%(n)s answered", "%(n)s answered", n)
        case Class.ASKED:
            return Message("%(n)s to be asked", "%(n)s to be asked", n)
        case Class.HEADER:
            return Message("%(n)s heading", "%(n)s headings", n)
        case Class.LABEL:
            return Message("%(n)s label", "%(n)s labels", n)
        case Class.TOTAL:
            return Message("%(n)s in totals", "%(n)s in totals", n)
        case Class.NOTE:
            return Message("%(n)s of notes", "%(n)s of notes", n)
        case Class.IGNORED:
            return Message("%(n)s left out", "%(n)s left out", n)
        case Class.HIDDEN:
            return Message("%(n)s hidden", "%(n)s hidden", n)
        case Class.PROBLEM:
            return Message("%(n)s with a problem", "%(n)s with a problem", n)
        case Class.OUTSIDE:
            return Message("%(n)s empty", "%(n)s empty", n)


def value_words(dimension: str, value: str) -> str:
    """One value of a breakdown as a person reads it."""
    if dimension in COUNTRIES:
        return name_of(value, current())
    if known := DIMENSIONS.get(dimension):
        return label(known, value, current()) if value in vocabulary(known).terms else value
    if dimension in dimensions() and value in dimensions()[dimension].values:
        return say(label_of(dimension, value))
    return value


def span_words(span: DateSpan) -> str:
    whole = Period(span.earliest, span.latest)
    if whole.level:
        return numbers.period(whole, current())
    return numbers.date_span(span, current())


def period_words(value: str) -> str:
    """A period of a heading; one without a year as it is written."""
    span = None if is_partial(value) else span_of(value)
    return span_words(span) if span else value


def meaning_words(section: Section, axis: Axis, value: str) -> str:
    """What a heading or a label is understood as; empty where nothing is."""
    if not value:
        return ""
    if axis in PERIODS:
        return "" if is_partial(value) or EITHER in value else period_words(value)
    match axis:
        case Axis.COUNTRY:
            return name_of(value, current())
        case Axis.MEASURE:
            known = section.measures.get(value)
            return say(known.title) if known else ""
        case Axis.PLACE:
            return _("place")
        case Axis.GROUP | Axis.TOTAL | Axis.HEADING | Axis.UNKNOWN:
            return ""
    return value_words(axis.value, value)


def country_words(code: str) -> str:
    """A country that a spelling means; what was said to be none is left out."""
    return name_of(code, current()) if code else say(ANSWERS["leave_out"])


def input_words(section: Section, one: CountInput) -> str:
    """What a number is of: "Smuggled migrants detected · January 2024 · Niger"."""
    known = section.measures.get(one.measure)
    words = [say(known.title) if known else one.measure]
    if one.span:
        words.append(span_words(one.span))
    words += [value_words(name, one.dims[name]) for name in DIMENSIONS if one.dims.get(name)]
    return " · ".join(words)


def was_words(was: Was) -> str:
    if was.value is not None:
        return numbers.number(was.value, current())
    return say(MISSING[Cell(was.missing)]) if was.missing else _("nothing")


def problem_words(problem: CairnError) -> str:
    """A problem with its values translated where they are sentences themselves."""
    values = dict(problem.values)
    for name in ("measure", "kind"):
        if isinstance(values.get(name), str):
            values[name] = say(values[name])
    if (dimension := values.get("dimension")) in DIMENSION_HEADINGS:
        values["dimension"] = say(DIMENSION_HEADINGS[dimension])
    sentence = CairnError.__new__(CairnError)
    sentence.text, sentence.values = problem.text, values
    return say(sentence)


def reason_words(because: str, values: Mapping[str, object]) -> str:
    """Why something is proposed, as a sentence; no name of a State in a language that is not the
    reader's."""
    elsewhere = named_elsewhere(str(values.get("spelling", "")), current())
    if elsewhere:
        words = _("It is like a name of %(state)s in another language.")
        return words % {"state": name_of(elsewhere, current())}
    sentence = CairnError.__new__(CairnError)
    sentence.text, sentence.values = because, dict(values)
    try:
        return say(sentence)
    except (KeyError, ValueError, TypeError):  # a reason that takes other values
        return _(because).partition("%")[0].strip()


def choice_words(section: Section, question: asking.Asked, value: str) -> str:
    """One answer to a question, in words."""
    match question.kind:
        case asking.MEASURE if value in section.measures:
            return say(section.measures[value].title)
        case asking.MEASURE if value == LEAVE_OUT:
            return _aside_words(question.meaning)
        case asking.COUNTRY:
            return name_of(value, current())
        case asking.PERIOD:
            return period_words(value)
        case asking.LABELS:
            return say(LABEL_WORDS[value])
    return say(ANSWERS.get(value, value))


def _aside_words(meaning: str) -> str:
    """Of a table that is left aside: where it belongs, in the words of that section."""
    key, _sign, measure = meaning.partition("/")
    if key not in sections():
        return _("leave this table aside")
    of = sections()[key]
    if measure in of.measures:
        return _("leave this table aside: it is “%(measure)s”, of the section “%(section)s”") % {
            "measure": say(of.measures[measure].title), "section": say(of.title)
        }  # fmt: skip
    return _("leave this table aside: it belongs to the section “%(section)s”") % {
        "section": say(of.title)
    }


def meanings(section: Section) -> list[tuple[str, list[tuple[str, str]]]]:
    """All that a heading or a label may be said to mean, in groups."""
    groups = [
        ("", [(key, say(words)) for key, words in MEANINGS.items()]),
        (
            _("A number of this section"),
            [(f"measure:{key}", say(one.title)) for key, one in section.measures.items()],
        ),
    ]
    for name in ("sex", "age_group", "mode"):
        held = dimensions()[name]
        values = [(f"{name}:{key}", value_words(name, key)) for key in held.values]
        groups.append((say(DIMENSION_HEADINGS[name]), values))
    both = [
        (f"sex:{sex}{BOTH}age_group:{age}",
         f"{value_words('sex', sex)} · {value_words('age_group', age)}")
        for age in ("adult", "child")
        for sex in dimensions()["sex"].values
    ]  # fmt: skip
    groups.insert(4, (_("Sex and age group"), both))
    terms = vocabulary(DIMENSIONS["border"]).terms.values()
    borders = [
        (f"border:{one.key}", value_words("border", one.key)) for one in terms if not one.deprecated
    ]
    groups.append((say(DIMENSION_HEADINGS["border"]), borders))
    return groups

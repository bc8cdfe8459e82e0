"""What the dimensions and their values are called, in the language of the reader."""

from collections.abc import Iterable, Mapping

from babel.lists import format_list
from django.utils.translation import gettext, pgettext

from cairn.figures.answers import UNDATED, KeyPart, SourceRows
from cairn.figures.dimensions import NOT_RECORDED, PERIOD, SOURCE
from cairn.figures.manifest import Source, Table
from cairn.figures.measures import Measure
from cairn.figures.questions import Question
from cairn.figures.schema import PREFIX, SEVERAL_COUNTRIES, UNKNOWN_COUNTRY
from cairn.figures.snapshot import Snapshot
from cairn.kernel.dates import Level, Period
from cairn.kernel.languages import direction
from cairn.kernel.text import noop
from cairn.reference.countries import name_of
from cairn.reference.dimensions import label_of
from cairn.reference.places import place_name, places
from cairn.reference.routes import UNDEFINED, route_name
from cairn.web import numbers
from cairn.web.say import FIRST_STRONG, POP, current, say

DIMENSIONS = {
    PERIOD: noop("Period"),
    SOURCE: noop("Source"),
    "route": noop("Route"),
    "origin": noop("Origin"),
    "destination": noop("Destination"),
    "country": noop("Country"),
    "place": noop("Place"),
    "region": noop("Region"),
    "sex": noop("Sex"),
    "age": noop("Age group"),
    "cause": noop("Cause of death"),
    "mode": noop("Mode of transport"),
    "border": noop("Type of border"),
    "authority": noop("Legal authority"),
    "component": noop("Agency"),
    "kind": noop("Kind of record"),
    "quality": noop("Grade of the source"),
}
LEVELS = {
    Level.YEAR: noop("By year"),
    Level.HALF: noop("By half-year"),
    Level.QUARTER: noop("By quarter"),
    Level.MONTH: noop("By month"),
}
COUNTRIES = frozenset({"origin", "destination", "country"})
UNKNOWN = frozenset(
    {UNKNOWN_COUNTRY, UNDEFINED, "unknown"}
)  # the source says that it does not know
VOCABULARIES = {"age": "age_group"}  # where a dimension and its list of values differ in name


def dimension_name(dimension: str) -> str:
    return say(DIMENSIONS.get(dimension, dimension))


def level_name(level: Level) -> str:
    return say(LEVELS[level])


def unknown_to_the_source() -> str:
    return gettext("Unknown to the source")


def of_filings(question: Question) -> bool:
    """Whether it is put to sources alone that are made of filings."""
    sources = question.values(SOURCE)
    return bool(sources) and all(str(one).startswith(PREFIX) for one in sources)


def value_name(
    measure: Measure, dimension: str, value: KeyPart, *, of_filings: bool = False
) -> str:
    """The name of one value; `None` and the periods are named too. In a filing, what stands under
    `None` was filed, and was not broken down so far."""
    match value:
        case Period():
            return numbers.period(value, current())
        case None if of_filings and dimension in set(Level):
            return gettext("Not broken down into these periods")
        case None if of_filings:
            return gettext("Not broken down")
        case None if dimension in set(Level):
            return gettext("Date not precise enough")
        case None:
            return gettext("Not recorded")
    if value == UNDATED:
        return gettext("No date")
    text = str(value)
    if text in UNKNOWN and dimension != "sex":
        return unknown_to_the_source()
    if dimension in COUNTRIES:
        if text == SEVERAL_COUNTRIES:
            return pgettext("countries of origin", "Several")
        return name_of(text, current())
    if dimension == "route":
        return route_name(text, current())
    if dimension == "place":
        return place_name(text, current()) if text in places() else text
    return say(label_of(_vocabulary(measure, dimension), text))


def _vocabulary(measure: Measure, dimension: str) -> str:
    if dimension == "kind":
        return "event_kind" if measure.table == "events" else "what"
    return VOCABULARIES.get(dimension, dimension)


def chart_names(question: Question, one: SourceRows | None) -> dict[str, dict[str, str]]:
    """The names that a chart of these rows needs, as `figures.charts` takes them."""
    found: dict[str, dict[str, str]] = {name: {} for name in question.dimensions}
    for place, name in enumerate(question.by):
        if name in found:
            parts = {row.key[place] for row in one.rows} if one else set()
            filed = of_filings(question)
            named = [("" if part is None else str(part), part) for part in parts]
            found[name] = {
                key: value_name(question.defined, name, part, of_filings=filed)
                for key, part in named
            }
    return found


def selection(question: Question, *, without: Iterable[str] = (SOURCE,)) -> list[tuple[str, str]]:
    """The filters in words: (dimension, values), the period last."""
    left_out = set(without)
    told = [
        (
            name,
            listing(
                value_name(question.defined, name, value, of_filings=of_filings(question))
                for value in values
            ),
        )
        for name, values in question.where
        if name not in left_out
    ]
    if question.period and PERIOD not in left_out:
        told.append((PERIOD, numbers.period(question.period, current())))
    return told


def selected(question: Question) -> str:
    """The selection as one line: "Central Mediterranean · 2023"; empty where nothing is chosen."""
    return " · ".join(words for _, words in selection(question))


def listing(names: Iterable[str]) -> str:
    """Names in a row, with the commas and the "and" of the language."""
    return format_list(list(names), style="standard", locale=numbers.locale(current()))


def side_by_side(names: Iterable[str]) -> str:
    """Names in a row with only the separator of the language between them, as in a list of titles
    that hold commas themselves."""
    return semicolon().join(names)


def semicolon() -> str:
    """What stands between two of `side_by_side`."""
    return {"ar": "؛ ", "fr": "\u202f; ", "zh": "；"}.get(current(), "; ")


def apart(text: str) -> str:
    """Foreign text that does not turn the sentence around it, where that runs right to left."""
    return f"{FIRST_STRONG}{text}{POP}" if direction(current()) == "rtl" else text


def bare(text: str) -> str:
    """The text without the invisible marks of `apart`, for files."""
    return text.replace(FIRST_STRONG, "").replace(POP, "")


def title_of(source: Source) -> str:
    """The title of a data set in the language of the reader, where it was translated."""
    return apart(plain_title(source))


def plain_title(source: Source) -> str:
    """The same without marks of direction, for files and drawings."""
    return source.called(current()) or say(source.title)


def publisher_of(source: Source) -> str:
    """Who publishes it; who files is named as the title of what it filed."""
    return source.called(current()) if source.publisher == source.title else source.publisher


def table_name(table: Table) -> str:
    """What a table of a source holds, in words: its number and how that is cut."""
    fixed = ("country", "kind") if table.title else ()  # the same in all rows of filings
    cuts = [dimension_name(name) for name in table.dimensions if name not in fixed]
    if not table.title:
        level = [level_name(Level(table.level))] if table.level.value in set(Level) else []
        return " · ".join(filter(None, [listing(cuts), *level]))
    if not cuts:
        return say(table.title)
    return gettext("%(measure)s, by %(dimension)s") % {
        "measure": say(table.title),
        "dimension": listing(name.lower() for name in cuts),
    }


def source_titles(snapshot: Snapshot) -> Mapping[str, str]:
    return {source.key: plain_title(source) for source in snapshot.sources}


def written(value: object) -> str:
    """A value as it stands in an address."""
    return NOT_RECORDED if value is None else str(value).replace("\\", "\\\\").replace(",", "\\,")

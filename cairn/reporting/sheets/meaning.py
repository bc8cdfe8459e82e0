"""What a person says a heading or a label means, as she writes it: a period, a country …"""

from collections.abc import Iterable

from cairn.kernel.dates import Period
from cairn.reference.countries import countries, invented_by_nationals
from cairn.reference.demonyms import match_nationality
from cairn.reference.folding import fold
from cairn.reporting.filings.counts import is_value
from cairn.reporting.filings.texts import check_clean
from cairn.reporting.reading.crosstabs.labels import period_axis
from cairn.reporting.reading.crosstabs.layout import Axis, Layout
from cairn.reporting.reading.crosstabs.marks import unmarked_label
from cairn.reporting.reading.crosstabs.periods import (
    find_period,
    is_partial,
    is_whole_year,
    span_of,
)
from cairn.reporting.reading.crosstabs.words import origins_in
from cairn.reporting.screening.findings import Where
from cairn.reporting.sheets.errors import NotSaid, NotUnderstood, NoWholePeriod
from cairn.reporting.sheets.opening import Opened

BOTH = "+"  # between the two things that one heading says


def one_of(text: str, known: Iterable[str]) -> None:
    if text not in known:
        raise NotSaid()


def period_said(text: str) -> tuple[Axis, str]:
    """A period as a person writes it: 2024, 2024-Q1, "janvier 2024", "1er trimestre 2024"."""
    found = find_period(text)
    if not found or not found.value or is_partial(found.value):
        raise NotUnderstood(value=text)
    return (Axis.YEAR if is_whole_year(found.value) else period_axis(found.value)), found.value


def whole_period_said(text: str) -> str:
    """A whole month, quarter, half-year or year, written as we write it; "" where none is said."""
    if not text.strip():
        return ""
    _axis, value = period_said(text.strip())
    span = span_of(value)
    assert span is not None
    period = Period(span.earliest, span.latest)
    if period.level is None:
        raise NoWholePeriod()
    return str(period)


def country_of(text: str, own: str = "") -> str:
    """The code of a country, from a code or from a name in any of our languages. `own`: the State
    of the organisation, which is known by its names too where it is an invented one."""
    if own and invented_by_nationals(text) == own:
        return own
    if text.upper() in countries():
        return text.upper()
    # A person who chooses writes the name as it is shown to her: "Guinée" is then one country,
    # though on a sheet it may mean several.
    shown = {
        code
        for code, one in countries().items()
        if fold(text) in {fold(name) for name in one.names.values()}
    }
    if len(shown) == 1:
        return shown.pop()
    origins = origins_in(text)
    if len(origins) == 1 and is_value("origin", origins[0]):
        return origins[0]  # "nationalité inconnue"
    match = match_nationality(text)
    if not (match.certain and match.iso3):
        raise NotUnderstood(value=text)
    return match.iso3


def own_spellings(layout: Layout, own: str) -> dict[str, str]:
    """Spelling → code, of labels that nobody knows and that name the people of the organisation's
    own invented State: what a demonstration calls itself is not asked about."""
    return {
        spelling: own
        for sheet in layout.sheets
        for block in sheet.blocks
        for one in block.meanings
        if one.axis is Axis.COUNTRY and not one.value
        if invented_by_nationals(spelling := unmarked_label(one.written)[0]) == own
    }


def meanings_said(now: Opened, what: str, text: str, written: str = "") -> list[tuple[Axis, str]]:
    """As `meaning_said`; "sex:male+age_group:child" says two things of one heading."""
    return [meaning_said(now, one, text, written) for one in what.split(BOTH)]


def meaning_said(now: Opened, what: str, text: str, written: str = "") -> tuple[Axis, str]:
    """ "measure:dead", "sex:female", "country" with a name, "period" with a period, "place"."""
    name, _, value = what.partition(":")
    if name == "period":
        return period_said_of_heading(text or written)
    try:
        axis = Axis(name)
    except ValueError:
        raise NotSaid() from None
    match axis:
        case Axis.COUNTRY:
            return axis, value or country_of(text or written, now.file.organisation.state or "")
        case Axis.PLACE | Axis.GROUP:
            said = (text or written).strip()
            if text:
                check_clean({"text": text}, organisation=now.file.organisation, where=Where.CELL)
            return axis, said
        case Axis.MEASURE:
            one_of(value, now.section.measures)
        case Axis.SEX | Axis.AGE_GROUP | Axis.MODE | Axis.BORDER:
            if not is_value(axis.value, value):
                raise NotSaid()
        case _:
            raise NotSaid()
    return axis, value


def period_said_of_heading(text: str) -> tuple[Axis, str]:
    """As `period_said`; a heading may leave the year to another place."""
    found = find_period(text)
    if not found or not found.value:
        raise NotUnderstood(value=text)
    return period_axis(found.value.removeprefix("--")), found.value

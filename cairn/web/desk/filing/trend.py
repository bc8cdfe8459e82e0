"""The organisation's own number over time: a picture in the page, and files to take along.

Drawn once and kept by its content, like every chart. What is taken along bears the narrowest
marking among its filings, in the picture and in the file's name, and the log says that it left.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cairn.accounts.permissions import Permission
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.own import own
from cairn.figures.charts.theme import DESKTOP, PHONE, Size
from cairn.figures.charts.words import Words
from cairn.formats.writers import stream_csv
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import note_export
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.exporting import BINDING, binding, bounds, said_of, tail_of
from cairn.reporting.filings.models import Filing, Marking
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.terms import terms_together
from cairn.sharing.carrying import Terms
from cairn.web import numbers
from cairn.web.components import Figure, Link, Table
from cairn.web.desk.filing.doors import find_filing
from cairn.web.desk.filing.giving import Series, own_series
from cairn.web.desk.filing.leaving import envelope_of
from cairn.web.desk.filing.words import MARKINGS, status_words
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.rates import agreed_of, check_leaves, has_left
from cairn.web.explore.lacking import MARK
from cairn.web.explore.pictures import TYPES, draw, inline
from cairn.web.say import current, say

NARROWEST = [Marking.RED, Marking.AMBER_STRICT, Marking.AMBER, Marking.GREEN, Marking.CLEAR]
KINDS = {**TYPES, "csv": "text/csv; charset=utf-8"}
COLUMNS = (
    *(
        "measure",
        "title",
        "unit",
        "definition",
        "from",
        "to",
        "value",
        "why_no_value",
        "incomplete",
    ),
    *("total_of_all_periods", "source", *BINDING),
    *("file_marking", "file_permitted_uses", "file_for_readers_of", "file_uses_until"),
)
LIGHT_OF = (FilingStatus.DRAFT, FilingStatus.RETURNED, FilingStatus.SUBMITTED, FilingStatus.CLEARED)


@require_GET
@needs(Permission.DESK_READ)
def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The chart or its numbers as a file, for the organisation itself; hidden and absent are one
    answer."""
    filing = find_filing(request, ref)
    series = None
    if filing.owner_id in viewer_of(request).organisations and kind in KINDS:
        series = own_series(filing) if filing.status != FilingStatus.WITHDRAWN else None
    if series is None or _marking(series) is Marking.RED or not _any_number(series):
        raise NotFound()
    terms = terms_together(series.filings, viewer_of(request), timezone.localdate())
    check_leaves(request, [(one.ref, one.number) for one in series.filings])
    agreed = agreed_of(request)
    export = note_export(filing=filing, kind=kind, by=person_of(request), agreed=agreed)
    has_left(request, export)
    if kind == "csv":
        content = b"".join(lines_of(filing, series, export, terms))
    else:
        said = " · ".join([*said_of(terms), export])
        spec = spec_of(filing, series, DESKTOP, said)
        assert spec
        content = draw(spec, "png" if kind == "png" else "svg")
    response = HttpResponse(content, content_type=KINDS[kind])
    invented = "INVENTED_" if _invented(series) else ""
    name = f"{invented}{filing.section}_{filing.whole}_{tail_of(terms, export)}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def figure_of(filing: Filing, series: Series, table: Table) -> Figure | None:
    """What stands around the drawing in the page."""
    if not series.keys:
        return None
    kinds = [] if _marking(series) is Marking.RED else [*KINDS]
    return Figure(
        _title(filing, series),
        _("Source: %(source)s") % {"source": _source(filing)},
        subtitle=_("Everything in this chart is invented.") if _invented(series) else "",
        caveat=" ".join(filter(None, [_lighter(series), *_partial(_partly(series))])),
        table=table,
        downloads=[
            Link(kind.upper(), reverse("desk:filing_trend", args=[filing.ref, kind]))
            for kind in kinds
        ],
    )


def inline_of(filing: Filing, series: Series) -> SafeString | str:
    """The drawing in the page: small, and legible on a telephone."""
    spec = spec_of(filing, series, PHONE)
    return inline(spec) if spec else ""


def _drawn(filing: Filing, series: Series) -> int | None:
    """The number of a filing that the drawing shows."""
    return series.totals.get(filing.pk, {}).get(series.keys[0]) if series.keys else None


def _any_number(series: Series) -> bool:
    """Whether there is anything to draw."""
    return any(_drawn(one, series) is not None for one in series.filings)


def spec_of(filing: Filing, series: Series, size: Size, said: str = "") -> Spec | None:
    """The chart of the first number of which there is any; None where there is none. `said`: what
    binds whoever takes it along."""
    values: dict[Period, int] = {}
    light: dict[Period, str] = {}
    for one in reversed(series.filings):
        value = _drawn(one, series)
        if value is None:
            continue
        values[one.whole] = value
        if one.status in LIGHT_OF:
            light[one.whole] = status_words(one.status)
    if not values:
        return None
    invented = _invented(series)
    notes = [
        _("Everything in this chart is invented.") if invented else "",
        _lighter(series),
        *_partial(_partly(series)),
        say(section(filing.section).measures[series.keys[0]].definition),
        _total(values),
        said or MARKINGS[_marking(series)][0],
        _("Source: %(source)s") % {"source": _source(filing)},
    ]
    return own(
        values,
        _words(filing, series),
        level=filing.whole.level or Level.YEAR,
        light=light,
        partial=_partly(series),
        alt=_alt(filing, series, values),
        notes=notes,
        mark=_("Invented") if invented else "",
        size=size,
    )


def _partly(series: Series) -> dict[Period, str]:
    """The drawn periods of which the number is not of all days or all parts."""
    found = {}
    for one in series.filings:
        why = series.incomplete.get(one.pk, {}).get(series.keys[0])
        if why and _drawn(one, series) is not None:
            found[one.whole] = why
    return found


def _partial(partial: Mapping[Period, str]) -> Iterator[str]:
    """What the mark of a number says that is not of the whole period."""
    for period, why in sorted(partial.items()):
        told = _("Incomplete: %(periods)s. %(reason)s") % {
            "periods": numbers.period(period, current()),
            "reason": why,
        }
        yield f"{MARK} {told}"


def _title(filing: Filing, series: Series) -> str:
    return say(section(filing.section).measures[series.keys[0]].title)


def _total(values: Mapping[Period, int]) -> str:
    """What the periods of the drawing add up to; of one alone it would say nothing more."""
    if len(values) < 2:
        return ""
    n = len(values)
    words = ngettext(
        "Total of the %(n)s period shown: %(total)s",
        "Total of the %(n)s periods shown: %(total)s",
        n,
    )
    shown = numbers.number(sum(values.values()), current())
    return words % {"n": numbers.number(n, current()), "total": shown}


def lines_of(filing: Filing, series: Series, export: str, terms: Terms) -> Iterator[bytes]:
    """Every number of every period, with what it counts, what binds its reader on each line, and
    what binds whoever holds all of them."""
    return stream_csv(_lines(filing, series, export, terms), COLUMNS)


def _lines(filing: Filing, series: Series, export: str, terms: Terms) -> Iterator[list[Any]]:
    measures = section(filing.section).measures
    # It is the organisation itself that takes them along, so it may know of whose they were merged.
    bound = {one.pk: binding(envelope_of(one, export, inside=True)) for one in series.filings}
    for key in series.keys:
        known = [found[key] for found in series.totals.values() if key in found]
        for one in reversed(series.filings):
            value = series.totals.get(one.pk, {}).get(key)
            yield [
                *(key, say(measures[key].title), say(measures[key].unit)),
                *(say(measures[key].definition), one.first, one.period_last),
                "" if value is None else value,
                Cell.NOT_RECORDED.value if value is None else "",
                series.incomplete.get(one.pk, {}).get(key, ""),
                *(sum(known), _source(filing)),
                *bound[one.pk],
                *(terms.tlp, ";".join(terms.permitted), *bounds(terms)),
            ]


def _source(filing: Filing) -> str:
    return _("%(organisation)s, own filings") % {"organisation": filing.owner.called}


def _lighter(series: Series) -> str:
    drawn = [one for one in series.filings if _drawn(one, series) is not None]
    if any(one.status in LIGHT_OF for one in drawn):
        return _("Lighter: not validated yet.")
    return ""


def _marking(series: Series) -> Marking:
    """The narrowest among them."""
    held = {Marking(one.marking) for one in series.filings}
    return next(one for one in NARROWEST if one in held)


def _invented(series: Series) -> bool:
    return any(one.invented for one in series.filings)


def _alt(filing: Filing, series: Series, values: dict[Period, int]) -> str:
    best = max(values, key=lambda period: values[period])
    told = ngettext(
        "Bar chart, %(n)s period; highest %(best)s with %(most)s.",
        "Bar chart, %(n)s periods; highest %(best)s with %(most)s.",
        len(values),
    ) % {
        "n": numbers.number(len(values), current()),
        "best": numbers.period(best, current()),
        "most": numbers.number(values[best], current()),
    }
    invented = _("Everything in this chart is invented.") if _invented(series) else ""
    return f"{_title(filing, series)}. {told} {invented}".strip()


def _words(filing: Filing, series: Series) -> Words:
    language = current()
    return Words.of(
        language,
        gettext,
        title=_title(filing, series),
        source=_source(filing),
        caveat="",
        unit=say(section(filing.section).measures[series.keys[0]].unit),
        **numbers.in_drawings(language),
    )

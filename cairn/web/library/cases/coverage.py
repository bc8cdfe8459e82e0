"""Whose cases are recorded here: a map beside its table, and both as files.

A shade is a number of records that somebody made, never of what happened; a State without a shade
has no case here and may have many. The map says so itself, wherever it is taken.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts import maps
from cairn.figures.charts.frame import Spec
from cairn.figures.charts.theme import LIGHT
from cairn.figures.charts.words import Words
from cairn.formats.writers import stream_csv
from cairn.kernel.errors import NotFound
from cairn.kernel.text import Message, noop
from cairn.reference.boundaries import ATTRIBUTION, DISCLAIMER, REMARKS
from cairn.web import numbers
from cairn.web.components import Figure, Link
from cairn.web.explore.mapping import land
from cairn.web.explore.pictures import TYPES, draw, inline
from cairn.web.library.answering import kept
from cairn.web.library.cases import words
from cairn.web.say import current, say

TITLE = noop("Cases recorded here, by State of the court")
CAVEAT = noop(
    "Coverage is not prevalence: a darker State has more cases in this library, not more "
    "smuggling. A State without a shade has no case here; it may have many."
)
SOURCE = noop("published records of this library, invented ones left out")
STATE = "state"
COLUMNS = ("state", "name", "cases", "outcome_read", "outcome_not_read", "earliest", "latest")
BEHIND = ("source", "caveat")
Lines = Sequence[Mapping[str, Any]]


def map_of(lines: Lines, total: int) -> tuple[Figure, str]:
    """The figure and its drawing; `lines` are those of the table, `total` all cases."""
    counted = sum(one["n"] for one in lines)
    n = say(Message("n = %(n)s case", "n = %(n)s cases", counted))
    files = [
        Link(kind.upper(), reverse("library:case_coverage", args=[kind]))
        for kind in ("csv", "png", "svg")
    ]
    source = _("Source: %(source)s") % {"source": say(SOURCE)}
    told = [n, source]
    if counted < total:
        left = Message(
            "%(n)s case is of no State and is not on the map",
            "%(n)s cases are of no State and are not on the map",
            total - counted,
        )
        told.append(say(left))
    figure = Figure(
        title=say(TITLE),
        source=" · ".join(told),
        caveat=say(CAVEAT),
        downloads=files,
    )
    return figure, inline(_spec(lines))


def remarks() -> list[str]:
    """What stands under every map."""
    return [say(DISCLAIMER), *map(say, REMARKS), say(ATTRIBUTION)]


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The table as CSV, the map as PNG or SVG, with all that must be said of it drawn in."""
    from cairn.web.library.cases.figures import lines_by_state

    lines = lines_by_state()
    if kind == "csv":
        answer = HttpResponse(
            b"".join(stream_csv(_rows(lines), (*COLUMNS, *BEHIND))), content_type="text/csv"
        )
    elif kind in TYPES:
        drawn = draw(_spec(lines), kind)  # type: ignore[arg-type]
        answer = HttpResponse(drawn, content_type=TYPES[kind])
    else:
        raise NotFound()
    answer["Content-Disposition"] = f'attachment; filename="cairn-case-coverage.{kind}"'
    return kept(request, answer)


def _rows(lines: Lines) -> list[list[Any]]:
    return [
        [
            one["country"],
            words.state(one["country"]),
            one["n"],
            one["known"],
            one["n"] - one["known"],
            *(_day(one[name]) for name in ("first", "last")),
            say(SOURCE),
            say(CAVEAT),
        ]
        for one in sorted(lines, key=lambda one: str(one["country"]))
    ]


def _day(value: date | None) -> str:
    return str(value.year) if value else ""


def _spec(lines: Lines) -> Spec:
    rows = tuple(Row((one["country"],), one["n"], one["n"]) for one in lines)
    language = current()
    told = Words.of(
        language,
        _,
        title=say(TITLE),
        source=say(SOURCE),
        caveat=say(CAVEAT),
        unit=say(noop("Cases")),
        names={STATE: {str(one["country"]): words.state(str(one["country"])) for one in lines}},
        behind=[numbers.day(timezone.localdate(), language)],
        **numbers.in_drawings(language),
    )
    answer = SourceRows("library", "", rows)
    return maps.shaded(answer, STATE, told, land(), theme=LIGHT, notes=[say(DISCLAIMER)])

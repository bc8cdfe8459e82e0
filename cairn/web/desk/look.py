"""What the page "The look" shows: each component with invented values, in the reader's language."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.web.components import Choice, Column, Fact, Figure, Head, Link, Table

COLOURS = ("ink", "ink-soft", "paper", "stone", "stone-deep", "act", "attend", "done", "problem")
SCALES = {"data": 7, "seq": 6, "div": 7}


class LookForm(forms.Form):
    """One field of each kind; sent empty, it shows how problems are told."""

    title = forms.CharField(
        label=lazy("Name of the data set"),
        help_text=lazy("As its publisher calls it, for instance “Arrivals by sea, 2014–2024”."),
    )
    basis = forms.ChoiceField(
        label=lazy("Count basis"),
        choices=[("", "–"), ("detections", lazy("detections")), ("persons", lazy("persons"))],
        help_text=lazy("What one unit of the number is."),
    )
    retrieved = forms.DateField(
        label=lazy("Retrieved on"), help_text=lazy("Write it as 2026-03-01."), required=False
    )
    level = forms.ChoiceField(
        label=lazy("Period"),
        widget=forms.RadioSelect,
        choices=[("year", lazy("year")), ("quarter", lazy("quarter")), ("month", lazy("month"))],
    )
    notes = forms.CharField(label=lazy("Notes"), widget=forms.Textarea, required=False)
    file = forms.FileField(label=lazy("File"), help_text=lazy("CSV, XLSX or JSON lines."))
    agreed = forms.BooleanField(label=lazy("The licence allows this use"))


class LookFilters(forms.Form):
    period = forms.CharField(label=lazy("Period"), required=False)
    route = forms.ChoiceField(
        label=lazy("Route"),
        required=False,
        choices=[("", lazy("all")), ("north", lazy("Northern crossing (invented)"))],
    )
    sex = forms.ChoiceField(
        label=lazy("Sex"),
        required=False,
        choices=[("", lazy("all")), ("female", lazy("female")), ("male", lazy("male"))],
    )


def specimens(request: HttpRequest) -> dict[str, Any]:
    """All values that the template shows, by the name it uses."""
    here = reverse("desk:look")
    return {
        "table": _table(),
        "figure": Figure(
            title=_("Recorded detections on an invented route"),
            subtitle=_("By quarter; the last quarter is not complete"),
            source=_("n = 1,204 detections · Source: invented for this page"),
            caveat=_("Detections reflect enforcement as well as movement."),
            table=_table(),
            downloads=[Link(kind, f"{here}#figure") for kind in ("CSV", "Parquet", "PNG", "SVG")],
            how=f"{here}#figure",
        ),
        "bars": _bars(),
        "heads": [
            Head(_("Dead and missing (minimum)"), 1234, note=_("two complete years")),
            Head(_("Detections"), 381319, change=_("+12% on the year before")),
            Head(_("Survivors"), Cell.NOT_RECORDED, note=_("nobody recorded them")),
        ],
        "key_facts": [
            Fact(pgettext("of a source", "Publisher"), _("An invented observatory")),
            Fact(_("Covers"), Period.parse("2014..2024")),
            Fact(_("Retrieved"), date(2026, 3, 1)),
            Fact(_("Date of the event"), DateSpan.quarter(2023, 3), _("known to the quarter")),
            Fact(_("Records"), 18211),
        ],
        "step_words": [_("File"), _("Columns"), _("Check"), _("Done")],
        "tab_links": [
            Link(_("Figures"), here, current=True),
            Link(_("Records"), f"{here}#table"),
            Link(_("History"), f"{here}#facts"),
        ],
        "filter_form": LookFilters(request.GET or {"route": "north"}),
        "chosen": [Choice(_("Route"), _("Northern crossing (invented)"), here)],
        "here": here,
        "colours": COLOURS,
        "scales": {name: range(1, size + 1) for name, size in SCALES.items()},
    }


def _table() -> Table:
    return Table(
        caption=_("Detections by quarter"),
        help=_("Invented values"),
        columns=[
            Column(_("Quarter")),
            Column(_("Detections"), "number"),
            Column(_("Share"), "percent"),
            Column(_("Precision")),
        ],
        rows=[
            (Period.parse("2015-Q1"), 1822, 0.611, _("day")),
            (Period.parse("2015-Q2"), 0, 0.0, _("month")),
            (Period.parse("2015-Q3"), Cell.NOT_RECORDED, Cell.NOT_RECORDED, _("month")),
            (Period.parse("2015-Q4"), Cell.WITHHELD, Cell.WITHHELD, _("day")),
            (_("Date not precise enough"), 1160, 0.389, _("year")),
        ],
        totals=[(_("All"), 2982, 1.0, "")],
    )


def _bars() -> list[dict[str, Any]]:
    """Bars for the slot of a chart; real charts come from `figures`."""
    values = {"2015-Q1": 120, "2015-Q2": 90, "2015-Q3": 150, "2015-Q4": 40}
    return [
        {
            "period": Period.parse(text),
            "value": value,
            "x": 20 + 150 * at,
            "y": 180 - value,
            "height": value,
        }
        for at, (text, value) in enumerate(values.items())
    ]

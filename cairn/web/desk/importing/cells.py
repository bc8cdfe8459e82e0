"""The single cells of a series: their list with filters in the address, and one with its versions.

The newest come first. A filter is offered for what the tables of the series tell apart, and nothing
else; names of countries may be typed in the reader's language or as codes.
"""

from datetime import date
from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.figures.dimensions import DIMENSIONS
from cairn.kernel.cells import Cell
from cairn.kernel.collation import in_order
from cairn.kernel.errors import NotFound
from cairn.reference.dimensions import dimensions
from cairn.reference.names import match_country
from cairn.reference.places import places
from cairn.reference.routes import routes
from cairn.reporting.models import Count, DataSet
from cairn.reporting.querysets import StagedQuerySet
from cairn.web.components import Fact
from cairn.web.desk.importing.asked_fields import country_names
from cairn.web.desk.importing.datasets import find_dataset
from cairn.web.desk.importing.doors import by_key, needs, viewer_of
from cairn.web.desk.importing.filtering import choices_set
from cairn.web.desk.importing.versions import versions_of
from cairn.web.desk.importing.words import basis_words, field_words, value_words
from cairn.web.say import current

KIND = "counts"
COUNTRIES = ("origin", "destination", "country")
SHOWN = (
    *("origin", "destination", "country", "route", "place", "sex", "age_group"),
    *("mode", "border", "authority", "component", "what"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2100


def known_by(dataset: DataSet) -> list[str]:
    """The fields of a cell that tell the cells of this series apart."""
    columns = DIMENSIONS[KIND] | {"kind": "what"}
    named = {columns.get(name, name) for table in dataset.tables for name in table["dimensions"]}
    return [name for name in SHOWN if name in named]


class CellFilters(forms.Form):
    def __init__(self, data: Any, *, dataset: DataSet) -> None:
        super().__init__(data)
        tables = {table["tab"]: basis_words(table["basis"]) for table in dataset.tables}
        if len(tables) > 1:
            named = [(tab, f"{tab} · {basis}") for tab, basis in sorted(tables.items())]
            self._choose("table", _("Table"), named)
        self.fields["year"] = forms.IntegerField(
            label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
        )
        for name in known_by(dataset):
            if name in COUNTRIES:
                self.fields[name] = forms.CharField(
                    label=field_words(name, KIND),
                    required=False,
                    max_length=80,
                    widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
                )
            else:
                self._choose(name, field_words(name, KIND), _values(name))

    def _choose(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=[("", _("all")), *choices]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.keys: dict[str, str] = {}
        for name in COUNTRIES:
            if not (typed := str(cleaned.get(name) or "").strip()):
                continue
            match = match_country(typed, language=current())
            if match.certain and match.iso3:
                self.keys[name] = match.iso3
            else:
                self.add_error(
                    name,
                    _("%(name)s is not the name of a country that we know.") % {"name": typed},
                )
        return cleaned

    @property
    def country_names(self) -> list[str]:
        if not any(name in self.fields for name in COUNTRIES):
            return []
        return country_names()

    @property
    def words(self) -> dict[str, str]:
        return {name: str(value_words(name, key)) for name, key in self.keys.items()}

    def narrow(self, rows: StagedQuerySet) -> StagedQuerySet:
        """Only what was chosen; a year holds every cell whose time touches it."""
        for name, value in self.cleaned_data.items():
            if not value:
                continue
            if name == "year":
                first, last = date(value, 1, 1), date(value, 12, 31)
                rows = rows.filter(when_earliest__lte=last, when_latest__gte=first)
            elif name == "table":
                rows = rows.filter(tab=value)
            else:
                rows = rows.filter(Q(**{name: self.keys.get(name, value)}))
        return rows


def _values(name: str) -> list[tuple[str, str]]:
    keys: Any = dimensions()[name].values if name in dimensions() else ()
    if name == "route":
        keys = routes()
    elif name == "place":
        keys = places()
    named = [(key, str(value_words(name, key))) for key in keys]
    return in_order(named, current(), itemgetter(1)) if name in ("route", "place") else named


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest, key: str) -> HttpResponse:
    """The current cells of a series, newest first, in as many queries whatever its length."""
    dataset = find_dataset(request, key)
    rows = Count.objects.current().visible_to(viewer_of(request)).filter(dataset=dataset)
    form = CellFilters(request.GET or None, dataset=dataset)
    valid = form.is_bound and form.is_valid()
    if valid:
        rows = form.narrow(rows)
    elif form.is_bound:
        rows = rows.none()  # not everything, as if nothing had been asked
    page = by_key(rows, request, ["-when_earliest", "pk"])
    fields = known_by(dataset)
    context = {
        "dataset": dataset,
        "headings": [field_words(name, KIND) for name in fields],
        "several": len(dataset.tables) > 1,
        "lines": [_line(cell, fields) for cell in page.rows],
        "page_of": page,
        "form": form,
        "chosen": choices_set(request, form, form.words) if valid else [],
    }
    return render(request, "desk/imports/cells.html", context, status=400 if form.errors else 200)


def _line(cell: Count, fields: list[str]) -> dict[str, Any]:
    return {
        "cell": cell,
        "when": cell.when or Cell.NOT_RECORDED,
        "value": number_of(cell),
        "basis": basis_words(cell.basis),
        "words": [value_words(name, getattr(cell, name)) for name in fields],
    }


def number_of(cell: Count) -> int | Cell:
    """The number, or why there is none: never one for the other."""
    return Cell(cell.no_value or "") if cell.value is None else cell.value


@require_safe
@needs(Permission.DESK_READ)
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One cell: its number, what it is known by, and its versions."""
    current_cells = Count.objects.current().visible_to(viewer_of(request))
    cell = current_cells.select_related("dataset", "batch").filter(ref=ref).first()
    if cell is None:
        raise NotFound()
    named = known_by(cell.dataset)
    fields = [name for name in SHOWN if name in named or getattr(cell, name) is not None]
    facts = [
        Fact(_("What is counted"), basis_words(cell.basis)),
        Fact(_("Date"), cell.when or Cell.NOT_RECORDED),
        *(Fact(field_words(name, KIND), value_words(name, getattr(cell, name))) for name in fields),
        Fact(_("Table"), cell.tab),
    ]
    context = {
        "cell": cell,
        "value": number_of(cell),
        "when": cell.when or Cell.NOT_RECORDED,
        "facts": facts,
        "versions": versions_of(cell.ref, request, ("value", *SHOWN), KIND),
    }
    return render(request, "desk/imports/one_cell.html", context)

"""The form of step 2: one choice for each column, what is asked, and facts about a new source."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.formats.headers import Proposal
from cairn.reporting.columns import COUNT, Plan, Survey
from cairn.reporting.licences import licences
from cairn.reporting.models import DataSet
from cairn.reporting.reading.asking import (
    asks_date_style,
    asks_number_style,
    cells_by_place,
    names_asked,
)
from cairn.reporting.reading.mapping import COUNT_FIELDS, INCIDENT_FIELDS
from cairn.web.desk.importing.asked_fields import AnswerFields, StyleFields
from cairn.web.desk.importing.opening_fields import OpeningFields, opened_otherwise
from cairn.web.desk.importing.words import bases, basis_words, field_words, filled
from cairn.web.say import say

SHOWN_VALUES = 3
FACTS = ("title", "publisher", "licence", "citation", "address", "retrieved")


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of theirs beside the choice of ours."""

    proposal: Proposal
    bound: BoundField
    examples: tuple[str, ...]
    because: str
    field: str

    @property
    def sure(self) -> bool:
        return self.proposal.sure


class ColumnsForm(AnswerFields, StyleFields, OpeningFields):
    """Everything that step 2 lets a person decide."""

    def __init__(
        self, data: Any, *, found: Survey, plan: Plan, name: str, known: DataSet | None
    ) -> None:
        super().__init__(data)
        self.found, self.before, self.known = found, plan, known
        self._add_columns()
        self.add_opening(found.workbook, found.sheet)
        findings = [finding for reading in found.readings for finding in reading.findings]
        cell_of = cells_by_place(found.sheet.header, found.rows)
        self.ask(names_asked(findings, cell_of, found.mapping) if found.mapping else ())
        self.add_styles(
            dates=asks_date_style(findings) or bool(plan.date_style),
            numbers=asks_number_style(findings) or bool(plan.number_style),
        )
        self._add_count()
        self._add_source(name)
        if data is not None and data.get("act") != "check":
            for field in self.fields.values():  # only looking: nothing needs to be complete yet
                field.required = False
        self.initial.update(date_style=plan.date_style, number_style=plan.number_style)

    def _add_columns(self) -> None:
        kind = self.before.kind
        ours = COUNT_FIELDS if kind == "counts" else INCIDENT_FIELDS
        names = [name for name in ours if name != "demographic"]
        choices = [("", _("leave aside"))]
        if kind == "counts":
            choices.append((COUNT, field_words(COUNT)))
        choices += [(name, field_words(name, kind)) for name in names]
        for at, proposal in enumerate(self.found.proposals):
            chosen = proposal.field or ""
            extra = [] if chosen in dict(choices) else [(chosen, field_words(chosen, kind))]
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=proposal.column, required=False, choices=choices + extra, initial=chosen
            )

    def _add_count(self) -> None:
        if self.before.kind == "counts" and not self.found.table:
            self.fields["basis"] = forms.ChoiceField(
                label=_("What do the numbers count?"),
                choices=[("", _("choose")), *((key, basis_words(key)) for key in bases())],
                initial=self.before.basis,
                required=False,
                help_text=_("Numbers of different kinds are never added up."),
            )

    def _add_source(self, name: str) -> None:
        if self.found.table and not self.before.source:
            return
        facts = self.before.facts
        self.fields["source"] = forms.SlugField(
            label=_("Name of the source"),
            max_length=63,
            initial=self.before.source or _slug(name),
            help_text=_("Small letters, digits and hyphens; it stands in addresses."),
        )
        if self.known or self.found.table:
            return
        self.fields["title"] = forms.CharField(
            label=_("Title"), max_length=300, initial=facts.get("title", "")
        )
        self.fields["publisher"] = forms.CharField(
            label=pgettext("of a source", "Publisher"),
            max_length=200,
            initial=facts.get("publisher", ""),
        )
        self.fields["licence"] = forms.ChoiceField(
            label=_("Terms of use"),
            initial=facts.get("licence", "unknown"),
            choices=[(key, say(one.title)) for key, one in licences().items()],
            help_text=_("Where the terms are not known, figures stay inside the desk."),
        )
        self.fields["citation"] = forms.CharField(
            label=_("How to cite it"),
            required=False,
            max_length=500,
            initial=facts.get("citation", ""),
        )
        self.fields["address"] = forms.URLField(
            label=_("Where the publisher offers it"),
            required=False,
            max_length=500,
            assume_scheme="https",
            initial=facts.get("address", ""),
        )
        self.fields["retrieved"] = forms.DateField(
            label=_("Retrieved on"),
            required=False,
            initial=facts.get("retrieved", ""),
            help_text=_("Write it as 2026-03-01."),
            validators=[MaxValueValidator(timezone.localdate)],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.clean_others(cleaned)
        return cleaned

    def plan(self) -> Plan:
        """What was decided, together with what had been decided before."""
        given = self.cleaned_data
        fields = {
            proposal.column: given[f"column-{at}"]
            for at, proposal in enumerate(self.found.proposals)
            if given[f"column-{at}"] != (proposal.field or "")
            or proposal.column in self.before.fields
            or (given[f"column-{at}"] and not proposal.sure)
        }
        answers = {column: dict(held) for column, held in self.before.answers.items()}
        for column, new in self.answers().items():
            answers[column] = answers.get(column, {}) | new
        facts = {name: str(given.get(name) or "") for name in FACTS if name in self.fields}
        before = self.before
        if self.opens_otherwise:
            before = opened_otherwise(before, self.opening)
        elif "sheet" in given:
            before = replace(before, sheet=given["sheet"])
        return replace(
            before,
            fields=fields,
            basis=given.get("basis", self.before.basis),
            date_style=given.get("date_style") or self.before.date_style,
            number_style=given.get("number_style") or self.before.number_style,
            answers=answers,
            source=given.get("source", self.before.source),
            facts=dict(self.before.facts) | facts,
        )

    def lines(self) -> list[ColumnLine]:
        """The columns in their order."""
        values: list[list[str]] = [[] for _column in self.found.sheet.header]
        for _row, cells in self.found.rows:
            for held, cell in zip(values, cells, strict=False):
                if cell is not None and len(held) < SHOWN_VALUES and str(cell) not in held:
                    held.append(str(cell)[:40])
        return [
            ColumnLine(
                proposal,
                self[f"column-{at}"],
                tuple(values[at]),
                filled(proposal.because, proposal.values),
                field_words(proposal.field, self.before.kind) if proposal.field else "",
            )
            for at, proposal in enumerate(self.found.proposals)
        ]

    def rest(self) -> list[BoundField]:
        """Facts about the source, in their order."""
        names = ("source", *FACTS)
        return [self[name] for name in names if name in self.fields]


def _slug(name: str) -> str:
    return slugify(name.rsplit(".", 1)[0].replace("_", "-"))[:62]

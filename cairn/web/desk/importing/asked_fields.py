"""Fields for what only a person can say: what a spelling stands for, how dates and numbers go."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cairn.kernel.collation import in_order
from cairn.reference.countries import countries, name_of
from cairn.reference.names import match_country
from cairn.reporting.reading.asking import COUNTRY, Question
from cairn.web.desk.importing.words import field_words, value_words
from cairn.web.say import current

MOST_QUESTIONS = 20
NOT_RECORDED = "-"


class AnswerFields(forms.Form):
    """Selects for questions: candidates first, then everything else that could be meant."""

    def ask(self, questions: tuple[Question, ...]) -> None:
        self.questions = questions[:MOST_QUESTIONS]
        for at, question in enumerate(self.questions):
            self.fields[f"answer-{at}"] = forms.ChoiceField(
                label=question.written, required=False, choices=_choices(question)
            )
            if question.kind == COUNTRY:
                self.fields[f"other-{at}"] = forms.CharField(
                    label=lazy("or another country"),
                    required=False,
                    widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
                )

    def asked(self) -> Iterator[dict[str, Any]]:
        for at, question in enumerate(self.questions):
            other = f"other-{at}"
            yield {
                "question": question,
                "field": field_words(question.field),
                "answer": self[f"answer-{at}"],
                "other": self[other] if other in self.fields else None,
            }

    def clean_others(self, cleaned: dict[str, Any]) -> None:
        """A country that was typed must be one that we know."""
        for at, question in enumerate(self.questions):
            typed = str(cleaned.get(f"other-{at}") or "").strip()
            if question.kind != COUNTRY or not typed:
                continue
            match = match_country(typed, language=current())
            if match.certain and match.iso3:
                cleaned[f"answer-{at}"] = match.iso3
            else:
                self.add_error(
                    f"other-{at}",
                    _("%(name)s is not the name of a country that we know.") % {"name": typed},
                )

    def answers(self) -> dict[str, dict[str, str | None]]:
        """What was answered, by heading and spelling."""
        found: dict[str, dict[str, str | None]] = {}
        for at, question in enumerate(self.questions):
            given = self.cleaned_data.get(f"answer-{at}")
            if given:
                key = None if given == NOT_RECORDED else given
                found.setdefault(question.column, {})[question.written] = key
        return found

    @property
    def country_names(self) -> list[str]:
        """For the list that a text field offers; none where no country is asked."""
        if not any(question.kind == COUNTRY for question in self.questions):
            return []
        return country_names()


def country_names() -> list[str]:
    """The names of all countries, as the reader's language orders them."""
    return in_order({found.names[current()] for found in countries().values()}, current())


def _choices(question: Question) -> list[tuple[str, str]]:
    likely = [(key, _name(question, key)) for key in question.candidates]
    return [("", _("not answered")), *likely, (NOT_RECORDED, _("read it as not recorded"))]


def _name(question: Question, key: str) -> str:
    if question.kind == COUNTRY:
        return name_of(key, current())
    return str(value_words(question.field, key))


class StyleFields(forms.Form):
    """How dates and numbers are written: asked only where the rows leave it open."""

    def add_styles(self, *, dates: bool, numbers: bool) -> None:
        if dates:
            self.fields["date_style"] = forms.ChoiceField(
                label=_("In dates such as 03/04/2015, what comes first?"),
                required=False,
                widget=forms.RadioSelect,
                choices=[("day_first", _("the day")), ("month_first", _("the month"))],
            )
        if numbers:
            self.fields["number_style"] = forms.ChoiceField(
                label=_("In numbers such as 1.234 or 1,234, what marks decimals?"),
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    (".", _("the point: 1,234 is a thousand")),
                    (",", _("the comma: 1.234 is a thousand")),
                ],
            )

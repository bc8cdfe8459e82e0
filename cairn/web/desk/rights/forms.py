"""The forms of the rights channel; what they refuse stands beside the field."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import NOT_OF_A_STATE
from cairn.kernel.collation import in_order
from cairn.reference.countries import Kind, countries, invented_states, name_of
from cairn.rights.actions import LONGEST
from cairn.rights.policies import reviewing_bodies
from cairn.rights.states import OUTCOMES
from cairn.rights.vocabulary import KNOWLEDGE, harm_label, harms, perpetrator_label, perpetrators
from cairn.web.desk.filing.beginning import YEARS, periods
from cairn.web.desk.filing.doors import Wrong
from cairn.web.say import current, say

EARLIER = 10  # years that are offered whole
MOST = 200  # bodies that are offered


def state_choices(person: User) -> list[tuple[str, str]]:
    """States and areas by name; invented ones only to invented persons."""
    codes = [code for code, one in countries().items() if one.kind != Kind.SPECIAL]
    if person.invented:
        codes += invented_states()
    named = {name_of(code, current()): code for code in codes}
    return [(named[name], name) for name in in_order(named, current())]


def period_choices(today: date) -> list[Any]:
    """Months to years of the last three, then whole years."""
    first = today.year - YEARS
    years = [(str(year), str(year)) for year in range(first, first - EARLIER, -1)]
    return [("", "–"), *periods(today.year, today), (_("Earlier years"), years)]


class ReportForm(forms.Form):
    """What happened, coarsely; nothing here asks for a person."""

    harms = forms.MultipleChoiceField(
        label=lazy("What was done?"), widget=forms.CheckboxSelectMultiple
    )
    what = forms.CharField(
        label=lazy("What was seen or learnt"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=lazy(
            "In your words, in any language. No names, numbers or addresses of persons, neither of "
            "migrants nor of officials: say “an officer”, “a woman with a child”."
        ),
    )
    period = forms.ChoiceField(
        label=lazy("When"), help_text=lazy("A month or a longer period; no day is asked.")
    )
    country = forms.ChoiceField(label=lazy("In which State or area"), required=False)
    area = forms.CharField(
        label=lazy("Where, coarsely"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=lazy("A district, a stretch of border or of sea; nothing finer."),
    )
    by_whom = forms.MultipleChoiceField(
        label=lazy("Who did it, as far as is known"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    concerned_state = forms.ChoiceField(
        label=lazy("If officials: of which State"),
        required=False,
        help_text=lazy("Nobody who works for an agency of that State can see this report."),
    )
    concerned_body = forms.ChoiceField(
        label=lazy("If a body of no State: which"),
        required=False,
        help_text=lazy("Nobody who works for it can see this report."),
    )
    unit = forms.CharField(
        label=lazy("Which unit or post"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=lazy("As it is called; no names of persons."),
    )
    knowledge = forms.ChoiceField(label=lazy("How do you know?"), widget=forms.RadioSelect)
    reviewer = forms.ChoiceField(
        label=lazy("Who should look into it?"),
        widget=forms.RadioSelect,
        help_text=lazy("Independent bodies with a reviewer here. Choose one that you trust."),
    )
    reachable = forms.BooleanField(
        label=lazy("The reviewer may know who I am"),
        required=False,
        help_text=lazy(
            "Leave it empty to stay unknown; the reviewer can still ask you through the reference. "
            "You can say so later, and not take it back."
        ),
    )

    def __init__(self, *args: Any, person: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current()
        states = state_choices(person)
        bodies = Organisation.objects.filter(kind__in=NOT_OF_A_STATE).order_by("name")[:MOST]
        named = [("", "–"), *((one.ref, one.called) for one in bodies)]
        reviewers = [
            (one.ref, f"{one.called} · {name_of(one.state, language)}" if one.state else one.called)
            for one in reviewing_bodies()
        ]
        choices: dict[str, list[Any]] = {
            "harms": [(key, say(harm_label(key, language))) for key in harms()],
            "by_whom": [(key, perpetrator_label(key, language)) for key in perpetrators()],
            "period": period_choices(today),
            "country": [("", _("At sea, or not known")), *states],
            "concerned_state": [("", "–"), *states],
            "concerned_body": named,
            "knowledge": [(key, say(words)) for key, words in KNOWLEDGE.items()],
            "reviewer": reviewers,
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        if len(reviewers) == 1:
            self.initial.setdefault("reviewer", reviewers[0][0])


class WordForm(forms.Form):
    """A question or an answer."""

    text = forms.CharField(
        label=lazy("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=lazy("Write no names of persons."),
    )


class ConcludeForm(forms.Form):
    """What the review found."""

    outcome = forms.ChoiceField(label=lazy("Outcome"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=lazy("Why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=lazy("The reporter reads it. Write no names of persons."),
    )
    recommendation = forms.CharField(
        label=lazy("Recommendation"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=lazy("What should be done, and by whom. Nothing is sent to anybody from here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(key.value, say(words)) for key, words in OUTCOMES.items()]
        self.fields["outcome"].choices = listed  # type: ignore[attr-defined]


def refuse(form: forms.Form, wrong: Wrong) -> None:
    """Put what an action refused beside the fields that it names."""
    for name, sentence in wrong.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    for sentence in wrong.others:
        form.add_error(None, sentence)

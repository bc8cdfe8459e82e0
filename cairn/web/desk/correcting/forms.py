"""The form of a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from cairn.corrections.states import REMEDIES, Remedy
from cairn.knowledge.asking.vocabulary import LONGEST, OUTCOMES
from cairn.web.say import say

MOST = LONGEST["reasons"]


class DecideForm(forms.Form):
    """How it is decided, what is done, and why. `people`: labels whose names can be taken out."""

    outcome = forms.ChoiceField(label=lazy("Decision"), widget=forms.RadioSelect)
    remedy = forms.ChoiceField(
        label=lazy("What is done, unless it is refused"), required=False, widget=forms.RadioSelect
    )
    person = forms.ChoiceField(label=lazy("If names are taken out: whose"), required=False)
    names = forms.CharField(
        label=lazy("If names are taken out: each as it stands in the record, on a line of its own"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("They stay inside and are replaced by the label wherever anyone reads."),
    )
    instruction = forms.CharField(
        label=lazy("If the editors change it: what"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy(
            "They read this and nothing of the request. Name the place, not the person."
        ),
    )
    reasons = forms.CharField(
        label=lazy("Reasons"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=lazy("The person who asked reads them. Write no names of persons."),
    )

    def __init__(self, *args: Any, people: Sequence[str], changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in REMEDIES if one is not Remedy.MASK or people]
        fields: Any = self.fields
        fields["outcome"].choices = [(one.value, say(words)) for one, words in OUTCOMES.items()]
        fields["remedy"].choices = [(one.value, say(REMEDIES[one])) for one in offered]
        fields["person"].choices = [("", "–"), *((one, one) for one in people)]
        if not people or not changes:
            del fields["person"], fields["names"]
        if not changes:
            del fields["remedy"], fields["instruction"]
            fields["outcome"].choices = fields["outcome"].choices[-1:]

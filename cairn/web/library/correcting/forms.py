"""The forms with which anyone asks, looks up and appeals."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cairn.kernel.errors import CairnError
from cairn.knowledge.asking.vocabulary import LONGEST, OF_A_RECORD, WISHES
from cairn.knowledge.kinds import kinds
from cairn.web.say import say

TEXT = {"dir": "auto"}


class AskForm(forms.Form):
    """What is asked. `home` is for programs that fill in everything; nobody sees it."""

    number = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    about = forms.CharField(
        label=lazy("Reference of the record"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=lazy("It stands on the page of the record and begins with “lib”."),
    )
    wish = forms.ChoiceField(label=lazy("What do you ask for?"), widget=forms.RadioSelect)
    passage = forms.CharField(
        label=lazy("Which passage?"),
        required=False,
        max_length=LONGEST["passage"],
        widget=forms.Textarea(attrs={"rows": 3, **TEXT}),
        help_text=lazy("Copy it from the page, or say where it stands."),
    )
    reasons = forms.CharField(
        label=lazy("What is wrong, and why?"),
        max_length=LONGEST["reasons"],
        widget=forms.Textarea(attrs={"rows": 6, **TEXT}),
        help_text=lazy(
            "In any language. Write no more about a person than is needed; numbers of papers and "
            "telephones are taken out."
        ),
    )
    reply_to = forms.CharField(
        label=lazy("Your e-mail address"),
        required=False,
        max_length=LONGEST["reply_to"],
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        help_text=lazy(
            "Only if we may ask you something. The decision is not sent: you look it up."
        ),
    )
    home = forms.CharField(
        label=lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(key.value, say(words)) for key, words in WISHES.items() if key in OF_A_RECORD]
        self.fields["wish"].choices = listed  # type: ignore[attr-defined]

    def clean_home(self) -> str:
        if self.cleaned_data["home"]:
            raise forms.ValidationError(_("This field has to stay empty."))
        return ""


class ProposeForm(AskForm):
    """A record that should be added."""

    kind = forms.ChoiceField(label=lazy("What kind of record?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=lazy("What is it called?"),
        max_length=LONGEST["title"],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=lazy("Without names of accused people, of migrants or of witnesses."),
    )
    address = forms.CharField(
        label=lazy("Where can it be read?"),
        required=False,
        max_length=LONGEST["address"],
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=lazy("An address on the web, best of the court, the State or the publisher."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("about", "wish", "passage"):
            del self.fields[name]
        known = [(one.key, say(one.word)) for one in kinds().values()]
        self.fields["kind"].choices = known  # type: ignore[attr-defined]
        self.fields["reasons"].label = _("What is it about, and why does it belong here?")


class LookForm(forms.Form):
    """What the receipt says."""

    ref = forms.CharField(
        label=lazy("Reference"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=lazy("Secret"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class AppealForm(forms.Form):
    """Why another person should decide again."""

    reasons = forms.CharField(
        label=lazy("Why should it be decided again?"),
        max_length=LONGEST["reasons"],
        widget=forms.Textarea(attrs={"rows": 4, **TEXT}),
    )


def refuse(form: forms.Form, error: CairnError) -> None:
    """Put what an action refused beside the fields that it names."""
    for problem in getattr(error, "problems", None) or [error]:
        name = problem.values.get("field")
        form.add_error(name if name in form.fields else None, say(problem))

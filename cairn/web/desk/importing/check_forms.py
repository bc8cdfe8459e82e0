"""The decisions of step 3: answer once for all rows, commit, or give the import up."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message
from cairn.reporting.models import ImportBatch
from cairn.reporting.reading.asking import DATES, NUMBERS, Question
from cairn.web.desk.importing.asked_fields import AnswerFields, StyleFields
from cairn.web.say import say


def _codes(kinds: tuple[type[CairnError], ...]) -> set[str]:
    return {kind.__new__(kind).code for kind in kinds}


class CommitForm(forms.Form):
    """One button that says what will happen; a reason where rows stay out."""

    def __init__(
        self, data: Any, *, batch: ImportBatch, written: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.batch = batch
        if batch.rows_rejected:
            self.fields["reason"] = forms.CharField(
                label=_("Why may the rejected rows stay out?"),
                max_length=300,
                initial=(written or {}).get("reason", ""),
                help_text=_("It is kept with the record, with your name."),
                error_messages={"required": _("Say why these rows may stay out, or correct them.")},
            )

    def submit(self) -> str:
        """What pressing the button does."""
        batch = self.batch
        coming = batch.rows_new + batch.rows_updated
        bring = Message("Make %(n)s row current", "Make %(n)s rows current", coming)
        if not coming:
            return _("Close this import; it changes nothing")
        if not batch.rows_rejected:
            return say(bring)
        without = Message(
            "and leave %(n)s row out", "and leave %(n)s rows out", batch.rows_rejected
        )
        return _("%(bring)s %(without)s") % {"bring": say(bring), "without": say(without)}


class DiscardForm(forms.Form):
    """Giving up needs a reason."""

    why = forms.CharField(
        label=lazy("Why is the import given up?"),
        max_length=300,
        error_messages={"required": lazy("Say in a few words why; it is kept with the record.")},
    )

    def __init__(self, data: Any, *, written: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"why": (written or {}).get("why", "")})


class AnswerForm(AnswerFields, StyleFields):
    """ "Fix all like this": what a spelling stands for, in every row."""

    def __init__(self, data: Any, *, questions: tuple[Question, ...], codes: set[str]) -> None:
        super().__init__(data)
        self.ask(questions)
        self.add_styles(dates=bool(codes & _codes(DATES)), numbers=bool(codes & _codes(NUMBERS)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.clean_others(cleaned)
        return cleaned

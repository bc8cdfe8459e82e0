"""The page "About these numbers": what they speak of and cover, who may do what with them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.languages import LANGUAGES
from cairn.reporting.filings.definitions import CONDUCTS, section
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.saving import Given, digest_of
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.doors import Wrong, find_own, once_for_pages
from cairn.web.desk.filing.saving import WAS, Outcome, as_json, save
from cairn.web.desk.filing.units import units_of
from cairn.web.desk.filing.words import (
    CONFIDENCES,
    MARKINGS,
    defined,
    vocabulary_choices,
)
from cairn.web.desk.filing.writing import go_on, onward
from cairn.web.desk.importing.doors import needs
from cairn.web.desk.once import kept
from cairn.web.errors import wants_json
from cairn.web.say import paired, say

NOT_SAID = [("", lazy("not said"))]
LONGEST = 4_000


class DetailsForm(forms.Form):
    """All details of a filing; each is saved by itself, where nobody wrote it meanwhile."""

    conduct = forms.ChoiceField(
        label=lazy("What do the numbers speak of?"),
        required=False,  # a draft may be half done; it is asked for before it is submitted
        widget=forms.RadioSelect,
        help_text=lazy(
            "Kept apart, and never added to one another. This is not chosen in advance: choose it "
            "before you submit."
        ),
    )
    count_basis = forms.ChoiceField(
        label=lazy("What is one unit of the numbers?"),
        help_text=lazy(
            "Set beforehand as usual for this section; change it if yours are counted otherwise. "
            "Detections are not persons: one person may be detected twice."
        ),
    )
    record_type = forms.ChoiceField(
        label=lazy("Kind of record"),
        help_text=lazy(
            "Set beforehand to counts for a period; change it if your State files something else."
        ),
    )
    coverage_note = forms.CharField(
        label=lazy("Coverage note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=lazy(
            "Needed before you submit: which borders, agencies or months do the numbers cover, and "
            "what is missing? Write no names of persons."
        ),
    )
    narrative = forms.CharField(
        label=lazy("What happened, in words"),
        required=False,
        max_length=4 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=lazy("What explains the numbers, and what changed. No names, no addresses."),
    )
    narrative_language = forms.ChoiceField(
        label=lazy("Language of the text"),
        required=False,
        help_text=lazy("In which language it is written, so that it can be read and translated."),
    )
    likelihood = forms.ChoiceField(
        label=lazy("How likely is what the text judges?"),
        required=False,
        help_text=lazy("The likelihood of the judgement; how sure you are of it stands apart."),
    )
    confidence = forms.ChoiceField(
        label=lazy("How sure are you of that judgement?"),
        required=False,
        help_text=lazy("It rests on the sources, not on how likely the matter is."),
    )
    marking = forms.ChoiceField(
        label=lazy("Marking"),
        widget=forms.RadioSelect,
        help_text=lazy(
            "Traffic Light Protocol: limits who may read it. Set beforehand to TLP:AMBER, which no "
            "other State reads; choose TLP:GREEN to share it with States that contribute the same."
        ),
    )
    uses = forms.MultipleChoiceField(
        label=lazy("Permissible uses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("What those who read it may do with it."),
    )
    source_grade = forms.ChoiceField(
        label=lazy("Reliability of the source"),
        required=False,
        help_text=lazy("Admiralty grade A to F: how the source has proved itself."),
    )
    information_grade = forms.ChoiceField(
        label=lazy("Credibility of the information"),
        required=False,
        help_text=lazy("Admiralty grade 1 to 6: judged apart from the source."),
    )
    source_grade_4x4 = forms.ChoiceField(
        label=lazy("Reliability of the source, 4x4"),
        required=False,
        help_text=lazy(
            "Only where your service grades by the 4x4 scheme: A to C and X. The letters mean "
            "other things than Admiralty's, and neither grade is made from the other."
        ),
    )
    information_grade_4x4 = forms.ChoiceField(
        label=lazy("Evaluation of the information, 4x4"),
        required=False,
        help_text=lazy("The 4x4 scheme, 1 to 4: judged apart from the source."),
    )

    def __init__(self, *args: Any, counts: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "conduct": [(key.value, say(title)) for key, (title, _help) in CONDUCTS.items()],
            "count_basis": vocabulary_choices("count_basis"),
            "record_type": vocabulary_choices("report_record_types"),
            "narrative_language": [*NOT_SAID, *LANGUAGES.items(), ("pt", "Português")],
            "likelihood": [*NOT_SAID, *vocabulary_choices("estimation_certainty")],
            "confidence": [*NOT_SAID, *((key, say(it)) for key, it in CONFIDENCES.items())],
            "marking": [
                (key.value, paired(name, say(words))) for key, (name, words) in MARKINGS.items()
            ],
            "uses": vocabulary_choices("sharing_permissible_use"),
            "source_grade": [*NOT_SAID, *_graded("grading_admiralty_source")],
            "information_grade": [*NOT_SAID, *_graded("grading_admiralty_information")],
            "source_grade_4x4": [*NOT_SAID, *_graded("grading_4x4_source")],
            "information_grade_4x4": [*NOT_SAID, *_graded("grading_4x4_information")],
        }
        note = str(self["coverage_note"].value() or "").splitlines()
        if note and any(line.strip() and _(line) != line for line in note):
            self.fields["coverage_note"].widget.attrs["lang"] = "en"  # as a demonstration wrote it
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        if not counts:  # a section of descriptions: there is no unit to ask about
            del self.fields["count_basis"]


def _graded(key: str) -> list[tuple[str, str]]:
    return [(value, paired(value, words)) for value, words in vocabulary_choices(key)]


NAMES = tuple(DetailsForm.base_fields)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once_for_pages
def about(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what the numbers speak of, and save it field by field."""
    filing = find_own(request, ref)
    outcome = None
    usual, own_units = units_of(filing)
    counts = bool(section(filing.section).basis) and usual
    form = DetailsForm(initial=_stored(filing) | _written(request), counts=counts)
    if request.method == "POST":
        form = DetailsForm(_posted(request.POST, filing), counts=counts)
        if form.is_valid():
            then = onward(request, filing, "desk:filing_about", filing.ref)
            outcome = save(request, filing, [], _given(form, request.POST), then)
            if wants_json(request):
                return as_json(outcome, {})
            if outcome.settled:
                return go_on(request, then)
            _mark(form, outcome)
        elif wants_json(request):
            return as_json(Outcome([], wrong=_wrong(form)), {})
    filing.refresh_from_db()
    context = {
        **heading.headed(filing),
        "form": form,
        "digests": [(WAS + name, digest_of(getattr(filing, name))) for name in form.fields],
        "conducts": [(say(title), say(words)) for title, words in CONDUCTS.values()],
        "certainties": list(defined("estimation_certainty")),
        "own_units": own_units if section(filing.section).basis else "",
        "outcome": outcome,
        "step": 2,
    }
    wrong = form.is_bound and not (outcome and outcome.settled)
    return render(request, "desk/filings/about.html", context, status=400 if wrong else 200)


def _stored(filing: Filing) -> dict[str, Any]:
    return {name: getattr(filing, name) for name in NAMES}


def _written(request: HttpRequest) -> dict[str, Any]:
    """What had been written when the session ended."""
    written = kept(request)
    if not written:
        return {}
    found: dict[str, Any] = {name: written[name] for name in NAMES if name in written}
    return found | {"uses": written.getlist("uses")}


def _posted(sent: QueryDict, filing: Filing) -> QueryDict:
    """A script sends only what changed; the rest is as it stands."""
    whole = QueryDict(mutable=True)
    for name in NAMES:
        if name in sent or WAS + name in sent:
            whole.setlist(name, sent.getlist(name))
        else:
            value = getattr(filing, name)
            whole.setlist(name, value if isinstance(value, list) else [value])
    return whole


def _given(form: DetailsForm, sent: QueryDict) -> Mapping[str, Given]:
    return {
        name: Given(_tidy(form.cleaned_data[name]), str(sent[WAS + name]))
        for name in form.fields
        if WAS + name in sent
    }


def _tidy(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _mark(form: DetailsForm, outcome: Outcome) -> None:
    """Beside its field: what is wrong with it, or what somebody else wrote there meanwhile."""
    for name, sentence in outcome.wrong.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    for sentence in outcome.wrong.others:
        form.add_error(None, sentence)
    for conflict in outcome.conflicts:
        shown = _words_of(form, conflict.name, conflict.theirs)
        form.add_error(
            conflict.name,
            _(
                "Somebody else wrote here meanwhile: “%(theirs)s”. Send the form again to put "
                "yours in its place, or copy theirs."
            )
            % {"theirs": shown},
        )


def _words_of(form: DetailsForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    many = value if isinstance(value, list) else [value]
    return " · ".join(str(choices.get(one, one)) for one in many) or "–"


def _wrong(form: DetailsForm) -> Wrong:
    return Wrong({name: str(texts[0]) for name, texts in form.errors.items()}, ())

"""Beginning a finding and writing it: for people of contributors that are not States."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import MissingPermission, Permission
from cairn.kernel.dates import Period
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import LARGEST, Marking
from cairn.reporting.findings import actions
from cairn.reporting.findings.models import METHODS, Finding, FindingStatus
from cairn.web.desk.filing.asking import no_persons, say_no_persons
from cairn.web.desk.filing.details import NOT_SAID
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.words import MARKINGS, vocabulary_choices
from cairn.web.desk.findings.doors import contributes_for, find_finding, listed
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.rights.forms import period_choices, refuse, state_choices
from cairn.web.given import whole_number
from cairn.web.say import paired, say

NEEDED = ("title", "text", "method", "limits")  # before it is shared; a draft may lack them
COUNT = "number_of_"  # before the key of a measure, as a field
AUDIENCES = {
    Marking.RED: lazy("your organisation alone"),
    Marking.AMBER_STRICT: lazy("your organisation alone"),
    Marking.AMBER: lazy("your organisation and the secretariat"),
    Marking.GREEN: lazy(
        "States to which reciprocity opens section and period, and the secretariat"
    ),
    Marking.CLEAR: lazy("everybody with a place at this desk"),
}


class SubjectForm(forms.Form):
    """What it speaks of."""

    organisation = forms.ChoiceField(label=lazy("Organisation that contributes"))
    section = forms.ChoiceField(label=lazy("Section"), widget=forms.RadioSelect)
    about = forms.ChoiceField(label=lazy("State or area that it speaks of"))
    period = forms.ChoiceField(label=lazy("Period"))

    def __init__(self, *args: Any, bodies: list[Organisation], person: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        choices: dict[str, list[Any]] = {
            "organisation": [(one.ref, one.called) for one in bodies],
            "section": [(key, say(one.title)) for key, one in sections().items()],
            "about": [("", "–"), *state_choices(person)],
            "period": period_choices(timezone.localdate()),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        if len(bodies) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial.setdefault("organisation", bodies[0].ref)


class FindingForm(forms.Form):
    """What was found, how, and who may read it."""

    title = forms.CharField(
        label=lazy("Title"),
        required=False,
        max_length=actions.LONGEST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=lazy(
            "What it is about, in one sentence. Lists show it, and nobody is entered as its reader "
            "for having seen it there."
        ),
    )
    text = forms.CharField(
        label=lazy("What was found"),
        required=False,
        max_length=actions.LONGEST["text"],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=lazy("Write no names of persons."),
    )
    method = forms.ChoiceField(
        label=lazy("How it was found"), required=False, widget=forms.RadioSelect
    )
    rests_on = forms.IntegerField(
        label=lazy("Number of persons asked or records read"),
        required=False,
        min_value=0,
        max_value=LARGEST,
    )
    limits = forms.CharField(
        label=lazy("What it does not cover, and what may be wrong with it"),
        required=False,
        max_length=actions.LONGEST["limits"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    marking = forms.ChoiceField(
        label=lazy("Marking"),
        widget=forms.RadioSelect,
        help_text=lazy("Your organisation alone decides who reads it, and may narrow it later."),
    )
    uses = forms.MultipleChoiceField(
        label=lazy("Permissible uses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("What those who read it may do with it."),
    )
    source_grade = forms.ChoiceField(label=lazy("Reliability of the source"), required=False)
    information_grade = forms.ChoiceField(
        label=lazy("Credibility of the information"), required=False
    )

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = sections()[finding.section].measures
        if measures:
            self.fields["count_basis"] = forms.ChoiceField(
                label=_("What is one unit of your numbers?"),
                required=False,
                choices=[*NOT_SAID, *vocabulary_choices("count_basis")],
                help_text=_("They stand beside a State's numbers and are never added to them."),
            )
        for key, one in measures.items():
            self.fields[COUNT + key] = forms.IntegerField(
                label=say(one.title), required=False, min_value=0, max_value=LARGEST
            )
        choices: dict[str, list[Any]] = {
            "method": [("", _("not said")), *((key, say(it)) for key, it in METHODS.items())],
            "marking": [(key, paired(MARKINGS[key][0], it)) for key, it in AUDIENCES.items()],
            "uses": vocabulary_choices("sharing_permissible_use"),
            "source_grade": [*NOT_SAID, *_graded("grading_admiralty_source")],
            "information_grade": [*NOT_SAID, *_graded("grading_admiralty_information")],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        given = dict(self.cleaned_data)
        counts = {
            name.removeprefix(COUNT): given.pop(name)
            for name in list(given)
            if name.startswith(COUNT)
        }
        return given | {"counts": {key: n for key, n in counts.items() if n is not None}}


def _graded(key: str) -> list[tuple[str, str]]:
    return [(value, paired(value, words)) for value, words in vocabulary_choices(key)]


def _initial(finding: Finding) -> dict[str, Any]:
    written = {name: getattr(finding, name) for name in actions.WRITTEN if name != "counts"}
    return written | {COUNT + key: value for key, value in finding.counts.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FINDING_WRITE)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Section, State, period; then it is written."""
    bodies = contributes_for(request)
    if not bodies:
        raise MissingPermission(permission=Permission.FINDING_WRITE)
    form = SubjectForm(request.POST or None, bodies=bodies, person=request.user)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        owner = next(one for one in bodies if one.ref == given["organisation"])
        made, wrong = tried(
            actions.begin_finding,
            owner=owner,
            about=given["about"],
            section=given["section"],
            period=Period.parse(given["period"]),
            by=person_of(request),
        )
        if made:
            return redirect("desk:finding_write", ref=made.ref)
        refuse(form, wrong)
    status = 400 if form.errors else 200
    return render(request, "desk/findings/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FINDING_WRITE)
@once
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """One form; saved, or saved and shared."""
    finding = find_finding(request, ref)
    if finding.owner not in contributes_for(request):
        raise NotFound()
    if finding.status != FindingStatus.DRAFT:
        return redirect("desk:finding", ref=ref)
    sent = request.POST if request.method == "POST" else kept(request)
    form = FindingForm(sent or None, finding=finding, initial=_initial(finding))
    wrong = NOTHING_WRONG
    if request.method == "POST" and form.is_valid():
        wrong = _saved(request, finding, form)
        if not wrong:
            messages.success(
                request, _("It was shared.") if _shares(request) else _("The draft was saved.")
            )
            return redirect("desk:finding", ref=ref)
        refuse(form, wrong)
    for name in NEEDED:
        form.fields[name].required = True  # said by the page; the action insists when it is shared
    context = {
        "form": form,
        "line": listed(finding),
        "no_persons": no_persons(request.POST, wrong),
        "revision": finding.revision,
    }
    failed = request.method == "POST"
    return render(request, "desk/findings/write.html", context, status=400 if failed else 200)


def _shares(request: HttpRequest) -> bool:
    return request.POST.get("act") == "share"


def _saved(request: HttpRequest, finding: Finding, form: FindingForm) -> Wrong:
    """Save it, and share it where that is asked; what was saved stays saved."""
    if wrong := say_no_persons(request, finding.owner):
        return wrong
    revision = whole_number(request.POST.get("revision", ""), None)
    person = person_of(request)
    held, wrong = tried(
        actions.save_finding,
        finding=finding,
        values=form.values(),
        by=person,
        revision=revision,
    )
    if not wrong and _shares(request):
        finding.revision = held.revision
        _done, wrong = tried(actions.share_finding, finding=held, by=person)
    return wrong

"""What was asked to be erased: listed for whoever asked or decides; one page each to decide on."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from cairn.erasure import actions, ledger, policies
from cairn.erasure.marks import Finder, Mark
from cairn.erasure.models import Erasure
from cairn.erasure.rows import strings
from cairn.erasure.rules import RULE_WORDS, WHOLE
from cairn.jobs.models import State as JobState
from cairn.jobs.models import latest_about
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.models import Filing
from cairn.reporting.models import DataSet, ImportBatch
from cairn.web.desk.erasing.doors import (
    STATES,
    WRITES,
    found_lines,
    place_words,
    rule_words,
)
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import by_key, needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.say import say

State = Erasure.State
AROUND = 60  # signs shown on both sides of the words
SHOWN = 20  # places


class WholeForm(forms.Form):
    """Ask that a whole record goes."""

    target = forms.CharField(
        label=lazy(
            "Reference of the filing, finding, import or data set, or of the organisation for all "
            "of them"
        ),
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    rule = forms.ChoiceField(label=lazy("Why"))
    authority = forms.CharField(
        label=lazy("Reference of the order or letter"),
        max_length=200,
        help_text=lazy("Write no names of persons."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((one.value, say(RULE_WORDS[one])) for one in WHOLE),
        ]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where the words stand now: the kind of place, and the text around them."""

    place: str
    text: SafeString | None  # None: not shown to this person


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WRITES)
@once
def index(request: HttpRequest) -> HttpResponse:
    """What the person asked for or decides about, the newest first; and a form for a record."""
    person = person_of(request)
    decides = bool(policies.bodies_of(person))
    form = WholeForm(request.POST or None) if decides else None
    if request.method == "POST":
        if form is None:
            raise NotFound()
        if form.is_valid():
            made, wrong = tried(actions.ask_whole, **form.cleaned_data, by=person)
            if made:
                return redirect("desk:erasure", ref=made.ref)
            for name, sentence in wrong.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
            for sentence in wrong.others:
                form.add_error(None, sentence)
    rows = by_key(actions.seen_by(person).distinct(), request, ["-pk"])
    context = {
        "lines": [(one, rule_words(one.rule), *_state(one)) for one in rows.rows],
        "page_of": rows,
        "form": form,
    }
    status = 400 if form and form.errors else 200
    return render(request, "desk/erasing/index.html", context, status=status)


def _state(erasure: Erasure) -> tuple[str, str]:
    kind, words = STATES[State(erasure.state)]
    return kind, say(words)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WRITES)
@once
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """One erasure: what goes, where it stands now, and the two buttons."""
    person, wrong = person_of(request), NOTHING_WRONG
    erasure = actions.find(ref, person)
    if request.method == "POST":
        wrong = _decided(request, erasure)
        if not wrong:
            return redirect("desk:erasure", ref=ref)
        erasure = actions.find(ref, person)
    decides = policies.confirms_for(person, erasure.owner, erasure.target)
    mine = erasure.asked_by == person.username
    waits = erasure.state == State.ASKED
    kind, words = _state(erasure)
    note = latest_about(erasure.ref) if erasure.state == State.CONFIRMED else None
    names = people(
        {erasure.asked_by, erasure.decided_by or ""}, viewer_of(request), about=[erasure.target]
    )
    context = {
        "erasure": erasure,
        "rule": rule_words(erasure.rule),
        "kind": kind,
        "words": words,
        "url": _url_of(request, erasure.target),
        "excerpts": _excerpts(request, erasure) if decides and waits and erasure.of_words else [],
        "may_confirm": waits and decides and not mine,
        "may_refuse": waits and (decides or mine),
        "needs_another": waits and decides and mine,
        # Where else words stood is told to those who decide, not to whoever reported them.
        "found": found_lines(erasure) if decides else [],
        "asked_by": names.get(erasure.asked_by, "") if erasure.asked_by else "",
        "decided_by": names.get(erasure.decided_by or "", ""),
        "stopped": note.shown if note and note.state == JobState.FAILED else "",
        "wrong": wrong,
    }
    return render(request, "desk/erasing/one.html", context, status=400 if wrong else 200)


def _decided(request: HttpRequest, erasure: Erasure) -> Wrong:
    match request.POST.get("act"):
        case "confirm":
            done, wrong = tried(actions.confirm, erasure=erasure, by=person_of(request))
            said = _("It is being erased. What was erased where will stand here.")
        case "refuse":
            done, wrong = tried(actions.refuse, erasure=erasure, by=person_of(request))
            said = _("It was refused; nothing was changed.")
        case _:
            raise NotFound()
    if done:
        messages.success(request, said)
    return wrong


def _url_of(request: HttpRequest, ref: str) -> str:
    """The page of the record, if this person sees it."""
    viewer = viewer_of(request)
    match ref.partition("-")[0]:
        case "fil" if Filing.objects.visible_to(viewer).filter(ref=ref).exists():
            return reverse("desk:filing", args=[ref])
        case "imp" if ImportBatch.objects.visible_to(viewer).filter(ref=ref).exists():
            return reverse("desk:import", args=[ref])
        case "set":
            found = DataSet.objects.visible_to(viewer).filter(ref=ref).first()
            return reverse("desk:data_set", args=[found.key]) if found else ""
    return ""


def _excerpts(request: HttpRequest, erasure: Erasure) -> list[Excerpt]:
    """Read from the record as it is now: the report itself holds no words."""
    finder = Finder([Mark(erasure.digest, erasure.length, erasure.hint)], ledger.words_key())
    found: list[Excerpt] = []
    for label, pk, name in erasure.places[:SHOWN]:
        row = apps.get_model(label)._base_manager.filter(pk=pk).first()
        if row is None:
            continue
        shown = _is_seen(request, row)
        held = getattr(row, name)
        texts = [held] if isinstance(held, str) else list(strings(held))
        spoken = [text for text in texts if finder.holds(text)]
        found += [Excerpt(place_words(label), _around(finder, one) if shown else None)
                  for one in spoken]  # fmt: skip
    return found[:SHOWN]


def _is_seen(request: HttpRequest, row: models.Model) -> bool:
    """Whether the record to which the row belongs is seen by this person; what has no page of its
    own is not shown."""
    viewer = viewer_of(request)
    for name in ("filing", "route", "incident", "batch"):
        if (above := getattr(row, name, None)) is not None:
            return _is_seen(request, above)
    if isinstance(row, (Filing, DataSet, ImportBatch)):
        return bool(type(row).objects.visible_to(viewer).filter(pk=row.pk).exists())
    return False


def _around(finder: Finder, text: str) -> SafeString:
    """The words, marked, with what stands around them."""
    parts: list[str] = []
    for span in finder.find(text)[:3]:
        before = text[max(0, span.start - AROUND) : span.start]
        after = text[span.end : span.end + AROUND]
        inside = conditional_escape(text[span.start : span.end])
        lead, tail = (
            ("…" if span.start > AROUND else ""),
            ("…" if len(text) > span.end + AROUND else ""),
        )
        parts.append(
            f"{lead}{conditional_escape(before)}<mark>{inside}</mark>"
            f"{conditional_escape(after)}{tail}"
        )
    return mark_safe(" · ".join(parts))

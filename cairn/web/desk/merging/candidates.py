"""What two agencies may both have counted: the machine's score with its reasons, both numbers, and
apart from them what a person decides. Decisions may be taken again until the filing is submitted.

Read by key along an index, in as many queries for twenty thousand pairs as for ten.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission
from cairn.jobs.models import JobNote
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.combining import decide_doubles
from cairn.reporting.filings.merging import PROPOSED, Decision
from cairn.reporting.filings.models import Double
from cairn.reporting.filings.proposing import comparing, resume_proposing
from cairn.web import numbers
from cairn.web.desk.filing.asking import no_persons, say_no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.words import filled_words, key_words, measure_words
from cairn.web.desk.filters import FiltersForm
from cairn.web.desk.importing.doors import Page, by_key, needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.merging.alike import (
    ALL,
    LIKELY,
    SHOWN,
    UNLIKELY,
    decide_several,
    decision_of,
    decisions,
    scopes,
)
from cairn.web.desk.merging.doors import Merge, find_merge, headed
from cairn.web.desk.once import kept, once
from cairn.web.say import current

DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Option:
    """One decision as a button says it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One cell that two agencies give."""

    double: Double
    words: str
    left: str
    right: str
    likely: bool
    reasons: list[str]
    options: list[Option]
    decided: str
    by: str
    reason: str  # written, and not stored yet


class CandidateFilters(FiltersForm):
    """Which pairs; those that are not decided where nothing is said."""

    decision = forms.ChoiceField(label=lazy("Decided"), required=False)
    measure = forms.ChoiceField(label=lazy("Number"), required=False)
    likely = forms.ChoiceField(label=lazy("Likelihood"), required=False)
    order = forms.ChoiceField(label=lazy("Order"), required=False)

    def __init__(self, data: Any, *, merge: Merge, measures: list[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = {
            "decision": [
                ("", _("not yet")),
                (DECIDED, _("all that are decided")),
                *decisions(merge),
                (ALL, _("all")),
            ],
            "measure": [("", _("all")), *measures],
            "likely": [
                ("", _("all")),
                (LIKELY, _("probably the same people")),
                (UNLIKELY, _("probably different people")),
            ],
            "order": [
                ("", _("a total before its parts")),
                (LIKELY, _("probably the same people first")),
            ],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]

    def condition(self) -> Q:
        """Every choice runs along an index."""
        if not self.is_valid():
            return Q(pk__in=[])
        given = self.cleaned_data
        match given["decision"]:
            case "":
                found = Q(decision__isnull=True)
            case "all":
                found = Q()
            case "decided":
                found = Q(decision__isnull=False)
            case decision:
                found = Q(decision=decision)
        if given["measure"]:
            found &= Q(measure=given["measure"])
        if given["likely"] == LIKELY:
            found &= Q(score__gte=PROPOSED)
        elif given["likely"] == UNLIKELY:
            found &= Q(score__lt=PROPOSED)
        return found

    @property
    def by(self) -> list[str]:
        """The key of a total stands before those of its parts, and a table's cells together."""
        likely = self.is_valid() and self.cleaned_data["order"] == LIKELY
        return ["-score", "pk"] if likely else ["key", "pk"]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_CLEAR)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One page of pairs, a total before its parts; a form of it decides one, some or all."""
    merge = find_merge(request, ref)
    if request.method == "POST":
        return _act(request, merge)
    return _page(request, merge, kept(request) or {}, NOTHING_WRONG)


def _page(
    request: HttpRequest, merge: Merge, sent: Mapping[str, Any], wrong: Wrong
) -> HttpResponse:
    if note := comparing(merge.filing):
        return render(request, "desk/merging/page.html", headed(merge) | _working(merge, note))
    standing = _standing(merge)
    action = reverse("desk:merging", args=[merge.filing.ref])
    form = CandidateFilters(request.GET or {}, merge=merge, measures=standing.choices)
    rows = Double.objects.filter(form.condition(), filing=merge.filing)
    found: Page = by_key(rows, request, form.by, size=SHOWN)
    deciders = {one.decided_by or "" for one in found.rows}
    by = people(deciders, viewer_of(request), about=[merge.filing.ref])
    context = {
        "standing": standing,
        "form": form,
        "action": action,
        "chosen": form.chosen(action),
        "candidates": [_candidate(merge, one, by, sent) for one in found.rows],
        "page_of": found,
        "decisions": decisions(merge),
        "everywhere": scopes(merge, standing.open, standing.likely, found.rows),
        "proposed": PROPOSED,
        "wrong": wrong,
        "no_persons": no_persons(sent, wrong, _reason_field(sent)),
        "sent": {name: sent.get(name, "") for name in ("reason", "scope", "decision")},
    }
    answer = headed(merge) | context
    return render(request, "desk/merging/page.html", answer, status=400 if wrong else 200)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the decisions are; one query over an index."""

    total: int
    left: int
    choices: list[tuple[str, str]]  # measures that have pairs
    open: list[tuple[str, str, int]]  # measure, its words, how many pairs are not decided
    likely: int  # of those not decided, how many are probably the same people

    @property
    def decided(self) -> int:
        return self.total - self.left

    @property
    def share(self) -> float:
        return self.decided / self.total if self.total else 1.0


def _standing(merge: Merge) -> Standing:
    rows = (
        Double.objects.filter(filing=merge.filing)
        .values_list("measure", "decision")
        .annotate(n=Count("pk"), likely=Count("pk", filter=Q(score__gte=PROPOSED)))
        .order_by("measure", "decision")
    )
    total: dict[str, int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    likely = 0
    for measure, decision, n, same in rows:
        total[measure] += n
        if decision is None:
            left[measure] += n
            likely += same
    words = {one: measure_words(merge.filing, one) for one in total}
    return Standing(
        sum(total.values()),
        sum(left.values()),
        list(words.items()),
        [(one, words[one], n) for one, n in left.items()],
        likely,
    )


def _candidate(
    merge: Merge, one: Double, by: Mapping[str, str], sent: Mapping[str, Any]
) -> Candidate:
    left, right = (merge.names.get(ref, ref) for ref in (one.left, one.right))
    return Candidate(
        one,
        key_words(merge.filing, one.key),
        left,
        right,
        one.score >= PROPOSED,
        [filled_words(told["because"], _written(told["values"])) for told in one.because],
        _options(one, left, right) if merge.may_decide else [],
        _decided(one, left, right),
        by.get(one.decided_by, "") if one.decided_by else "",
        str(sent.get(f"reason-{one.ref}", "")),
    )


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers inside a reason, with the separators of the language."""
    language = current()
    return {
        name: numbers.number(it, language) if isinstance(it, int) else it
        for name, it in values.items()
    }


def _options(one: Double, left: str, right: str) -> list[Option]:
    """What may be said of it, with the number that each gives; not what was said already."""
    language = current()
    both = numbers.number(one.left_value + one.right_value, language)
    found = [
        Option(Decision.DIFFERENT, _("Different people: %(n)s") % {"n": both}),
    ]
    if one.left_value == one.right_value:
        n = numbers.number(one.left_value, language)
        found.append(Option(Decision.LARGER, _("The same people: %(n)s") % {"n": n}))
    else:
        sides = ((Decision.LEFT, left, one.left_value), (Decision.RIGHT, right, one.right_value))
        larger = one.left_value < one.right_value
        found += [
            Option(
                decision,
                _("The same people: %(agency)s's %(n)s")
                % {"agency": name, "n": numbers.number(value, language)},
            )
            for decision, name, value in (reversed(sides) if larger else sides)
        ]
    return [option for option in found if option.value != one.decision]


def _decided(one: Double, left: str, right: str) -> str:
    language = current()
    match one.decision:
        case None:
            return ""
        case Decision.DIFFERENT:
            n = one.left_value + one.right_value
            return _("Different people: %(n)s count") % {"n": numbers.number(n, language)}
        case Decision.LEFT:
            n, name = one.left_value, left
        case Decision.RIGHT:
            n, name = one.right_value, right
        case _:
            n = max(one.left_value, one.right_value)
            name = left if n == one.left_value else right
    return _("The same people: %(n)s count, as %(agency)s says") % {
        "n": numbers.number(n, language),
        "agency": name,
    }


def _act(request: HttpRequest, merge: Merge) -> HttpResponse:
    act, sent = request.POST.get("act", ""), request.POST
    filing, by = merge.filing, person_of(request)
    here = redirect(f"{request.get_full_path()}{_next_to(request)}")
    if wrong := say_no_persons(request, filing.owner):
        return _page(request, merge, sent, wrong)
    if act == "resume":
        resume_proposing(filing=filing, by=by)
        return here
    if act.startswith("one:"):
        _one, ref, given = (*act.split(":"), "", "")[:3]
        n, wrong = tried(
            decide_doubles,
            filing=filing,
            refs=[ref],
            decision=decision_of(given),
            reason=sent.get(f"reason-{ref}", ""),
            by=by,
        )
    elif act == "several":
        answer = decide_several(request, merge)
        if answer.page:
            return answer.page
        n, wrong = answer.decided, answer.wrong
    else:
        raise NotFound()
    if wrong:
        return _page(request, merge, sent, wrong)
    if n:
        said = ngettext("%(n)s pair was decided.", "%(n)s pairs were decided.", n)
        messages.success(request, said % {"n": numbers.number(n, current())})
    else:
        messages.warning(request, _("Nothing was decided: tick the pairs that you mean."))
    return here


def _next_to(request: HttpRequest) -> str:
    """Where on the page the person goes on: at the pair itself if it stays in the list, else at the
    one after it, or before it if it was the last."""
    act, _colon, rest = request.POST.get("act", "").partition(":")
    ref, shown = rest.partition(":")[0], request.POST.get("pairs", "").split()
    if act != "one" or ref not in shown:
        return "" if act == "resume" else "#pairs"
    if not request.GET.get("decision"):
        at = shown.index(ref)
        ref = next(iter(shown[at + 1 : at + 2] or shown[max(0, at - 1) : at]), "pairs")
    return f"#{quote(ref)}"


def _reason_field(sent: Mapping[str, Any]) -> str:
    """The reason of one pair stands beside it; else there is one for all."""
    kind, _colon, rest = str(sent.get("act", "")).partition(":")
    return f"reason-{rest.partition(':')[0]}" if kind == "one" else "reason"


def _working(merge: Merge, note: JobNote) -> dict[str, Any]:
    return {
        "note": note,
        "words": note.shown,
        "share": note.share,
        "stuck": bool(note.error),
        "poll": reverse("desk:merge_progress", args=[merge.filing.ref]),
    }


@require_safe
@needs(Permission.FILING_CLEAR)
def how_far(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the comparison is; the whole page again once it is over."""
    merge = find_merge(request, ref)
    note = comparing(merge.filing)
    if note is None or note.error:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "desk/imports/progress.html", _working(merge, note))

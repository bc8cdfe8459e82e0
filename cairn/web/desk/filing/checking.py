"""All that is asked before a filing is submitted, at once; a reason settles what may differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.reporting.filings.actions import (
    asked_of,
    facts_of,
    submit_and_clear,
    submit_filing,
)
from cairn.reporting.filings.asked import Check
from cairn.reporting.filings.checks import checks
from cairn.reporting.filings.definitions import CONDUCTS, section
from cairn.reporting.filings.models import Filing, Marking
from cairn.reporting.filings.policies import clears_for
from cairn.reporting.filings.repeating import repeated_by
from cairn.reporting.filings.saving import detail_of, digest_of
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.summing import cut_of
from cairn.reporting.observations.queries import kinds_of, rows_of
from cairn.sharing.participation import rule_on
from cairn.web.desk.filing import asking, heading
from cairn.web.desk.filing.cells import Line
from cairn.web.desk.filing.doors import (
    NOTHING_WRONG,
    Wrong,
    find_own,
    second_eyes,
    tried,
)
from cairn.web.desk.filing.marked import MarkingAsked, marking_asked
from cairn.web.desk.filing.saving import Outcome, details_in, save
from cairn.web.desk.filing.words import check_words
from cairn.web.desk.filing.writing import REQUIRED, take_sum
from cairn.web.desk.filing.zeros import TICKS, zeros_of
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import kept, once
from cairn.web.desk.participation.before import before
from cairn.web.say import isolated, say

TICKED = "filing_ticked"  # in the session: of which filing, and what


@dataclass(frozen=True, slots=True)
class AskedNow:
    """One thing that is asked, where it is put right, and the reason that settles it."""

    id: str
    sentence: str
    url: str
    name: str  # of the field for a reason; "" where it must change
    reason: str
    was: str
    settled: bool
    problem: str
    choices: Sequence[tuple[str, str, str]] = ()  # where one of a list is chosen: key, words, help
    key: str = ""
    total: str = ""  # of which measure one click writes the sum of its parts as the total


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Look at all of it, give reasons, hand it over."""
    filing = find_own(request, ref)
    outcome, wrong = None, NOTHING_WRONG
    if request.method == "POST":
        found = checks(facts_of(filing))
        names = [f"{one.settles}.{one.key}" for one in found if one.settles]
        if request.POST.get("conduct") in CONDUCTS:
            names.append("conduct")
        if request.POST.get("marking") in Marking.values:
            names.append("marking")
        act = request.POST.get("act", "")
        taken = _taken(filing, found, act)
        leads = _leads(filing, found, act)
        outcome = save(request, filing, taken, details_in(request.POST, names))
        if outcome.settled and act in ("submit", "submit_and_clear"):
            submitted, wrong = _submit(request, filing, clear=act == "submit_and_clear")
            if submitted:
                messages.success(request, _said(submitted))
                return redirect("desk:filing_receipt", ref=filing.ref)
            # All that was written is saved: the page can be reloaded and come back to. What was
            # ticked is said once more, for this page alone.
            request.session[TICKED] = [filing.ref, *(one for one in TICKS if one in request.POST)]
            for sentence in wrong.all:
                link = format_html(' <a href="#zeros">{}</a>', _("Go to the zeros"))
                messages.error(
                    request, format_html("{}{}", sentence, link) if wrong.at_zeros else sentence
                )
            return redirect("desk:filing_check", ref=filing.ref)
        elif outcome.settled and leads:
            return redirect(leads)
        elif outcome.settled:
            messages.success(request, _("Saved."))
            return redirect("desk:filing_check", ref=filing.ref)
    filing.refresh_from_db()
    asked = list(_asked(request, filing, outcome))
    ref_before, *ticked = request.session.pop(TICKED, [""])
    other, left = second_eyes(request, filing), _left(request, filing)
    context = {
        **heading.headed(filing),
        "cleared_by": other,
        "clears_too": clears_for(person_of(request), filing.state) and not other,
        "zeros": zeros_of(filing),
        "sent": dict.fromkeys(ticked, "1") if ref_before == filing.ref else {},
        "before": before(filing),
        "marked": _marked(request, filing, outcome),
        "choose": clears_for(person_of(request), filing.state),
        "repeated": repeated_by(filing, least=rule_on(timezone.localdate()).repeated_cells),
        "questions": left,
        "questions_stamp": asking.stamp_of(left),
        "must": [one for one in asked if not one.name or one.choices],
        "reasons": [one for one in asked if one.name and not one.choices],
        "ready": all(one.settled for one in asked) and not wrong,
        "unchanged": _as_returned(filing),
        "reasons_open": any(one.name and not one.choices and not one.settled for one in asked),
        "wrong": wrong,
        "outcome": outcome,
        "step": 3,
        "answers": any(one.name for one in asked),
    }
    status = 400 if outcome is not None else 200
    return render(request, "desk/filings/check.html", context, status=status)


def _marked(request: HttpRequest, filing: Filing, outcome: Outcome | None) -> MarkingAsked:
    """How it is marked, as stored or as the person chose and it was not saved."""
    written = kept(request) or (request.POST if outcome else {})
    met = any(one.name == "marking" for one in outcome.conflicts) if outcome else False
    return marking_asked(filing, str(written.get("marking", "")), conflict=met)


def _as_returned(filing: Filing) -> bool:
    """Whether nobody wrote in it since it came back."""
    back = filing.decided_at if filing.status == FilingStatus.RETURNED else None
    return back is not None and filing.touched_at <= back


def _submit(request: HttpRequest, filing: Filing, *, clear: bool) -> tuple[Filing | None, Wrong]:
    """What is still asked stands on the page anyway; any other refusal is said above it."""
    if not clear:
        done: tuple[Filing | None, Wrong] = tried(
            submit_filing, filing=filing, by=person_of(request)
        )
        return done
    left = _left(request, filing)
    words = _("Something is still open. Read it, then tick that you clear it all the same.")
    if wrong := asking.passed_over(request, left, words):
        return None, wrong
    done = tried(
        submit_and_clear,
        filing=filing,
        by=person_of(request),
        zeros_are_true=bool(request.POST.get("zeros")),
        repetition_is_true=bool(request.POST.get("repetition")),
        still_open=len(left),
    )
    return done


def _taken(filing: Filing, found: Sequence[Check], act: str) -> list[Line]:
    """The total that one click writes: of a number whose parts are there and whose total is not."""
    word, _colon, measure = act.partition(":")
    asked = {one.measure for one in found if one.code == "total_required"}
    if word != "sum" or measure not in asked:
        return []
    line = Line(0, measure)
    take_sum(filing, line)
    return [line]


def _leads(filing: Filing, found: Sequence[Check], act: str) -> str:
    """The field of one thing that is asked, to which a person goes without losing her answers."""
    word, _colon, key = act.partition(":")
    every = (*found, *asked_of(filing)) if word == "go" else ()
    return next((where_asked(filing, one) for one in every if one.key == key), "")


def _left(request: HttpRequest, filing: Filing) -> list[asking.Question]:
    """Comments that nobody settled; they stand on the page of the filing."""
    page = reverse("desk:filing", args=[filing.ref])
    found = asking.open_questions(filing, asking.remarks(request, filing))
    return [replace(one, anchor=page + one.anchor) for one in found]


def _said(filing: Filing) -> str:
    if filing.status == FilingStatus.CLEARED:
        return _("Filing %(ref)s was submitted and cleared.") % {"ref": isolated(filing.ref)}
    return _("Filing %(ref)s was submitted.") % {"ref": isolated(filing.ref)}


def _asked(request: HttpRequest, filing: Filing, outcome: Outcome | None) -> Iterator[AskedNow]:
    found, still = checks(facts_of(filing)), asked_of(filing)
    open_ones = {one.key for one in still}
    found += [one for one in still if one.key not in {known.key for known in found}]
    written = kept(request) or request.POST
    for number, one in enumerate(found):
        name = f"{one.settles}.{one.key}" if one.settles else ""
        if one.code == "no_conduct":
            name = "conduct"
        now = detail_of(filing, name) if name else ""
        yield AskedNow(
            f"asked-{number}",
            check_words(filing, one),
            where_asked(filing, one),
            name,
            written.get(name, now) if name else "",
            digest_of(now),
            one.key not in open_ones,
            outcome.wrong.fields.get(name, "") if outcome else "",
            conducts() if name == "conduct" else (),
            one.key,
            one.measure if one.code == "total_required" else "",
        )


def conducts() -> list[tuple[str, str, str]]:
    return [(key.value, say(title), say(words)) for key, (title, words) in CONDUCTS.items()]


def where_asked(filing: Filing, one: Check) -> str:
    """The field that it is about."""
    if one.code == "no_conduct":
        return reverse("desk:filing_about", args=[filing.ref]) + "#id_conduct"
    if one.code == "period_not_over":
        return reverse("desk:filing_about", args=[filing.ref])
    if one.code == "no_coverage_note":
        return reverse("desk:filing_about", args=[filing.ref]) + "#id_coverage_note"
    if one.code == "doubles_undecided":
        return reverse("desk:filing", args=[filing.ref])
    if one.code == "repeats_earlier":
        return reverse("desk:filing_write", args=[filing.ref])
    if one.record:
        return _record(filing, one.record)
    if one.code == "empty_filing" and not section(filing.section).measures:
        return reverse("desk:records", args=[filing.ref])
    if one.code in ("empty_filing", *REQUIRED):
        return reverse("desk:filing_write", args=[filing.ref]) + f"#m-{one.measure}"
    page = reverse("desk:filing_measure", args=[filing.ref, one.measure])
    by = one.values.get("by", "") or "+".join(cut_of(str(one.values.get("cell", ""))))
    return f"{page}#cut-{by}" if by else f"{page}#total"


def _record(filing: Filing, ref: str) -> str:
    """The form of a record, else the list of all."""
    for key in kinds_of(filing):
        if rows_of(filing, key).filter(ref=ref).exists():
            return reverse("desk:record_change", args=[filing.ref, key, ref])
    return reverse("desk:records", args=[filing.ref])

"""The form by hand: all totals on one page, and a page for each measure with its breakdowns.

Works by its buttons alone: each saves and comes back. A script sends the same fields of the lines
that changed and is answered in JSON.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Level
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import facts_of
from cairn.reporting.filings.asked import Check
from cairn.reporting.filings.checks import checks
from cairn.reporting.filings.counts import key_of
from cairn.reporting.filings.definitions import Measure, Section, section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.earlier import last_filed, numbers_before
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.parts import sums_proposed
from cairn.reporting.filings.saving import DetailConflict, digest_of
from cairn.web import numbers
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.cells import Line, names_of_countries, read_line, read_lines
from cairn.web.desk.filing.doors import find_own, once_for_pages
from cairn.web.desk.filing.left import left_of
from cairn.web.desk.filing.lines import (
    Cut,
    Laid,
    Names,
    Shown,
    cuts_of,
    names_in,
    names_of_key,
    total_line,
    with_origins,
)
from cairn.web.desk.filing.saving import Outcome, as_json, details_in, save
from cairn.web.desk.filing.words import asked_by, check_words, dimension_words
from cairn.web.desk.importing.doors import needs
from cairn.web.desk.once import kept
from cairn.web.errors import wants_json
from cairn.web.given import whole_number
from cairn.web.say import current, say

CHANGED = ("merged_number_changed", "merged_numbers_changed")  # checks with a field of their own
REQUIRED = ("number_required", "total_required")  # said at the field of the total itself
SAID = (*CHANGED, "total_required")
MOST_REASONS = 500


@dataclass(frozen=True, slots=True)
class Reason:
    """A merged number that was changed, and the field for the reason."""

    id: str
    sentence: str
    name: str
    text: str
    was: str
    problem: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure on the page of all totals."""

    measure: Measure
    title: str
    definition: str
    unit: str
    part_of: str
    line: Shown
    parts: int
    asked: list[str]
    changed: list[Reason]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once_for_pages
def totals(request: HttpRequest, ref: str) -> HttpResponse:
    """All numbers of the section at once, without their breakdowns."""
    filing = find_own(request, ref)
    asked = section(filing.section)
    if not asked.measures:
        return redirect("desk:records", ref=filing.ref)
    outcome = None
    if request.method == "POST":
        then = onward(request, filing, "desk:filing_write", filing.ref)
        given = details_in(request.POST, _changed_names(request))
        outcome = save(request, filing, _lines(request, filing), given, then)
        if wants_json(request):
            return as_json(outcome, {})
        if outcome.settled:
            return go_on(request, then)
    typed = outcome.lines if outcome else _kept_lines(request, filing)
    context = {
        **heading.headed(filing),
        "entries": list(_entries(request, filing, asked, typed, outcome)),
        "outcome": outcome,
        "left": list(left_of(filing, [one for one in typed if one.dims])),
        "earlier": last_filed(filing),
        "about": say(asked.about),
        "step": 1,
    }
    return render(request, "desk/filings/totals.html", context, status=_status(outcome))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once_for_pages
def measure(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """One number with its definition, its total and its breakdowns."""
    filing = find_own(request, ref)
    asked = section(filing.section).measures.get(key)
    if asked is None:
        raise NotFound()
    outcome, own = None, f"definitions.{key}"
    if request.method == "POST":
        lines = _lines(request, filing, key)
        then = onward(request, filing, "desk:filing_measure", filing.ref, key)
        given = details_in(request.POST, [own, *_changed_names(request)])
        outcome = save(request, filing, lines, given, then)
        if wants_json(request):
            return as_json(outcome, _sums(filing, asked))
        if outcome.settled:
            return go_on(request, then)
    typed = outcome.lines if outcome else _kept_lines(request, filing, key)
    context = {
        **heading.headed(filing),
        **_measure_page(request, filing, asked, typed, outcome),
        "own_text": request.POST.get(own, filing.definitions.get(key, "")),
        "own_was": digest_of(filing.definitions.get(key, "")),
        "own_conflict": _conflict(outcome, own),
        "own_problem": outcome.wrong.fields.get(own, "") if outcome else "",
        "outcome": outcome,
        "step": 1,
    }
    return render(request, "desk/filings/measure.html", context, status=_status(outcome))


def _conflict(outcome: Outcome | None, name: str) -> DetailConflict | None:
    found = [one for one in outcome.conflicts if one.name == name] if outcome else []
    return found[0] if found else None


def _status(outcome: Outcome | None) -> int:
    return 200 if outcome is None or outcome.settled else 400


def _kept_lines(request: HttpRequest, filing: Filing, key: str = "") -> list[Line]:
    written = kept(request)
    return read_lines(filing, written, measure=key) if written else []


def _lines(request: HttpRequest, filing: Filing, key: str = "") -> list[Line]:
    """What was sent. One click takes one number of last time over, or what the parts of a total
    add up to, which is then written like any other."""
    word, _colon, rest = request.POST.get("act", "").partition(":")
    taken = whole_number(rest, None) if word in ("take", "sum") else None
    lines = read_lines(filing, request.POST, measure=key, keep=taken)
    for line in lines:
        if line.index != taken:
            continue
        if word == "sum":
            take_sum(filing, line)
        elif before := numbers_before(filing).get(line.key):
            line.text, line.reason = str(before.value), ""
            read_line(filing, line)
    return lines


def take_sum(filing: Filing, line: Line) -> None:
    """Write into the line of a total what its parts add up to as they stand."""
    counts = [input_of(row) for row in filing.counts.filter(measure=line.measure)]
    found = sums_proposed(counts, first=filing.first, last=filing.period_last)
    if not line.dims and line.measure in found:
        line.text, line.reason = str(found[line.measure].sum), ""
        read_line(filing, line)


def onward(request: HttpRequest, filing: Filing, name: str, *args: str) -> str:
    """Where the button that saves leads."""
    act = request.POST.get("act", "")
    here = reverse(name, args=args)
    word, _colon, rest = act.partition(":")
    match word:
        case "open":
            chosen = "+".join(request.POST.getlist("by"))
            return f"{here}?{urlencode({'open': chosen})}#breakdowns" if chosen else here
        case "more":
            return f"{here}?{urlencode({'more': rest, 'open': rest})}#cut-{rest}"
        case "totals":
            return reverse("desk:filing_write", args=[filing.ref])
        case "about":
            return reverse("desk:filing_about", args=[filing.ref])
        case "check":
            return reverse("desk:filing_check", args=[filing.ref])
        case "measure" if rest in section(filing.section).measures:
            return reverse("desk:filing_measure", args=[filing.ref, rest])
    return request.get_full_path()


def go_on(request: HttpRequest, then: str) -> HttpResponse:
    """Whoever stays on the page is told that it was saved."""
    if then == request.get_full_path():
        messages.success(request, _("Saved."))
    return redirect(then)


def _entries(
    request: HttpRequest, filing: Filing, asked: Section, typed: Any, outcome: Outcome | None
) -> Iterator[Entry]:
    rows = list(filing.counts.all())
    stored = {row.key: input_of(row) for row in rows}
    last = numbers_before(filing)
    parts: dict[str, int] = {}
    for given in stored.values():
        if given.dims or given.span:
            parts[given.measure] = parts.get(given.measure, 0) + 1
    problems: dict[str, list[str]] = {}
    found = checks(facts_of(filing))
    for check in found:
        if check.measure and check.code not in (*CHANGED, *REQUIRED):
            problems.setdefault(check.measure, []).append(check_words(filing, check))
    lines, index = [], 0
    for one in asked.measures.values():
        laid = Laid(filing, one, stored, last, typed=[line for line in typed if line.key])
        laid._index, index = index, index + 1
        lines.append(total_line(laid))
    for (key, one), line in zip(asked.measures.items(), with_origins(filing, lines), strict=True):
        whole = asked.measures.get(one.part_of or "")
        yield Entry(
            one,
            say(one.title),
            say(one.definition),
            say(one.unit),
            say(whole.title) if whole else "",
            line,
            parts.get(key, 0),
            problems.get(key, []),
            _reasons(request, filing, key, found, outcome),
        )


def _changed_names(request: HttpRequest) -> list[str]:
    """The reasons for changed numbers that were sent."""
    sent = [name for name in request.POST if name.startswith("answers.merged|")]
    return sent[:MOST_REASONS]


def _reasons(
    request: HttpRequest,
    filing: Filing,
    measure: str,
    found: Iterable[Check],
    outcome: Outcome | None,
) -> list[Reason]:
    """A field for each merged number of the measure that was changed."""
    written = kept(request) or request.POST
    asked = [one for one in found if one.code in CHANGED and one.measure == measure]
    return [
        Reason(
            f"why-{measure}-{at}",
            check_words(filing, one),
            name,
            written.get(name, filing.answers.get(one.key, "")),
            digest_of(filing.answers.get(one.key, "")),
            outcome.wrong.fields.get(name, "") if outcome else "",
        )
        for at, one in enumerate(asked)
        for name in [f"answers.{one.key}"]
    ]


def _measure_page(
    request: HttpRequest, filing: Filing, asked: Measure, typed: Any, outcome: Outcome | None
) -> dict[str, Any]:
    months = len(list(filing.whole.split(Level.MONTH)))
    names: Names = asked_by(asked, months)
    laid = Laid(
        filing,
        asked,
        {row.key: input_of(row) for row in filing.counts.filter(measure=asked.key)},
        numbers_before(filing, asked.key),
        typed,
        [names_in(text, asked, months) for text in request.GET.getlist("open")],
        names_in(request.GET.get("more", ""), asked, months),
        names_in(request.GET.get("cut", ""), asked, months),
        whole_number(request.GET.get("from", ""), 0),
    )
    total, cuts = _from_agencies(filing, total_line(laid), cuts_of(laid))
    found = [one for one in checks(facts_of(filing)) if one.measure == asked.key]
    keys = list(section(filing.section).measures)
    at = keys.index(asked.key)
    following = keys[at + 1] if at + 1 < len(keys) else ""
    return {
        "measure": asked,
        "title": say(asked.title),
        "definition": say(asked.definition),
        "unit": say(asked.unit),
        "total": total,
        "total_key": key_of(asked.key, {}),
        "cuts": cuts,
        "choices": [(name, dimension_words(name)) for name in names],
        "countries": names_of_countries() if _asks_country(cuts) else (),
        "next_index": laid.next_index(),
        "following": following,
        "following_title": say(section(filing.section).measures[following].title)
        if following
        else "",
        "asked": [check_words(filing, one) for one in found if one.code not in SAID],
        "changed": _reasons(request, filing, asked.key, found, outcome),
        "sums": _sums(filing, asked),
    }


def _from_agencies(filing: Filing, total: Shown, cuts: list[Cut]) -> tuple[Shown, list[Cut]]:
    """What came from a merge says so; asked once for all lines of the page."""
    noted = iter(with_origins(filing, [total, *(line for cut in cuts for line in cut.lines)]))
    total = next(noted)
    return total, [replace(cut, lines=[next(noted) for _line in cut.lines]) for cut in cuts]


def _asks_country(cuts: list[Cut]) -> bool:
    return any(one.countries for cut in cuts if cut.fresh for one in cut.fresh.asked)


def _sums(filing: Filing, asked: Measure) -> dict[str, str]:
    """Each table's sum in words, as it stands: what a key is of says which table it is in."""
    sums: dict[str, int] = {}
    rows = filing.counts.filter(measure=asked.key).values_list("key", "value")
    for key, value in rows.iterator():
        if names := names_of_key(key):
            cut = "+".join(names)
            sums[cut] = sums.get(cut, 0) + (value or 0)
    return {cut: numbers.number(number, current()) for cut, number in sums.items()}

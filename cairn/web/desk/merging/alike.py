"""One decision for many pairs: of one number, of one table of it, or all that look alike.

What would change is said first, cell by cell, and nothing is decided before the person has said it
again; if other pairs wait by then, they are shown instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError, NotFound
from cairn.reporting.filings.combining import (
    Which,
    decide_all,
    decide_doubles,
    undecided,
)
from cairn.reporting.filings.merging import Decision
from cairn.reporting.filings.models import Double
from cairn.reporting.filings.summing import Cut, cut_of
from cairn.web import numbers
from cairn.web.components import Column, Table
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried, wrong_of
from cairn.web.desk.filing.words import cut_words, key_words, measure_words
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.merging.doors import Merge, headed
from cairn.web.given import whole_number
from cairn.web.say import current

SHOWN = 25  # pairs of one page
LISTED = 200  # cells that are shown before they are decided
TICKED, ALL, LIKELY, UNLIKELY = "ticked", "all", "likely", "unlikely"
MEASURE, TABLE = "measure", "table"


@dataclass(frozen=True, slots=True)
class Scope:
    """On what one decision may fall, as a form carries it and as a person reads it."""

    value: str
    words: str


def scopes(
    merge: Merge,
    open_ones: Sequence[tuple[str, str, int]],
    likely: int,
    on_page: Iterable[Double],
) -> list[Scope]:
    """The ticked ones; each table of this page; each number; how the machine sees them; all. The
    first two cost no query."""
    found = [Scope(TICKED, _("the ones ticked on this page"))]
    tables = dict.fromkeys(
        (one.measure, cut_of(one.key)) for one in on_page if one.decision is None
    )
    found += [
        Scope(f"{TABLE}:{measure}:{','.join(cut)}", table_words(merge, measure, cut))
        for measure, cut in tables
    ]
    some = _("of “%(measure)s” all that are not decided: %(n)s")
    if len(open_ones) > 1:
        found += [
            Scope(f"{MEASURE}:{key}", some % {"measure": words, "n": _shown(n)})
            for key, words, n in open_ones
        ]
    if total := sum(n for _key, _words, n in open_ones):
        same = _("all that are probably the same people: %(n)s")
        others = _("all that are probably different people: %(n)s")
        everything = _("all that are not decided: %(n)s")
        found += [
            Scope(value, words % {"n": _shown(n)})
            for value, words, n in (
                (LIKELY, same, likely),
                (UNLIKELY, others, total - likely),
                (ALL, everything, total),
            )
            if n
        ]
    return found


def table_words(merge: Merge, measure: str, cut: Cut) -> str:
    """ "the table “Smuggled migrants, by Nationality × Sex”"."""
    named = {"measure": measure_words(merge.filing, measure), "by": cut_words(cut)}
    if not cut:
        return _("the total of “%(measure)s”") % named
    return _("the table “%(measure)s, by %(by)s”") % named


def which_of(merge: Merge, scope: str) -> Which:
    """What a scope that a form carries means; anything else is not found."""
    kind, _colon, rest = scope.partition(":")
    measure, _colon, names = rest.partition(":")
    match kind:
        case "all" | "likely" | "unlikely" if not rest:
            return Which(likely=None if kind == ALL else kind == LIKELY)
        case "measure" if measure:
            return Which(measure)
        case "table" if measure:
            return Which(measure, tuple(names.split(",")) if names else ())
    raise NotFound()


def decision_of(value: str) -> Decision:
    if value not in set(Decision):
        raise NotFound()
    return Decision(value)


@dataclass(frozen=True, slots=True)
class Answer:
    """How many were decided, what was wrong, or the page that shows first what would change."""

    decided: int = 0
    wrong: Wrong = NOTHING_WRONG
    page: HttpResponse | None = None


def decide_several(request: HttpRequest, merge: Merge) -> Answer:
    """What is ticked is decided at once, for it was seen; everything else is shown first."""
    sent, by = request.POST, person_of(request)
    decision, reason = decision_of(sent.get("decision", "")), sent.get("reason", "")
    told: dict[str, Any] = {
        "filing": merge.filing,
        "decision": decision,
        "reason": reason,
        "by": by,
    }
    scope = sent.get("scope", TICKED)
    if scope == TICKED:
        refs = sent.getlist("pick")[: 2 * SHOWN]
        n, wrong = tried(decide_doubles, refs=refs, **told) if refs else (0, NOTHING_WRONG)
        return Answer(n or 0, wrong)
    which, shown = which_of(merge, scope), whole_number(sent.get("shown", ""), None)
    if shown is None:
        return Answer(page=preview(request, merge, which, decision, NOTHING_WRONG))
    try:
        return Answer(decide_all(which=which, shown=shown, **told))
    except CairnError as problem:
        return Answer(page=preview(request, merge, which, decision, wrong_of(problem)))


def preview(
    request: HttpRequest, merge: Merge, which: Which, decision: Decision, wrong: Wrong
) -> HttpResponse:
    """Every cell that would be decided, with both numbers and the one that would count."""
    found = undecided(merge.filing, which)
    total = found.count()
    rows = list(found.order_by("measure", "key", "pk")[:LISTED])
    sent: Mapping[str, Any] = request.POST
    context = {
        "n": total,
        "table": _table(merge, rows, decision),
        "more": total - len(rows),
        "what": dict(decisions(merge))[decision.value],
        "carried": {name: sent.get(name, "") for name in ("scope", "decision", "reason")},
        "back": request.get_full_path(),
        "wrong": wrong,
        "no_persons": no_persons(sent, wrong),
    }
    answer = headed(merge) | context
    return render(request, "desk/merging/alike.html", answer, status=400 if wrong else 200)


def _table(merge: Merge, rows: Sequence[Double], decision: Decision) -> Table:
    """With two agencies each has a column of its own; with more, every line names its two."""
    names, two = merge.names, len(merge.sources) == 2
    sides = [one.owner.called for one in merge.sources] if two else [_("First"), _("Second")]
    return Table(
        caption=_("What would be decided"),
        columns=[
            Column(_("Number")),
            *([] if two else [Column(_("The two agencies"))]),
            *(Column(one, "number") for one in sides),
            Column(_("Would count"), "number"),
        ],
        rows=[
            (
                key_words(merge.filing, one.key),
                *([] if two else [" · ".join(names.get(it, it) for it in (one.left, one.right))]),
                one.left_value,
                one.right_value,
                counted(one, decision),
            )
            for one in rows
        ],
    )


def counted(one: Double, decision: Decision) -> int:
    """What the two numbers give together with this decision."""
    match decision:
        case Decision.DIFFERENT:
            return one.left_value + one.right_value
        case Decision.LEFT:
            return one.left_value
        case Decision.RIGHT:
            return one.right_value
        case Decision.LARGER:
            return max(one.left_value, one.right_value)


def decisions(merge: Merge) -> list[tuple[str, str]]:
    """The four decisions in words; with two agencies, each by its name."""
    left, right = _("the agency named first"), _("the agency named second")
    if len(merge.sources) == 2:
        left, right = (one.owner.called for one in merge.sources)
    take = _("the same people: take %(agency)s")
    return [
        (Decision.DIFFERENT.value, _("different people: both numbers count")),
        (Decision.LARGER.value, _("the same people: take the larger number")),
        (Decision.LEFT.value, take % {"agency": left}),
        (Decision.RIGHT.value, take % {"agency": right}),
    ]


def _shown(n: int) -> str:
    return numbers.number(n, current())

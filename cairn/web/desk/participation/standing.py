"""What is open to the person's State and why, month by month, with the arithmetic behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.kernel.dates import Level, Period
from cairn.kernel.text import noop
from cairn.reference.countries import name_of
from cairn.reporting.filings.contributing import VERDICTS, Verdict, contributed_by, verdicts
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import decides_for, join, leave
from cairn.sharing.participation import rule_on, takes_part
from cairn.sharing.reciprocity import Rule, Standing, Why, standings
from cairn.web import numbers
from cairn.web.components import Link
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.once import once
from cairn.web.desk.participation.years import Year, year_of
from cairn.web.say import current, say

WHYS = {
    Why.CONTRIBUTED: (noop("open: contributed"), "full"),
    Why.GRACE: (noop("open for now: may still be contributed"), "half"),
    Why.LAPSED: (noop("closed: not contributed, and the days of grace are over"), "none"),
    Why.NOTHING_BEFORE: (noop("closed: nothing was contributed in the months before"), "none"),
    Why.NOT_YET: (noop("has not begun"), "later"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One month of one section as a cell."""

    month: str
    words: str
    kind: str  # full, half, none or later


@dataclass(frozen=True, slots=True)
class Line:
    """One section over a year, and what it comes to in a sentence."""

    section: str
    marks: Sequence[Mark]
    sentence: str


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A validated filing that opens nothing, and why."""

    words: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class OfState:
    """One State of the person."""

    code: str
    name: str
    takes_part: bool
    decides: bool
    lines: Sequence[Line]
    not_counted: Sequence[NotCounted]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """The States for which the person works, each with what is open to it."""
    if request.method == "POST":
        return _decide(request)
    today, states = timezone.localdate(), sorted(viewer_of(request).states)
    year, rule = year_of(request, today), rule_on(today)
    context = {
        "tabs": tabs(request, "desk:participation"),
        "year": year,
        "months": year.heads(current()),
        "states": list(_states(request, states, year, today, rule)),
        "rule": rule,
        "rule_words": rule_words(rule),
        "legend": [(say(words), kind) for words, kind in _LEGEND],
    }
    return render(request, "desk/participation/index.html", context)


_LEGEND = (WHYS[Why.CONTRIBUTED], WHYS[Why.GRACE], (noop("closed"), "none"), WHYS[Why.NOT_YET])


def rule_words(rule: Rule) -> list[str]:
    """The rule, sentence by sentence, with its numbers."""
    language = current()
    grace, memory = rule.grace_days, rule.memory_months
    return [
        _(
            "A month of a section is open to a State that contributed it: filed, cleared by its "
            "contact point, validated in form, and marked TLP:GREEN or TLP:CLEAR."
        ),
        ngettext(
            "Until %(n)s day after its end it is open also to a State that has not contributed it "
            "yet, but contributed the section not long before. Contributed later, it opens then.",
            "Until %(n)s days after its end it is open also to a State that has not contributed it "
            "yet, but contributed the section not long before. Contributed later, it opens then.",
            grace,
        )
        % {"n": numbers.number(grace, language)},
        ngettext(
            "“Not long before” means: in the %(n)s month before it.",
            "“Not long before” means: in one of the %(n)s months before it.",
            memory,
        )
        % {"n": numbers.number(memory, language)},
        _(
            "An empty filing opens nothing; nor do zeros that nobody attests, or a repetition of "
            "earlier numbers that nobody confirms."
        ),
        _(
            "A filing of a quarter, a half-year or a year is open to whom all its months are open. "
            "We look at form and consistency, and cannot promise to detect invention."
        ),
    ]


def _states(
    request: HttpRequest, states: list[str], year: Year, today: date, rule: Rule
) -> Iterator[OfState]:
    decides, held = decides_for(person_of(request)), contributed_by(states) if states else {}
    weighed = verdicts(states) if states else []
    for code in states:
        taking_part = takes_part(code, today)
        mine = {section: held[at] for at in held if at[0] == code for section in [at[1]]}
        yield OfState(
            code,
            name_of(code, current()),
            taking_part,
            code in decides,
            list(_lines(mine, year, today, rule)) if taking_part else [],
            list(_not_counted(code, weighed, year)) if taking_part else [],
        )


def _lines(
    held: Mapping[str, Mapping[date, str]], year: Year, today: date, rule: Rule
) -> Iterator[Line]:
    for key, section in sections().items():
        found = standings(held.get(key, {}), year.months, today, rule)
        yield Line(say(section.title), [_mark(one) for one in found], _sentence(found))


def _mark(one: Standing) -> Mark:
    words, kind = WHYS[one.why]
    told = say(words)
    if one.why is Why.GRACE and one.until:
        told = _("open until %(day)s, if it is not contributed") % {
            "day": numbers.day(one.until, current())
        }
    month = Period.of(one.month, Level.MONTH)
    return Mark(numbers.period(month, current()), told, kind)


def _sentence(found: Sequence[Standing]) -> str:
    """The arithmetic of one line: how many of the months that began, and why."""
    language = current()
    begun = [one for one in found if one.why is not Why.NOT_YET]
    given = sum(one.why is Why.CONTRIBUTED for one in begun)
    grace = [one for one in begun if one.why is Why.GRACE]
    n = len(begun)
    words = [
        ngettext(
            "%(given)s of %(n)s month contributed",
            "%(given)s of %(n)s months contributed",
            n,
        )
        % {"given": numbers.number(given, language), "n": numbers.number(n, language)}
    ]
    if grace:
        until = min(one.until for one in grace if one.until)
        words.append(
            ngettext(
                "%(n)s more open for now, until %(day)s",
                "%(n)s more open for now, the first until %(day)s",
                len(grace),
            )
            % {"n": numbers.number(len(grace), language), "day": numbers.day(until, language)}
        )
    if shut := n - given - len(grace):
        words.append(
            ngettext("%(n)s closed", "%(n)s closed", shut) % {"n": numbers.number(shut, language)}
        )
    return " · ".join(words)


def _not_counted(
    code: str, weighed: Sequence[tuple[Filing, Verdict]], year: Year
) -> Iterator[NotCounted]:
    for filing, verdict in weighed:
        if filing.state != code or verdict is Verdict.COUNTS or not year.touches(filing.whole):
            continue
        title = say(sections()[filing.section].title)
        yield NotCounted(
            f"{title}{numbers.comma(current())}{numbers.period(filing.whole, current())}",
            reverse("desk:filing", args=[filing.ref]),
            say(VERDICTS[verdict]),
        )


def _decide(request: HttpRequest) -> HttpResponse:
    state, act = request.POST.get("state", ""), request.POST.get("act", "")
    if act == "join" and not request.POST.get("accepted"):
        messages.error(request, _("Tick that your State accepts it, then join."))
    elif act == "join":
        join(state=state, by=person_of(request))
        messages.success(request, _("Your State takes part from now on."))
    elif act == "leave":
        leave(state=state, by=person_of(request))
        messages.success(request, _("Your State takes part no more."))
    return redirect("desk:participation")


def tabs(request: HttpRequest, at: str) -> list[Link]:
    """The pages on participation."""
    names = {
        "desk:participation": _("Your State"),
        "desk:participation_roll": _("Who contributes what"),
        "desk:participation_rule": _("The rule"),
    }
    if viewer_of(request).clears:
        names["desk:groups"] = _("Sharing groups")
    return [Link(words, reverse(name), name == at) for name, words in names.items()]

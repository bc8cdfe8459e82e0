"""The whole page of a measure, put together from its panels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cairn.figures.answers import SourceRows
from cairn.figures.engine import visible_sources
from cairn.figures.measures import Measure, measures
from cairn.figures.questions import Question
from cairn.figures.tabs import known_dimensions
from cairn.kernel.dates import Level, Period
from cairn.web import numbers
from cairn.web.components import Besides, Choice
from cairn.web.explore import breakdown, comparing, filters, flow, kindred, mapping, trend
from cairn.web.explore.doors import Door
from cairn.web.explore.filed import OnTheWay, differing, on_the_way
from cairn.web.explore.filters import Filter
from cairn.web.explore.heading import Headline, headline
from cairn.web.explore.labels import dimension_name, listing, selected, title_of
from cairn.web.explore.lacking import lacks
from cairn.web.explore.making import making
from cairn.web.explore.numbers_of import about_deaths
from cairn.web.explore.panels import (
    Breakdown,
    Comparison,
    Making,
    MeasureTab,
    Panel,
    SourceTab,
)
from cairn.web.explore.reading import Asked
from cairn.web.explore.subject import Subject, everyone, find
from cairn.web.library.folder.keys import Key
from cairn.web.say import current, paired, say

COLLECTED = ("number", trend.KEY, breakdown.KEY)
FIRST = "dead_and_missing"


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows."""

    title: str
    measure: Measure
    question: str
    caveat: str
    selection: str
    said: str  # one line for who cannot see that the numbers changed
    measures: Sequence[MeasureTab]
    filters: Sequence[Filter]
    hidden: Sequence[tuple[str, str]]
    chosen: Sequence[Choice]
    problems: Sequence[str]
    address: str
    deaths: bool
    wrong: Sequence[str] = ()  # what was not understood: it stands where the number would
    wrong_field: str = ""  # the anchor of the field to correct
    source_title: str = ""
    misread: bool = False  # of the second selection
    sources: Sequence[SourceTab] = ()
    silent: Sequence[str] = ()
    besides: Besides | None = None  # what was filed too, and is in no figure
    headline: Headline | None = None
    trend: Panel | None = None
    breakdown: Breakdown | None = None
    flow: Panel | None = None
    map: mapping.Map | None = None
    comparison: Comparison | None = None
    second: Sequence[Filter] = ()
    second_hidden: Sequence[tuple[str, str]] = ()
    making: Making | None = None
    beside: kindred.Beside | None = None
    folder: Mapping[str, str] = field(default_factory=dict)  # block → key, by which it is collected
    on_the_way: OnTheWay | None = None  # what was validated and is not in the figures yet


def page(door: Door, asked: Asked, origin: str = "") -> Page:
    """The page of one question at one door; `origin`: what stands before addresses to be cited."""
    subject = find(door, asked)
    offered = filters.offer(door, asked, subject)
    shown = filters.filters(offered, asked, subject)
    common = {
        "title": _title(asked),
        "measure": asked.measure,
        "question": say(asked.measure.question),
        "caveat": say(asked.measure.caveat),
        "selection": selected(asked.question),
        "measures": chooser(door, asked.measure),
        "filters": shown,
        "hidden": filters.hidden(asked, shown),
        "chosen": filters.chosen(door, asked),
        "address": door.page(asked.measure.key),
        "silent": _silent(door, asked.question),
        "besides": _besides(door, asked, subject),
        "on_the_way": on_the_way(door, asked.question),
    }
    if asked.wrong:
        wrong = [say(problem.error) for problem in asked.wrong]
        field = asked.wrong[0].name
        return Page(
            **common,  # type: ignore[arg-type]
            said=wrong[0],
            problems=filters.other_problems(asked, shown),
            deaths=False,
            wrong=wrong,
            wrong_field=f"f-{field}" if field in {one.name for one in shown} else "filters",
        )
    if subject is None:
        told = _("Nothing is recorded for this selection.")
        others = filters.other_problems(asked, shown)
        return Page(**common, said=told, problems=others, deaths=False)  # type: ignore[arg-type]
    second = filters.second_filters(offered, asked, subject)
    top = headline(subject)
    return Page(
        **common,  # type: ignore[arg-type]
        said=_said(asked, top),
        misread=asked.wrongly_compared,
        problems=filters.other_problems(asked, [*shown, *second]),
        deaths=about_deaths(subject),
        source_title=title_of(subject.source),
        sources=_sources(subject),
        headline=top,
        trend=trend.panel(subject),
        breakdown=breakdown.panel(subject),
        flow=flow.panel(subject),
        map=mapping.panel(subject),
        comparison=comparing.panel(subject),
        second=second,
        second_hidden=filters.hidden(asked, second),
        making=making(subject, f"{origin}{address_of(subject)}"),
        beside=kindred.panel(subject),
        folder=collecting(subject),
    )


def address_of(subject: Subject) -> str:
    """The page that shows this very figure, whatever else answers by then."""
    pairs = subject.asked.pairs(source=subject.source.key, map=None)
    return subject.door.page(subject.question.measure, pairs)


def collecting(subject: Subject) -> Mapping[str, str]:
    """Block → the key by which the library's folder holds its figure; none at the desk."""
    if not subject.door.public:
        return {}
    pairs = subject.asked.pairs(source=subject.source.key, map=None, beside=None)
    asked = urlencode(pairs, safe=",:")
    measure = subject.question.measure
    return {one: str(Key.figure(f"{measure}.{one}", asked)) for one in COLLECTED}


def chooser(door: Door, chosen: Measure | None) -> list[MeasureTab]:
    """The measures that some source of the snapshot answers, what States file after the open
    series, and before them the one of this page if it is none of these: a list that does not hold
    it would show another as chosen."""
    seen = _answering(door)
    filed = {one for one in seen if _is_filed(door, seen[one])}
    listed = sorted(seen, key=lambda one: one in filed)
    if chosen is not None and chosen not in seen:
        listed = [chosen, *listed]
    groups = {one: _("Filed by States") if one in filed else _("Open series") for one in seen}
    return [
        MeasureTab(
            one.key,
            say(one.title),
            say(one.question),
            door.page(one.key),
            chosen is not None and one.key == chosen.key,
            groups.get(one, "") if filed else "",
        )
        for one in listed
    ]


def answered(door: Door) -> list[Measure]:
    """The measures of which there is anything that may be seen here, the first one first."""
    return list(_answering(door))


def _answering(door: Door) -> dict[Measure, frozenset[str]]:
    """The same, each with the sources of which something may be seen."""
    found = {one: _sources_of(door, Question(one.key)) for one in measures().values()}
    ordered = sorted(found, key=lambda one: (one.key != FIRST, one.table != "events", one.key))
    return {one: found[one] for one in ordered if found[one]}


def _sources_of(door: Door, question: Question) -> frozenset[str]:
    if door.visible is None:
        return frozenset(known_dimensions(door.data, question))
    return visible_sources(door.data, question, door.visible)


def _is_filed(door: Door, sources: frozenset[str]) -> bool:
    return door.filings is not None and any(map(door.filings.holds, sources))


def _title(asked: Asked) -> str:
    chosen = selected(asked.question)
    title = say(asked.measure.title)
    return paired(title, chosen) if chosen else title


def _said(asked: Asked, top: Headline) -> str:
    shown = (
        numbers.number(top.value, current()) if isinstance(top.value, int) else _("Not recorded")
    )
    return " · ".join(filter(None, (f"{shown} {top.unit}", selected(asked.question))))


def _sources(subject: Subject) -> list[SourceTab]:
    """All sources that answer, each with its own number; there is no line for their sum."""
    door, asked = subject.door, subject.asked
    own = differing(door, everyone(asked.question))
    tabs = []
    for one in (subject.whole, *subject.others):
        if not one.rows:
            continue
        source, row = door.data.source(one.source), one.rows[0]
        address = door.page(asked.measure.key, asked.pairs(source=one.source, by=None, level=None))
        tabs.append(
            SourceTab(
                title_of(source),
                source.publisher,
                row.value,
                row.records,
                address,
                one is subject.whole,
                source.key in own,
                _covers(subject, one),
                lacks(replace(subject, source=source), row),
            )
        )
    return tabs


def _covers(subject: Subject, one: SourceRows) -> str:
    """The part of the time asked for of which a source has numbers: that of two may differ."""
    source = subject.door.data.source(one.source)
    table = source.table(one.tab) if one.tab else None
    first = (table and table.coverage_from) or source.coverage_from
    last = (table and table.coverage_to) or source.coverage_to
    if first is None or last is None:
        return ""
    if asked := subject.asked.question.period:
        first, last = max(first, asked.first), min(last, asked.last)
    whole = Period(Period.of(first, Level.MONTH).first, Period.of(last, Level.MONTH).last)
    return numbers.period(whole, current()) if first <= last else ""


def _besides(door: Door, asked: Asked, subject: Subject | None) -> Besides | None:
    """What the organisation whose filings are shown, or were asked for, files besides."""
    source = subject.source.key if subject else asked.source
    if door.filings is None or not source or not door.filings.holds(source):
        return None
    return door.filings.without_figures(source)  # type: ignore[no-any-return]


def _silent(door: Door, question: Question) -> list[str]:
    """The sources of this measure that do not know what is asked for, and what that is."""
    known = known_dimensions(door.data, question)
    told = []
    for one in door.ask(question).unanswered:
        never = set(one.unknown) - known[one.source]
        crossed = sorted(question.asked & known[one.source])
        words = (
            _("%(source)s does not say: %(dimensions)s.")
            if never
            else _("%(source)s gives each of these by itself and not together: %(dimensions)s.")
        )
        told.append(
            words
            % {
                "source": title_of(door.data.source(one.source)),
                "dimensions": listing(
                    dimension_name(name).lower() for name in (sorted(never) if never else crossed)
                ),
            }
        )
    return told

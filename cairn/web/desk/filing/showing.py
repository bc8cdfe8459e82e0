"""The numbers of a filing as tables to read and to print, in the order of its section."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.kernel.text import noop
from cairn.reference.vocabularies import label
from cairn.reporting.filings.actions import facts_of
from cairn.reporting.filings.checks import checks
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import CONDUCTS, DIMENSIONS, Conduct, section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing
from cairn.sharing.purposes import Purpose, answers
from cairn.web import numbers
from cairn.web.components import Fact, Table
from cairn.web.desk.filing.grids import table_of, value_of
from cairn.web.desk.filing.lines import names_of, parts_words
from cairn.web.desk.filing.units import units_of
from cairn.web.desk.filing.wholeness import not_whole
from cairn.web.desk.filing.words import (
    CONFIDENCES,
    WHEN,
    about_reason,
    check_words,
    conduct_words,
    marking_words,
)
from cairn.web.say import current, isolated, paired, say
from cairn.web.units import unit_behind

MOST = 5_000  # numbers of one filing that a page shows
LINES = 200  # lines of one table on the record page
ADMIRALTY, FOUR = noop("Admiralty"), noop("4x4")  # names of schemes


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """One number with everything that was said of it."""

    key: str
    title: str
    definition: str
    unit: str
    own: str  # how the State's own definition differs
    total: Any  # None: nobody wrote one, nor why there is none
    caveat: str  # why its number is not of the whole period; "" where it is
    parts: str  # in words: what its parts add up to where there is no total; "" where unknown
    tables: Sequence[Table]
    more: int  # lines that are not shown here

    @property
    def needs_key(self) -> bool:
        """Its total is a sign, and no table of it says what the sign means."""
        return isinstance(self.total, Cell) and not any(one.key for one in self.tables)


def measures_of(filing: Filing, *, lines: int = LINES) -> list[ShownMeasure]:
    """What was filed; a measure of which nothing was said is left out. One query."""
    given: dict[str, list[CountInput]] = {}
    for row in filing.counts.order_by("key")[:MOST]:
        given.setdefault(row.measure, []).append(input_of(row))
    caveats = not_whole(filing, [one for each in given.values() for one in each])
    return [
        _measure(filing, key, given[key], lines, caveats.get(key, ""))
        for key in section(filing.section).measures
        if key in given
    ]


def _measure(
    filing: Filing, key: str, given: list[CountInput], lines: int, caveat: str
) -> ShownMeasure:
    asked = section(filing.section).measures[key]
    totals = [one for one in given if not names_of(one)]
    cuts: dict[tuple[str, ...], list[CountInput]] = {}
    for one in given:
        if names := names_of(one):
            cuts.setdefault(names, []).append(one)
    shown = [
        table_of(filing, names, rows, lines, say(asked.unit))
        for names, rows in sorted(cuts.items(), key=lambda pair: _order(pair[0]))
    ]
    return ShownMeasure(
        key,
        say(asked.title),
        say(asked.definition),
        unit_behind(asked.unit, value_of(totals[0]) if totals else None),
        filing.definitions.get(key, ""),
        value_of(totals[0]) if totals else None,
        caveat,
        parts_words(filing, key, given),
        [table for table, _more in shown],
        sum(more for _table, more in shown),
    )


def _order(names: tuple[str, ...]) -> tuple[int, list[int]]:
    order = [*DIMENSIONS, WHEN]
    return len(names), [order.index(name) for name in names]


def facts_about(filing: Filing) -> list[Fact]:
    """Key facts of the right-hand side, and of the head of the return."""
    language = current()
    facts = [
        Fact(_("Organisation"), filing.owner.called),
        Fact(_("Period"), filing.whole),
        Fact(_("Reference"), isolated(filing.ref)),
        Fact(_("Version"), filing.number),
        Fact(_("Speaks of"), conduct_words(filing.conduct)),
        *_unit(filing),
        Fact(_("Kind of record"), label("report_record_types", filing.record_type, language)),
        Fact(_("Marking"), marking_words(filing.marking), note=_called_back(filing)),
    ]
    if filing.uses:
        uses = [label("sharing_permissible_use", one, language) for one in filing.uses]
        facts.append(Fact(_("Permissible uses"), " · ".join(uses), note=_bars(filing)))
    if filing.uses_until:
        facts.append(Fact(_("Last day of the permitted uses"), filing.uses_until))
    facts += grade_facts(filing)
    if filing.zeros_attested:
        facts.append(Fact(_("Zeros"), _("attested as true by the contact point")))
    return facts


def grade_facts(filing: Filing) -> list[Fact]:
    """Each grade under its scheme; the letters of two schemes are never compared."""
    schemes = (
        ("source_grade", "grading_admiralty_source", _("Reliability of the source"), ADMIRALTY),
        (
            *("information_grade", "grading_admiralty_information"),
            *(_("Credibility of the information"), ADMIRALTY),
        ),
        ("source_grade_4x4", "grading_4x4_source", _("Reliability of the source"), FOUR),
        (
            *("information_grade_4x4", "grading_4x4_information"),
            *(_("Evaluation of the information"), FOUR),
        ),
    )
    return [
        Fact(f"{title} ({say(scheme)})", paired(value, label(words, value, current())))
        for name, words, title, scheme in schemes
        if (value := getattr(filing, name))
    ]


def _called_back(filing: Filing) -> str:
    """Since when its marking lets nobody else read it any more."""
    if filing.recalled_at is None:
        return ""
    day = numbers.day(timezone.localdate(filing.recalled_at), current())
    return _("Recalled on %(day)s: nobody outside its State and the secretariat reads it.") % {
        "day": day
    }


def _bars(filing: Filing) -> str:
    """Where its permitted uses keep it out."""
    if answers(Purpose.STATISTICS, filing.uses):
        return ""
    return _("None of them is statistics: its numbers stay out of Explore.")


def _unit(filing: Filing) -> list[Fact]:
    """What is counted; a section of descriptions counts nothing."""
    if not filing.count_basis or not section(filing.section).basis:
        return []
    usual, own = units_of(filing)
    if not usual and own:
        return [Fact(_("Unit"), own)]
    return [Fact(_("Unit"), label("count_basis", filing.count_basis, current()), note=own)]


def judgement_facts(filing: Filing) -> list[Fact]:
    """Likelihood and confidence, two things."""
    facts = []
    if filing.likelihood:
        words = label("estimation_certainty", filing.likelihood, current())
        facts.append(Fact(_("Likelihood"), words))
    if filing.confidence:
        facts.append(Fact(_("Confidence"), say(CONFIDENCES[filing.confidence])))
    return facts


def conduct_help(filing: Filing) -> str:
    return say(CONDUCTS[Conduct(filing.conduct)][1]) if filing.conduct else ""


def classification_facts(filing: Filing) -> list[Fact]:
    """As first submitted, where that differs from what stands now."""
    first = filing.first_classification or {}
    language = current()
    known: Iterator[tuple[str, str, str]] = iter(
        (
            ("conduct", _("Speaks of"), conduct_words(first.get("conduct", filing.conduct))),
            (
                "count_basis",
                _("Unit"),
                label("count_basis", first["count_basis"], language)
                if first.get("count_basis")
                else "",
            ),
            (
                "record_type",
                _("Kind of record"),
                label(
                    "report_record_types", first.get("record_type", filing.record_type), language
                ),
            ),
        )
    )
    return [
        Fact(title, words)
        for name, title, words in known
        if name in first and first[name] and first[name] != getattr(filing, name)
    ]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why numbers are as they are: what was asked, or else of what she speaks, and her words."""

    question: str
    about: str
    words: str


def reasons_of(filing: Filing, *, inside: bool) -> list[Reason]:
    """Whoever reads it inside its State reads what was asked, as long as it is asked still."""
    given = [*filing.differences.items(), *(filing.answers.items() if inside else ())]
    asked = {}
    if inside and given:
        asked = {one.key: check_words(filing, one) for one in checks(facts_of(filing))}
    return [Reason(asked.get(key, ""), about_reason(filing, key), text) for key, text in given]

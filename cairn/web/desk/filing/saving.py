"""From what a form sent to what was saved of it: problems and conflicts stay with their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from cairn.reporting.filings.counts import GivenTwice, problems_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import Change, Was
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.saving import (
    DetailConflict,
    Given,
    detail_of,
    digest_of,
    save_form,
)
from cairn.web.desk.filing.cells import Line, changes_of, was_text
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.words import count_words, problem_words
from cairn.web.desk.importing.doors import person_of

WAS = "was."  # before the name of a detail: the digest of what its writer saw


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form."""

    lines: Sequence[Line]
    wrong: Wrong = NOTHING_WRONG
    conflicts: Sequence[DetailConflict] = ()
    changed: int = 0
    filing: Filing | None = None
    given: Sequence[str] = ()  # names of the details that were sent

    @property
    def settled(self) -> bool:
        """Nothing is left for the person to look at."""
        unread = any(line.problem or line.theirs for line in self.lines)
        return not (self.wrong or self.conflicts or unread)


def details_in(sent: QueryDict, names: Sequence[str]) -> dict[str, Given]:
    """The details among what was sent, each with the digest of what stood there."""
    return {
        name: Given(str(sent[name]).strip().replace("\r\n", "\n"), str(sent.get(WAS + name, "")))
        for name in names
        if name in sent
    }


def save(
    request: HttpRequest,
    filing: Filing,
    lines: Sequence[Line],
    details: Mapping[str, Given] | None = None,
) -> Outcome:
    """Save what can be saved; mark what cannot."""
    pairs = changes_of(filing, lines)
    _mark_wrong(filing, pairs)
    good = [change for line, change in pairs if line.problem is None]
    saved, wrong = tried(
        save_form, filing=filing, changes=good, details=details or {}, by=person_of(request)
    )
    if wrong:
        return Outcome(lines, _at_lines(wrong, pairs))
    theirs = {conflict.key: conflict.theirs for conflict in saved.counts.conflicts}
    for line, change in pairs:
        if (stands := theirs.get(change.input.key)) is not None:
            line.was = line.theirs = stands
    changed = saved.counts.changed + saved.changed
    return Outcome(
        lines, NOTHING_WRONG, saved.conflicts, changed, saved.filing, list(details or ())
    )


def _mark_wrong(filing: Filing, pairs: Sequence[tuple[Line, Change]]) -> None:
    asked = section(filing.section)
    seen: dict[str, Line] = {}
    for line, change in pairs:
        if change.empties:
            continue
        key = change.input.key
        if key in seen and seen[key] is not line:
            line.problem = GivenTwice(measure=asked.measures[line.measure].title, check=key)
            continue
        seen[key] = line
        found = problems_of(asked, [change.input], first=filing.first, last=filing.period_last)
        line.problem = next(found, None)


def _at_lines(wrong: Wrong, pairs: Sequence[tuple[Line, Change]]) -> Wrong:
    """Sentences that name a cell or a place go to their line; the others stay."""
    by_key = {change.input.key: line for line, change in pairs}
    left = {name: text for name, text in wrong.fields.items() if name not in by_key}
    at_lines = tuple(text for name, text in wrong.fields.items() if name in by_key)
    return replace(wrong, fields=left, others=(*wrong.others, *at_lines))


def as_json(outcome: Outcome, sums: Mapping[str, str]) -> JsonResponse:
    """What a script is told: for each line what stands there now, or what is wrong."""
    told: dict[str, Any] = {"code": "saved", "lines": {}, "sums": sums}
    told["message"] = _saved_words(outcome)
    told["problems"] = [*outcome.wrong.others, *outcome.wrong.fields.values()]
    for line in outcome.lines:
        about: dict[str, str] = {}
        if line.theirs is not None:
            about["theirs"] = count_words(line.theirs.value, line.theirs.missing)
            about["was"] = was_text(line.theirs)
        elif line.problem is not None:
            about["problem"] = problem_words(line.problem)
        elif not outcome.wrong and line.input is not None:
            about |= {"was": _now(line), "key": line.key if line.input.dims else ""}
        told["lines"][str(line.index)] = about
    told["details"] = [conflict.name for conflict in outcome.conflicts]
    told["digests"] = {}
    if outcome.filing:
        told["digests"] = {
            name: digest_of(detail_of(outcome.filing, name)) for name in outcome.given
        }
        told["revision"] = outcome.filing.revision
    return JsonResponse(told, status=400 if outcome.wrong else 200)


def _now(line: Line) -> str:
    assert line.input is not None
    return was_text(Was(line.input.value, line.input.missing))


def _saved_words(outcome: Outcome) -> str:
    if outcome.wrong:
        return _("Not saved.")
    return _("Saved.") if outcome.settled else _("Saved, except for what is marked.")

"""From what a form sent to what was saved of it: problems and conflicts stay with their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError
from cairn.reporting.filings.counts import GivenTwice, problems_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import Change, Was
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.saving import (
    DetailConflict,
    Given,
    SavedForm,
    detail_of,
    digest_of,
    save_form,
)
from cairn.reporting.filings.texts import say_not_a_person
from cairn.web.desk.filing.cells import Line, changes_of, was_text
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.filing.words import count_words, problem_words
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.once import forget_answer, keep_answer

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
    no_persons: Sequence[str] = ()  # words that may be a place or a thing

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
    then: str = "",
) -> Outcome:
    """Save what can be saved; mark what cannot. `then`: where the form leads once all is saved."""
    details = details or {}
    if wrong := _say_no_person(request, filing):
        return Outcome(lines, wrong)
    pairs = changes_of(filing, lines)
    _mark_wrong(filing, pairs)
    good = [change for line, change in pairs if line.problem is None]
    unread = any(line.problem for line in lines)
    save_it = partial(_save_once, request, then=then, unread=unread)
    saved, wrong = tried(
        save_it, filing=filing, changes=good, details=details, by=person_of(request)
    )
    if wrong:
        words = _asked_words(wrong, details)
        return Outcome(lines, _at_lines(wrong, pairs), no_persons=words)
    theirs = {conflict.key: conflict.theirs for conflict in saved.counts.conflicts}
    for line, change in pairs:
        if (stands := theirs.get(change.input.key)) is not None:
            line.was = line.theirs = stands
    changed = saved.counts.changed + saved.changed
    return Outcome(
        lines, NOTHING_WRONG, saved.conflicts, changed, saved.filing, list(details or ())
    )


@transaction.atomic
def _save_once(request: HttpRequest, *, then: str, unread: bool, **given: Any) -> SavedForm:
    """The save and the answer to its copies in one transaction; no answer where something is left
    to look at."""
    if then:
        keep_answer(request, then)
    saved = save_form(**given)
    if then and (unread or saved.conflicts or saved.counts.conflicts):
        forget_answer(request)
    return saved


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


class Told(CairnError):
    """A sentence that came with its field."""

    text = "%(sentence)s"


def _at_lines(wrong: Wrong, pairs: Sequence[tuple[Line, Change]]) -> Wrong:
    """Sentences that name a cell or a place go to their line; the others stay."""
    left = dict(wrong.fields)
    for line, change in pairs:
        for name in (change.input.key, f"place.{change.input.dims.get('place', '')}"):
            if name in wrong.fields:
                line.problem = Told(sentence=wrong.fields[name])
                left.pop(name, None)
    others = wrong.others or (() if left else (_("Nothing was saved; each place is marked."),))
    return replace(wrong, fields=left, others=others)


def _asked_words(wrong: Wrong, details: Mapping[str, Given]) -> list[str]:
    """What may be a place or a thing: a person of the organisation may say so."""
    found = []
    for name, start, end in wrong.names:
        whole, _dot, item = name.partition(".")
        text = item if whole == "place" else str(details[name].value) if name in details else ""
        if words := text[start:end].strip():
            found.append(words)
    return list(dict.fromkeys(found))


def _say_no_person(request: HttpRequest, filing: Filing) -> Wrong:
    for words in request.POST.getlist("not_a_person")[:50]:
        _done, wrong = tried(
            say_not_a_person,
            organisation=filing.owner,
            words=words[:200],
            by=person_of(request),
        )
        if wrong:
            return wrong
    return NOTHING_WRONG


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

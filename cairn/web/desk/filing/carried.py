"""Records of a saved form as the page shows them: those that met another change, with both sides,
and those that cannot be taken in, with the reason."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from cairn.kernel.errors import CairnError
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.carrying import Arriving, arriving, take_in
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.keeping import body_of
from cairn.reporting.observations.values import Observed
from cairn.web.desk.filing.doors import tried
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.observing.sections import Shown, one_shown
from cairn.web.say import say

MOST_SENT = 500


@dataclass(frozen=True, slots=True)
class LeftRecord:
    """A record that was not taken in; `payload` is what the file says of it."""

    kind: str
    title: str
    mine: Shown | None  # None: it has answers that are on no list
    theirs: Shown | None
    problems: Sequence[str]
    payload: str
    at: int = 0  # its place among those that ask for a choice

    @property
    def chooses(self) -> bool:
        return not self.problems


def records_in(filing: Filing, content: Mapping[str, Any], *, same: bool) -> list[Arriving]:
    """What the file would change; a file of numbers alone says nothing of records."""
    if "records" not in content:
        return []
    return arriving(filing, content["records"], content.get("records_were", []), same=same)


def taken_in(
    request: HttpRequest, filing: Filing, found: Iterable[Arriving]
) -> tuple[int, list[LeftRecord]]:
    """Take in what met nothing; returns how many, and the rest."""
    n, left = 0, []
    for one in found:
        if one.meets:
            left.append(_left(one, ()))
            continue
        n += _taken(request, filing, one, left)
    return n, left


def _taken(request: HttpRequest, filing: Filing, one: Arriving, left: list[LeftRecord]) -> int:
    """Take one in; what is wrong with it stays left."""
    _done, wrong = tried(take_in, filing=filing, one=one, by=person_of(request))
    if wrong:
        left.append(_left(one, wrong.all))
    return 0 if wrong else 1


def chosen(request: HttpRequest, filing: Filing) -> tuple[int, list[LeftRecord]]:
    """What the person said of records that met another change: hers, or what stands. Those of
    which she said nothing are asked about again."""
    n, left = 0, []
    payloads = request.POST.getlist("record")[:MOST_SENT]
    for at, payload in enumerate(payloads):
        choice = request.POST.get(f"record-{at}", "")
        if choice == "theirs":
            continue
        try:
            found = arriving(filing, [json.loads(payload)], [], same=False)
        except (CairnError, ValueError, RecursionError):
            continue
        for one in found:
            if choice != "mine":
                left.append(_left(one, ()))
                continue
            n += _taken(request, filing, one, left)
    return n, left


def _shown(one: Observed) -> Shown | None:
    try:
        return one_shown(one, exact=True)
    except (CairnError, LookupError):
        return None


def numbered(left: Iterable[LeftRecord]) -> list[LeftRecord]:
    """Those that ask for a choice counted from 0, as their form sends them."""
    found, at = [], 0
    for one in left:
        found.append(replace(one, at=at))
        at += one.chooses
    return found


def _left(one: Arriving, problems: Sequence[str]) -> LeftRecord:
    mine = one.mine.observed
    return LeftRecord(
        say(kind(mine.kind).title),
        str(mine.values["title"] or mine.ref),
        _shown(mine),
        one_shown(one.theirs, exact=True) if one.theirs else None,
        list(dict.fromkeys(problems)),
        json.dumps(body_of(mine), ensure_ascii=False),
    )

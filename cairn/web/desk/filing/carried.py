"""Records of a saved form as the page shows them: those that met another change, with both sides,
and those that cannot be taken in, with the reason."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.carrying import Arriving, arriving, take_in
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.keeping import body_of
from cairn.reporting.observations.queries import kinds_of, rows_of
from cairn.reporting.observations.values import Observed
from cairn.web.desk.filing.doors import tried
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.observing.sections import Shown, one_shown
from cairn.web.desk.once import FIELD, LARGEST
from cairn.web.say import say

MOST_SENT = 500
MOST_FIELDS = 5_000
NOT_CARRIED = {"csrfmiddlewaretoken", FIELD, "act", "not_a_person"}


class NoSuchForm(CairnError):
    text = noop(
        "The form of a record in this file cannot be read, or belongs to another section; nothing "
        "was taken in."
    )


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


@dataclass(frozen=True, slots=True)
class Writing:
    """The form of a record that its writer had not saved: where it stands, and its fields."""

    path: str
    fields: dict[str, list[str]]


def writing_in(filing: Filing, content: Mapping[str, Any], *, same: bool) -> Writing | None:
    """The form of a record that the file holds as it was typed; None where it holds none. Taken
    into another filing, or where the record is gone, it begins a new record."""
    form = content.get("record_form")
    if form is None:
        return None
    if not isinstance(form, Mapping) or form.get("kind") not in kinds_of(filing):
        raise NoSuchForm()
    given, fields = form.get("fields"), dict[str, list[str]]()
    if not isinstance(given, list) or len(given) > MOST_FIELDS:
        raise NoSuchForm()
    for pair in given:
        if not isinstance(pair, list) or [type(it) for it in pair] != [str, str]:
            raise NoSuchForm()
        if pair[0] not in NOT_CARRIED:
            fields.setdefault(pair[0], []).append(pair[1])
    if sum(len(it) for values in fields.values() for it in values) > LARGEST:
        raise NoSuchForm()
    key, ref = str(form["kind"]), str(form.get("record") or "")
    if same and rows_of(filing, key).filter(ref=ref).exists():
        return Writing(reverse("desk:record_change", args=[filing.ref, key, ref]), fields)
    fields["revision"] = ["0"]
    return Writing(reverse("desk:record_new", args=[filing.ref, key]), fields)


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

"""Which records two kept versions of a filing say otherwise, answer by answer.

Outside the State that filed them coordinates are no answer: a record of which nothing else differs
is the same there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.restoring import Kept, NoRecord, restored
from cairn.web import numbers
from cairn.web.components import Column, Table, Value
from cairn.web.desk.observing.sections import leg_words, people_words
from cairn.web.desk.observing.words import value_of
from cairn.web.say import current, say

HIDDEN = ("lat", "lon")
Answers = dict[str, Value]  # how an answer is called → what it says


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """One record that came, went or says something else."""

    kind: str
    title: str
    what: str  # "added", "removed", "changed"
    table: Table


def record_differences(
    old: Mapping[str, Any], new: Mapping[str, Any], *, exact: bool
) -> list[RecordDifference]:
    """In the order in which the newer version has them; what was removed stands last. Versions
    that were kept before there were records have none."""
    before, after = _by_ref(old), _by_ref(new)
    found = []
    for ref in dict.fromkeys((*after, *before)):
        was, now = before.get(ref), after.get(ref)
        rows = list(_rows(_answers(was, exact), _answers(now, exact)))
        one = now or was
        if not rows or one is None:
            continue
        what = "changed" if was and now else "added" if now else "removed"
        found.append(
            RecordDifference(
                say(kind(one.kind).title),
                str(one.given.values["title"] or ref),
                what,
                _table(say(kind(one.kind).title), rows),
            )
        )
    return found


def _by_ref(body: Mapping[str, Any]) -> dict[str, Kept]:
    found = {}
    for one in body.get("records", ()):
        try:
            kept = restored(one)
        except NoRecord:
            continue
        found[kept.ref] = kept
    return found


def _answers(one: Kept | None, exact: bool) -> Answers:
    if one is None:
        return {}
    found: Answers = {}
    for asked in kind(one.kind).fields:
        value = one.given.values[asked.name]
        if value in (None, "", []) or (asked.name in HIDDEN and not exact):
            continue
        try:
            found[say(asked.title)] = value_of(asked, value)
        except (CairnError, LookupError):  # a key that is on no list any more
            found[say(asked.title)] = str(value)
    for at, leg in enumerate(one.given.legs, start=1):
        name = _("Leg %(n)s") % {"n": numbers.number(at, current())}
        found[name] = leg_words(leg, exact=exact)
    for count in one.given.persons:
        found[people_words(count)] = count.value if count.value is not None else count.missing
    return found


def _rows(before: Answers, after: Answers) -> Iterator[tuple[str, Value, Value]]:
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield name, _told(before.get(name)), _told(after.get(name))


def _told(value: Value) -> Value:
    return "–" if value is None else value


def _table(caption: str, rows: list[tuple[str, Value, Value]]) -> Table:
    columns = [Column(_("What is asked")), Column(_("Before")), Column(_("Now"))]
    return Table(caption, columns, rows)

"""Who is party to a treaty, on any day: dated rows, what cannot be placed, and what others counted.

Every participant stands with the source of its row. The count of a day is that of the dated rows;
published totals stand beside it and nothing is made to fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.kernel.collation import in_order
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import noop
from cairn.reference import standing
from cairn.reference.countries import name_of
from cairn.reference.standing import At
from cairn.reference.treaties import (
    Action,
    Treaty,
    TreatyStatus,
    obligations_of,
    status_sources,
    treaties,
)
from cairn.reference.treaty_texts import PARAPHRASED
from cairn.web.components import Column, Link, Table, Value
from cairn.web.library.answering import kept
from cairn.web.numbers import date_span
from cairn.web.say import current, say

STANDINGS = {
    At.PARTY: noop("party"),
    At.UNCERTAIN: noop("became party around this day"),
    At.UNDATED: noop("party, date not known"),
    At.SIGNATORY: noop("signatory"),
    At.NOT_YET: noop("not party yet"),
    At.NO_RECORD: noop("nothing recorded"),
}
ACTIONS = {
    Action.RATIFICATION: noop("ratification"),
    Action.ACCESSION: noop("accession"),
    Action.ACCEPTANCE: noop("acceptance"),
    Action.APPROVAL: noop("approval"),
    Action.SUCCESSION: noop("succession"),
}
HEAD = (
    *("iso3", "participant", "treaty", "on", "standing", "signature", "action", "action_earliest"),
    *("action_latest", "source", "inferred", "reservation_or_declaration", "note"),
)


class UnreadableDay(CairnError):
    text = noop("%(value)r is not a day; write it as 2018-10-31.")


class NoSuchTreaty(NotFound):
    text = noop("There is no such treaty here.")


@dataclass(frozen=True, slots=True)
class Row:
    """One participant as the table shows it."""

    name: str
    address: str
    standing: str
    kind: str  # of the mark beside it
    signature: date | None
    action: str
    on: str
    source: str
    notes: tuple[str, ...]


@require_safe
def status(request: HttpRequest, key: str) -> HttpResponseBase:
    """All participants of a treaty as on a day, today unless the address names another."""
    treaty = treaty_of(key)
    day, problem = _asked(request, treaty)
    rows = standing.standings(key, day)
    chosen = request.GET.get("standing", "")
    shown = [row_of(one.status, one.at) for one in rows if chosen in ("", one.at.value)]
    of_all = {at: sum(one.at is at for one in rows) for at in At}
    values = {
        "treaty": treaty,
        "title": in_reader(treaty.titles),
        "tabs": [
            Link(in_reader(one.short_titles), address(one.key, request), one.key == key)
            for one in treaties().values()
        ],
        "day": day,
        "problem": problem,
        "count": standing.counted(key, day),
        "undated": names(standing.counted(key, day).undated),
        "uncertain": names(standing.counted(key, day).uncertain),
        "rows": in_order(shown, current(), lambda one: one.name),
        "choices": [(at.value, say(STANDINGS[at]), of_all[at]) for at in At if of_all[at]],
        "chosen": chosen,
        "published": _published(key),
        "articles": _articles(treaty),
        "csv": f"{reverse('library:treaty_csv', args=[key])}?{urlencode({'on': day.isoformat()})}",
    }
    return kept(request, render(request, "library/treaties/status.html", values))


@require_safe
def status_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """The same as a file, with codes in place of words."""
    treaty = treaty_of(key)
    day, problem = _asked(request, treaty)
    if problem is not None:
        raise problem
    answer = StreamingHttpResponse(
        stream_csv(_lines(key, day), HEAD), content_type="text/csv; charset=utf-8"
    )
    name = f"cairn-{key}-parties-{day.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept(request, answer)


def treaty_of(key: str) -> Treaty:
    if key not in treaties():
        raise NoSuchTreaty()
    return treaties()[key]


def address(key: str, request: HttpRequest) -> str:
    day = request.GET.get("on", "")
    return reverse("library:treaty", args=[key]) + (f"?{urlencode({'on': day})}" if day else "")


def in_reader(texts: object) -> str:
    """The text in the language of the reader, else in English."""
    found = dict(texts)  # type: ignore[call-overload]
    return str(found.get(current()) or found["en"])


def names(codes: tuple[str, ...]) -> list[str]:
    return in_order([name_of(code, current()) for code in codes], current())


def row_of(one: TreatyStatus, at: At) -> Row:
    """What is known of one participant, in words."""
    notes = []
    if one.inferred:
        notes.append(_("Inferred; no record of it was seen."))
    if one.reservation:
        notes.append(_("A reservation, declaration or notification is listed."))
    if one.note:
        notes.append(one.note)
    return Row(
        name_of(one.iso3, current()),
        reverse("library:state", args=[one.iso3]),
        say(STANDINGS[at]),
        {At.PARTY: "done", At.UNCERTAIN: "waiting", At.UNDATED: "waiting"}.get(at, "information"),
        one.signature,
        say(ACTIONS[one.action]) if one.action else "",
        date_span(one.action_on, current()) if one.action_on else "",
        status_sources().get(one.source, one.source),
        tuple(notes),
    )


def _asked(request: HttpRequest, treaty: Treaty) -> tuple[date, CairnError | None]:
    """The day that is asked for; where it cannot be read, today and what is wrong."""
    text, today = request.GET.get("on", "").strip(), timezone.localdate()
    if not text:
        return today, None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, UnreadableDay(value=text[:40])
    try:
        standing.check_day(treaty.key, day)
    except CairnError as problem:
        return today, problem
    return day, None


def _published(key: str) -> Table | None:
    rows: list[list[Value]] = [
        [
            one.on,
            one.parties,
            one.ours.parties,
            len(one.ours.uncertain),
            len(one.ours.undated),
            one.source,
        ]
        for one in standing.published(key)
    ]
    if not rows:
        return None
    return Table(
        _("What others counted, and what our rows say of the same day"),
        (
            Column(_("Day")),
            Column(_("Published total"), "number"),
            Column(_("Dated rows here"), "number"),
            Column(_("Date not precise enough"), "number"),
            Column(_("Party, date not known"), "number"),
            Column(_("Published by")),
        ),
        rows,
        stacked=True,
        help=_("No date is inferred to make the two agree."),
    )


def _articles(treaty: Treaty) -> list[tuple[str, str, int]]:
    """(heading, address, obligations in it) of each article; 0: none that is paraphrased."""
    found = []
    for one in treaty.provisions:
        asks = len(obligations_of(treaty.key, one.article)) if treaty.key in PARAPHRASED else 0
        if asks or treaty.key not in PARAPHRASED:
            heading = in_reader(one.headings)
            found.append(
                (
                    _("Article %(number)s. %(heading)s")
                    % {"number": one.article, "heading": heading},
                    reverse("library:treaty_article", args=[treaty.key, one.article]),
                    asks,
                )
            )
    return found


def _lines(key: str, day: date) -> Iterator[tuple[object, ...]]:
    for one in standing.standings(key, day):
        status, on = one.status, one.status.action_on
        yield (
            status.iso3,
            name_of(status.iso3, current()),
            key,
            day,
            one.at.value,
            status.signature,
            status.action.value if status.action else "",
            on.earliest if on else None,
            on.latest if on else None,
            status_sources().get(status.source, status.source),
            status.inferred,
            status.reservation,
            status.note,
        )

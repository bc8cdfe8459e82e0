"""By what filings are found at the desk.

Whoever may see a filing finds it by what lists say of it: section, State, period, organisation and
reference. By the words within it only its own organisation does, whose reads are entered nowhere.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from cairn.kernel.predicates import Predicate
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.search.guarded.entries import Entry, For, Text, columns_of
from cairn.search.guarded.writing import Findable, in_every_language
from cairn.sharing.viewer import Viewer, visible

KIND = "filing"


def predicate(viewer: Viewer) -> Predicate:
    return visible(viewer)


def readable(viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
    refs = Filing.objects.filter(pk__in=pks).values("ref")
    rows = Filing.objects.newest_seen_by(viewer, refs).filter(pk__in=pks)
    return _findable.made(rows.select_related("owner"))


def _rows() -> Any:
    return Filing.objects.select_related("owner")


def _of(row: Filing) -> Iterator[Entry]:
    """What is said of it in lists; and the same with the words within it."""
    said = (Text("", row.ref), Text("", f"{row.whole} {row.first.year}"))
    section = sections().get(row.section)
    named = in_every_language(section.title) if section else ()
    within = tuple(_within(row)) if row.status != FilingStatus.WITHDRAWN else ()
    for to, texts in ((For.OTHERS, said), (For.OWNER, (*said, *within))):
        yield Entry(
            KIND,
            row.pk,
            row.ref,
            columns_of(row),
            row.period_last,
            texts,
            keys=(row.state,) if row.state else (),
            named=(*named, Text("", row.owner.name)),
            first=row.first,
            last=row.period_last,
            to=to,
            name=f"{row.ref} {row.number}",
            row=row,
        )


def _within(row: Filing) -> Iterator[Text]:
    told = (row.definitions, row.differences, row.answers)
    words = [
        row.coverage_note,
        row.narrative,
        *(str(one) for all_ in told for one in all_.values()),
    ]
    for text in words:
        if text:
            yield Text(row.narrative_language, text)


_findable = Findable(_rows, _of, "fil-")
everything, entries = _findable.everything, _findable.entries

"""By what findings are found at the desk: by what lists say of them, and by the words within them
only by their own organisation, whose reads are entered nowhere."""

from collections.abc import Iterator, Sequence
from typing import Any

from cairn.kernel.predicates import Predicate
from cairn.reporting.filings.definitions import sections
from cairn.reporting.findings.models import Finding, FindingStatus
from cairn.search.guarded.entries import Entry, For, Text, columns_of
from cairn.search.guarded.writing import Findable, in_every_language
from cairn.sharing.viewer import Viewer, visible

KIND = "finding"


def predicate(viewer: Viewer) -> Predicate:
    return visible(viewer)


def readable(viewer: Viewer, pks: Sequence[int]) -> list[Entry]:
    refs = Finding.objects.filter(pk__in=pks).values("ref")
    rows = Finding.objects.visible_to(viewer).filter(ref__in=refs).newest().filter(pk__in=pks)
    return _findable.made(rows.select_related("owner"))


def _rows() -> Any:
    return Finding.objects.select_related("owner")


def _of(row: Finding) -> Iterator[Entry]:
    withdrawn = row.status == FindingStatus.WITHDRAWN
    period = Text("", f"{row.whole} {row.whole.first.year}")
    said = (Text("", row.ref), period, *(() if withdrawn else (Text("", row.title),)))
    within = () if withdrawn else (Text("", row.text), Text("", row.limits))
    section = sections().get(row.section)
    named = in_every_language(section.title) if section else ()
    for to, texts in ((For.OTHERS, said), (For.OWNER, (*said, *within))):
        yield Entry(
            KIND,
            row.pk,
            row.ref,
            columns_of(row),
            row.period_last,
            tuple(one for one in texts if one.text),
            keys=(row.about,),
            named=(*named, Text("", row.owner.name)),
            first=row.period,
            last=row.period_last,
            to=to,
            name=f"{row.ref} {row.number}",
            row=row,
        )


_findable = Findable(_rows, _of, "fnd-")
everything, entries = _findable.everything, _findable.entries

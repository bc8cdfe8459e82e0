"""Figures that documents assert, side by side, with the paragraph in which each stands."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.formats.writers import stream_csv
from cairn.knowledge.documents.claims import Stated, side_by_side
from cairn.knowledge.documents.schema import Record, Subject
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.shapes import written
from cairn.web.components import Choice
from cairn.web.library.answering import kept
from cairn.web.library.documents.listing import KIND
from cairn.web.library.documents.words import subject_words
from cairn.web.library.listing import Listed, Offered, Option
from cairn.web.library.words import Line, line_of
from cairn.web.numbers import number
from cairn.web.say import current

COLUMNS = (
    *("subject", "value", "quote", "counted", "scope", "period", "by", "method", "later"),
    *("differs", "document", "paragraph", "title", "ref"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """The document of a claim."""

    line: Line
    key: str
    symbol: str
    ref: str
    language: str


@require_safe
def claims(request: HttpRequest) -> HttpResponseBase:
    every = side_by_side(_stated())
    asked = _asked(request)
    groups = [(subject_words(one.value), found) for one, found in _chosen(every, asked)]
    values = {
        "list": _filters(every, asked),
        "groups": groups,
        "total": sum(len(found) for _, found in groups),
        "query": urlencode(asked),
    }
    return kept(request, render(request, "library/documents/claims.html", values))


@require_safe
def claims_file(request: HttpRequest) -> HttpResponseBase:
    """The same claims as a table."""
    rows = _rows(_chosen(side_by_side(_stated()), _asked(request)))
    found = StreamingHttpResponse(stream_csv(rows, COLUMNS), content_type="text/csv; charset=utf-8")
    found["Content-Disposition"] = 'attachment; filename="cairn-claims.csv"'
    return found


Groups = dict[Subject, list[Stated]]


def _stated() -> Iterator[Stated]:
    """Every claim of a published document. One query; documents without claims are not read."""
    rows = Item.objects.published().filter(kind=KIND, tags__field="claim").distinct()
    for one in rows.order_by("-span_latest", "ref").iterator(chunk_size=50):
        record: Record = kind_of(KIND).load(one.body)
        source = Source(line_of(one), one.key, record.symbol, one.ref, record.language)
        for claim in record.claims:
            yield Stated(claim, source)


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = {name: request.GET.get(name, "").strip() for name in ("subject", "differ")}
    return {name: value for name, value in asked.items() if value}


def _chosen(every: Groups, asked: dict[str, str]) -> Iterator[tuple[Subject, list[Stated]]]:
    for subject, found in every.items():
        if asked.get("subject", subject.value) != subject.value:
            continue
        if "differ" not in asked or any(one.differs for one in found):
            yield subject, found


def _filters(every: Groups, asked: dict[str, str]) -> Listed:
    """The two filters, in the form that the page of any list has."""
    counts = Counter({one.value: len(found) for one, found in every.items()})
    subject = asked.get("subject", "")
    subjects = tuple(
        Option(key, f"{subject_words(key)} ({number(n, current())})", key == subject)
        for key, n in counts.items()
    )
    yes = _("only where documents differ")
    offered = (
        Offered("subject", _("Subject"), subjects, bool(subject)),
        Offered("differ", _("Agreement"), (Option("yes", yes, "differ" in asked),), False),
    )
    words = {"subject": subject_words(subject) if subject in set(Subject) else subject}
    labels = {"subject": _("Subject"), "differ": _("Agreement")}
    chosen = tuple(
        Choice(
            labels[name],
            words.get(name, yes),
            f"?{urlencode({key: value for key, value in asked.items() if key != name})}",
        )
        for name in asked
    )
    return Listed((), 0, offered, chosen, "", "")


def _rows(groups: Iterator[tuple[Subject, list[Stated]]]) -> Iterator[tuple[object, ...]]:
    for subject, found in groups:
        for one in found:
            claim, source = one.claim, one.of
            assert isinstance(source, Source)
            yield (
                *(subject.value, claim.value, claim.quote, claim.counted, claim.scope),
                written(claim.period) if claim.period else None,
                *(claim.by, claim.method, claim.later, one.differs, source.symbol or source.key),
                *(claim.anchor, source.line.title, source.ref),
            )

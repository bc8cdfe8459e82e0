"""One law: its facts, all its articles as they are known on a day, and what leads to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.applying import applying, changes
from cairn.knowledge.laws.schema import Article, Record
from cairn.knowledge.laws.words import RELATED, STATUSES, TYPES
from cairn.knowledge.models import Item, ItemLink
from cairn.knowledge.queries import cited_in, item, that_cite
from cairn.reference.countries import name_of
from cairn.web.components import Fact, Value
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import (
    Spoken,
    Tagged,
    Verdict,
    best_spoken,
    day_of,
    days_words,
    name_of_version,
    tagged,
    topic_words,
    verdict,
)
from cairn.web.library.linking import linked_in_page
from cairn.web.library.stubs import stub
from cairn.web.library.words import line_of
from cairn.web.say import current, say

MOST_DAYS = 40  # change dates that are offered as links


@dataclass(frozen=True, slots=True)
class Shown:
    """An article on the page of its law."""

    number: str
    anchor: str
    heading: Spoken | None
    own: bool
    chapter: str  # where it is another one than that of the article before
    text: Spoken | None
    version: str
    days: str
    verdict: Verdict | None
    others: tuple[str, ...]  # the wordings that may have applied, where there are several
    repealed: bool
    held: bool
    tags: list[Tagged]
    address: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A step of the chain of amendments and repeals."""

    words: str
    name: str
    address: str
    on: Value
    note: str


@dataclass(frozen=True, slots=True)
class Search:
    """That nothing was found."""

    words: str
    by: str
    on: date
    searched: str
    note: str


@require_safe
def law(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item("law", ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of("law").load(found.body)
    on, written, problem = day_of(request)
    citing = list(that_cite(found))
    targets = cited_in(_entry_links(record))
    articles = _articles(record, found.ref, on)
    values = {
        "item": found,
        "law": record,
        "linked": linked_in_page(found, record),
        "title": best_spoken(record.titles),
        "titles": [one for one in record.titles if one.text != _shown_title(record)],
        "country": name_of(record.country, current()),
        "facts": _facts(record),
        "articles": articles,
        "on": on,
        "written": written,
        "problem": problem,
        "counted": _counted(articles) if on else (),
        "changes": [(day, day == on) for day in changes(record.articles)[:MOST_DAYS]],
        "penalties": [best for text in record.penalties if (best := best_spoken([text]))],
        "notes": [best for text in record.notes if (best := best_spoken([text]))],
        "chain": _chain(record, targets),
        "not_found": _searches(record),
        "citing": [(line_of(one.item), one.place) for one in citing],
        "address": reverse("library:law", args=[found.ref]),
        "procedure": _procedure(record.country),
    }
    return kept(request, render(request, "library/laws/law.html", values))


def _procedure(country: str) -> str:
    """Where the newest record of this State's procedure is read; "" where none is held."""
    rows = Item.objects.published().filter(kind="procedure", country=country).exclude(country="")
    ref = rows.order_by("-span_latest", "ref").values_list("ref", flat=True).first()
    return reverse("library:procedure", args=[ref]) if ref else ""


def _articles(record: Record, ref: str, on: date | None) -> list[Shown]:
    compare, before, found = reverse("library:law_compare"), "", []
    for one in record.articles:
        chapter = one.chapter if one.chapter != before else ""
        before = one.chapter
        found.append(_article(one, record, ref, on, chapter, compare))
    return found


def _article(
    one: Article, record: Record, ref: str, on: date | None, chapter: str, compare: str
) -> Shown:
    answer = applying(one, on, record) if on else None
    version = answer.version if answer else (one.versions[-1] if one.versions else None)
    several = answer.candidates if answer and len(answer.candidates) > 1 else ()
    query = f"?on={on.isoformat()}" if on else ""
    return Shown(
        one.number,
        one.anchor,
        best_spoken(one.heading),
        one.heading_own,
        chapter,
        best_spoken(version.texts) if version else None,
        name_of_version(version) if version else "",
        days_words(version) if version else "",
        verdict(answer) if answer else None,
        tuple(name_of_version(each.version) for each in several),
        bool(version and version.repealed),
        bool(version and version.texts),
        tagged(one.tags_of(version), compare),
        reverse("library:law_article", args=[ref, one.anchor]) + query,
    )


def _counted(articles: Iterable[Shown]) -> list[tuple[str, str, int]]:
    """(state, words, how many articles), for the sentence above the articles."""
    found: dict[tuple[str, str], int] = {}
    for one in articles:
        if one.verdict:
            key = (one.verdict.state, one.verdict.words)
            found[key] = found.get(key, 0) + 1
    return [(state, words, number) for (state, words), number in found.items()]


def _facts(record: Record) -> list[Fact]:
    found = [
        Fact(_("State"), name_of(record.country, current())),
        Fact(_("Type"), say(TYPES[record.type])),
    ]
    given: list[tuple[str, Value]] = [
        (_("Official number"), record.official_id),
        (_("Place in the law"), record.chapter),
        (_("Adopted"), record.adopted),
        (_("In force from"), record.in_force),
        (_("Repealed from"), record.repealed),
    ]
    found += [Fact(label, value or _("not recorded")) for label, value in given[:1] + given[2:4]]
    found += [Fact(label, value) for label, value in (given[1], given[4]) if value]
    read = record.status_read
    words = say(STATUSES[record.status])
    found.append(Fact(_("Status as read"), words, record.status_words))
    found.append(Fact(_("Status read on"), read or _("not recorded")))
    if record.named:
        found.append(Fact(_("Articles that a source names"), ", ".join(record.named)))
    return found


def _chain(record: Record, targets: Mapping[str, Item]) -> list[Chain]:
    found = []
    for one in record.relations:
        target = targets.get(f"law:{one.law}") if one.law else None
        address = reverse("library:law", args=[target.ref]) if target else ""
        found.append(Chain(say(RELATED[one.kind]), one.name, address, one.on, one.note))
    return found


def _entry_links(record: Record) -> list[ItemLink]:
    """What the record names, asked for in one query whatever their number."""
    return [ItemLink(kind="entry", target=f"law:{one.law}") for one in record.relations if one.law]


def _searches(record: Record) -> list[Search]:
    return [
        Search(
            topic_words(one.obligation or str(one.element)), one.by, one.on, one.searched, one.note
        )
        for one in record.not_found
    ]


def _shown_title(record: Record) -> str:
    shown = best_spoken(record.titles)
    return shown.text if shown else ""

"""What the library holds for each of the eight questions, State by State.

Every entry leads to the record from which it was taken, and says where that was read and when. The
number of queries is the same for one State and for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.kernel.dates import DateSpan
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.schema import Element, anchor_of
from cairn.knowledge.laws.words import ELEMENTS, TAGGED_BY
from cairn.knowledge.models import Item, ItemLink, ItemTag
from cairn.knowledge.procedures.eight import Asked
from cairn.knowledge.procedures.schema import Record
from cairn.web.components import Link
from cairn.web.library.cases.words import term
from cairn.web.library.laws.said import Spoken, short_obligation
from cairn.web.library.procedures import words
from cairn.web.library.procedures.listing import KIND
from cairn.web.library.procedures.page import cited
from cairn.web.library.resting import Rests
from cairn.web.library.words import Line, line_of
from cairn.web.say import say

BENEFIT = (
    Element.BENEFIT_ELEMENT,
    Element.BENEFIT_AGGRAVATION,
    Element.BENEFIT_ABSENT,
    Element.BENEFIT_NOT_SAID,
)
CONDUCT = "som-6-"  # the obligations of article 6
LAWS = 300  # whose articles are read; more than are tagged with how they treat benefit


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that answers: the record, what it says, and where that was read."""

    country: str
    line: Line
    address: str
    question: str  # of the procedure, where the view asks several
    values: tuple[Link, ...]
    texts: tuple[Spoken, ...]
    sources: tuple[Rests, ...]
    as_on: DateSpan | None
    state: tuple[str, str] | None  # whether the State confirmed it, where that is asked
    note: str = ""


def entries(asked: Asked) -> Iterator[Entry]:
    """All that answers this question."""
    if asked.answers:
        yield from _procedures(asked)
    if asked.laws == "conduct":
        yield from _conduct()
    if asked.laws == "benefit":
        yield from _benefit()
    if asked.cases:
        yield from _cases()


def _procedures(asked: Asked) -> Iterator[Entry]:
    """Of each State the newest record; two queries."""
    rows = Item.objects.published().filter(kind=KIND).exclude(country="")
    newest: dict[str, tuple[Item, Record]] = {}
    for one in rows.order_by("span_latest", "-ref"):
        newest[one.country] = (one, kind_of(KIND).load(one.body))
    there = cited(*(record for _, record in newest.values()))
    for one, record in newest.values():
        line = line_of(one)
        for key in asked.answers:
            answer = record.answer(key)
            if answer is None:
                continue
            shown = words.shown(key, answer, there, record.as_on)
            yield Entry(
                record.country,
                line,
                f"{line.address}#{key}",
                shown.title if len(asked.answers) > 1 else "",
                tuple(Link(value.words, "") for value in shown.values),
                shown.texts,
                shown.sources,
                answer.as_on or record.as_on,
                shown.state,
            )


def _conduct() -> Iterator[Entry]:
    """Laws with what their source says, and the obligations with which their articles are tagged.
    Of the content only these two fields are read."""
    met: dict[int, dict[str, None]] = {}
    links = ItemLink.objects.filter(kind="obligation", target__startswith=CONDUCT, item__kind="law")
    for pk, target in links.order_by("pk").values_list("item", "target"):
        met.setdefault(pk, {})[target] = None
    for one in _laws().annotate(told=F("body__criminalizes"), read=F("body__sources")):
        told = {True: _("an offence, as its source says"), False: _("no offence made by it")}
        values = [Link(told[one.told], "")] if one.told in told else []
        values += [
            Link(short_obligation(key), f"{reverse('library:law_compare')}?obligation={key}")
            for key in met.get(one.pk, ())
        ]
        if values:
            yield _of_law(one, values, _read(one.read))


def _benefit() -> Iterator[Entry]:
    """Articles that are tagged with how they treat benefit. The content of a law is read as it is
    kept, for making records of forty articles takes longer than all the rest."""
    tagged = ItemTag.objects.filter(field="element", key__in=BENEFIT, item__kind="law")
    rows = Item.objects.published().filter(pk__in=tagged.values("item")).exclude(country="")
    for one in rows.order_by("country", "ref")[:LAWS]:
        values: dict[Link, None] = {}
        by: dict[str, None] = {}
        for article in one.body.get("articles", ()):
            for tag in article.get("tags", ()):
                if tag.get("element") not in set(BENEFIT):
                    continue
                number = article["number"]
                said = f"{number} · {say(ELEMENTS[Element(tag['element'])])}"
                address = reverse("library:law_article", args=[one.ref, anchor_of(number)])
                values[Link(said, address)] = None
                by[say(TAGGED_BY[tag["by"]]) if tag["by"] in TAGGED_BY else tag["by"]] = None
        yield _of_law(one, list(values), _read(one.body.get("sources")), " · ".join(by))


def _cases() -> Iterator[Entry]:
    """Cases of a State that record cooperation. Two queries."""
    forms: dict[int, dict[str, None]] = {}
    tags = ItemTag.objects.filter(field="cooperation", item__kind="case")
    for pk, key in tags.order_by("pk").values_list("item", "key"):
        forms.setdefault(pk, {})[key] = None
    rows = Item.objects.published().filter(kind="case", pk__in=tags.values("item"))
    for one in rows.exclude(country="").defer("body").order_by("country", "-span_latest", "ref"):
        line = line_of(one)
        values = tuple(
            Link(term("international_cooperation_forms", key), "") for key in forms[one.pk]
        )
        source = (Rests(one.source, one.source, True, "", "", None),) if one.source else ()
        yield Entry(one.country, line, line.address, "", values, (), source, one.span, None)


def _laws() -> "QuerySet[Item]":
    rows = Item.objects.published().filter(kind="law").exclude(country="")
    return rows.defer("body").order_by("country", "-span_latest", "ref")


def _of_law(one: Item, values: list[Link], sources: tuple[Rests, ...], note: str = "") -> Entry:
    line = line_of(one)
    return Entry(
        one.country, line, line.address, "", tuple(values), (), sources, one.span, None, note
    )


def _read(sources: Any) -> tuple[Rests, ...]:
    """The first and the last source of a law, as its content has them; its page has all."""
    found = []
    given = list(sources or ())
    for one in [*given[:1], *given[1:][-1:]]:
        read, url = one.get("read"), one.get("url", "")
        day = date.fromisoformat(read) if read else None
        outside = url.startswith(("https://", "http://"))
        found.append(Rests(one.get("name") or url, url, outside, "", "", day))
    return tuple(found)

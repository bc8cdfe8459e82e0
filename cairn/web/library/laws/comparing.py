"""What up to six States have on one obligation or element, as on a day.

A text that is not held never enters the comparison as a text, a search without a result is shown as
one, and where nothing is recorded the page says that this is no finding about the law of the State.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.kernel.collation import in_order
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.applying import applying
from cairn.knowledge.laws.schema import Article, Element, Record, Tag, Version
from cairn.knowledge.models import Item, ItemTag
from cairn.reference.countries import name_of
from cairn.reference.treaties import obligations
from cairn.reference.treaty_texts import PARAPHRASED, paraphrase
from cairn.web.library.answering import kept
from cairn.web.library.laws.page import Search
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
from cairn.web.say import current

MOST = 6
LAWS = 200  # of six States together; more than any six have


class TooManyStates(CairnError):
    text = noop("Six States can stand side by side. The first six of these are shown.")


class NoSuchTopic(CairnError):
    text = noop("There is no obligation or element %(key)r. Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Topic:
    """What is compared: an obligation or an element."""

    field: str
    key: str
    words: str
    paraphrase: str = ""
    language: str = ""  # of the paraphrase, where it is not the reader's

    @property
    def asked(self) -> str:
        return urlencode({self.field: self.key})


@dataclass(frozen=True, slots=True)
class Found:
    """An article that is tagged with the topic, as on the day."""

    law: str
    law_language: str
    law_direction: str
    law_address: str
    number: str
    heading: Spoken | None
    address: str
    text: Spoken | None
    name: str
    days: str
    verdict: Verdict | None
    tags: list[Tagged]
    invented: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One State."""

    key: str
    name: str
    found: list[Found]
    searches: list[Search]
    laws: int  # how many laws of it are recorded at all
    held: bool  # whether the text of any of them is


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    topic, problem = _topic(request)
    on, written, wrong_day = day_of(request)
    offered = _states()
    asked = [key for key in _asked(request) if key in offered]
    problems = [one for one in (problem, wrong_day) if one]
    if len(asked) > MOST:
        problems.append(TooManyStates())
        asked = asked[:MOST]
    columns = _columns(asked, topic, on) if topic else []
    values = {
        "topic": topic,
        "obligations": _offered("obligation", topic),
        "elements": _elements(topic),
        "states": [(key, offered[key], key in asked) for key in offered],
        "chosen": asked,
        "columns": columns,
        "on": on,
        "written": written,
        "problems": problems,
    }
    return kept(request, render(request, "library/laws/compare.html", values))


def _topic(request: HttpRequest) -> tuple[Topic | None, CairnError | None]:
    key = (request.GET.get("obligation") or "").strip()[:60]
    if key:
        if key not in obligations():
            return None, NoSuchTopic(key=key)
        ours = obligations()[key].treaty in PARAPHRASED
        said = paraphrase(key, current()) if ours else obligations()[key].paraphrase
        return Topic("obligation", key, topic_words(key), said, "" if ours else "en"), None
    key = (request.GET.get("element") or "").strip()[:60]
    if key:
        if key not in {one.value for one in Element}:
            return None, NoSuchTopic(key=key)
        return Topic("element", key, topic_words(key)), None
    return None, None


def _asked(request: HttpRequest) -> list[str]:
    """States as "states=ESP,FRA" or as several fields of one form, each once."""
    given = ",".join(request.GET.getlist("states"))[:400]
    return list(dict.fromkeys(one.strip().upper() for one in given.split(",") if one.strip()))


def _states() -> dict[str, str]:
    """Every State of whose law anything is recorded, by name."""
    rows = Item.objects.published().filter(kind="law").exclude(country="").order_by()
    keys = set(rows.values_list("country", flat=True))
    names = {key: name_of(key, current()) for key in keys}
    return {key: names[key] for key in in_order(keys, current(), names.__getitem__)}


def _offered(field: str, topic: Topic | None) -> list[tuple[str, str, bool]]:
    """Obligations that any published law is tagged with or was searched for."""
    rows = ItemTag.objects.filter(
        field__in=(field, "no_provision"), item__withdrawn_at__isnull=True, item__kind="law"
    )
    tagged_with = set(rows.order_by().values_list("key", flat=True))
    chosen = topic.key if topic else ""
    return [
        (key, f"{topic_words(key)}", key == chosen)
        for key in obligations()
        if key in tagged_with or key == chosen
    ]


def _elements(topic: Topic | None) -> list[tuple[str, str, bool]]:
    chosen = topic.key if topic else ""
    return [(one.value, topic_words(one.value), one.value == chosen) for one in Element]


def _columns(asked: list[str], topic: Topic, on: date | None) -> list[Column]:
    """One query, whatever is asked for."""
    rows = Item.objects.published().filter(kind="law", country__in=asked)
    laws: dict[str, list[tuple[Item, Record]]] = {key: [] for key in asked}
    for one in rows.order_by("-span_latest", "ref")[:LAWS]:
        laws[one.country].append((one, kind_of("law").load(one.body)))
    return [_column(key, laws[key], topic, on) for key in asked]


def _column(key: str, laws: list[tuple[Item, Record]], topic: Topic, on: date | None) -> Column:
    found, searches = [], []
    for one, record in laws:
        for article in record.articles:
            tags = [tag for tag in article.tags if _is(tag.obligation, tag.element, topic)]
            if tags:
                found += _found(one, record, article, tags, on)
        searches += [
            Search(topic.words, each.by, each.on, each.searched, each.note)
            for each in record.not_found
            if _is(each.obligation, each.element, topic)
        ]
    held = any(record.held for _one, record in laws)
    return Column(key, name_of(key, current()), found, searches, len(laws), held)


def _is(obligation: str, element: Element | None, topic: Topic) -> bool:
    return topic.key == (obligation if topic.field == "obligation" else element)


def _found(
    one: Item, record: Record, article: Article, tags: list[Tag], on: date | None
) -> Iterable[Found]:
    """The article with the wording that is meant; nothing where the tag is of other wordings."""
    if on is None:
        versions = [each for each in article.versions if _means(tags, each.id)]
        yield _made(one, record, article, tags, versions[-1] if versions else None, None, None)
        return
    answer = applying(article, on, record)
    meant = [each for each in answer.candidates if _means(tags, each.version.id)]
    if answer.candidates and not meant:
        return
    if len(meant) <= 1:
        version = meant[0].version if meant else None
        yield _made(one, record, article, tags, version, verdict(answer), on)
        return
    for each in meant:
        yield _made(one, record, article, tags, each.version, verdict(answer), on)


def _means(tags: list[Tag], id: str) -> bool:
    return any(not tag.versions or id in tag.versions for tag in tags)


def _made(
    one: Item,
    record: Record,
    article: Article,
    tags: list[Tag],
    version: Version | None,
    told: Verdict | None,
    on: date | None,
) -> Found:
    title = best_spoken(record.titles)
    assert title is not None
    query = f"?on={on.isoformat()}" if on else ""
    return Found(
        title.text,
        title.language,
        title.direction,
        reverse("library:law", args=[one.ref]) + query,
        article.number,
        best_spoken(article.heading),
        reverse("library:law_article", args=[one.ref, article.anchor]) + query,
        best_spoken(version.texts) if version else None,
        name_of_version(version) if version else "",
        days_words(version) if version else "",
        told,
        tagged(tags, reverse("library:law_compare")),
        record.invented,
    )

"""Reads a law from Akoma Ntoso 3.0, written by whomever.

Articles (sections, where there are none) become articles; those with one number are wordings of
one article, each with the interval of its period. The end of an interval is the day on which the
wording no longer applied. A file without a period says nothing of days, and none are guessed.
Nothing in the file is executed or fetched: document types and entities are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.akoma import (
    ALPHA_2,
    NO_DAY,
    NS,
    TooDeep,
    alias_of,
    day_of,
    of,
    root_of,
    state_of,
    value_of,
    words_of,
)
from cairn.knowledge.laws.akn import FACTS, WORDS, ours
from cairn.knowledge.laws.identified import key_of
from cairn.knowledge.laws.open_form import UNKNOWN, name_of
from cairn.knowledge.laws.schema import Article, Record, Source, Status, Type, Version, anchor_of
from cairn.knowledge.shapes import clean
from cairn.knowledge.texts import Text

NUMBERED = ("article", "section")
PLACES = ("part", "title", "book", "chapter", "subchapter", "division")


class NotAkomaNtoso(CairnError):
    text = noop("This is no act in Akoma Ntoso 3.0 (its first element is %(name)s).")


class NamesNoTitle(CairnError):
    text = noop("This act has no title.")


@dataclass(frozen=True, slots=True)
class Interval:
    begin: date | None = None
    end: date | None = None


def read_act(text: bytes) -> tuple[str, Record]:
    """The key and the record; raise a sentence where it is none."""
    try:
        return _read(text)
    except RecursionError:
        raise TooDeep() from None


def _read(text: bytes) -> tuple[str, Record]:
    root = root_of(text)
    act = root.find(of("act"))
    if root.tag != of("akomaNtoso") or act is None:
        raise NotAkomaNtoso(name=root.tag.removeprefix(f"{{{NS}}}")[:60])
    work = act.find(f".//{of('FRBRWork')}")
    country = state_of(work)
    language = _language(act)
    number = value_of(work, "FRBRnumber")
    law = next(iter(act.iter(ours("law"))), None)
    known = law.attrib if law is not None else {}
    titles = tuple(_titles(act, work, language))
    if not titles:
        raise NamesNoTitle()
    record = Record(
        country=country,
        titles=titles,
        type=Type(known["type"]) if known.get("type") in set(Type) else Type.ACT,
        official_id=number,
        eli=alias_of(work, "eli"),
        adopted=_adopted(work),
        status=Status(known["status"]) if known.get("status") in set(Status) else Status.NOT_READ,
        articles=tuple(_articles(act, language)),
        licence=clean(known.get("licence", "")),
        invented=known.get("invented") == "true",
    )
    return clean(known.get("key", "")) or key_of(country, number or titles[0].text), record


def _articles(act: Element, language: str) -> Iterator[Article]:
    """The articles in order; wordings of one number together."""
    intervals, facts = _intervals(act), _facts(act)
    grouped: dict[str, list[tuple[Element, str]]] = {}
    body = act.find(of("body"))
    for element, chapter in _numbered(body) if body is not None else ():
        number = words_of(element.find(of("num"))) or element.get("eId", "")
        if number:
            grouped.setdefault(anchor_of(number), []).append((element, chapter))
    for members in grouped.values():
        first, chapter = members[0]
        heading = words_of(first.find(of("heading")))
        taken: set[str] = set()
        yield Article(
            number=words_of(first.find(of("num"))) or first.get("eId", ""),
            heading=(Text(heading, language),) if heading else (),
            chapter=chapter,
            versions=tuple(_version(one, intervals, facts, language, taken) for one, _ in members),
        )


def _numbered(body: Element) -> Iterator[tuple[Element, str]]:
    """Articles with the chapter in which they stand; sections where the act has no articles."""
    name = next((one for one in NUMBERED if body.find(f".//{of(one)}") is not None), None)
    if name is None:
        return
    waiting: list[tuple[Element, str]] = [(body, "")]
    while waiting:
        element, chapter = waiting.pop()
        if element.tag == of(name):
            yield element, chapter
            continue
        if element.tag.removeprefix(f"{{{NS}}}") in PLACES:
            parts = (element.find(of("num")), element.find(of("heading")))
            own = " ".join(words for one in parts if (words := words_of(one)))
            chapter = " · ".join(one for one in (chapter, own) if one)
        waiting += [(child, chapter) for child in reversed(element)]


def _version(
    element: Element,
    intervals: Mapping[str, Interval],
    facts: Mapping[str, Element],
    language: str,
    taken: set[str],
) -> Version:
    interval = intervals.get(element.get("period", "").lstrip("#"), Interval())
    fact = facts.get(element.get("eId", ""))
    given = dict(fact.attrib) if fact is not None else {}
    days: dict[str, Any] = {name: day for name in FACTS if (day := day_of(given.get(name, "")))}
    id = given.get("id") or name_of(
        interval.begin, days.get("published"), days.get("consolidated_on")
    )
    while id in taken:
        id = f"{id}-2"
    taken.add(id)
    status = element.get("status", "")
    text = _text(element)
    made = Version(
        id=clean(id),
        valid_from=interval.begin,
        valid_to=interval.end,
        repealed=status == "removed",
        texts=(Text(text, language),) if text and status != "incomplete" else (),
        sources=tuple(_sources(fact)),
    )
    words: dict[str, Any] = {name: clean(given[name]) for name in WORDS if given.get(name)}
    return replace(made, **days, **words)


def _sources(fact: Element | None) -> Iterator[Source]:
    for one in fact if fact is not None else ():
        if url := clean(one.get("url", "")):
            yield Source(url, day_of(one.get("read", "")))


def _text(element: Element) -> str:
    """The words of the article without its number and heading; one line for each block."""
    lines: list[str] = []
    skipped = {of("num"), of("heading"), of("subheading")}
    for child in element:
        if child.tag not in skipped:
            _lines(child, lines)
    return clean("\n".join(lines))


def _lines(element: Element, lines: list[str]) -> None:
    """A paragraph with its number in front; blocks within blocks one after another."""
    if element.tag == of("p"):
        lines.append("".join(element.itertext()))
        return
    number, begin = words_of(element.find(of("num"))), len(lines)
    heading = words_of(element.find(of("heading")))
    blocks = [one for one in element if one.tag not in (of("num"), of("heading"))]
    if heading:
        lines.append(heading)
        begin += 1
    if not blocks and (words := "".join(element.itertext()).strip()) and not number:
        lines.append(words)
    for one in blocks:
        _lines(one, lines)
    if number:
        if len(lines) > begin:
            lines[begin] = f"{number} {lines[begin]}"
        else:
            lines.append(number)


def _intervals(act: Element) -> dict[str, Interval]:
    """The intervals by name. Of a group of several, the first; an end is the last day before it."""
    events = {one.get("eId", ""): day_of(one.get("date", "")) for one in act.iter(of("eventRef"))}
    found = {}
    for group in act.iter(of("temporalGroup")):
        interval = group.find(of("timeInterval"))
        if interval is None:
            continue
        begin = events.get(interval.get("start", "").lstrip("#"))
        ended = events.get(interval.get("end", "").lstrip("#"))
        last = ended - timedelta(days=1) if ended and ended > date.min else None
        found[group.get("eId", "")] = Interval(begin, last)
    return found


def _facts(act: Element) -> dict[str, Element]:
    return {one.get("of", ""): one for one in act.iter(ours("wording"))}


def _language(act: Element) -> str:
    one = act.find(f".//{of('FRBRExpression')}/{of('FRBRlanguage')}")
    written = (one.get("language", "") if one is not None else "").strip()
    return ALPHA_2.get(written.lower(), clean(written)[:20]) or UNKNOWN


def _titles(act: Element, work: Element | None, language: str) -> Iterator[Text]:
    """The title of the file first, then what else the act is called."""
    seen: set[str] = set()
    shown = words_of(next(iter(act.iter(of("docTitle"))), None)) or alias_of(work, "title")
    aliases = [] if work is None else work.findall(of("FRBRalias"))
    named = [
        (one.get("name", "").removeprefix("title-"), clean(one.get("value", "")))
        for one in aliases
        if one.get("name", "").startswith("title-")
    ]
    own = next((spoken for spoken, words in named if words == shown), language)
    for spoken, words in ((own, shown), *named):
        if words and words not in seen:
            seen.add(words)
            yield Text(words, spoken)


def _adopted(work: Element | None) -> DateSpan | None:
    one = work.find(of("FRBRdate")) if work is not None else None
    if one is None or one.get("date") == NO_DAY:
        return None
    day = day_of(one.get("date", ""))
    return DateSpan.day(day) if day else None

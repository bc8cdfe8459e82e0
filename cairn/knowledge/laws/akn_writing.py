"""Writes a law as Akoma Ntoso 3.0, in one of its languages, with all wordings that are recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.akoma import NO_DAY, NS, alpha_2, lawful, of
from cairn.knowledge.laws.akn import FACTS, OURS, WORDS, ours
from cairn.knowledge.laws.schema import Article, Record, Version
from cairn.knowledge.texts import Standing, Text, best

US = "#cairn"
DAY = timedelta(days=1)


class NoSuchLanguage(CairnError):
    text = noop("No text of this law is held in the language %(language)s.")


def languages(record: Record) -> list[str]:
    """The languages in which any original text is held, as they occur."""
    texts = (text for one in record.articles for v in one.versions for text in v.texts)
    found = dict.fromkeys(one.language for one in texts if one.standing is Standing.ORIGINAL)
    return list(found)


def write_act(record: Record, key: str, language: str = "") -> bytes:
    """The whole file. Without a language it is that of the law's first text, else of its title."""
    held = languages(record)
    if language and language not in held:
        raise NoSuchLanguage(language=language)
    language = language or (held[0] if held else record.titles[0].language)
    register_namespace("", NS)
    register_namespace("cairn", OURS)
    root = Element(of("akomaNtoso"))
    several = any(len(one.versions) > 1 for one in record.articles)
    contains = "multipleVersions" if several else "singleVersion"
    act = SubElement(root, of("act"), {"name": "act", "contains": contains})
    times = _Times()
    wordings = list(_wordings(record, language, times))
    _meta(act, record, key, language, times, wordings)
    title = best(record.titles, language)
    preface = SubElement(SubElement(act, of("preface")), of("longTitle"))
    line = SubElement(preface, of("p"))
    SubElement(line, of("docTitle")).text = lawful(title.text if title else key)
    body = SubElement(act, of("body"))
    for one in wordings:
        _article(body, one)
    if not wordings:
        empty = SubElement(body, of("hcontainer"), {"name": "text-not-held", "eId": "not-held"})
        SubElement(SubElement(empty, of("content")), of("p"))
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


@dataclass
class _Times:
    """Events and intervals, each named once."""

    events: dict[date, str] = field(default_factory=dict)
    groups: dict[tuple[date | None, date | None], str] = field(default_factory=dict)

    def group(self, version: Version) -> str:
        """The name of the interval of a wording; "" where neither end is known."""
        begin = version.valid_from
        ended = version.valid_to + DAY if version.valid_to and version.valid_to < date.max else None
        if begin is None and ended is None:
            return ""
        for day in (begin, ended):
            if day:
                self.events.setdefault(day, f"e{len(self.events) + 1}")
        return self.groups.setdefault((begin, ended), f"t{len(self.groups) + 1}")


@dataclass(frozen=True)
class _Wording:
    article: Article
    version: Version
    text: str | None
    heading: str
    id: str
    period: str


def _wordings(record: Record, language: str, times: _Times) -> Iterator[_Wording]:
    for article in record.articles:
        heading = _in(article.heading, language)
        for number, version in enumerate(article.versions, start=1):
            text = _in(version.texts, language)
            name = f"{article.anchor.replace('art-', 'art_', 1)}__v{number}"
            group = times.group(version)
            yield _Wording(article, version, text, heading or "", name, group)


def _in(texts: tuple[Text, ...], language: str) -> str | None:
    """The text in exactly this language; an original before a translation."""
    found = [one for one in texts if one.language == language]
    original = [one for one in found if one.standing is Standing.ORIGINAL]
    return (original or found)[0].text if found else None


def _meta(
    act: Element,
    record: Record,
    key: str,
    language: str,
    times: _Times,
    wordings: list[_Wording],
) -> None:
    meta = SubElement(act, of("meta"))
    _identification(meta, record, key, language)
    if times.events:
        lifecycle = SubElement(meta, of("lifecycle"), {"source": US})
        for number, (day, id) in enumerate(sorted(times.events.items())):
            kind = "generation" if number == 0 else "amendment"
            values = {"eId": id, "date": day.isoformat(), "source": US, "type": kind}
            SubElement(lifecycle, of("eventRef"), values)
        temporal = SubElement(meta, of("temporalData"), {"source": US})
        for (begin, ended), id in times.groups.items():
            group = SubElement(temporal, of("temporalGroup"), {"eId": id})
            values = {"refersTo": "#in-force"}
            if begin:
                values["start"] = f"#{times.events[begin]}"
            if ended:
                values["end"] = f"#{times.events[ended]}"
            SubElement(group, of("timeInterval"), values)
    references = SubElement(meta, of("references"), {"source": US})
    cairn = {"eId": "cairn", "href": "/ontology/organization/cairn", "showAs": "Cairn"}
    SubElement(references, of("TLCOrganization"), cairn)
    concept = {"eId": "in-force", "href": "/ontology/concept/in-force", "showAs": "in force"}
    SubElement(references, of("TLCConcept"), concept)
    SubElement(meta, of("proprietary"), {"source": US}).extend(_facts(record, key, wordings))


def _identification(meta: Element, record: Record, key: str, language: str) -> None:
    country = alpha_2(record.country)
    day = record.adopted.earliest.isoformat() if record.adopted else NO_DAY
    work = f"/akn/{country}/act/{day}/{key}"
    whole = SubElement(meta, of("identification"), {"source": US})
    levels = (("FRBRWork", work), ("FRBRExpression", f"{work}/{language}@"))
    for level, address in (*levels, ("FRBRManifestation", f"{work}/{language}@/main.xml")):
        one = SubElement(whole, of(level))
        SubElement(one, of("FRBRthis"), {"value": f"{address}/!main"})
        SubElement(one, of("FRBRuri"), {"value": address})
        if level == "FRBRWork":
            for title in record.titles:
                values = {"value": lawful(title.text), "name": f"title-{title.language}"}
                SubElement(one, of("FRBRalias"), values)
            SubElement(one, of("FRBRalias"), {"value": record.country, "name": "iso3166-alpha-3"})
            if record.eli:
                SubElement(one, of("FRBRalias"), {"value": lawful(record.eli), "name": "eli"})
        name = "adoption" if record.adopted else "not-recorded"
        SubElement(one, of("FRBRdate"), {"date": day, "name": name})
        SubElement(one, of("FRBRauthor"), {"href": US})
        if level == "FRBRWork":
            SubElement(one, of("FRBRcountry"), {"value": country})
            if record.official_id:
                SubElement(one, of("FRBRnumber"), {"value": lawful(record.official_id)})
        if level == "FRBRExpression":
            SubElement(one, of("FRBRlanguage"), {"language": language})


def _facts(record: Record, key: str, wordings: list[_Wording]) -> Iterator[Element]:
    """What the standard has no place for."""
    law = {"key": key, "type": record.type.value, "status": record.status.value}
    if record.licence:
        law["licence"] = lawful(record.licence)
    if record.invented:
        law["invented"] = "true"
    yield Element(ours("law"), law)
    for one in wordings:
        version = one.version
        values = {"of": one.id, "id": lawful(version.id)}
        for name in (*FACTS, *WORDS):
            if value := getattr(version, name):
                values[name] = lawful(str(value))
        made = Element(ours("wording"), values)
        for source in version.sources:
            given = {"url": lawful(source.url)}
            if source.read:
                given["read"] = source.read.isoformat()
            SubElement(made, ours("source"), given)
        yield made


def _article(body: Element, one: _Wording) -> None:
    values = {"eId": one.id}
    if one.period:
        values["period"] = f"#{one.period}"
    if one.version.repealed:
        values["status"] = "removed"
    elif one.text is None:
        values["status"] = "incomplete"  # text not held
    article = SubElement(body, of("article"), values)
    SubElement(article, of("num")).text = lawful(one.article.number)
    if one.heading:
        SubElement(article, of("heading")).text = lawful(one.heading)
    content = SubElement(article, of("content"))
    for line in (one.text or "").split("\n"):
        SubElement(content, of("p")).text = lawful(line)

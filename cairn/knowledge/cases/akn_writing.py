"""Writes a case as a judgment in Akoma Ntoso 3.0: what the standard has a place for in its place,
and the whole record in Cairn's own form in `proprietary`, so that nothing is lost on the way back.

It is written from what may be read by anyone, so people stand in it by their labels. A summary is
no part of the decision, and says so: `class` holds what a text is, and quotations alone are words
of the court.
"""

import json
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cairn.knowledge.akoma import NO_DAY, NOT_XML, NS, alpha_2, lawful, of
from cairn.knowledge.cases.schema import Proceeding, Record
from cairn.knowledge.cases.titles import titles_of
from cairn.knowledge.cases.words import Section
from cairn.knowledge.shapes import write, written
from cairn.knowledge.texts import Text

OURS = "https://cairn.invalid/ns/case/1"
US = "#cairn"
UNKNOWN = "und"


def write_judgment(record: Record, key: str) -> bytes:
    """The whole file; texts in several languages each say which is theirs."""
    register_namespace("", NS)
    register_namespace("cairn", OURS)
    root = Element(of("akomaNtoso"))
    judgment = SubElement(root, of("judgment"), {"name": "judgment"})
    judgment.set("contains", "originalVersion")
    _meta(judgment, record, key)
    _header(judgment, record, key)
    _body(judgment, record)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _last(record: Record) -> Proceeding | None:
    return record.proceedings[-1] if record.proceedings else None


def _meta(judgment: Element, record: Record, key: str) -> None:
    meta = SubElement(judgment, of("meta"))
    _identification(meta, record, key)
    references = SubElement(meta, of("references"), {"source": US})
    ours = {"eId": "cairn", "href": "/ontology/organization/cairn", "showAs": "Cairn"}
    SubElement(references, of("TLCOrganization"), ours)
    for number, one in enumerate(record.proceedings, start=1):
        if one.court:
            named = {"eId": f"court-{number}", "href": f"/ontology/organization/court-{number}"}
            SubElement(references, of("TLCOrganization"), named | {"showAs": lawful(one.court)})
    for number, person in enumerate(record.people, start=1):
        kind = "organization" if person.legal else "person"
        named = {"eId": f"party-{number}", "href": f"/ontology/{kind}/party-{number}"}
        element = "TLCOrganization" if person.legal else "TLCPerson"
        SubElement(references, of(element), named | {"showAs": lawful(person.label)})
    whole = SubElement(meta, of("proprietary"), {"source": US})
    held = SubElement(whole, f"{{{OURS}}}record", {"key": lawful(key)})
    told = json.dumps(write(record), ensure_ascii=False, sort_keys=True)
    held.text = NOT_XML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told)


def _identification(meta: Element, record: Record, key: str) -> None:
    last, country = _last(record), alpha_2(record.state)
    day = last.date.latest.isoformat() if last and last.date else NO_DAY
    work = f"/akn/{country}/judgment/{day}/{lawful(key)}"
    language = _language(record)
    court = f"#court-{len(record.proceedings)}" if last and last.court else US
    whole = SubElement(meta, of("identification"), {"source": US})
    levels = (("FRBRWork", work), ("FRBRExpression", f"{work}/{language}@"))
    for level, address in (*levels, ("FRBRManifestation", f"{work}/{language}@/main.xml")):
        one = SubElement(whole, of(level))
        SubElement(one, of("FRBRthis"), {"value": f"{address}/!main"})
        SubElement(one, of("FRBRuri"), {"value": address})
        if level == "FRBRWork":
            _aliases(one, record)
        name = "decision" if day != NO_DAY else "not-recorded"
        SubElement(one, of("FRBRdate"), {"date": day, "name": name})
        SubElement(one, of("FRBRauthor"), {"href": court if level == "FRBRWork" else US})
        if level == "FRBRWork":
            SubElement(one, of("FRBRcountry"), {"value": country})
            if record.number:
                SubElement(one, of("FRBRnumber"), {"value": lawful(record.number)})
        if level == "FRBRExpression":
            SubElement(one, of("FRBRlanguage"), {"language": language})


def _aliases(work: Element, record: Record) -> None:
    told = [("iso3166-alpha-3", record.state)]
    told += [(f"title-{one.language}", one.text) for one in titles_of(record)]
    told += [("ecli", one) for one in dict.fromkeys(one.ecli for one in record.proceedings) if one]
    for name, value in told:
        SubElement(work, of("FRBRalias"), {"value": lawful(value), "name": name})


def _language(record: Record) -> str:
    """That of the words of the court, else of what is said of them."""
    texts = [text for one in record.quotations for text in one.texts]
    texts += [text for one in record.texts for text in one.texts]
    return next((lawful(one.language) for one in texts if one.language), UNKNOWN)


def _header(judgment: Element, record: Record, key: str) -> None:
    header = SubElement(judgment, of("header"))
    _line(header, "docTitle", titles_of(record)[0].text or key)
    if record.number:
        _line(header, "docketNumber", record.number)
    for one in record.proceedings:
        line = SubElement(header, of("p"), {"class": "proceeding"})
        if one.court:
            SubElement(line, of("courtType")).text = lawful(one.court)
        if one.number:
            SubElement(line, of("docketNumber")).text = lawful(one.number)
        if one.ecli:
            SubElement(line, of("neutralCitation")).text = lawful(one.ecli)
        if one.date:
            day = {"date": one.date.latest.isoformat()}
            SubElement(line, of("docDate"), day).text = written(one.date)
    for number, person in enumerate(record.people, start=1):
        line = SubElement(header, of("p"), {"class": "party"})
        SubElement(line, of("party"), {"refersTo": f"#party-{number}"}).text = lawful(person.label)


def _body(judgment: Element, record: Record) -> None:
    """Facts, reasoning and decision; a part of which nothing is held is not there."""
    body = SubElement(judgment, of("judgmentBody"))
    summaries = [one for one in record.texts if one.section is Section.SUMMARY]
    others = [one for one in record.texts if one.section is not Section.SUMMARY]
    for name, told in (("introduction", others), ("background", summaries)):
        if any(one.texts for one in told):
            block = SubElement(body, of(name))
            for one in told:
                _texts(block, one.section.value, one.texts)
    if any(one.reasoning for one in record.elements) or record.quotations:
        block = SubElement(body, of("motivation"))
        for shown in record.elements:
            _texts(block, f"element-{shown.element.value}", shown.reasoning)
        for number, quotation in enumerate(record.quotations, start=1):
            for at, text in enumerate(quotation.texts, start=1):
                line = _p(block, "quotation", text)
                quoted = SubElement(line, of("embeddedText"), {"eId": f"quotation-{number}-{at}"})
                quoted.text = lawful(text.text)
    decision = SubElement(body, of("decision"))
    for proceeding in record.proceedings:
        _texts(decision, "result", proceeding.result)
        _texts(decision, "sentence", proceeding.sentence)
        for verdict in proceeding.verdicts:
            _line(decision, None, verdict.value, "verdict")
    for charge in record.charges:
        for outcome in charge.outcomes:
            said = f"{charge.id} · {charge.person} · {outcome.verdict.value}"
            _line(decision, None, said, "charge")
    if not len(decision):
        SubElement(decision, of("p"), {"class": "not-read"})


def _texts(block: Element, name: str, texts: Iterable[Text]) -> None:
    for text in texts:
        for line in text.text.split("\n"):
            _p(block, name, text).text = lawful(line)


def _p(block: Element, name: str, text: Text) -> Element:
    made = SubElement(block, of("p"), {"class": f"{name} {text.standing.value}"})
    if text.language:
        made.set("{http://www.w3.org/XML/1998/namespace}lang", lawful(text.language))
    return made


def _line(block: Element, inside: str | None, text: str, name: str = "") -> None:
    line = SubElement(block, of("p"), {"class": name} if name else {})
    (SubElement(line, of(inside)) if inside else line).text = lawful(text)

"""Answers of OAI-PMH as XML, and records in Dublin Core."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cairn.knowledge.described import described
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import Address, identifiers_of
from cairn.knowledge.queries import tags_of
from cairn.reference.countries import name_of as country_name
from cairn.search.lexicon import name_of

OAI = "http://www.openarchives.org/OAI/2.0/"
DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
for prefix, name in (("", OAI), ("dc", DC), ("oai_dc", OAI_DC), ("xsi", XSI)):
    register_namespace(prefix, name)


def of(name: str) -> str:
    return f"{{{OAI}}}{name}"


def put(parent: Element, name: str, text: str = "", **also: str) -> Element:
    """A child of the protocol's own, with its text."""
    made = SubElement(parent, of(name), also)
    made.text = lawful(text) or None
    return made


def lawful(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return NOT_XML.sub("", text)


def stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def frame(base: str, arguments: Mapping[str, str]) -> Element:
    """The beginning of every answer; `arguments` are told back where they could be read."""
    root = Element(of("OAI-PMH"))
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    put(root, "responseDate", stamp(datetime.now(UTC)))
    put(root, "request", base, **{name: lawful(value) for name, value in arguments.items()})
    return root


def as_bytes(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def header(parent: Element, item: Item, identifier: str) -> Element:
    """Which record, since when, and that it is gone where it is."""
    gone = {"status": "deleted"} if item.withdrawn_at else {}
    made = put(parent, "header", **gone)
    put(made, "identifier", identifier)
    put(made, "datestamp", stamp(item.withdrawn_at or item.published_at))
    put(made, "setSpec", item.kind)
    return made


def records(
    parent: Element, items: list[Item], identifiers: Mapping[str, str], address: Address
) -> None:
    """Records with their Dublin Core; of withdrawn ones the header is all there is. What only
    a source tags is no subject, for nobody has checked it."""
    tags = tags_of(one for one in items if not one.withdrawn_at)
    for item in items:
        record = put(parent, "record")
        header(record, item, identifiers[item.ref])
        if not item.withdrawn_at:
            subjects = dict.fromkeys(
                named
                for tag in tags.get(item.pk, ())
                if not tag.by and (named := name_of(tag.key, "en"))
            )
            _dublin(put(record, "metadata"), item, list(subjects), address)


def _dublin(parent: Element, item: Item, subjects: list[str], address: Address) -> None:
    dc = SubElement(parent, f"{{{OAI_DC}}}dc")
    dc.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {OAI_DC[:-1]}.xsd")
    found = described(item)

    def say(name: str, text: str, language: str = "") -> None:
        if text := lawful(text).strip():
            made = SubElement(dc, f"{{{DC}}}{name}")
            made.text = text
            if TAG.fullmatch(language):
                made.set(LANGUAGE, language)

    for language, title in item.titles.items():
        say("title", str(title), language)
    for one in found.makers:
        say("creator", one.name)
    for subject in subjects:
        say("subject", subject, "en")
    for text in found.summaries:
        say("description", text.text, text.language)
    say("publisher", found.publisher)
    say("date", found.date)
    say("type", found.type)
    say("identifier", address(item.kind, item.ref))
    for scheme, value in identifiers_of(item):
        say("identifier", value if scheme in {"official", "symbol"} else f"{scheme}:{value}")
    say("source", item.source)
    for language in found.languages:
        say("language", language)
    say("relation", found.address)
    say("coverage", country_name(item.country, "en") if item.country else "", "en")
    say("rights", item.licence, "en")
    say("rights", item.licence_url)
    if item.invented:
        say("description", "Invented.", "en")

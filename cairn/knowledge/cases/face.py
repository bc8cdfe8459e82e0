"""What lists, search and other records see of a case, and what of it may leave the desk."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.kernel.dates import DateSpan
from cairn.knowledge.cases.naming import masked, masked_key, may_be_named
from cairn.knowledge.cases.schema import Record
from cairn.knowledge.cases.titles import modes_of, titles_of
from cairn.knowledge.cases.words import By, Element, Finding, Form, Payment, Section
from cairn.knowledge.face import Face, Link, Tag
from cairn.knowledge.shapes import read, write
from cairn.knowledge.texts import Text

FILTERS = (
    *("element", "mode", "country", "origin", "transit", "destination", "outcome", "stage"),
    *("year", "offence", "evidence", "role", "technique", "cooperation", "complete"),
)
TAGGED = "tagged"  # an element of which only a tag is known
UNPAID = "without_payment"  # found or inferred, with no direct proof of payment
TAGGED_UNPAID = "tagged_without_payment"  # so tagged from a summary or by the source
NOT_READ = "not_read"
IN_WORDS = "in_words"
BANDS = (25, 50, 75, 101)
OBLIGATIONS = {
    "smuggling_illegal_entry": "som-6-1-a",
    "producing_fraudulent_document": "som-6-1-b-i",
    "procuring_providing_possessing_document": "som-6-1-b-ii",
    "enabling_illegal_stay": "som-6-1-c",
    "attempt": "som-6-2-a",
    "accomplice": "som-6-2-b",
    "organizing_directing": "som-6-2-c",
    Element.ENDANGERMENT: "som-6-3-a",
    Element.DEGRADING: "som-6-3-b",
}


def outward(key: str, record: Record) -> tuple[str, Record]:
    """The key and the record as anyone may read them: without the names that stay inside."""
    hidden = [one for one in record.people if one.names and not may_be_named(record, one)]
    if not hidden:
        return key, record
    made, problems = read(Record, masked(write(record), hidden))
    if made is None:
        raise problems[0].error
    return masked_key(key, record.state, hidden), made


def asks_what_stays(body: Mapping[str, Any]) -> bool:
    """Whether `outward` has to be asked: only where a person is named."""
    return any(one.get("names") for one in body.get("people", ()))


def identifiers(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """ECLI of the decisions."""
    return [("ecli", one.get("ecli", "")) for one in body.get("proceedings", ())]


def face(record: Record) -> Face:
    """The face of what may leave, also where it was asked of the whole record."""
    _, record = outward("", record)
    sources = [one.address for one in record.sources if one.address]
    return Face(
        titles=titles_of(record),
        number=record.number,
        country=record.state,
        span=span_of(record),
        texts=tuple(_texts(record)),
        tags=tuple(dict.fromkeys(_tags(record))),
        links=tuple(_links(record)),
        licence=record.licence,
        licence_url=record.licence_url,
        source=sources[0] if sources else "",
        invented=record.invented,
        asked=asked(record),
    )


def span_of(record: Record) -> DateSpan | None:
    """The date of the last decision that has one."""
    dates = [one.date for one in record.proceedings if one.date]
    return dates[-1] if dates else None


def asked(record: Record) -> dict[str, bool]:
    """What a full record of a case says, and whether this one says it."""
    summary = any(one.section is Section.SUMMARY for one in record.texts)
    ended = any(one.verdicts or one.result for one in record.proceedings)
    charged = bool(record.charges)
    return {
        "summary": summary,
        "court": any(one.court for one in record.proceedings),
        "date": span_of(record) is not None,
        "stage": any(one.stage for one in record.proceedings),
        "outcome": ended or (charged and all(one.outcomes for one in record.charges)),
        "people": bool(record.people),
        "charges": charged,
        "migrants": bool(record.migrants) or record.migrants_total is not None,
        "states": bool(record.states),
        "way": bool(record.legs),
        "findings": any(one.by is By.COURT for one in record.elements),
        "decision": any(one.form is Form.JUDGMENT and one.complete for one in record.sources),
    }


def outcomes_of(record: Record) -> list[str]:
    """All verdicts of the record, each once."""
    whole = [one.value for of in record.proceedings for one in of.verdicts]
    by_charge = [of.verdict.value for one in record.charges for of in one.outcomes]
    return list(dict.fromkeys(whole + by_charge))


def untold(record: Record) -> str:
    """What stands in place of a verdict: that it is told in words only, or that none was read."""
    return IN_WORDS if any(one.result for one in record.proceedings) else NOT_READ


def _tags(record: Record) -> Iterator[Tag]:
    span = span_of(record)
    if span and span.earliest.year == span.latest.year:
        yield Tag("year", str(span.latest.year))
    for stage in filter(None, (one.stage for one in record.proceedings)):
        yield Tag("stage", stage)
    for mode in modes_of(record):
        yield Tag("mode", mode)
        if mode.startswith("land_"):
            yield Tag("mode", "land")
    for one in record.states:
        yield Tag(one.role.value, one.state)
    for shown in record.elements:
        known = shown.finding.value if shown.finding else TAGGED
        by = "" if shown.by is By.COURT else "source"
        yield Tag("element", f"{shown.element.value}:{known}", by)
        if _without_payment(shown.finding, shown.payment):
            yield Tag("element", f"{shown.element.value}:{UNPAID}")
        if shown.finding is None and shown.payment is Payment.INDIRECT:
            yield Tag("element", f"{shown.element.value}:{TAGGED_UNPAID}", "source")
        yield from (Tag("evidence", key) for key in shown.evidence)
    for named in record.offences:
        if named.key:
            yield Tag("offence", named.key, "" if named.by is By.COURT else "source")
    yield from (Tag("offence", one.offence) for one in record.charges if one.offence)
    yield from (Tag("role", role) for one in record.people for role in one.roles)
    found = outcomes_of(record)
    yield from (Tag("outcome", key) for key in found or [untold(record)])
    if found and any(not one.outcomes for one in record.charges):
        yield Tag("outcome", NOT_READ)
    yield from (Tag("technique", key) for key in record.techniques)
    yield from (Tag("cooperation", one.form) for one in record.cooperation)
    said = asked(record)
    share = 100 * sum(said.values()) / len(said)
    yield Tag("complete", str(next(at for at, end in enumerate(BANDS) if share < end)))


def _without_payment(finding: Finding | None, payment: Payment | None) -> bool:
    return payment is Payment.INDIRECT and finding in (Finding.FOUND, Finding.INFERRED)


def _links(record: Record) -> Iterator[Link]:
    meant = [one.key for one in record.offences] + [one.offence for one in record.charges]
    meant += [one.element for one in record.elements]
    for key in dict.fromkeys(meant):
        if key in OBLIGATIONS:
            yield Link("obligation", OBLIGATIONS[key])
    yield Link("state", record.state)
    for one in record.states:
        yield Link("state", one.state, note=one.role.value)
    for charge in record.charges:
        provision = charge.provision
        if provision and provision.law:
            yield Link(
                "entry",
                provision.law,
                "charges",
                provision.article,
                provision.on.isoformat() if provision.on else "",
            )
    yield from (Link("entry", target) for target in record.cites)


def _texts(record: Record) -> Iterator[Text]:
    for one in record.proceedings:
        yield from (Text(word, "") for word in (one.court, one.number, one.ecli) if word)
        yield from (*one.result, *one.sentence)
    yield from record.called
    for said in record.texts:
        yield from said.texts
    if record.brief:
        for part in ("facts", "background", "success", "challenges", "issues", "investigation"):
            yield from getattr(record.brief, part)
        yield from record.brief.reasoning
    for quotation in record.quotations:
        yield from quotation.texts
    for shown in record.elements:
        yield from shown.reasoning
    yield from (Text(one.text, one.language) for one in (*record.offences, *record.keywords))

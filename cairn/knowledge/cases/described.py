"""A case as other catalogues describe it: a decision of a court, never by the people in it."""

from cairn.knowledge.cases.face import outcomes_of, span_of
from cairn.knowledge.cases.schema import Record
from cairn.knowledge.cases.words import Section
from cairn.knowledge.described import Described, Maker
from cairn.knowledge.shapes import written

DOCUMENT = "http://purl.org/ontology/bibo/LegalCaseDocument"


def described(record: Record) -> Described:
    span = span_of(record)
    courts = dict.fromkeys(one.court for one in record.proceedings if one.court)
    addresses = [one.address for one in record.sources if one.address]
    return Described(
        makers=tuple(Maker(one) for one in courts),
        summaries=tuple(
            text
            for one in record.texts
            if one.section is Section.SUMMARY
            for text in one.texts
            if text.language
        ),
        date=written(span) if span else "",
        more={
            "additionalType": DOCUMENT,
            "keywords": outcomes_of(record),
            "isBasedOn": addresses,
            "mentions": [
                {"@type": "Country", "identifier": one.state, "roleName": one.role.value}
                for one in record.states
            ],
        },
    )

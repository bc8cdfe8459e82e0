"""A law as other catalogues describe it. Whether it is in force today is not said, for a record
only knows what its source said on the day on which it was read."""

from cairn.knowledge.described import Described
from cairn.knowledge.laws.schema import Record
from cairn.knowledge.shapes import written
from cairn.knowledge.texts import Standing


def described(record: Record) -> Described:
    texts = [text for one in record.articles for v in one.versions for text in v.texts]
    held = [one.language for one in texts if one.standing is Standing.ORIGINAL]
    own = [one.language for one in record.titles if one.standing is Standing.ORIGINAL]
    adopted = written(record.adopted) if record.adopted else ""
    addresses = [one.url for one in record.sources if one.url]
    return Described(
        type="Legislation",
        summaries=record.notes,
        languages=tuple(dict.fromkeys(held or own)),
        date=adopted,
        more={
            "legislationIdentifier": record.eli or record.official_id,
            "legislationJurisdiction": {"@type": "Country", "identifier": record.country},
            "legislationType": record.type.value,
            "legislationDate": adopted,
            "legislationDateOfApplicability": written(record.in_force) if record.in_force else "",
            "isBasedOn": addresses,
        },
    )

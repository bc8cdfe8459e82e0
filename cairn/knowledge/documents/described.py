"""A document of the United Nations as other catalogues describe it."""

from cairn.knowledge.described import Described, Maker
from cairn.knowledge.documents.schema import Record
from cairn.knowledge.shapes import written


def described(record: Record) -> Described:
    day = written(record.dated) if record.dated else ""
    return Described(
        type="Report",
        makers=(Maker(record.organ),) if record.organ else (),
        publisher="United Nations" if record.symbol else "",
        languages=(record.language,) if record.text_held else (),
        date=day,
        address=record.source,
        more={"datePublished": day, "reportNumber": record.symbol},
    )

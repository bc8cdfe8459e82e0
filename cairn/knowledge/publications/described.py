"""A publication as other catalogues describe it."""

from collections.abc import Mapping
from typing import Any

from cairn.knowledge.described import Described, Maker
from cairn.knowledge.publications import citing
from cairn.knowledge.publications.schema import Record
from cairn.knowledge.shapes import written
from cairn.knowledge.texts import Text

TYPES = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "map": "Map",
    "paper-conference": "ScholarlyArticle",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}


def described(record: Record) -> Described:
    csl = record.csl
    issued = record.issued
    abstract = citing.plain(str(csl.get("abstract", "")))
    language = record.language or "und"
    inside = citing.plain(str(csl.get("container-title", "")))
    return Described(
        type=TYPES.get(str(csl["type"]), "CreativeWork"),
        makers=tuple(_maker(one) for one in csl.get("author", ())),
        publisher=str(csl.get("publisher", "")),
        summaries=(
            *record.annotation.synopsis,
            *([Text(abstract, language)] if abstract else []),
        ),
        languages=(record.language,) if record.language else (),
        date=written(issued) if issued else citing.year(csl),
        address=citing.address(csl),
        more={
            "datePublished": written(issued) if issued else citing.year(csl),
            "isPartOf": {"@type": "CreativeWork", "name": inside} if inside else None,
            "issn": csl.get("ISSN"),
            "isbn": csl.get("ISBN"),
            "pagination": csl.get("page"),
            "license": record.annotation.work_licence,
            "about": [
                {"@type": "Country", "identifier": one} for one in record.annotation.countries
            ],
        },
    )


def _maker(one: Mapping[str, Any]) -> Maker:
    return Maker(citing.spoken(one), person=not one.get("literal"))

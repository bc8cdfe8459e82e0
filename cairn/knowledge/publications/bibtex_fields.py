"""Which field of BibTeX (and biblatex, which adds to it) holds which field of CSL.

What BibTeX has no field for is written as `csl-NAME`, which its programs pass over and this one
reads back. Fields that a reference manager keeps for itself (paths on somebody's machine, the day
on which somebody added an entry) are no facts about the publication and are left behind.
"""

import re

# CSL → (entry type of BibTeX)
TYPE_OUT = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "thesis",
    "report": "report",
    "webpage": "online",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "periodical": "periodical",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "entry-encyclopedia": "inreference",
    "document": "misc",
}
TYPE_IN = {name: csl for csl, name in TYPE_OUT.items()} | {
    "inbook": "chapter",
    "conference": "paper-conference",
    "proceedings": "book",
    "collection": "book",
    "mvbook": "book",
    "manual": "report",
    "techreport": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "electronic": "webpage",
    "www": "webpage",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
}
GENRE_IN = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
OTHERWISE = "document"  # of any type that is not known

TEXT_OUT = {
    "title": "title",
    "volume": "volume",
    "page": "pages",
    "publisher-place": "address",
    "edition": "edition",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "ISSN": "issn",
    "abstract": "abstract",
    "keyword": "keywords",
    "language": "langid",
    "note": "note",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "collection-title": "series",
    "chapter-number": "chapter",
    "title-short": "shorttitle",
    "container-title-short": "shortjournal",
    "genre": "type",
    "event-title": "eventtitle",
    "event-place": "venue",
    "version": "version",
    "annote": "annotation",
    "PMID": "pmid",
    "original-title": "origtitle",
}
NAME_OUT = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "container-author": "bookauthor",
}
DATE_OUT = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
TEXT_IN = {name: csl for csl, name in TEXT_OUT.items()} | {
    "location": "publisher-place",
    "annote": "annote",
    "language": "language",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "publisher": "publisher",
    "howpublished": "medium",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "journalabbreviation": "container-title-short",
}
NAME_IN = {name: csl for csl, name in NAME_OUT.items()}
DATE_IN = {name: csl for csl, name in DATE_OUT.items()}
IN_A_JOURNAL = frozenset({"article-journal", "article-magazine", "article-newspaper"})
LEFT_BEHIND = re.compile(
    r"file|pdf|owner|timestamp|date-added|date-modified|bdsk-.*|mendeley-.*|groups|__markedentry|"
    r"read|rating|priority|qualityassured|username|localfile|local-url|creationdate|"
    r"modificationdate|date_added|abstractnote|interhash|intrahash|biburl|bibsource"
)
OWN = "csl-"


def type_out(csl: str) -> str:
    """Journals, magazines and newspapers are all articles; `csl-type` tells them apart."""
    return "article" if csl in IN_A_JOURNAL else TYPE_OUT.get(csl, "misc")


def text_out(field: str, csl: str) -> str:
    """The field of BibTeX for a text of CSL in an entry of this type; "" where it has none."""
    match field:
        case "container-title":
            if csl in IN_A_JOURNAL:
                return "journal"
            return "booktitle" if csl in ("chapter", "paper-conference") else ""
        case "publisher":
            return {"report": "institution", "thesis": "school"}.get(csl, "publisher")
        case "issue":
            return "number" if csl in IN_A_JOURNAL else ""
        case "number":
            return "" if csl in IN_A_JOURNAL else "number"
    return TEXT_OUT.get(field, "")


def text_in(field: str, csl: str) -> str:
    """The field of CSL for one of BibTeX; "" where nothing reads it."""
    if field in ("number", "issue"):
        return "issue" if csl in IN_A_JOURNAL else field
    return TEXT_IN.get(field, "")

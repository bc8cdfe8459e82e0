"""Publications as files, one entry after the other: BibTeX, RIS, CSL-JSON, CSV and Cairn's form.

What CSL has no field for (our annotation) goes out whole in Cairn's own form only; where an entry
was checked goes out as a note, so that it comes back.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cairn.knowledge.publications import bibtex_writing, citing, ris
from cairn.knowledge.publications.schema import span_of_csl
from cairn.knowledge.rows import as_native
from cairn.knowledge.shapes import written

Pair = tuple[str, Mapping[str, Any]]  # key of the record and its content
COLUMNS = (
    *("key", "type", "title", "authors", "issued", "container", "publisher", "place", "doi"),
    *("url", "language", "countries", "themes", "methods", "peer_reviewed", "verified", "citation"),
    *("licence", "licence_url"),
)


def csl_of(key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as CSL-JSON has it, with its key and with where it was checked."""
    csl = {"id": key, **body["csl"]}
    if verified := body.get("annotation", {}).get("verified"):
        csl["note"] = "\n".join(
            one for one in (csl.get("note", ""), f"verified in: {verified}") if one
        )
    return csl


def bibtex(pairs: Iterable[Pair]) -> Iterator[str]:
    for key, body in pairs:
        yield bibtex_writing.entry(key, csl_of(key, body)) + "\n"


def as_ris(pairs: Iterable[Pair]) -> Iterator[str]:
    for key, body in pairs:
        yield ris.entry(key, csl_of(key, body))


def csl_json(pairs: Iterable[Pair]) -> Iterator[str]:
    before = "[\n"
    for key, body in pairs:
        yield before + json.dumps(csl_of(key, body), ensure_ascii=False, sort_keys=True)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def lines(pairs: Iterable[Pair]) -> Iterator[str]:
    for key, body in pairs:
        yield as_native("publication", key, body) + "\n"


def table(pairs: Iterable[Pair]) -> Iterator[Sequence[object]]:
    """Rows below `COLUMNS`."""
    for key, body in pairs:
        csl, note = body["csl"], body.get("annotation", {})
        issued = span_of_csl(csl.get("issued"))
        yield (
            *(key, csl["type"], citing.plain(csl["title"])),
            "; ".join(citing.spoken(one) for one in csl.get("author", ())),
            written(issued) if issued else citing.year(csl),
            *(csl.get("container-title"), csl.get("publisher"), csl.get("publisher-place")),
            *(csl.get("DOI"), csl.get("URL"), csl.get("language")),
            *(" ".join(note.get(one, ())) for one in ("countries", "themes", "methods")),
            *(note.get("peer_reviewed"), note.get("verified"), citing.author_date(csl)),
            *(body.get("licence"), body.get("licence_url")),
        )


# ending → (media type, writer); CSV is written from `table`
FORMS: dict[str, tuple[str, Callable[[Iterable[Pair]], Iterator[str]]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", as_ris),
    "csl.json": ("application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
    "jsonl": ("application/jsonl; charset=utf-8", lines),
}

"""A publication as an entry of BibTeX, in UTF-8, with what BibTeX has no field for beside it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cairn.knowledge.publications import bibtex_fields as fields
from cairn.knowledge.publications import dates
from cairn.knowledge.publications.csl import DATES, NAMES
from cairn.knowledge.publications.latex import to_latex
from cairn.knowledge.publications.names import to_bibtex

UNFIT = re.compile(r"[^A-Za-z0-9_:.+/-]+")  # of the key of an entry


def entry(key: str, csl: Mapping[str, Any]) -> str:
    """The text of one entry, with its last line."""
    kind = str(csl.get("type", ""))
    made: dict[str, str] = {}
    for field, value in csl.items():
        for name, text in _field(field, value, kind):
            made.setdefault(name, text)
    head = fields.type_out(kind)
    if fields.TYPE_IN.get(head) != kind:
        made[f"{fields.OWN}type"] = f"{{{kind}}}"
    lines = [f"  {name} = {text}" for name, text in made.items()]
    return f"@{head}{{{UNFIT.sub('-', key) or 'x'},\n" + ",\n".join(lines) + "\n}\n"


def _field(field: str, value: Any, kind: str) -> Iterator[tuple[str, str]]:
    own = f"{fields.OWN}{field}"
    if field in ("id", "type"):
        return
    if field in NAMES:
        yield fields.NAME_OUT.get(field, own), f"{{{to_bibtex(value)}}}"
    elif field == "issued":
        yield "date", f"{{{to_latex(dates.to_text(value))}}}"
        if value.get("date-parts"):
            yield "year", f"{{{value['date-parts'][0][0]}}}"  # what classic BibTeX reads
    elif field in DATES:
        yield fields.DATE_OUT.get(field, own), f"{{{to_latex(dates.to_text(value))}}}"
    elif field == "custom":
        rest = dict(value)
        for name, text in _mapping(rest.pop("bibtex", {})).items():
            yield name, f"{{{to_latex(str(text))}}}"
        if rest:
            yield own, f"{{{to_latex(json.dumps(rest, ensure_ascii=False, sort_keys=True))}}}"
    elif field == "categories":
        yield own, f"{{{to_latex(json.dumps(value, ensure_ascii=False))}}}"
    elif field == "title":
        yield "title", f"{{{{{to_latex(value)}}}}}"  # doubled: no style changes its capitals
    elif field == "page":
        yield "pages", f"{{{to_latex(value).replace('-{}-', '-').replace('-', '--')}}}"
    else:
        yield fields.text_out(field, kind) or own, f"{{{to_latex(value)}}}"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

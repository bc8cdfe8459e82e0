"""Publications as reference managers read them, and as a table."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cairn.formats.writers import csv_lines
from cairn.knowledge.forms import Form, table
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import Address, body_of
from cairn.knowledge.publications import writing
from cairn.knowledge.publications.writing import FORMS as WRITTEN

Pair = tuple[str, Mapping[str, Any]]


def _pairs(items: Iterable[Item]) -> Iterator[Pair]:
    return ((one.key, body_of(one)) for one in items)


def _bibtex(items: Iterable[Item], _: Address) -> Iterator[str]:
    return writing.bibtex(_pairs(items))


def _ris(items: Iterable[Item], _: Address) -> Iterator[str]:
    return writing.as_ris(_pairs(items))


def _csl(items: Iterable[Item], _: Address) -> Iterator[str]:
    for key, body in _pairs(items):
        yield json.dumps(writing.csl_of(key, body), ensure_ascii=False, sort_keys=True)


def _table(items: Iterable[Item], _: Address) -> Iterator[str]:
    return csv_lines(writing.table(_pairs(items)))


FORMS = (
    Form(
        "publications.csl.json",
        WRITTEN["csl.json"][0],
        _csl,
        before="[\n",
        between=",\n",
        after="\n]\n",
    ),
    Form("publications.bib", WRITTEN["bib"][0], _bibtex),
    Form("publications.ris", WRITTEN["ris"][0], _ris),
    table("publications.csv", writing.COLUMNS, _table),
)

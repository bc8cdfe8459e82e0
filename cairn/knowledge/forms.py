"""The forms in which all records of a kind leave as one file.

A form is read row by row, so that whoever writes it knows how many rows there were and holds none
of them. Every kind has JSON lines; a kind that has more says so in a module `forms` of its own.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from cairn.formats.writers import BOM, csv_lines
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.kinds import Kind, kinds
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import Address, line_of

JSON_LINES = "application/jsonl; charset=utf-8"
CSV = "text/csv; charset=utf-8"
Rows = Callable[[Iterable[Item], Address], Iterator[str]]


class NoSuchFile(NotFound):
    text = noop("There is no file %(name)s of the library; there are: %(known)s.")


@dataclass(frozen=True, slots=True)
class Form:
    """One file: its name, what it is, and how its rows are written."""

    name: str  # such as cases.jsonl
    media: str
    rows: Rows
    before: str = ""
    between: str = ""
    after: str = ""
    withdrawn: bool = False  # it is of stubs, not of records


@dataclass(frozen=True, slots=True)
class File:
    """A form of a kind; `kind` is None where it is of all kinds."""

    form: Form
    kind: Kind | None


def table(name: str, columns: Iterable[str], rows: Rows) -> Form:
    """A form that spreadsheet programs open."""
    header = "".join(csv_lines([list(columns)]))
    return Form(name, CSV, rows, before=BOM + header)


def plural(key: str) -> str:
    """What the files of a kind are called by, as `cairn import` calls them."""
    return f"{key[:-1]}ies" if key.endswith("y") else f"{key}s"


@functools.cache
def _forms(kind: Kind) -> tuple[Form, ...]:
    name = f"{kind.package}.forms"
    own = import_module(name).FORMS if find_spec(name) else ()
    return (Form(f"{plural(kind.key)}.jsonl", JSON_LINES, _lines), *own)


def files() -> Mapping[str, File]:
    """All files of the library by name."""
    found = {form.name: File(form, kind) for kind in kinds().values() for form in _forms(kind)}
    return found | {STUBS.name: File(STUBS, None)}


def file_named(name: str) -> File:
    found = files()
    if name not in found:
        raise NoSuchFile(name=name[:80], known=", ".join(found))
    return found[name]


def _lines(items: Iterable[Item], address: Address) -> Iterator[str]:
    return (line_of(one, address) for one in items)


def _stubs(items: Iterable[Item], address: Address) -> Iterator[str]:
    return csv_lines(
        [one.ref, one.kind, one.withdrawn_at, one.withdrawn_because, address(one.kind, one.ref)]
        for one in items
    )


STUBS = Form(
    "withdrawn.csv",
    CSV,
    _stubs,
    before=BOM + "".join(csv_lines([["ref", "kind", "withdrawn", "because", "page"]])),
    withdrawn=True,
)

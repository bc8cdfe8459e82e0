"""The kinds of records in the library, and where what each of them needs is found.

A kind is a package beside this module. It says what a record holds (`schema`), and what it shows to
lists, search and other records (`face`). A kind is here once its pages are.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.face import Face
from cairn.knowledge.shapes import Wrong, read, write


class NoSuchKind(NotFound):
    text = noop("The library has no records of the kind %(kind)s.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `package` is where it lives, `word` one record of it, `words` all of them."""

    key: str
    package: str
    word: str
    words: str
    about: str  # what it holds, in one sentence for the first page of the library
    address: str  # the name of the page of one record, which takes its reference
    listed: str  # the name of the page that lists them

    @property
    def schema(self) -> type[Any]:
        """The frozen dataclass of one record."""
        made: type[Any] = import_module(f"{self.package}.schema").Record
        return made

    def read(self, body: Any) -> tuple[Any, list[Wrong]]:
        """A record from its JSON, or all that is wrong with it."""
        return read(self.schema, body)

    def load(self, body: Mapping[str, Any]) -> Any:
        """A record from JSON that was read before."""
        record, problems = self.read(body)
        if problems:
            raise problems[0].error
        return record

    def write(self, record: Any) -> dict[str, Any]:
        return write(record)

    def face(self, record: Any) -> Face:
        make: Callable[[Any], Face] = import_module(f"{self.package}.face").face
        return make(record)

    @property
    def keeps_names(self) -> bool:
        """Whether its records can mark names that do not leave the desk."""
        return hasattr(import_module(f"{self.package}.face"), "outward")

    @property
    def filters(self) -> tuple[str, ...]:
        """The names by which its list is narrowed: by pages, files and the interface alike."""
        return getattr(import_module(f"{self.package}.face"), "FILTERS", ())

    def outward(self, key: str, record: Any) -> tuple[str, Any]:
        """The key and the record as the public may read them; a kind may keep something inside."""
        make = getattr(import_module(f"{self.package}.face"), "outward", None)
        return make(key, record) if make else (key, record)


KINDS: tuple[Kind, ...] = (
    Kind(
        "case",
        "cairn.knowledge.cases",
        noop("Case"),
        noop("Cases"),
        noop(
            "Decisions of courts: proceedings, people and charges with what became of each, and "
            "what the court said of every element."
        ),
        "library:case",
        "library:cases",
    ),
    Kind(
        "document",
        "cairn.knowledge.documents",
        noop("Document"),
        noop("Documents"),
        noop(
            "Documents of the United Nations by paragraph, what a program recognized in them, and "
            "the figures that they assert: quoted, never adopted."
        ),
        "library:document",
        "library:documents",
    ),
    Kind(
        "law",
        "cairn.knowledge.laws",
        noop("law"),
        noop("Laws"),
        noop(
            "What States have written against the smuggling of migrants, article by article, with "
            "every wording that is recorded and the days on which it applied."
        ),
        "library:law",
        "library:laws",
    ),
    Kind(
        "mandate",
        "cairn.knowledge.mandates",
        noop("mandate"),
        noop("Mandates"),
        noop(
            "Resolutions, decisions and recommendations of bodies of the United Nations: what each "
            "asks in our own words, and how far it was seen."
        ),
        "library:mandate",
        "library:mandates",
    ),
    Kind(
        "procedure",
        "cairn.knowledge.procedures",
        noop("national procedure"),
        noop("National procedures"),
        noop(
            "How a State opens, leads and shares an investigation, question by question: each "
            "answer with its source, and whether the State has confirmed it."
        ),
        "library:procedure",
        "library:procedures",
    ),
    Kind(
        "publication",
        "cairn.knowledge.publications",
        noop("publication"),
        noop("Publications"),
        noop(
            "What was written on the smuggling of migrants and on measuring what is hidden: how to "
            "cite it, where its knowledge comes from, and where the entry was checked."
        ),
        "library:publication",
        "library:publications",
    ),
    Kind(
        "strategy",
        "cairn.knowledge.strategies",
        noop("strategy"),
        noop("Strategies"),
        noop(
            "What States, regions and organizations set out to do, action by action: who carries "
            "it out, by what it is measured, until when and how far it is."
        ),
        "library:strategy",
        "library:strategies",
    ),
    Kind(
        "tool",
        "cairn.knowledge.tools",
        noop("tool"),
        noop("Tools"),
        noop(
            "Manuals, toolkits, courses, films, model laws and databases for practitioners: what "
            "each is for, in which languages, and where it is."
        ),
        "library:tool",
        "library:tools",
    ),
)


@functools.cache
def kinds() -> Mapping[str, Kind]:
    return {one.key: one for one in KINDS}


def kind_of(key: str) -> Kind:
    """The kind of this key; raise where there is none."""
    if key not in kinds():
        raise NoSuchKind(kind=key)
    return kinds()[key]

"""The library of a test: leaflets and nothing else."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st

from cairn.accounts.actions import add_membership
from cairn.accounts.models import Organisation
from cairn.knowledge import kinds
from cairn.knowledge.shapes import span_of
from cairn.knowledge.texts import Standing, Text
from tests.knowledge.leaflet.schema import Format, Person, Record, Section
from tests.web.desk.conftest import person

LEAFLET = kinds.Kind(
    key="leaflet",
    package="tests.knowledge.leaflet",
    word="Leaflet",
    words="Leaflets",
    about="Sheets of paper.",
    address="desk:library_entry",
    listed="library:home",
)


@pytest.fixture
def leaflets(monkeypatch):
    """`kinds()` knows leaflets and no other kind."""
    monkeypatch.setattr(kinds, "KINDS", (LEAFLET,))
    kinds.kinds.cache_clear()
    yield LEAFLET
    kinds.kinds.cache_clear()


@pytest.fixture
def people(db):
    """Who brings in, who publishes, and one who may do both."""
    both = person("both", "librarian")
    place = Organisation.objects.get(key="observatory")
    add_membership(user=both, organisation=place, role="library_reviewer", by=None)
    return SimpleNamespace(
        place=place,
        both=both,
        librarian=person("librarian", "librarian"),
        editor=person("editor", "library_reviewer"),
        analyst=person("analyst", "analyst"),
    )


def body(title: str = "A leaflet", **others) -> dict:
    return {"titles": [{"text": title, "language": "en"}], **others}


def line(key: str, title: str = "A leaflet", **others) -> str:
    return json.dumps({"kind": "leaflet", "key": key, "record": body(title, **others)})


def file_of(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{one}\n" for one in lines))
    return path


# Any record as it can come from a file: texts without white space around them.
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12).map(
    str.strip
)
some = words.filter(bool)
days = st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10))
months = st.dates().map(lambda day: f"{day.year:04}-{day.month:02}")
years = st.integers(1, 9999).map(lambda year: f"{year:04}")
spans = st.one_of(days, months, years).map(span_of) | st.tuples(days, days).map(
    lambda two: span_of("/".join(sorted(two)))
)
texts = st.builds(
    Text,
    text=some,
    language=st.sampled_from(["en", "ar", "zh-Hans"]),
    standing=st.sampled_from(Standing),
    translator=words,
    reviewed=st.booleans(),
)
persons = st.builds(Person, name=words, role=words)


def lists(of):
    return st.lists(of, max_size=3).map(tuple)


sections = st.builds(
    Section,
    heading=some,
    day=st.none() | spans,
    texts=lists(texts),
    writers=lists(persons),
    tags=lists(some),
)
records = st.builds(
    Record,
    titles=lists(texts),
    number=words,
    country=st.sampled_from(["", "FRA", "ITA"]),
    published=st.none() | spans,
    format=st.none() | st.sampled_from(Format),
    pages=st.none() | st.integers(0, 10**6),
    free=st.booleans(),
    in_print=st.none() | st.booleans(),
    publisher=st.builds(Person, name=words),
    address=words,
    language=st.sampled_from(["en", "fr"]),
    sections=lists(sections),
    notes=st.dictionaries(some, some, max_size=3),
)

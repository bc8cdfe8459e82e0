"""The index that runs and the one that reads aloud agree on documents and questions of any kind."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cairn.search.lexicon import lexicon
from cairn.search.plain import PlainIndex
from cairn.search.planning import think
from cairn.search.questions import Narrow, Plan, Within
from cairn.search.reading import read
from cairn.search.tantivy_index import TantivyReader, TantivyWriter
from tests.search.documents import document

WORDS = st.sampled_from(
    [
        *("boat", "boats", "bateau", "réfugiés", "refugies", "smuggling", "passeur", "тонущая"),
        *("лодка", "تهريب", "المهاجرين", "走私移民", "船", "Spain", "Espagne", "inflatable", "the"),
        *("de", "la", "318", "bis", "l’aide"),
    ]
)
TEXT = st.lists(WORDS, max_size=8).map(" ".join)
LANGUAGE = st.sampled_from(["ar", "en", "es", "fr", "ru", "zh", "nl"])
DAYS = st.dates(date(2010, 1, 1), date(2013, 12, 31))


@st.composite
def documents(draw, at):
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return document(
        at,
        kind=draw(st.sampled_from(["case", "law"])),
        titles={draw(LANGUAGE): draw(TEXT)},
        texts={draw(LANGUAGE): draw(TEXT)},
        country=draw(st.sampled_from(["", "ESP", "TUN"])),
        marks=tuple(draw(st.sets(st.sampled_from(["m:inflatable_boat", "m:taxi", "n:taxi"])))),
        first=first,
        last=last,
    )


QUESTION = st.lists(st.one_of(WORDS, TEXT.map('"{}"'.format), st.text(max_size=5)), max_size=6).map(
    " ".join
)
NARROW = st.lists(
    st.sampled_from(
        [Narrow("kind", ("law",)), Narrow("m", ("taxi",)), Narrow("country", ("ESP", "TUN"))]
    ),
    unique_by=lambda one: one.field,
)


@given(
    held=st.tuples(*(documents(at) for at in range(5))),
    text=QUESTION,
    narrow=NARROW,
    within=st.none() | st.builds(Within, DAYS, st.none()),
)
def test_both_find_the_same_and_count_the_same(held, text, narrow, within):
    plain, folder = PlainIndex(), Path(tempfile.mkdtemp(prefix="cairn-search-"))
    writer = TantivyWriter(folder, heap=15_000_000)
    for index in (plain, writer):
        for one in held:
            index.replace(one.ref, [one])
        index.commit()
    real = TantivyReader(folder)
    typed = read(text, naming=lambda *_: None, known=())
    thought = think(typed, plain, lexicon(), "fr")
    assert thought == think(typed, real, lexicon(), "fr")
    plan = Plan(thought.node, tuple(narrow), within)
    here, there = plain.find(plan, limit=9), real.find(plan, limit=9)
    assert {one.document.ref for one in here.hits} == {one.document.ref for one in there.hits}
    assert here.total == there.total == real.count(plan)
    for name in ("kind", "country", "language", "year", "m", "n"):
        assert plain.facets(plan).of(name) == real.facets(plan).of(name), name
    writer.close()

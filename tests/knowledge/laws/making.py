"""Laws of any content, for properties."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from cairn.kernel.dates import DateSpan
from cairn.knowledge.laws.schema import (
    Article,
    Element,
    NotFound,
    Record,
    Related,
    Relation,
    Source,
    Status,
    Tag,
    Type,
    Version,
)
from cairn.knowledge.shapes import clean
from cairn.knowledge.texts import Standing, Text

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")),
    min_size=1,
    max_size=40,
).filter(lambda text: clean(text) == text and bool(text.strip()))
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
DATES = st.dates(date(1900, 1, 1), date(2030, 12, 31))
MAYBE = st.none() | DATES
LANGUAGES = st.sampled_from(["en", "ar", "zh", "es", "pt"])
SOURCES = st.builds(Source, url=st.just("https://example.org/law"), read=MAYBE)


@st.composite
def versions(draw: st.DrawFn, id: str, language: str, whole: bool) -> Version:
    first, last = sorted(draw(st.tuples(DATES, DATES)))
    texts = [Text(draw(LINES), language)] if draw(st.booleans()) else []
    if whole and draw(st.booleans()):
        texts.append(
            Text(draw(LINES), draw(LANGUAGES), draw(st.sampled_from(Standing)), "Somebody")
        )
    return Version(
        id,
        valid_from=draw(st.sampled_from([None, first])),
        valid_to=draw(st.sampled_from([None, last])),
        seen_until=draw(MAYBE),
        published=draw(MAYBE),
        consolidated_on=draw(MAYBE),
        date_basis=draw(st.just("") | WORDS),
        amending_act=draw(st.just("") | WORDS),
        texts=tuple(texts),
        sources=tuple(draw(st.lists(SOURCES, max_size=1))),
    )


@st.composite
def articles(draw: st.DrawFn, number: str, language: str, whole: bool) -> Article:
    ids = draw(st.lists(st.sampled_from(["v1", "v2", "undated"]), unique=True, min_size=1))
    made = [draw(versions(id, language, whole)) for id in ids]
    tags: list[Tag] = []
    if whole:
        tags = [Tag("project", element=draw(st.sampled_from(Element)), versions=tuple(ids[:1]))]
        tags.append(Tag("somebody", obligation="som-6-1-a", on=draw(MAYBE)))
    heading = (Text(draw(WORDS), language),) if draw(st.booleans()) else ()
    return Article(number, heading, tags=tuple(tags), versions=tuple(made))


@st.composite
def records(draw: st.DrawFn, whole: bool = True) -> Record:
    """`whole`: with all that a record may hold; else with what Akoma Ntoso carries."""
    language = draw(LANGUAGES)
    numbers = draw(st.lists(st.sampled_from(["1", "2 bis", "§ 3"]), unique=True))
    more: dict[str, Any] = {}
    if whole:
        more = {
            "repealed": draw(st.none() | st.builds(DateSpan.year, st.integers(1950, 2020))),
            "criminalizes": draw(st.sampled_from([None, True, False])),
            "penalties": (Text(draw(LINES), "en", Standing.PARAPHRASE),),
            "named": ("7", "8"),
            "not_found": (NotFound("Somebody", draw(DATES), "all of it", "som-5"),),
            "relations": (Relation(draw(st.sampled_from(Related)), draw(WORDS), "esp-x"),),
            "sources": tuple(draw(st.lists(SOURCES, max_size=1))),
        }
    return Record(
        country=draw(st.sampled_from(["ESP", "FRA", "EUE"])),
        titles=(Text(draw(WORDS), language),),
        type=draw(st.sampled_from(Type)),
        official_id=draw(st.just("") | WORDS),
        adopted=draw(st.none() | DATES.map(DateSpan.day)),
        status=draw(st.sampled_from(Status)),
        articles=tuple(draw(articles(number, language, whole)) for number in numbers),
        licence=draw(st.just("") | WORDS),
        **more,
    )

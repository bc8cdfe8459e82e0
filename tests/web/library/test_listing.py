"""Lists of the library, whatever their kind.

ll01  each filter counts exactly what a slow plain count finds
ll02  page after page shows each record once, forth and back, with ties and without dates
ll03  the number of queries does not grow with the list
ll04  a spoilt or forged place is a sentence, and a filter that nobody knows finds nothing
ll05  the first page says how many there are of each kind, and opens nothing withdrawn
"""

import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from django.core import signing
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cairn.knowledge.models import Item
from cairn.web.library.listing import COUNTRY, PAGE, Filter, SpoiltPlace, listed
from tests.factories_of_library import ItemFactory, ItemTagFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("leaflets")]
FILTERS = (COUNTRY, Filter("word", "Word", str), Filter("format", "Format", str))
DAYS = st.sampled_from([None, date(2009, 5, 1), date(2009, 5, 2), date(2017, 3, 14)])
made_of = st.builds(
    SimpleNamespace,
    country=st.sampled_from(["", "FRA", "ITA"]),
    words=st.sets(st.sampled_from("abc"), max_size=3),
    format=st.sampled_from(["", "sheet", "booklet"]),
    withdrawn=st.booleans(),
)
asked_for = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["FRA", "ITA", "QQQ"]),
        "word": st.sampled_from("abd"),
        "format": st.sampled_from(["sheet", "scroll"]),
    },
)


def made(one=None, day=None, **others):
    item = ItemFactory(
        kind="leaflet",
        country=getattr(one, "country", ""),
        span_earliest=day,
        span_latest=day,
        span_precision="day" if day else None,
        **others,
    )
    for word in getattr(one, "words", ()):
        ItemTagFactory(item=item, field="word", key=word)
        ItemTagFactory(item=item, field="word", key=word, place="s1")
    if getattr(one, "format", ""):
        ItemTagFactory(item=item, field="format", key=one.format)
    if getattr(one, "withdrawn", False):
        Item.objects.filter(pk=item.pk).update(withdrawn_at=item.published_at, body={})
    return item


def page(**asked):
    return listed(RequestFactory().get("/", asked), "leaflet", FILTERS)


@given(rows=st.lists(made_of, max_size=8), asked=asked_for)
def test_ll01_each_filter_counts_what_a_plain_count_finds(rows, asked):
    Item.objects.all().delete()
    for one in rows:
        made(one)
    ItemFactory(kind="other", country="FRA")

    def fits(one, names):
        has = {"country": {one.country}, "word": one.words, "format": {one.format}}
        return not one.withdrawn and all(asked[name] in has[name] for name in names)

    found = page(**asked)
    assert found.total == len(found.items) == sum(fits(one, asked) for one in rows)
    for offered in found.filters:
        others = [name for name in asked if name != offered.name]
        for option in offered.options:
            count = sum(fits(one, others) and option.key in values(one, offered) for one in rows)
            assert option.words == f"{words(option, offered)} ({count})"
            assert option.chosen == (asked.get(offered.name) == option.key)


def values(one, offered):
    return {"country": {one.country}, "word": one.words, "format": {one.format}}[offered.name]


def words(option, offered):
    named = {"FRA": "France", "ITA": "Italy"}
    return named.get(option.key, option.key) if offered.name == "country" else option.key


@given(days=st.lists(DAYS, min_size=PAGE + 1, max_size=2 * PAGE + 3))
def test_ll02_page_after_page_shows_each_record_once(days):
    Item.objects.all().delete()
    every = [made(day=day) for day in days]
    right = sorted(every, key=lambda one: (-(one.span_latest or date.min).toordinal(), one.ref))
    seen, pages, asked = [], [], {}
    while True:
        shown = page(**asked)
        pages.append(shown.items)
        seen += shown.items
        assert bool(asked) == bool(shown.previous)
        if not shown.next:
            break
        asked = one_of(shown.next)
    assert [one.ref for one in seen] == [one.ref for one in right]
    for before in reversed(pages[:-1]):
        shown = page(**one_of(shown.previous))
        assert shown.items == before
        assert shown.next
    assert not shown.previous


def one_of(address):
    return {name: value for name, (value,) in parse_qs(address[1:]).items()}


def test_ll03_the_number_of_queries_does_not_grow(django_assert_num_queries):
    wanted = 2 + len(FILTERS)
    made()
    with django_assert_num_queries(wanted):
        page(word="a")
    for _ in range(30):
        made(SimpleNamespace(country="FRA", words={"a"}, format="sheet"), date(2009, 5, 1))
    with django_assert_num_queries(wanted):
        page(word="a", country="FRA")


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "a:b:c",
        "\ud83d",
        signing.dumps(["2009-05-01", "lib-x"], salt="elsewhere"),
        signing.dumps(["soon", "lib-x"], salt="library.list.leaflet"),
        signing.dumps(7, salt="library.list.leaflet"),
        signing.dumps(["2009-05-01", "lib-x"], salt="library.list.law"),
    ],
    ids=["sign", "colons", "half", "elsewhere", "no-day", "no-list", "other-kind"],
)
def test_ll04_a_spoilt_place_is_a_sentence(place):
    for name in ("after", "before"):
        with pytest.raises(SpoiltPlace):
            page(**{name: place.encode("utf-8", "replace").decode()})


def test_ll04_a_filter_that_nobody_knows_finds_nothing_and_can_be_taken_off():
    made()
    found = page(country="x" * 5_000, word="<b>")
    assert (found.total, found.items) == (0, ())
    assert [choice.without for choice in found.chosen][1].startswith("?country=xxx")


def test_ll05_the_first_page_counts_what_can_be_read(monkeypatch):
    from dataclasses import replace

    from cairn.knowledge import kinds

    there = replace(kinds.KINDS[0], address="public:data_set")
    monkeypatch.setattr(kinds, "KINDS", (there,))
    kinds.kinds.cache_clear()
    client = Client()
    assert "The library holds no records yet" in client.get("/en/library/").content.decode()
    made(titles={"en": "Read <b>me</b>"})
    made(SimpleNamespace(withdrawn=True), titles={"en": "Gone"})
    answer = client.get("/en/library/")
    shown = answer.content.decode()
    assert re.search(r"Leaflets</a> <span[^>]*>1</span>", shown)
    assert "Read &lt;b&gt;me&lt;/b&gt;" in shown
    assert "Gone" not in shown
    assert answer["Cache-Control"] == "public, max-age=60"

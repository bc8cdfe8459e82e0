"""The box over all that one may read.

lk01  two groups that stand apart; each line leads to its record
lk02  worlds with and without hidden records are byte-equal for whatever is looked for, before and
      after the index knows of them, and ask the database the same
lk03  words, kind and place stand in the address; what cannot be used there is passed over
lk04  empty answers say what would find something; without an index there is a sentence
lk05  the box above every page of the desk leads here, and to the library elsewhere
"""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.accounts.actions import set_code_generator
from cairn.reporting.filings.models import Filing
from cairn.search.guarded import indexing
from cairn.search.guarded.actions import note
from cairn.search.outbox import indexing as of_library
from tests.factories import AccountFactory, DataSetFactory, FilingFactory
from tests.factories_of_library import EntryFactory
from tests.reporting.filings.doing import world
from tests.reporting.filings.exchange import filed
from tests.search import shelf
from tests.search.conftest import library  # noqa: F401
from tests.web.desk import hidden
from tests.web.desk.conftest import SECRET, Desk, person
from tests.web.desk.hidden import BEYOND_STATE, EVERYBODY, Stage, looked

pytestmark = pytest.mark.django_db
SEARCH = "/en/desk/search/"
# Not those that note, once in a minute, that somebody is still there.
OF_RECORDS = re.compile(r'FROM "(?:filings|findings|reporting|editing)_')
WORDS = (
    *("Niger", "Niger 2021", "2022-Q2", '"All posts"', "fees rose", "hidden circle"),
    *("smuggled migrants", "brigde", "year:2024"),
)


@pytest.fixture
def on(settings, tmp_path, monkeypatch) -> Stage:
    from cairn.search import opened
    from cairn.web.desk import rates

    settings.CAIRN_DATA = tmp_path
    monkeypatch.setattr(rates, "count", lambda **_given: None)
    yield hidden.stage()
    opened._opened.clear()


def desk_of(user) -> Desk:
    set_code_generator(user=user, secret=SECRET, by=None)
    return Desk().enter(user)


def brought_in() -> None:
    while indexing.catch_up():
        continue


def test_lk01_two_groups_stand_apart_and_each_line_leads_to_its_record(library):  # noqa: F811
    niger = world("NER")
    desk = desk_of(niger.officer)
    shelf.put("a", {"en": "Boats of Niger Act"})
    FilingFactory(owner=niger.agency, state="NER", narrative="Boats.", status="draft")
    data_set = DataSetFactory(title="Boats of Niger")
    AccountFactory(dataset=data_set, batch__dataset=data_set, country="NER", region="Boats")
    EntryFactory(title="Boats of Niger, draft")
    indexing.rebuild()
    of_library.rebuild()
    text = desk.get(f"{SEARCH}?q=Niger+boats").content.decode()
    at_desk, in_library = text.split('id="in-the-library"')
    assert "Boats of Niger Act" not in at_desk
    assert "Act" in in_library
    lines = at_desk.split('<ol class="records hits">')[1].split("</ol>")[0]
    addresses = [one.split('"')[0] for one in lines.split('<a href="')[1:]]
    assert len(addresses) == 3  # a draft of the library is for those who keep it
    assert {desk.get(one).status_code for one in addresses} == {200}
    keeper = Desk().enter(person("hana", "librarian"))
    assert "Boats of Niger, draft" in keeper.get(f"{SEARCH}?q=boats&kind=draft").content.decode()


def all_pages(on: Stage, viewers: tuple[str, ...]) -> dict[tuple[str, str], object]:
    found = {}
    for viewer in viewers:
        for n, words in enumerate(WORDS):
            for more in ("", ("&kind=filing", "&kind=finding")[n % 2]):
                address = f"{SEARCH}?q={quote(words)}{more}"
                with CaptureQueriesContext(connection) as asked:
                    page = looked(on.desks[viewer], address)
                records = [one for one in asked.captured_queries if OF_RECORDS.search(one["sql"])]
                found[viewer, address] = (page, len(records))
    return found


def differing(before, after):
    return [key for key in before if before[key] != after[key]]


def test_lk02_hidden_records_change_no_byte_and_no_query_of_any_search(on):
    filed(on.niger, "2019-Q1", marking="clear")  # something to be found by everybody
    indexing.rebuild()
    for viewer in EVERYBODY:
        on.desks[viewer].get("/en/desk/")
        on.desks[viewer].get(SEARCH)
    without = all_pages(on, EVERYBODY)
    some = [page for (page, _n) in without.values() if "plain-list" in page[2] or "hits" in page[2]]
    assert len(some) > 20
    made = [*hidden.kept_inside(on)]
    assert not differing(without, all_pages(on, EVERYBODY))  # before the index knows
    brought_in()
    assert not differing(without, all_pages(on, EVERYBODY))
    hidden.of_contact_points(on)
    made += hidden.of_the_state(on)
    only = {key: value for key, value in without.items() if key[0] in BEYOND_STATE}
    assert not differing(only, all_pages(on, BEYOND_STATE))
    brought_in()
    assert not differing(only, all_pages(on, BEYOND_STATE))
    twin = FilingFactory(  # says the same as what everybody finds
        **{"owner": on.niger.agency, "state": "NER", "section": "smuggled_migrants"},
        period=date(2019, 1, 1),
        period_last=date(2019, 3, 31),
        coverage_note="All posts.",
    )
    gone = FilingFactory(owner=on.niger.agency, state="NER", coverage_note="All posts.")
    indexing.rebuild()
    Filing.objects.filter(pk=gone.pk).delete()
    for one in (twin.ref, gone.ref):
        note(one)
    assert not differing(only, all_pages(on, BEYOND_STATE))
    brought_in()
    assert not differing(only, all_pages(on, BEYOND_STATE))
    officer = on.desks["officer"].get(f"{SEARCH}?q=posts").content.decode()
    assert made[0].ref in officer  # it is there, for whoever may see it


def test_lk03_words_kind_and_place_stand_in_the_address(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    niger = world("NER")
    desk = desk_of(niger.officer)
    for n in range(45):
        DataSetFactory(title=f"Boats {n:02}", retrieved_on=date(2025, 1, 1) + timedelta(days=n))
    indexing.rebuild()
    address, pages = f"{SEARCH}?q=boats", []
    while address:
        text = desk.get(address).content.decode()
        pages.append([one[:2] for one in text.split("<bdi>Boats ")[1:]])
        after = text.split('class="next" rel="next" href="')
        address = SEARCH + after[1].split('"')[0].replace("&amp;", "&") if len(after) > 1 else ""
    assert [len(page) for page in pages] == [20, 20, 5]
    assert sum(pages, []) == [f"{n:02}" for n in reversed(range(45))]
    assert "45 result" not in text  # there is no number of them
    assert "<bdi>Boats" not in desk.get(f"{SEARCH}?q=boats&kind=filing").content.decode()
    for more in ("&kind=nothing", "&before=-1", "&before=x", "&before=" + "9" * 40):
        assert "<bdi>Boats 44" in desk.get(f"{SEARCH}?q=boats{more}").content.decode(), more
    assert "<bdi>Boats" not in desk.get(f"{SEARCH}?q=boats&before=0").content.decode()
    for words in ("x" * 2_000, '"' * 99, "\u202eboats\u0000", "(" * 400, "boats " * 150):
        assert desk.get(SEARCH, {"q": words}).status_code == 200, words[:9]


def test_lk04_empty_answers_say_what_would_find_something(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    desk = desk_of(world("NER").officer)
    assert "being made searchable" in desk.get(f"{SEARCH}?q=boats").content.decode()
    indexing.rebuild()
    assert "One box over all" in desk.get(SEARCH).content.decode()
    assert "Try fewer words" in desk.get(f"{SEARCH}?q=boats").content.decode()
    assert "too little" in desk.get(f"{SEARCH}?q=%2B").content.decode()
    assert Client().get(f"{SEARCH}?q=boats").status_code == 302


def test_lk05_the_box_above_every_page_of_the_desk_leads_here():
    desk = desk_of(world("NER").officer)
    assert f'action="{SEARCH}"' in desk.get("/en/desk/filings/").content.decode()
    assert 'action="/en/library/search/"' in desk.get("/en/library/").content.decode()
    assert 'action="/en/library/search/"' in Client().get("/en/").content.decode()

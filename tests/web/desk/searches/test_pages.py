"""Saved searches on the desk, from the library's page to what is told.

sw01  the library's page leads somebody of the desk to saving what she sees, and nobody else
sw02  saved, it stands in her list with what it asks; the first page tells what is new in it
sw03  she looks, renames, pauses, follows and deletes by buttons; a bad name stands beside the field
sw04  another person's is absent on every page and in every form
sw05  the queries of the pages do not grow with the searches
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cairn.search.outbox import indexing
from cairn.search.saved.models import SavedSearch
from tests.factories_of_library import SavedSearchFactory
from tests.search import shelf
from tests.search.conftest import library  # noqa: F401
from tests.web.desk.conftest import Desk, person

pytestmark = pytest.mark.django_db
LIST, NEW = "/en/desk/searches/", "/en/desk/searches/new/"


@pytest.fixture
def amina():
    return person("amina", "analyst")


@pytest.fixture
def desk(amina):
    return Desk().enter(amina)


@pytest.fixture
def other():
    return Desk().enter(person("berta", "analyst"))


def text(answer):
    return answer.content.decode()


def test_sw01_sw02_from_the_results_to_the_list(library, desk, amina):  # noqa: F811
    shelf.fill()
    indexing.rebuild()
    page = "/en/library/search/?q=boat&country=AUS&sort=newest"
    assert "Save this search" not in text(Client().get(page))
    found = desk.get(page)
    address = f"{NEW}?q=boat&amp;country=AUS"
    assert f'href="{address}' in text(found)
    form = desk.get(address.replace("&amp;", "&"))
    assert 'value="boat · Australia"' in text(form)
    answer = desk.send(address.replace("&amp;", "&"), name="Boats of Australia")
    assert answer.status_code == 302
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.asked) == (amina, "q=boat&country=AUS")
    shown = text(desk.get(LIST))
    assert "Boats of Australia" in shown
    assert 'href="/en/library/search/?q=boat&amp;country=AUS"' in shown
    assert "nothing new since" in shown


def test_sw02_sw03_the_first_page_tells_and_looking_ends_it(desk, amina):
    saved = SavedSearchFactory(user=amina, name="Boats", fresh=2, asked="q=boat")
    home = text(desk.get(reverse("desk:home")))
    assert "New in the searches that you saved" in home
    assert "2 results are new or changed since" in home
    answer = desk.send(LIST, search=saved.ref, act="look")
    assert answer.url == "/en/library/search/?q=boat&sort=newest"
    assert "New in the searches" not in text(desk.get(reverse("desk:home")))


def test_sw03_what_can_be_done(desk, amina):
    saved = SavedSearchFactory(user=amina, name="Boats")
    SavedSearchFactory(user=amina, name="Ships", asked="q=ship")
    wrong = desk.send(LIST, search=saved.ref, act="rename", name="Ships")
    assert wrong.status_code == 400
    assert "You have a search of this name already" in text(wrong)
    desk.send(LIST, search=saved.ref, act="rename", name="Vessels")
    desk.send(LIST, search=saved.ref, act="pause")
    saved.refresh_from_db()
    assert (saved.name, saved.paused) == ("Vessels", True)
    assert "You are told nothing of it." in text(desk.get(LIST))
    desk.send(LIST, search=saved.ref, act="follow")
    saved.refresh_from_db()
    assert not saved.paused
    assert desk.send(LIST, search=saved.ref, act="burn").status_code == 400
    desk.send(LIST, search=saved.ref, act="delete")
    assert [one.name for one in SavedSearch.objects.all()] == ["Ships"]


def test_a_search_without_a_name_says_so_beside_the_field(desk):
    answer = desk.send(f"{NEW}?q=boat", name=" ")
    assert answer.status_code == 400
    assert "Give the search a name" in text(answer)
    assert not SavedSearch.objects.exists()


def test_sw04_another_persons_is_absent(desk, other, amina):
    saved = SavedSearchFactory(user=amina, name="Private boats", fresh=3)
    for page in (LIST, reverse("desk:home"), NEW):
        assert "Private boats" not in text(other.get(page))
    for act in ("look", "rename", "pause", "follow", "delete"):
        hidden = other.post(LIST, other.fields(NEW) | {"search": saved.ref, "act": act})
        absent = other.post(LIST, other.fields(NEW) | {"search": "sav-0000000000-0", "act": act})
        assert hidden.status_code == absent.status_code == 404
    saved.refresh_from_db()
    assert (saved.name, saved.fresh, saved.paused) == ("Private boats", 3, False)


def test_sw05_queries_do_not_grow(desk, amina):
    SavedSearchFactory(user=amina, fresh=1)
    counted = {}
    for _more in range(2):
        for page in (LIST, reverse("desk:home")):
            desk.get(page)
            with CaptureQueriesContext(connection) as held:
                desk.get(page)
            counted.setdefault(page, []).append(len(held))
        SavedSearchFactory.create_batch(6, user=amina, fresh=1)
    assert all(len(set(numbers)) == 1 for numbers in counted.values()), counted


def test_it_stands_in_what_is_held_about_her(amina):
    from cairn.web.desk.people.held import held_about

    SavedSearchFactory(user=amina, name="Boats")
    rows = dict(held_about(amina))["saved_searches"]
    assert [one["name"] for one in rows] == ["Boats"]


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_pages_stand_in_other_languages(desk, amina, language):
    SavedSearchFactory(user=amina, fresh=2)
    with translation.override(language):
        for name in ("desk:searches", "desk:search_new", "desk:home"):
            answer = desk.get(reverse(name))
            assert answer.status_code == 200
            assert "searches that you saved" not in text(answer).lower()

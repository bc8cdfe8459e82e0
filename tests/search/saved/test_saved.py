"""Searches that somebody keeps.

sv01  what was asked is kept as an address holds it, under a name of her own
sv02  what is published afterwards, and fits, is counted; what is not, is not
sv03  looking makes it old; paused, nothing is told; followed again, what came meanwhile is new
sv04  another person's is as if it were not there, and the log does not say what was asked
sv05  what cannot be done is said: no name, a taken one, the same search again, too many
sv06  nothing is asked again while nothing was committed; closed accounts have none
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.audit.models import Event
from cairn.kernel.errors import NotFound, Refused
from cairn.search.asking import Question
from cairn.search.outbox import indexing
from cairn.search.outbox.actions import note
from cairn.search.questions import Narrow
from cairn.search.saved import actions, following
from cairn.search.saved.asked import question_asked
from cairn.search.saved.models import SavedSearch
from tests.factories_of_library import SavedSearchFactory
from tests.search import shelf
from tests.search.conftest import library  # noqa: F401
from tests.web.desk.conftest import person

BOATS = Question("boat", "en", (Narrow("kind", ("law",)), Narrow("conveyance", ("taxi",))))


@pytest.fixture
def amina(db):
    return person("amina", "analyst")


@pytest.fixture
def berta(db):
    return person("berta", "analyst")


@pytest.fixture
def kept(library, amina):  # noqa: F811
    """A search for boats, an hour old, with a library in which nothing is new."""
    shelf.put("old", {"en": "Boats Act"}, texts={"en": "An inflatable boat."})
    indexing.rebuild()
    saved = actions.save_search(name="Boats", question=Question("boat"), by=amina)
    later = timezone.now() + timedelta(minutes=1)
    SavedSearch.objects.update(since=later)
    return saved


def publish(monkeypatch, key, title):
    """Published two minutes from now, and found."""
    soon = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr("tests.search.shelf.timezone.now", lambda: soon)
    note(shelf.put(key, {"en": title}))
    monkeypatch.undo()
    indexing.catch_up()


def fresh(saved):
    following.follow_all()
    saved.refresh_from_db()
    return saved.fresh


def test_sv01_a_question_comes_back_as_it_was_asked(amina):
    saved = actions.save_search(name="  Boats \n at sea ", question=BOATS, by=amina)
    assert saved.name == "Boats at sea"
    assert question_asked(saved) == BOATS
    assert saved.since < saved.saved_at


def test_sv02_what_is_published_afterwards_is_counted(kept, monkeypatch):
    assert fresh(kept) == 0
    shelf.register(monkeypatch)
    publish(monkeypatch, "other", "Taxis Act")
    assert fresh(kept) == 0
    shelf.register(monkeypatch)
    publish(monkeypatch, "new", "Another boat")
    assert fresh(kept) == 1


def test_sv03_looking_pausing_and_following(kept, amina, monkeypatch):
    shelf.register(monkeypatch)
    publish(monkeypatch, "new", "Another boat")
    assert fresh(kept) == 1
    paused = actions.pause_search(ref=kept.ref, by=amina)
    assert (paused.paused, paused.fresh) == (True, 0)
    following._looked_into = ""
    assert fresh(kept) == 0
    assert actions.follow_search(ref=kept.ref, by=amina).fresh == 1
    looked = actions.look_at_search(ref=kept.ref, by=amina)
    assert looked.fresh == 0
    assert looked.since <= timezone.now()


def test_what_waits_to_be_found_is_not_taken_for_seen(kept, amina):
    waiting = timezone.now() - timedelta(minutes=9)
    note("lib-0000000000-0")
    actions.Changed.objects.update(at=waiting)
    assert actions.look_at_search(ref=kept.ref, by=amina).since < waiting


def test_sv04_each_has_her_own_and_the_log_is_silent_on_words(amina, berta):
    saved = actions.save_search(name="Secret words", question=Question("secret"), by=amina)
    for act in (
        actions.pause_search,
        actions.follow_search,
        actions.look_at_search,
        actions.delete_search,
        lambda **given: actions.rename_search(name="x", **given),
    ):
        for ref in (saved.ref, "sav-0000000000-0"):
            with pytest.raises(NotFound):
                act(ref=ref, by=berta)
    actions.rename_search(ref=saved.ref, name="Other secret", by=amina)
    actions.pause_search(ref=saved.ref, by=amina)
    actions.delete_search(ref=saved.ref, by=amina)
    events = Event.objects.filter(kind__startswith="search.saved.").order_by("pk")
    told = [(one.by, one.kind.rpartition(".")[2], one.target) for one in events]
    assert told == [("amina", name, saved.ref) for name in ("kept", "renamed", "paused", "deleted")]
    assert not any("ecret" in str(one.__dict__) for one in events)


def test_sv05_what_cannot_be_done_is_said(amina, berta, monkeypatch):
    with pytest.raises(actions.NameMissing):
        actions.save_search(name=" \t", question=BOATS, by=amina)
    with pytest.raises(actions.NameTooLong):
        actions.save_search(name="x" * 101, question=BOATS, by=amina)
    actions.save_search(name="Boats", question=BOATS, by=amina)
    with pytest.raises(actions.NameTaken):
        actions.save_search(name="Boats", question=Question("lorry"), by=amina)
    with pytest.raises(actions.AskedAlready, match="Boats"):
        actions.save_search(name="Ships", question=BOATS, by=amina)
    actions.save_search(name="Boats", question=BOATS, by=berta)  # hers is nobody else's business
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(actions.TooManySearches):
        actions.save_search(name="Ships", question=Question("ship"), by=amina)
    with pytest.raises(Refused):
        actions.save_search(name="Ships", question=Question("ship"), by=person("nobody", None))


def test_sv06_nothing_is_asked_again_while_nothing_was_committed(kept, monkeypatch):
    fresh(kept)
    monkeypatch.setattr(following, "fresh_of", lambda _one: 1 / 0)
    assert following.follow_all() == 0


def test_sv06_closed_accounts_have_none(amina, berta):
    gone = SavedSearchFactory(user=amina)
    stays = SavedSearchFactory(user=berta)
    amina.is_active = False
    amina.save(update_fields=["is_active"])
    assert following.forget_of_closed_accounts() == 1
    assert list(SavedSearch.objects.all()) == [stays] != [gone]

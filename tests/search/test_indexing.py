"""From publishing to being found, through the outbox; and the index made anew beside the old one.

IX-1 in the same transaction   IX-2 drafts and withdrawn records never   IX-3 made anew
IX-4 compared with the database   IX-5 placed for a process of its own    IX-6 providers
"""

import threading
from datetime import UTC, datetime

import pytest
from django.db import transaction

from cairn.knowledge import shelving
from cairn.knowledge.models import Item
from cairn.search import places
from cairn.search.asking import Question, ask
from cairn.search.opened import NoIndexYet, reader
from cairn.search.outbox import comparing, indexing
from cairn.search.outbox.actions import note
from cairn.search.outbox.models import Changed
from cairn.search.suggesting import suggest
from tests.factories_of_library import EntryFactory, ItemFactory, ItemTagFactory
from tests.search import shelf

pytestmark = pytest.mark.django_db(transaction=True)


def found(text, **values):
    return {one.document.ref for one in ask(Question(text, **values)).results}


def test_ix1_what_is_published_waits_in_the_outbox_of_the_same_transaction(library):
    with transaction.atomic():
        shelf.put("one", {"en": "Boats Act"})
        assert Changed.objects.count() == 1
        transaction.set_rollback(True)
    assert not Changed.objects.exists()


def test_ix1_an_edit_is_found_by_the_next_question_after_it_was_brought_in(library):
    indexing.rebuild()
    ref = shelf.put("one", {"en": "Boats Act"})
    assert found("boats") == set()
    assert indexing.catch_up() == 1
    assert found("boats") == {ref}
    shelf.put("one", {"en": "Vessels Act"}, ref=ref, number=2)
    indexing.catch_up()
    assert (found("boats"), found("vessels")) == (set(), {ref})
    assert not Changed.objects.exists()


def test_ix2_a_draft_is_never_in_the_index_and_a_withdrawn_record_leaves_at_once(library):
    refs = shelf.fill()
    EntryFactory(title="Secret draft", body={"titles": [shelf.text("en", "Secret draft")]})
    indexing.rebuild()
    assert found("secret draft") == set()
    assert reader().frequency("fold", "secret") == 0
    shelving.unshelve(ref=refs["boat"], because="wrong", at=datetime.now(UTC))
    assert found("boat smuggles") == set()  # the index still has it, a page does not
    indexing.catch_up()
    assert reader().get(refs["boat"]) == []
    assert indexing.holds_what_was_removed()
    indexing.rebuild()
    assert not indexing.holds_what_was_removed()
    words = b"".join(one.read_bytes() for one in library.rglob("*.store"))
    words += b"".join(one.read_bytes() for one in library.rglob("*.term"))
    assert b"Whoever" not in words
    assert b"whoever" not in words


def test_ix2_a_draft_moves_no_rank_score_facet_or_suggestion(library):
    shelf.fill()
    indexing.rebuild()

    def seen():
        answer = ask(Question("boats act", limit=50))
        told = [(one.document.ref, one.document.anchor, one.score) for one in answer.results]
        return told, answer.facets, suggest("bo", "en", reader())

    before = seen()
    for at in range(5):
        entry = EntryFactory(key=f"d{at}", title="Boats boats act", body={"titles": []})
        note(entry.ref)
    assert indexing.catch_up() == 5
    assert seen() == before
    assert before[0]


def test_ix3_the_old_index_answers_until_the_new_one_is_whole(library):
    refs = shelf.fill()
    indexing.rebuild()
    before, seen = places.current(places.own()), []

    def progress(done, total):
        assert places.current(places.own()) == before
        seen.append((done, total, found("boats act")))

    assert indexing.rebuild(progress) == 5
    assert places.current(places.own()) != before
    assert [one[:2] for one in seen] == [(0, 4), (4, 4)]
    assert all(one[2] == {refs["boat"]} for one in seen)
    assert len(list(places.own().glob("g-*"))) == 1


def test_ix3_what_is_published_while_the_index_is_made_is_in_it(library):
    shelf.fill()
    indexing.rebuild()
    late = []

    def progress(done, total):
        if done == total and not late:  # all records were read; this one comes behind them
            thread = threading.Thread(target=publish)
            thread.start()
            thread.join()

    def publish():
        from django.db import connection

        late.append(shelf.put("late", {"en": "Late Act"}))
        indexing.catch_up()  # the index that answers has it at once
        assert found('"late act"') == set(late)
        connection.close()

    indexing.rebuild(progress)
    assert found('"late act"') == set(late)
    assert not Changed.objects.exists()


def test_ix3_an_index_of_another_schema_is_not_read(library, monkeypatch):
    shelf.fill()
    indexing.rebuild()
    for module in (places, indexing.places):
        monkeypatch.setattr(module, "SCHEMA", 99)
    assert not indexing.is_there()
    with pytest.raises(NoIndexYet):
        ask(Question("boats"))
    assert [text for text, _ in comparing.differences()]
    indexing.rebuild()
    assert len(found("boats act")) == 1


def test_ix4_verify_names_what_differs_and_nothing_that_only_waits(library):
    refs = shelf.fill()
    assert [values for _, values in comparing.differences()] == [{}]  # no index yet
    indexing.rebuild()
    assert list(comparing.differences()) == []
    shelf.put("waits", {"en": "Waiting Act"})
    assert list(comparing.differences()) == []
    Changed.objects.all().delete()
    Item.objects.filter(ref=refs["boat"]).update(number=7)
    Item.objects.filter(ref=refs["spanish"]).delete()
    said = {values["ref"]: text.rpartition(":")[2] for text, values in comparing.differences()}
    assert said[refs["boat"]] == " is found as it was, not as it is"
    assert said[refs["spanish"]] == " is found and is not published"
    assert list(said.values()).count(" is published and is not found") == 1


def test_ix5_a_process_of_its_own_reads_through_links_where_it_may_not_write(
    library, settings, tmp_path
):
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.PUBLISHED_ROOT.mkdir()
    refs = shelf.fill()
    indexing.rebuild()
    placed = settings.PUBLISHED_ROOT / "search" / "open"
    settings.SEARCH_INDEX, settings.SEARCH_SHADOW = placed, tmp_path / "public" / "search"
    assert found("boats act") == {refs["boat"]}
    ref = shelf.put("new", {"en": "Newest Act"})
    indexing.catch_up()
    assert found('"newest act"') == {ref}
    named = {one.name for one in places.current(placed).folder.iterdir()}
    ours = {one.name for one in places.current(places.own()).folder.iterdir()}
    assert named == {name for name in ours if name[0] != "."}  # and no lock of anybody
    assert all(not one.stat().st_mode & 0o007 for one in placed.rglob("*"))
    indexing.rebuild()
    assert found('"newest act"') == {ref}
    assert len(list(placed.glob("g-*"))) == len(list((tmp_path / "public/search").iterdir())) == 1


def test_ix6_records_of_any_kind_are_found_by_what_stands_in_their_columns(library):
    item = ItemFactory(kind="film", titles={"en": "A film"}, country="TUN", body={"x": 1})
    broken = ItemFactory(kind="law", key="b", titles={"en": "Unread"}, body={"nothing": "known"})
    ItemTagFactory(item=item, field="topic", key="taxi")
    indexing.rebuild()
    assert found("film") == {item.ref}
    assert found("topic:taxi") == {item.ref}
    assert found("country:Tunisia") == {item.ref}
    assert found("unread") == {broken.ref}


def test_ix6_a_part_is_a_hit_of_its_own_with_its_anchor_and_tags(library):
    refs = shelf.fill()
    indexing.rebuild()
    (one,) = ask(Question("aggravated")).results
    document = one.document
    assert (document.ref, document.anchor, document.kind) == (refs["boat"], "art-2", "article")
    assert (document.country, document.year, document.record) == ("AUS", 2017, "law")
    assert [one.document.anchor for one in ask(Question("element:endangerment")).results] == [
        "",
        "art-2",
    ]


def test_ix6_the_number_of_queries_does_not_follow_the_number_of_records(
    library, django_assert_num_queries
):
    shelf.fill()
    indexing.rebuild()
    ask(Question("act"))
    with django_assert_num_queries(1):
        assert len(ask(Question("", limit=50)).results) == 5
    with django_assert_num_queries(1):
        ask(Question("boats", limit=1))
    with django_assert_num_queries(0):
        assert ask(Question("zzzz")).total == 0

"""What is done to records, by whom, and what the public then reads.

ke01  what was brought in is in no public table before a second person has published it
ke02  nobody publishes what she changed herself, nor another version than the one looked at
ke03  the same content again changes nothing
ke04  a withdrawn record is an empty stub without tags or links, and may come back
ke05  given back with a reason, handed over again
ke06  each step is a version and an event, by name
ke07  the public reads the published version while a newer one waits
ke08  what cannot be kept is refused with a sentence
"""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from cairn.accounts.permissions import MissingPermission
from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.knowledge import shelving
from cairn.knowledge.editing import actions
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.policies import OwnWork
from cairn.knowledge.editing.states import NEXT, MovedOn, Status
from cairn.knowledge.models import Item, ItemLink, ItemTag
from cairn.knowledge.queries import NoSuchItem, cited_in, facets, item, numbers, that_speak_of
from tests.factories_of_library import ItemFactory, ItemLinkFactory
from tests.knowledge.leaflet.there import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("leaflets")]
FULL = body(
    "Kemi's leaflet",
    number="som-6-1-a",
    format="sheet",
    published="2009-05",
    notes={"sea": "x"},
    sections=[{"heading": "One", "tags": ["land", "sea"]}],
)


def put(by, key="a", content=None, **others):
    entry, _ = actions.put_entry(kind="leaflet", key=key, body=content or FULL, by=by, **others)
    return entry


def published(people, key="a", content=None):
    entry = put(people.librarian, key, content)
    return actions.publish(entry=entry, number=entry.number, by=people.editor)


def public_text() -> str:
    """Everything that stands in the tables of the public library."""
    rows = [list(model.objects.values()) for model in apps.get_app_config("knowledge").get_models()]
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)


def test_ke01_nothing_of_a_draft_stands_in_a_public_table(people):
    entry = put(people.librarian)
    put(people.librarian, "b", ready=False)
    assert "Kemi" not in public_text()
    actions.publish(entry=entry, number=1, by=people.editor)
    assert "Kemi" in public_text()
    shown = item("leaflet", entry.ref)
    assert (shown.titles, shown.number) == ({"en": "Kemi's leaflet"}, 1)
    assert (shown.body, shown.completeness) == (Entry.objects.get(key="a").body, 50)
    assert {(one.place, one.field, one.key, one.by) for one in shown.tags.all()} == {
        ("", "format", "sheet", ""),
        ("", "word", "sea", "source"),
        ("s1", "word", "land", ""),
        ("s1", "word", "sea", ""),
    }
    assert facets(Item.objects.all(), ["word"])["word"] == {"sea": 1, "land": 1}
    assert [one.item for one in that_speak_of("obligation", "som-6-1-a")] == [shown]
    assert numbers() == {"leaflet": 1}


def test_ke02_nobody_publishes_or_judges_what_she_changed_herself(people):
    entry = put(people.both)
    with pytest.raises(OwnWork):
        actions.publish(entry=entry, number=1, by=people.both)
    with pytest.raises(OwnWork):
        actions.give_back(entry=entry, because="no", by=people.both)
    with pytest.raises(MissingPermission):
        actions.publish(entry=entry, number=1, by=people.librarian)
    with pytest.raises(MissingPermission):
        put(people.editor, "b")
    with pytest.raises(MissingPermission):
        actions.withdraw(entry=entry, because="wrong", by=people.librarian)
    assert not Item.objects.exists()


def test_ke02_another_version_than_the_one_looked_at_is_refused(people):
    entry = put(people.librarian)
    put(people.librarian, content=FULL | {"pages": 3})
    with pytest.raises(MovedOn):
        actions.publish(entry=entry, number=1, by=people.editor)
    assert not Item.objects.exists()


def test_ke02_what_was_brought_in_at_the_console_any_reviewer_publishes(people):
    entry = put(None)
    assert actions.publish(entry=entry, number=1, by=people.both).status == Status.PUBLISHED


def test_ke03_the_same_content_again_changes_nothing(people):
    published(people)
    before = Version.objects.count(), Event.objects.count()
    entry, changed = actions.put_entry(kind="leaflet", key="a", body=FULL, by=people.librarian)
    assert (changed, entry.status) == (False, Status.PUBLISHED)
    assert (Version.objects.count(), Event.objects.count()) == before


def test_ke04_a_withdrawn_record_leaves_an_empty_stub_and_may_come_back(people):
    entry = published(people)
    actions.withdraw(entry=entry, because="rights", by=people.editor)
    stub = item("leaflet", entry.ref)
    assert (stub.body, stub.titles, stub.span, stub.withdrawn_because) == ({}, {}, None, "rights")
    assert not ItemTag.objects.exists()
    assert not ItemLink.objects.exists()
    assert "Kemi" not in public_text()
    assert "2009" not in json.dumps([stub.span_written, str(stub.span_earliest)])
    assert numbers() == {}
    again = put(people.librarian, content=FULL)  # the same words come back as a change
    assert again.status == Status.IN_REVIEW
    actions.publish(entry=again, number=again.number, by=people.editor)
    assert item("leaflet", entry.ref).withdrawn_at is None


def test_ke04_a_draft_that_was_never_public_leaves_no_stub(people):
    entry = put(people.librarian)
    actions.withdraw(entry=entry, because="double", by=people.editor)
    with pytest.raises(NoSuchItem):
        item("leaflet", entry.ref)


def test_ke05_given_back_with_a_reason_and_handed_over_again(people):
    entry = put(people.librarian)
    with pytest.raises(actions.SayWhy):
        actions.give_back(entry=entry, because="  ", by=people.editor)
    back = actions.give_back(entry=entry, because="The date is another.", by=people.editor)
    assert (back.status, back.returned_because) == (Status.DRAFT, "The date is another.")
    with pytest.raises(MovedOn):
        actions.publish(entry=entry, number=1, by=people.editor)
    over = actions.hand_over(entry=entry, by=people.librarian)
    assert (over.status, over.returned_because) == (Status.IN_REVIEW, "")


def test_ke06_each_step_is_a_version_and_an_event(people):
    entry = published(people)
    actions.withdraw(entry=entry, because="wrong", by=people.editor)
    kept = Version.objects.filter(key=entry.ref).order_by("number")
    assert [(one.by, one.reason) for one in kept] == [
        ("librarian", "changed"),
        ("editor", "published"),
        ("editor", "withdrawn"),
    ]
    done = Event.objects.filter(target=entry.ref, kind__startswith="knowledge").order_by("pk")
    assert [(one.by, one.kind) for one in done] == [
        ("librarian", "knowledge.entry.changed"),
        ("editor", "knowledge.entry.published"),
        ("editor", "knowledge.entry.withdrawn"),
    ]


def test_ke07_the_public_reads_the_published_version_while_a_newer_one_waits(people):
    entry = published(people)
    put(people.librarian, content=FULL | {"number": "som-6-1-b", "pages": 9})
    shown = item("leaflet", entry.ref)
    assert (shown.number, shown.official_number) == (1, "som-6-1-a")
    newest = Entry.objects.get(ref=entry.ref)
    assert (newest.number, newest.published_number) == (2, 1)
    actions.publish(entry=newest, number=2, by=people.editor)
    assert item("leaflet", entry.ref).official_number == "som-6-1-b"
    assert [one.target for one in ItemLink.objects.all()] == ["som-6-1-b"]


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("", FULL),
        ("x" * 201, FULL),
        ("a", {"titles": 7}),
        ("a", FULL | {"country": "Italy"}),
        ("a", FULL | {"notes": {"x" * 121: "y"}}),
        ("a", FULL | {"number": "x" * 231}),
    ],
)
def test_ke08_what_cannot_be_kept_is_refused_with_a_sentence(people, key, content):
    with pytest.raises((actions.NotWhole, shelving.DoesNotFit)):
        actions.put_entry(kind="leaflet", key=key, body=content, by=people.librarian)
    assert not Entry.objects.exists()


def test_ke08_there_are_no_other_moves_than_those_of_the_table(people):
    for status in Status:
        for to in Status:
            entry = put(people.librarian, f"{status}-{to}")
            Entry.objects.filter(pk=entry.pk).update(
                status=status, published_number=1 if status == Status.PUBLISHED else None
            )
            match to:
                case Status.PUBLISHED:
                    done = {"number": 1, "by": people.editor}, actions.publish
                case Status.IN_REVIEW:
                    done = {"by": people.librarian}, actions.hand_over
                case Status.DRAFT:
                    done = {"because": "x", "by": people.editor}, actions.give_back
                case _:
                    done = {"because": "wrong", "by": people.editor}, actions.withdraw
            if to in NEXT[status]:
                assert done[1](entry=entry, **done[0]).status == to
            else:
                with pytest.raises(MovedOn):
                    done[1](entry=entry, **done[0])


def test_whoever_listens_is_told_the_reference_of_what_changed(people, monkeypatch):
    told = []
    monkeypatch.setattr(shelving, "listeners", [told.append])
    entry = published(people)
    actions.withdraw(entry=entry, because="wrong", by=people.editor)
    assert told == [entry.ref, entry.ref]


def test_citations_lead_to_published_records_by_reference_and_by_key():
    one = ItemFactory(key="x:1")
    ItemFactory(key="y", body={}, withdrawn_at="2026-01-01T00:00Z")
    links = [
        ItemLinkFactory(kind="entry", target=one.ref),
        ItemLinkFactory(kind="entry", target="law:x:1"),
        ItemLinkFactory(kind="entry", target="law:y"),
    ]
    assert cited_in(links) == {one.ref: one, "law:x:1": one}

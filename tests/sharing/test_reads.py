"""The access log counts up, loses nothing where two meet, and shows owners only what is theirs.

rd01  one row counts up; another day, purpose, version or way is another row
rd02  reads at the same moment are all counted
rd03  who may look into the log, and for which owners
rd04  a purpose is one of a short list; those of an office cannot be chosen
"""

import threading
from datetime import date

import pytest
from django.db import connection

from cairn.sharing.reads.models import Door, Read
from cairn.sharing.reads.noting import Content, note_reads
from cairn.sharing.reads.purposes import ASKED, Purpose, PurposeMissing, asked_purpose
from cairn.sharing.reads.queries import Oversight, oversight, readers_of, versions_read
from tests.factories import MembershipFactory, OrganisationFactory, StateBodyFactory, UserFactory
from tests.factories_of_sharing import ReadFactory

DAY = date(2026, 11, 1)


def entered(content, reader, **changed):
    told = {"purpose": Purpose.STATISTICS, "door": Door.PAGE, "day": DAY} | changed
    note_reads([content], readers=[reader.pk], **told)


@pytest.mark.django_db
def test_rd01_reading_often_is_one_row_that_counts_up():
    owner, reader = StateBodyFactory(), StateBodyFactory(state="MLI")
    content = Content(owner.ref, "NER", "fil-1", 1)
    for _time in range(3):
        entered(content, reader)
    only = Read.objects.get()
    assert (only.owner, only.state, only.reader, only.times) == (owner, "NER", reader, 3)
    assert (only.record, only.number, only.day) == ("fil-1", 1, DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": Purpose.LEAD},
        {"door": Door.FILE},
        {"day": date(2026, 11, 2)},
    ],
    ids=lambda it: next(iter(it)),
)
def test_rd01_what_differs_is_another_row(changed):
    owner, reader = StateBodyFactory(), StateBodyFactory(state="MLI")
    content = Content(owner.ref, "NER", "fil-1", 1)
    entered(content, reader)
    entered(content, reader, **changed)
    entered(Content(owner.ref, "NER", "fil-1", 2), reader)
    entered(content, StateBodyFactory(state="MLI"))
    assert sorted(Read.objects.values_list("times", flat=True)) == [1, 1, 1, 1]


@pytest.mark.django_db
def test_rd01_many_records_are_entered_by_one_statement(django_assert_num_queries):
    owner, readers = StateBodyFactory(), [StateBodyFactory(state="MLI") for _ in range(2)]
    contents = [Content(owner.ref, "NER", f"fil-{n}", 1) for n in range(40)]
    with django_assert_num_queries(1):
        note_reads(
            contents,
            readers=[one.pk for one in readers],
            purpose=Purpose.STATISTICS,
            door=Door.FIGURE,
            day=DAY,
        )
    assert Read.objects.count() == 80
    with django_assert_num_queries(0):
        note_reads([], readers=[], purpose=Purpose.STATISTICS, door=Door.FIGURE, day=DAY)


@pytest.mark.django_db(transaction=True)
def test_rd02_reads_at_the_same_moment_are_all_counted():
    owner, reader = StateBodyFactory(), StateBodyFactory(state="MLI")
    contents = [Content(owner.ref, "NER", f"fil-{n}", 1) for n in range(5)]
    start, failed = threading.Barrier(4), []

    def read(turned: bool) -> None:
        start.wait()
        try:
            for _time in range(5):
                note_reads(
                    contents[::-1] if turned else contents,  # two that cross would deadlock
                    readers=[reader.pk],
                    purpose=Purpose.STATISTICS,
                    door=Door.PAGE,
                    day=DAY,
                )
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=[n % 2 == 1]) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not failed
    assert list(Read.objects.values_list("times", flat=True)) == [20] * 5


@pytest.mark.django_db
def test_rd03_officers_see_their_organisation_and_contact_points_their_state():
    agency, ministry = StateBodyFactory(state="NER"), StateBodyFactory(state="NER")
    bureau, university = OrganisationFactory(kind="international"), OrganisationFactory()
    people = {
        role: UserFactory()
        for role in ("officer", "contact_point", "analyst", "administrator", "secretariat")
    }
    for role, person in people.items():
        body = {"contact_point": ministry, "secretariat": bureau}.get(role, agency)
        MembershipFactory(user=person, organisation=body, role=role)
    scholar = UserFactory()
    MembershipFactory(user=scholar, organisation=university, role="officer")
    found = {role: oversight(person) for role, person in people.items()}
    assert found["officer"] == Oversight(frozenset({agency.ref}), frozenset())
    assert found["contact_point"] == Oversight(frozenset({ministry.ref}), frozenset({"NER"}))
    assert found["analyst"] == found["administrator"] == found["secretariat"] == Oversight()
    assert oversight(scholar) == Oversight(frozenset({university.ref}), frozenset())
    assert not oversight(None)


@pytest.mark.django_db
def test_rd03_nothing_of_other_owners_is_within_sight():
    mine, other = StateBodyFactory(state="NER"), StateBodyFactory(state="NER")
    abroad = StateBodyFactory(state="MLI")
    rows = {owner: ReadFactory(owner=owner) for owner in (mine, other, abroad)}
    seen = {
        name: set(Read.objects.filter(one.condition))
        for name, one in {
            "officer": Oversight(frozenset({mine.ref})),
            "contact": Oversight(frozenset({mine.ref}), frozenset({"NER"})),
            "nobody": Oversight(),
        }.items()
    }
    assert seen == {
        "officer": {rows[mine]},
        "contact": {rows[mine], rows[other]},
        "nobody": set(),
    }
    assert Oversight(states=frozenset({"NER"})).owns(other.ref, "NER")
    assert not Oversight(states=frozenset({"NER"})).owns(abroad.ref, "MLI")
    assert not Oversight().owns("", None)


@pytest.mark.django_db
def test_rd03_what_an_organisation_has_of_a_record_is_its_last_version_and_whether_it_took_a_file():
    reader, other = StateBodyFactory(state="MLI"), StateBodyFactory(state="MLI")
    ReadFactory(record="fil-1", reader=reader, number=1, door="file")
    ReadFactory(record="fil-1", reader=reader, number=2)
    ReadFactory(record="fil-1", reader=other, number=1, purpose="own_state")
    ReadFactory(record="fil-2", reader=other, number=3)
    found = readers_of("fil-1")
    assert (found[reader.pk].number, found[reader.pk].files) == (2, True)
    assert (found[other.pk].number, found[other.pk].files) == (1, False)
    outside = versions_read({"fil-1", "fil-2"}, by_office=False)
    assert {pk: [one.record for one in read] for pk, read in outside.items()} == {
        reader.pk: ["fil-1", "fil-1"],
        other.pk: ["fil-2"],
    }
    assert [(one.number, one.files) for one in outside[reader.pk]] == [(1, True), (2, False)]


@pytest.mark.parametrize("key", ["", "own_state", "secretariat", "not_asked", "anything", "LEAD"])
def test_rd04_what_cannot_be_chosen_is_no_purpose(key):
    with pytest.raises(PurposeMissing):
        asked_purpose(key)


def test_rd04_each_purpose_of_the_list_can_be_chosen():
    assert [asked_purpose(one.value) for one in ASKED] == list(ASKED)
    assert len(ASKED) == 5

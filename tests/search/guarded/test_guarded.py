"""The index of what is at the desk: who finds what, by which words, and since when.

gi01  lists' words are for all who may see a record, the words within it for its owner alone
gi02  hidden records, many, deleted, re-marked or alike, move no result, order, page or suggestion
gi03  what is narrowed, changed or erased is found no more at once, before the index knows
gi04  all that people do at the desk reaches the index, which then says what the database says
gi05  what is found is what a plain look through the database finds, in the same order
gi06  words: stems, concepts of other languages, phrases, days; nothing is corrected
gi07  accounts change with their import; drafts of the library are for those who keep it
gi08  purged words stand in no file of the index
"""

import random
from datetime import date, timedelta

import pytest
import tantivy
from django.utils import timezone

from cairn.erasure import actions as erasing
from cairn.erasure.carrying import carry_out
from cairn.kernel.predicates import holds
from cairn.reporting.filings.actions import recall_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.models import Account, DataSet
from cairn.reporting.states import Status
from cairn.search.guarded import comparing, indexing
from cairn.search.guarded.actions import note
from cairn.search.guarded.asking import Asked, ask
from cairn.search.guarded.entries import columns_of
from cairn.search.guarded.models import Altered
from cairn.search.opened import NoIndexYet
from cairn.sharing.viewer import Viewer, viewer_of, visible
from tests.factories import (
    AccountFactory,
    DataSetFactory,
    FilingFactory,
    ImportBatchFactory,
    OrganisationFactory,
)
from tests.factories_of_library import EntryFactory
from tests.reporting.filings.doing import world
from tests.reporting.filings.exchange import filed, taking_part
from tests.web.desk import hidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    from cairn.search import opened

    settings.CAIRN_DATA = tmp_path
    yield tmp_path
    opened._opened.clear()


def seen(user) -> Viewer:
    return viewer_of(user, timezone.localdate())


def found(text: str, viewer: Viewer, **more) -> list[str]:
    """References of what is found, in order."""
    return [one.row.ref for one in ask(Asked(text, **more), viewer).entries]


def brought_in() -> None:
    while indexing.catch_up():
        continue


def test_gi01_lists_words_are_for_all_readers_and_the_words_within_for_the_owner():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1")
    theirs = filed(niger, "2024-Q1", coverage_note="Without the post at Arlit.", narrative="Dunes.")
    indexing.rebuild()
    of_mali, of_niger = seen(mali.officer), seen(niger.officer)
    assert found("Níger 2024", of_mali, language="es") == [theirs.ref]
    for words in ("Arlit", "post", "dunes", "Niger Arlit"):
        assert theirs.ref not in found(words, of_mali)
        assert theirs.ref not in found(words, seen(niger.contact))  # of its State
        assert found(words, of_niger) == [theirs.ref], words
    assert found("Niger 2024", of_niger) == [theirs.ref]  # once, though it stands there twice
    assert found("Niger 2024", seen(niger.secretary)) == [theirs.ref]
    assert found("Niger", Viewer(today=TODAY)) == []  # the public


def test_gi02_hidden_records_move_no_result_order_or_page():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1")
    for period in ("2024-Q1", "2024-Q2"):  # the first of them is open to Mali
        filed(niger, period)
    for n in range(30):
        DataSetFactory(title=f"Boats of Niger {n}", retrieved_on=date(2025, 1, 1 + n % 7))
    viewer = seen(mali.officer)

    def looked() -> list[object]:
        indexing.rebuild()
        told: list[object] = []
        for words in ("Niger", "boats", "dunes", "boots", "2024", '"of Niger"', "Nigre"):
            answer = ask(Asked(words, limit=7), viewer)
            while True:
                refs = [(one.row.ref, one.day) for one in answer.entries]
                told.append((words, refs, answer.next, answer.notes))
                if answer.next is None:
                    break
                answer = ask(Asked(words, limit=7, before=answer.next), viewer)
        return told

    without = looked()
    assert sum(len(one[1]) for one in without) > 60
    other = OrganisationFactory()
    for n in range(60):
        FilingFactory(owner=niger.agency, coverage_note=f"Boots and dunes of Niger {n}")
        DataSetFactory(
            **{"title": f"Boats of Niger, boots {n}", "owner": other, "section": "open"},
            audience_class="organisation",
            retrieved_on=date(2025, 1, 1 + n % 7),
        )
    gone = FilingFactory(owner=niger.agency, narrative="Dunes, dunes of Niger.")
    red = filed(niger, "2023-Q1", marking="green")
    indexing.rebuild()
    Filing.objects.filter(pk=gone.pk).delete()  # once there, and deleted since
    Filing.objects.filter(ref=red.ref).update(marking="red", audience_class="cleared_points")
    for one in (gone.ref, red.ref):
        note(one)
    brought_in()
    assert looked() == without
    assert found("boots dunes", seen(niger.officer))  # they are there


def test_gi02_the_same_is_true_before_the_index_is_made_anew():
    """Deleted documents stay in the files of an index for a while, and count in what is ranked."""
    niger, mali = world("NER"), world("MLI")
    for n in range(9):
        DataSetFactory(title=f"Boats {n}", retrieved_on=date(2025, 1, 1 + n % 3))
    indexing.rebuild()
    viewer = seen(mali.officer)
    without = [found(words, viewer, limit=4) for words in ("boats", "boots", "sea")]
    for _ in range(20):
        hidden_one = FilingFactory(owner=niger.agency, narrative="Boats, boots, sea.")
        note(hidden_one.ref)
    brought_in()
    assert [found(words, viewer, limit=4) for words in ("boats", "boots", "sea")] == without
    refs = list(Filing.objects.values_list("ref", flat=True))
    Filing.objects.all().delete()
    for ref in refs:
        note(ref)
    brought_in()
    assert [found(words, viewer, limit=4) for words in ("boats", "boots", "sea")] == without


def test_gi03_what_is_recalled_is_found_no_more_before_the_index_knows():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1")
    theirs = filed(niger, "2024-Q1")
    indexing.rebuild()
    viewer = seen(mali.officer)
    assert found("Niger", viewer) == [theirs.ref]
    recall_filing(filing=theirs, reason="Read twice.", by=niger.contact)
    assert Altered.objects.filter(unit=theirs.ref).exists()  # it waits; nobody has brought it in
    assert found("Niger", viewer) == []
    brought_in()
    assert found("Niger", viewer) == []
    assert found("Niger", seen(niger.officer)) == [theirs.ref]


def test_gi03_no_one_finds_by_words_that_are_not_there_any_more():
    niger = world("NER")
    mine = FilingFactory(owner=niger.agency, narrative="Quillfeather was here.")
    indexing.rebuild()
    viewer = seen(niger.officer)
    assert found("Quillfeather", viewer) == [mine.ref]
    Filing.objects.filter(pk=mine.pk).update(narrative="Nobody was here.")  # as an erasure does
    assert found("Quillfeather", viewer) == []
    assert [told for _text, told in comparing.differences()] == [{"unit": mine.ref}]


def test_gi04_all_that_people_do_reaches_the_index(monkeypatch):
    from cairn.web.desk import rates

    monkeypatch.setattr(rates, "count", lambda **_given: None)
    indexing.rebuild()
    on = hidden.stage()
    made = [
        *hidden.kept_inside(on),
        *hidden.of_contact_points(on),
        *hidden.of_the_state(on),
        *hidden.on_the_roll(on),
    ]
    refs = {one.ref for one in made if one.kind in {"filing", "finding"}}
    waiting = set(Altered.objects.values_list("unit", flat=True))
    assert refs <= waiting
    for model, prefix in ((DataSet, "set"), (Account, "imp")):
        for one in model.objects.all():  # made by factories, which tell nobody
            note(one.ref if prefix == "set" else one.batch.ref)
    brought_in()
    assert list(comparing.differences()) == []
    assert comparing.looked_at() > 2 * len(refs)
    assert not Altered.objects.exists()


def test_gi05_what_is_found_is_what_a_look_through_the_database_finds():
    """Every filing and data set asked one by one: who may see it, and does it have the words."""
    dice = random.Random(47)
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1")
    owners = [niger.agency, mali.agency, OrganisationFactory(kind="university")]
    words = ["boat", "truck", "dune", "river"]
    for n in range(60):
        title = " ".join(dice.sample(words, dice.randint(1, 3)))
        DataSetFactory(
            title=title,
            key=f"source-{n}",
            owner=dice.choice(owners),
            audience_class=dice.choice(["open", "organisation", "state", "cleared", "desk"]),
            state=dice.choice(["NER", "MLI", None]),
            retrieved_on=date(2025, 1, 1) + timedelta(days=dice.randint(0, 5)),
            embargo_until=dice.choice([date(1970, 1, 1), date(2099, 1, 1)]),
        )
    indexing.rebuild()
    shown = 0
    for user in (niger.officer, niger.contact, mali.officer, niger.secretary):
        viewer = seen(user)
        for asked in (*words, "boat truck", "dune river boat", "boats"):
            wanted = {
                one.ref
                for one in DataSet.objects.all()
                if holds(visible(viewer), columns_of(one))
                and all(word.rstrip("s") in one.title.split() for word in asked.split())
            }
            answer = ask(Asked(asked, kind="data_set", limit=100), viewer).entries
            assert {one.row.ref for one in answer} == wanted
            assert [one.day for one in answer] == sorted((one.day for one in answer), reverse=True)
            pages, before = [], None
            while True:
                page = ask(Asked(asked, kind="data_set", limit=4, before=before), viewer)
                pages += [one.row.ref for one in page.entries]
                before = page.next
                if before is None:
                    break
            assert pages == [one.row.ref for one in answer]
            shown += len(wanted)
    assert shown > 100


@pytest.mark.parametrize(
    ("asked", "language", "finds"),
    [
        ("convoys", "en", True),  # by its stem
        ("convoi", "fr", False),  # another language's stem of another text
        ("عبور", "ar", True),
        ('"small convoy"', "en", True),
        ('"convoy small"', "en", False),
        ("convoy year:2024", "en", True),
        ("convoy year:2023", "en", False),
        ("convoy 14 February 2024", "en", True),
        ("convoy 14 May 2024", "en", False),
        ("Нигер convoy", "ru", True),  # the State by its name in another language
        ("尼日尔", "zh", True),
        ("convyo", "en", False),  # nothing is corrected
        ("convoy absent", "en", False),  # all words are needed
        ("contrebande", "fr", False),
        ("the", "en", False),
        ("", "en", False),
        ("a" * 999, "en", False),
        ('"((*?', "en", False),
    ],
)
def test_gi06_words(asked, language, finds):
    niger = world("NER")
    FilingFactory(
        **{"owner": niger.agency, "narrative": "A small convoy. عبور", "narrative_language": ""},
        period=date(2024, 1, 1),
        period_last=date(2024, 3, 31),
        state="NER",
    )
    indexing.rebuild()
    assert bool(found(asked, seen(niger.officer), language=language)) is finds


def test_gi07_accounts_are_found_with_their_import_and_in_their_newest_version():
    data_set = DataSetFactory(title="Events at sea")
    batch = ImportBatchFactory(dataset=data_set, kind="incidents", status=Status.STAGED)
    old = AccountFactory(batch=batch, dataset=data_set, region="Oldsea", country="LBY")
    indexing.rebuild()
    viewer = seen(world().officer)
    assert found("Oldsea", viewer) == []  # put aside, and nobody has decided yet
    batch.status = Status.COMMITTED
    batch.save()
    note(batch.ref)
    brought_in()
    assert found("Oldsea Libya", viewer) == [old.ref]
    assert found("ليبيا", viewer, language="ar", kind="account") == [old.ref]
    assert found("Oldsea", viewer, kind="filing") == []
    later = ImportBatchFactory(dataset=data_set, kind="incidents")
    newer = AccountFactory(
        **{"batch": later, "dataset": data_set, "region": "Newsea", "ref": old.ref},
        number=2,
        key=old.key,
        incident=old.incident,
    )
    Account.objects.filter(pk=old.pk).update(superseded_by=later)
    for one in (batch, later):
        note(one.ref)
    assert found("Oldsea", viewer) == []  # at once
    brought_in()
    assert found("Newsea", viewer) == [newer.ref]
    assert list(comparing.differences()) == []


def test_gi07_drafts_of_the_library_are_for_those_who_keep_it():
    draft = EntryFactory(title="Ferryman act")
    indexing.rebuild()
    keeper = Viewer(today=TODAY, organisations=frozenset({"org-AAAAAAAAAA-1"}), library=True)
    other = Viewer(today=TODAY, organisations=frozenset({"org-AAAAAAAAAA-1"}), secretariat=True)
    assert found("ferryman", keeper) == [draft.ref]
    assert found("ferryman", other) == []
    draft.status = "published"
    draft.published_number = draft.number
    draft.save()
    assert found("ferryman", keeper) == []  # it is found in the library


def test_gi08_purged_words_stand_in_no_file(folder):
    niger = world("NER")
    name = "Quillfeather Nkemi"
    draft = FilingFactory(owner=niger.agency, narrative=f"{name} told it.", status="draft")
    indexing.rebuild()
    note(draft.ref)
    brought_in()
    assert _words(folder, "quill") == {"quillfeather"}
    made = erasing.report_words(
        **{"target": draft.ref, "owner": draft.owner, "words": name, "by": niger.officer},
        rows=[(draft, ("narrative",))],
    )
    erasing.confirm(erasure=made, by=niger.contact)
    carry_out(made.ref)
    assert _words(folder, "quill") == _words(folder, "nkemi") == set()
    assert _words(folder, "told") == {"told"}
    assert found("told", seen(niger.officer)) == [draft.ref]
    assert list(comparing.differences()) == []


def _words(folder, prefix):
    """Words that begin so in any index below the folder, also in documents that were deleted."""
    told = set()
    for one in (folder / "search" / "desk").glob("g-*"):
        searcher = tantivy.Index.open(str(one)).searcher()
        told |= {word for word, _ in searcher.terms_with_prefix("fold", prefix)}
    return told


def test_the_hourly_look_knows_of_words_of_what_is_gone():
    mine = FilingFactory(narrative="Quillfeather.")
    indexing.rebuild()
    ref = mine.ref
    assert not indexing.holds_what_was_removed()
    Filing.objects.filter(pk=mine.pk).delete()
    note(ref)
    brought_in()
    assert indexing.holds_what_was_removed()
    indexing.rebuild()
    assert not indexing.holds_what_was_removed()


def test_without_an_index_there_is_a_sentence():
    with pytest.raises(NoIndexYet):
        ask(Asked("anything"), seen(world().officer))

"""A name that screening missed goes from everywhere (TRUST §2, threat 11).

pg01  wherever text can stand, it is gone: rows, files, folders, bytes of the database
pg02  the log, the histories and the filings are still proved, and say how much was erased
pg03  two persons, and only where the record belongs
pg04  what others own is not touched; they are asked
pg05  the words stand in no report, log or ledger

Promise 1 of the design.
"""

import io
import json
import pickle
import re
import time
import zipfile
import zlib

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache.backends.filebased import FileBasedCache
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from cairn.audit.checkpoints import Answer, answer_to, make_checkpoint, statement_of
from cairn.audit.models import Event
from cairn.console.verifying import examine
from cairn.erasure import actions, ledger
from cairn.erasure.carrying import carry_out
from cairn.erasure.contents import path_holds
from cairn.erasure.folders import _cached_holds
from cairn.erasure.marks import Finder, mark_of
from cairn.erasure.models import Erasure
from cairn.erasure.owning import BY_PEOPLE, BY_REFERENCE, OWNERS, UNOWNED
from cairn.erasure.rows import LEFT_OUT, Reach, packed_fields, text_fields
from cairn.files.models import StoredFile
from cairn.files.store import ErasedFile, path_of, put
from cairn.history.models import Version
from cairn.kernel.errors import NotFound, Refused
from cairn.observatory.actions import desk_snapshot, newest_record, snapshots_root
from cairn.reporting.filings.actions import comment
from cairn.reporting.filings.models import Filing, FilingComment, FilingCount
from cairn.reporting.models import DataSet
from tests.db.test_factories import FACTORIES
from tests.erasure.doing import NAME, left_in, named, purged, reported, rows_with_it
from tests.factories import MembershipFactory, UserFactory
from tests.reporting.filings.doing import validated, world
from tests.repository.test_house_rules import our_models


@pytest.fixture
def folder(settings, tmp_path):
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def wrong():
    return {found.question: found.wrong for found in examine() if found.wrong}


def plant(model, field):
    """Put the name into one field of one row, if the database lets it stand there."""
    made = FACTORIES[model]()
    match field:
        case models.JSONField():
            value = {"deep": [{NAME: f"of {NAME}, {{}}"}]}
        case models.BinaryField():
            value = zlib.compress(json.dumps([{"rows": [[NAME, 1]]}]).encode())
        case _:
            value = f"x {NAME} y"
    if field.max_length is not None and len(value) > field.max_length:
        return False
    try:
        with transaction.atomic():
            model.objects.filter(pk=made.pk).update(**{field.attname: value})
    except DatabaseError:
        return False  # a constraint lets only keys in
    return True


def workbook():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        cut = NAME.replace("kemi", "</t></r><r><t>kemi").replace("ï", "&#239;")
        archive.writestr("xl/sharedStrings.xml", f"<si><r><t>{cut}</t></r></si>")
    return content.getvalue()


FILES = {
    "utf-8": f"name,n\n{NAME},1\n".encode(),
    "cp1252": f"name;n\n{NAME};1\nà".encode("cp1252"),
    "utf-16": f"name\t{NAME}".encode("utf-16"),
    "json": json.dumps({"a": NAME}).encode(),
    "xlsx": workbook(),
}


@pytest.mark.django_db(transaction=True)
def test_pg01_it_is_gone_from_every_place_where_text_can_stand(folder):
    people = world()
    filing = named(people)
    planted = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in text_fields(model)
        if plant(model, field)
    ]
    assert len(planted) > 60, planted
    DataSet.objects.update(accepted_at=None, accepted_by=None)  # no snapshot is made of nonsense
    for content in FILES.values():
        put([content])
    session = SessionStore()
    session["kept"] = f"about {NAME}"
    session.save()
    FileBasedCache(str(folder / "cache" / "desk"), {}).set("seen", [f"about {NAME}" * 20], 600)
    (folder / "run").mkdir()
    (folder / "run" / "left-over.txt").write_text(f"half a dump: {NAME}")
    desk_snapshot()
    before = newest_record().snapshot
    assert rows_with_it()
    assert left_in(folder)

    made = reported(filing, people.officer)
    actions.confirm(erasure=made, by=people.contact)
    everybody = list(
        apps.get_model("accounts", "Organisation").objects.values_list("ref", flat=True)
    )
    Erasure.objects.filter(pk=made.pk).update(scope=everybody)
    done = carry_out(made.ref)

    assert done.state == "done"
    assert rows_with_it() == []
    assert left_in(folder) == []
    finder = Finder([mark_of(NAME, ledger.words_key())], ledger.words_key())
    assert not (snapshots_root() / before).exists()
    assert (snapshots_root() / newest_record().snapshot).exists()
    assert not [p for p in folder.rglob("*") if p.is_file() and path_holds(finder, p)]
    assert StoredFile.objects.filter(erased_under=made.ref).count() == len(FILES)
    assert Filing.objects.get(ref=filing.ref).coverage_note.startswith("We met [█ erased 20")
    carry_out(made.ref)  # again: nothing happens


def test_every_field_that_can_hold_text_is_read_or_says_why_not():
    left = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if model._meta.label not in LEFT_OUT
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and field not in text_fields(model)
        and f".{field.name}" not in LEFT_OUT
    }
    allowed = {one.split(".")[-1] for one in left if not one.startswith("accounts.")}
    names = {
        "ref",
        "by",
        "runner",
        "status",
        "state",
        "marking",
        "conduct",
        "kind",
        "provenance",
        "level",
        # of a rate, a report, a request, a token, an emergency: words of a list
        *("method", "outcome", "closed_as", "ended_as", "judged_as", "why", "wish"),
        "withdrawn_because",
    }
    odd = {n for n in allowed - names if not n.endswith(("_by", "precision", "no_value"))}
    assert odd == set(), odd
    binary = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    assert binary == packed_fields()
    assert all(LEFT_OUT.values())


def test_every_model_of_ours_says_whose_its_rows_are():
    known = {*OWNERS, *UNOWNED, *BY_REFERENCE, *BY_PEOPLE}
    assert {model._meta.label_lower for model in our_models()} == known


@pytest.mark.django_db
def test_pg02_log_histories_and_filings_stay_proved_and_say_what_was_erased(folder):
    people = world()
    filing = named(people)
    make_checkpoint()
    kept = statement_of(make_checkpoint())
    done = purged(filing, people)
    assert wrong() == {}
    assert answer_to(kept) is Answer.HOLDS
    assert done.found["history.version"] >= 3
    assert Event.objects.filter(erased_at__isnull=False).count() >= 3
    assert not Version.objects.filter(key=filing.ref, erased_at=None, body__contains="We met")


CHANGES = {
    "an event is called erased": lambda: Event.objects.filter(kind="erasure.confirmed").update(
        values={}, erased_at=timezone.now()
    ),
    "an erased event says something": lambda: Event.objects.filter(erased_at__isnull=False).update(
        values={"n": 1}
    ),
    "a version that was erased from": lambda: Version.objects.exclude(erased_at=None).update(
        body="{}", sha256="44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    ),
    "an erasure that is not in the ledger": lambda: Erasure.objects.update(ref="era-0000000000-0"),
    "a line of the ledger": lambda: _spoil(ledger.home()),
}


def _spoil(path):
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace("identifier", "court_orde")]) + "\n")


@pytest.mark.django_db
@pytest.mark.parametrize("what", CHANGES)
def test_pg02_what_is_changed_under_cover_of_an_erasure_is_found(folder, what):
    people = world()
    purged(named(people), people)
    assert wrong() == {}
    CHANGES[what]()
    assert wrong()


@pytest.mark.django_db
def test_pg03_one_person_alone_erases_nothing_and_no_stranger_decides(folder):
    people, strangers = world(), world("MLI")
    filing = named(people)
    made = reported(filing, people.contact)
    for person in (people.contact, people.officer, strangers.contact, people.secretary):
        with pytest.raises((Refused, NotFound)):
            actions.confirm(erasure=made, by=person)
    other = UserFactory()
    MembershipFactory(user=other, organisation=people.agency, role="administrator")
    assert actions.confirm(erasure=made, by=other).decided_by == other.username
    with pytest.raises(Refused):
        actions.confirm(erasure=made, by=other)


@pytest.mark.django_db
def test_pg03_whoever_writes_nothing_reports_nothing_and_words_must_stand_there(folder):
    people = world()
    filing = named(people)
    analyst = UserFactory()
    MembershipFactory(user=analyst, organisation=people.agency, role="analyst")
    with pytest.raises(Refused):
        reported(filing, analyst)
    for words in ("Somebody Else", "x", "", "a" * 201):
        with pytest.raises(Refused):
            reported(filing, people.officer, words)
    assert not Erasure.objects.exists()
    assert reported(filing, people.officer).pk == reported(filing, people.secretary).pk


@pytest.mark.django_db
def test_pg03_a_report_that_was_refused_changes_nothing(folder):
    people = world()
    filing = named(people)
    made = actions.refuse(erasure=reported(filing, people.officer), by=people.contact)
    carry_out(made.ref)
    assert NAME in Filing.objects.get(pk=filing.pk).coverage_note


@pytest.mark.django_db
def test_pg04_another_states_record_is_not_touched_and_its_own_people_decide(folder):
    people, others = world(), world("MLI")
    mine, theirs = named(people), named(others)
    purged(mine, people)
    assert NAME in Filing.objects.get(pk=theirs.pk).coverage_note
    asked = Erasure.objects.get(owner=others.agency)
    assert (asked.state, asked.asked_by, asked.target) == ("asked", "", theirs.ref)
    assert actions.find(asked.ref, others.contact) == asked
    actions.confirm(erasure=asked, by=others.contact)
    carry_out(asked.ref)
    assert rows_with_it() == []
    assert wrong() == {}


@pytest.mark.django_db
def test_pg05_the_words_stand_in_no_report_event_or_ledger(folder):
    people = world()
    filing = validated(people)
    Filing.objects.filter(pk=filing.pk).update(coverage_note=NAME)
    filing.refresh_from_db()
    made = reported(filing, people.officer)
    told = json.dumps(list(Event.objects.values()), default=str, ensure_ascii=False)
    told += json.dumps(Erasure.objects.values().get(), default=str, ensure_ascii=False)
    actions.confirm(erasure=made, by=people.contact)
    carry_out(made.ref)
    told += ledger.home().read_text()
    assert "Nkemi" not in told
    assert made.digest in ledger.home().read_text()


@pytest.mark.django_db
def test_a_comment_and_its_filing_keep_what_is_not_the_name(folder):
    people = world()
    filing = named(people)
    said = comment(
        filing=filing, field="", text="Please look.", by=people.secretary,
        organisation=people.secretary.memberships.get().organisation,
    )  # fmt: skip
    FilingComment.objects.filter(pk=said.pk).update(text=f"Is {NAME} a person?")
    purged(filing, people)
    text = FilingComment.objects.get().text
    assert re.fullmatch(r"Is \[█ erased \d{4}-\d\d-\d\d identifier\] a person\?", text)
    keys = FilingCount.objects.exclude(place=None).values_list("key", "place")
    assert all(f"place={place}" in key for key, place in keys)


@pytest.mark.django_db
def test_what_was_erased_is_not_taken_in_again(folder):
    people = world()
    stored = put([FILES["utf-8"]])
    purged(named(people), people)
    assert not path_of(stored.sha256).exists()
    with pytest.raises(ErasedFile):
        put([FILES["utf-8"]])
    assert not path_of(stored.sha256).exists()


def test_a_cached_entry_is_read_without_being_executed(folder, settings):
    path = folder / "one.djcache"
    body = zlib.compress(pickle.dumps(f"it is {NAME}" * 9))
    path.write_bytes(pickle.dumps(time.time()) + body)
    finder = Finder([mark_of(NAME, b"k")], b"k")
    assert _cached_holds(Reach(finder, "era", None), path)


@pytest.mark.django_db
def test_one_that_was_cut_off_stands_in_the_ledger_and_is_done_to_its_end_later(
    folder, monkeypatch
):
    people = world()
    filing = named(people)
    made = reported(filing, people.officer)
    actions.confirm(erasure=made, by=people.contact)

    def dies(reach):
        raise InterruptedError("killed here")

    with monkeypatch.context() as cut:
        cut.setattr("cairn.erasure.carrying.erase_files", dies)
        with pytest.raises(InterruptedError):
            carry_out(made.ref)
    assert [one.about["ref"] for one in ledger.read()] == [made.ref]
    assert carry_out(made.ref).state == "done"
    assert [one.about["ref"] for one in ledger.read()] == [made.ref]
    assert rows_with_it() == []
    assert wrong() == {}

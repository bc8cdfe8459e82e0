"""The third step: every row in one of three numbers, every problem at once, then one decision."""

import io
import json

import openpyxl
import pytest
from django.urls import reverse

from cairn.accounts.actions import create_organisation
from cairn.accounts.models import User
from cairn.audit.models import Event
from cairn.jobs.models import JobNote
from cairn.jobs.queue import enqueue
from cairn.jobs.runner import run_until_empty
from cairn.reporting import meeting
from cairn.reporting.models import Account, ImportBatch, Problem
from cairn.reporting.reviewing import SHOWN, groups, standing
from cairn.web.desk.once import new_token
from tests.web.desk.conftest import EVENTS, Desk, person

pytestmark = pytest.mark.django_db
BAD = EVENTS + (
    "a4,2024-03-06,Congo,1,0,\n"
    "a5,2024-03-06,Italy,twelve,0,\n"
    "a6,2031-01-01,Italy,1,0,\n"
    "a7,2024-03-07,Guinee Equatoriale Nord,1,0,\n"
    "a8,2024-03-07,Congo,2,0,\n"
)


@pytest.fixture
def staged(desk, new_source) -> str:
    return desk.check(desk.bring(BAD).url, **new_source).url


def test_the_numbers_are_a_closed_account(desk, staged):
    batch = ImportBatch.objects.get()
    found = standing(batch)
    assert (found.ready, found.asked, found.unreadable) == (3, 3, 2)
    assert found.ready + found.asked + found.unreadable == batch.rows_read
    text = desk.get(staged).content.decode()
    assert "8 rows read = 3 new + 0 corrected + 0 unchanged + 5 rejected" in text


def test_problems_are_shown_with_row_column_value_and_advice(desk, staged):
    text = desk.get(staged).content.decode()
    assert "Row 6" in text
    assert "&#x27;twelve&#x27; is not a whole number; write one number in digits" in text
    assert "Numbers that cannot be read" in text
    assert "2031-01-01" in text


def test_values_are_shown_and_never_stored(desk, staged):
    desk.get(staged)
    stored = json.dumps(list(Problem.objects.values()) + list(JobNote.objects.values("values")))
    logged = json.dumps(list(Event.objects.values("values")))
    for value in ("twelve", "2031", "Equatoriale"):
        assert value not in stored
        assert value not in logged


def test_who_only_reads_the_desk_sees_places_but_no_values(desk, staged):
    reader = Desk().enter(person("reader", "analyst"))
    text = reader.get(staged).content.decode()
    assert "Numbers that cannot be read" in text
    assert "twelve" not in text
    assert 'value="commit"' not in text
    refused = reader.get(staged + "annotated.xlsx")
    assert refused.status_code == 403


def test_an_answer_is_given_once_for_all_rows(desk, staged):
    page = desk.get(staged)
    asked = [line["question"] for line in page.context["answers"].asked()]
    at = [question.written for question in asked].index("Congo")
    assert asked[at].times == 2
    renewed = desk.send(staged, act="answer", **{f"answer-{at}": "COG"})
    assert renewed.status_code == 302
    assert renewed.url != staged
    run_until_empty()
    batch = ImportBatch.objects.exclude(status="discarded").get()
    assert reverse("desk:import", kwargs={"ref": batch.ref}) == renewed.url
    assert (batch.status, batch.rows_new, batch.rows_rejected) == ("staged", 5, 3)
    assert "checked again with answers" in desk.get(staged).content.decode()
    assert Account.objects.count() == 5


def test_an_answer_sent_twice_checks_once(desk, staged):
    at = [line["question"].written for line in desk.get(staged).context["answers"].asked()]
    fields = desk.fields(staged) | {"act": "answer", f"answer-{at.index('Congo')}": "COG"}
    assert desk.post(staged, fields).url == desk.post(staged, fields).url
    assert ImportBatch.objects.count() == 2


def test_rejected_rows_stay_out_only_with_a_reason(desk, staged):
    assert "Make 3 rows current and leave 5 rows out" in desk.get(staged).content.decode()
    assert desk.send(staged, act="commit", reason="").status_code == 400
    assert desk.send(staged, act="commit", reason="Too old to clear up").status_code == 302
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.left_out_reason) == ("committed", "Too old to clear up")
    text = desk.get(staged).content.decode()
    assert "Too old to clear up" in text
    assert "The rows were made current" in text


def test_giving_up_needs_a_reason_and_leaves_nothing(desk, staged):
    assert desk.send(staged, act="discard", why="").status_code == 400
    desk.send(staged, act="discard", why="Sent by mistake")
    run_until_empty()
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.left_out_reason) == ("discarded", "Sent by mistake")
    assert Account.objects.count() == 0
    assert "Sent by mistake" in desk.get(staged).content.decode()


def test_the_annotated_file_comes_back_with_every_problem(desk, staged):
    answer = desk.get(staged + "annotated.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    table, listing = book.worksheets
    assert table.cell(6, 4).value == "twelve"
    told = [[cell.value for cell in row] for row in listing.iter_rows(min_row=2)]
    assert {row[0] for row in told} == {5, 6, 7, 8, 9}
    assert any("'twelve' is not a whole number" in row[2] for row in told)


def test_all_rows_of_a_kind_are_there_page_by_page(desk, new_source, monkeypatch):
    from cairn.web.desk.importing import check

    monkeypatch.setattr(check, "PAGE", 4)
    rows = "".join(f"x{n},2024-03-01,Italy,many,0,\n" for n in range(10))
    staged = desk.check(desk.bring(EVENTS + rows).url, **new_source).url
    [group] = groups(ImportBatch.objects.get())
    assert (group.times, len(group.examples), group.more) == (10, SHOWN, 10 - SHOWN)
    seen, address = [], staged + "problems/?code=unreadable_count&column=Dead"
    while address:
        page = desk.get(address)
        seen += [example.row for example in page.context["group"].examples]
        after = page.context["following"]
        address = address.split("&after")[0] + f"&after={after}" if after else ""
    assert seen == list(range(5, 15))


def test_the_progress_says_how_far_it_is_and_ends_with_the_page(desk, new_source):
    step2 = desk.bring(EVENTS)
    form = desk.get(step2.url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | new_source
    waiting = desk.send(step2.url, **given, act="check").url
    text = desk.get(waiting).content.decode()
    assert "Waiting to be checked" in text
    assert "progress/" in text
    assert desk.get(waiting + "progress/").status_code == 200
    run_until_empty()
    assert desk.get(waiting + "progress/").headers["HX-Refresh"] == "true"


def test_a_corrected_file_brings_new_versions(desk, new_source):
    desk.send(desk.check(desk.bring(EVENTS).url, **new_source).url, act="commit")
    changed = EVENTS.replace("a1,2024-03-01,Italy,3", "a1,2024-03-01,Italy,4")
    step3 = desk.check(desk.bring(changed, source="coast-guard").url)
    text = desk.get(step3.url).content.decode()
    assert "3 rows read = 0 new + 1 corrected + 2 unchanged + 0 rejected" in text
    desk.send(step3.url, act="commit")
    account = Account.objects.current().get(key="a1")
    text = desk.get(reverse("desk:account", kwargs={"ref": account.ref})).content.decode()
    assert "version 2" in text
    assert "Dead: 3 → 4" in " ".join(text.split())


def test_hidden_and_absent_are_one_answer(desk, staged):
    batch = ImportBatch.objects.get()
    elsewhere = create_organisation(key="else-where", name="E", kind="project", by=None)
    ImportBatch.objects.filter(pk=batch.pk).update(
        audience_class="organisation", owner=elsewhere.ref
    )
    hidden = desk.get(staged)
    absent = desk.get(staged.replace(batch.ref, "imp-0000000000-0"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    for part in ("problems/?code=unreadable_count&column=Dead", "annotated.xlsx", "progress/"):
        assert desk.get(staged + part).status_code == 404


def test_a_role_without_the_desk_sees_nothing(staged):
    nobody = Desk().enter(person("nobody", None))
    for address in (staged, reverse("desk:imports"), reverse("desk:data_sets")):
        assert nobody.get(address).status_code == 403


def test_a_snapshot_is_asked_for_by_those_who_may(desk, new_source):
    done = desk.check(desk.bring(EVENTS).url, **new_source).url
    desk.send(done, act="commit")
    assert desk.send(done, act="refresh").status_code == 302
    assert "Making a new snapshot" in desk.get(done).content.decode()
    run_until_empty()
    assert "figures were made again after this import" in desk.get(done).content.decode()
    reader = Desk().enter(person("reader", "analyst"))
    fields = {"once": new_token(User.objects.get(username="reader")), "act": "refresh"}
    assert reader.post(done, fields).status_code == 403


def test_a_comparison_that_failed_is_told_on_the_import(desk, new_source, monkeypatch):
    done = desk.check(desk.bring(EVENTS).url, **new_source).url
    desk.send(done, act="commit")
    batch = ImportBatch.objects.get()
    monkeypatch.setattr(meeting, "meet", lambda _: 1 / 0)
    enqueue(meeting.let_meet, batch.ref, about=batch.ref)
    assert "were not compared" not in desk.get(done).content.decode()
    run_until_empty()
    text = desk.get(done).content.decode()
    assert "Sources that came in beside this one were not compared" in text
    assert "Something went wrong on our side" in text


def test_a_check_that_was_cut_off_can_be_gone_on_with(desk, new_source, monkeypatch):
    from cairn.reporting import staging
    from cairn.reporting.errors import DiskFull

    insert = staging.insert_rows

    def full(*_args: object) -> None:
        raise DiskFull(row=1)

    monkeypatch.setattr(staging, "insert_rows", full)
    address = desk.check(desk.bring(EVENTS).url, **new_source).url
    text = desk.get(address).content.decode()
    assert "The disk is full" in text
    assert ImportBatch.objects.get().status == "staging"
    monkeypatch.setattr(staging, "insert_rows", insert)
    assert desk.send(address, act="resume").status_code == 302
    run_until_empty()
    assert ImportBatch.objects.get().status == "staged"
    assert "Make 3 rows current" in desk.get(address).content.decode()


def test_countries_that_may_be_meant_are_named_in_the_language_of_the_page(desk, new_source):
    step3 = desk.check(desk.bring("Date,Country,Dead\n2024-03-01,Congo,1\n").url, **new_source)
    text = desk.get(step3.url.replace("/en/", "/fr/")).content.decode()
    assert "République démocratique du Congo" in text
    assert "Democratic Republic" not in text

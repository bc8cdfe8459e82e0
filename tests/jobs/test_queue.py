"""What happens to a job between the action that wants it and the page that shows it.

jq01  queued with the transaction, or not at all      jq05  a passing trouble is tried again, later
jq02  one key is queued once at a time                jq06  a killed runner's job comes back
jq03  progress is seen from outside                   jq07  a job that kills its runner is given up
jq04  a failure shows a sentence and no value         jq08  who lost its job changes nothing
"""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cairn.jobs import leases
from cairn.jobs.duties import DUTIES, do_what_is_due, every
from cairn.jobs.models import JobNote, State, latest_about
from cairn.jobs.progress import Running, current, progress
from cairn.jobs.queue import enqueue
from cairn.jobs.runner import AnotherRunner, Hand, only_one, run_one, run_until_empty
from tests.jobs import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_seen():
    work.seen.clear()
    work.failures_left[0] = 0


def test_jq01_a_job_is_done_with_its_arguments_and_shown_on_its_record():
    note = enqueue(work.remember, "a", 1, about="ims-1", values={"what": "things"})
    assert (note.state, note.shown) == (State.WAITING, "Remembering things")
    assert run_until_empty() == 1
    assert work.seen == [("a", 1)]
    shown = latest_about("ims-1")
    assert shown.is_over
    assert shown.state == State.DONE
    assert shown.finished_at >= shown.started_at


def test_jq01_what_is_rolled_back_was_never_asked_for():
    with transaction.atomic():
        enqueue(work.remember, "a")
        transaction.set_rollback(True)
    assert run_until_empty() == 0
    assert not JobNote.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for():
    for number in range(5):
        enqueue(work.remember, number)
    run_until_empty()
    assert work.seen == [(number,) for number in range(5)]


def test_jq02_the_same_key_is_queued_once_until_it_is_over():
    first = enqueue(work.remember, key="k")
    assert enqueue(work.remember, key="k") == first
    run_until_empty()
    again = enqueue(work.remember, key="k")
    assert again != first
    assert run_until_empty() == 1


def test_jobs_without_a_key_are_all_done():
    enqueue(work.remember)
    enqueue(work.remember)
    assert run_until_empty() == 2


def test_jq03_progress_is_a_share_of_a_known_whole():
    note = enqueue(work.report_often, 40)
    assert note.share is None
    run_until_empty()
    note.refresh_from_db()
    assert (note.done, note.total, note.share) == (40, 40, 1.0)


def test_jq03_outside_a_job_progress_is_silence():
    progress(1, 2)
    assert not JobNote.objects.exists()


def test_jq04_a_refusal_is_kept_as_a_sentence_with_its_numbers_and_without_its_values():
    note = enqueue(work.refuse)
    run_until_empty()
    note.refresh_from_db()
    assert (note.state, note.error) == (State.FAILED, "not_this_one")
    assert note.shown == "Row 7, …: … is not wanted."
    assert "Someone" not in str(list(DBTaskResult.objects.values()) + [note.values])


def test_jq04_a_breakdown_is_kept_without_its_message(caplog):
    note = enqueue(work.break_down)
    run_until_empty()
    note.refresh_from_db()
    assert note.error == "unexpected"
    entry = DBTaskResult.objects.get()
    assert entry.exception_class_path == "builtins.ValueError"
    assert "work.py" in entry.traceback
    assert "Someone" not in entry.traceback + caplog.text


def test_jq05_a_passing_trouble_is_tried_again_later():
    work.failures_left[0] = 1
    note = enqueue(work.fail_for_a_while)
    assert run_until_empty() == 1  # the second attempt is not due yet
    note.refresh_from_db()
    assert note.state == State.WAITING
    DBTaskResult.objects.update(run_after=timezone.now())
    run_until_empty()
    note.refresh_from_db()
    assert (note.state, note.attempt, work.seen) == (State.DONE, 2, [("at last",)])


def test_jq05_a_trouble_that_does_not_pass_is_given_up():
    work.failures_left[0] = 99
    note = enqueue(work.fail_for_a_while)
    for _ in range(3):
        DBTaskResult.objects.update(run_after=timezone.now())
        run_until_empty()
    note.refresh_from_db()
    assert (note.state, note.error, note.attempt) == (State.FAILED, "unexpected", 3)


def test_jq06_a_job_whose_lease_ran_out_goes_back_to_the_queue():
    enqueue(work.remember, "x")
    note, _ = leases.take("node-a:1")
    assert leases.recover() == 0  # it is believed to live
    JobNote.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert leases.recover() == 1
    assert run_until_empty() == 1
    note.refresh_from_db()
    assert (note.state, note.attempt, work.seen) == (State.DONE, 2, [("x",)])


def test_jq06_what_ran_on_a_node_that_is_known_dead_comes_back_at_once():
    enqueue(work.remember, "here")
    leases.take("node-a:1")
    enqueue(work.remember, "there")
    leases.take("node-b:1")
    assert leases.recover(dead_prefix="node-a:") == 1
    assert run_until_empty() == 1
    assert work.seen == [("here",)]


def test_jq06_a_heartbeat_keeps_the_job():
    enqueue(work.remember)
    held, _ = leases.take("node-a:1")
    JobNote.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert leases.extend(held)
    assert leases.recover() == 0


def test_jq07_a_job_that_kills_its_runner_each_time_is_given_up():
    note = enqueue(work.remember)
    for _ in range(5):
        assert leases.take("node-a:1")
        leases.recover(dead_prefix="node-a:")
    note.refresh_from_db()
    assert (note.state, note.error) == (State.FAILED, "runner_died")
    assert "5 times" in note.shown
    assert run_until_empty() == 0


def test_jq08_a_runner_that_lost_its_job_can_neither_report_nor_finish_nor_fail_it():
    enqueue(work.remember)
    lost, _ = leases.take("node-a:1")
    leases.recover(dead_prefix="node-a:")
    held, _ = leases.take("node-b:1")
    with pytest.raises(leases.LeaseLost):
        leases.report(lost, done=99)
    with pytest.raises(leases.LeaseLost):
        leases.finish(lost)
    assert not leases.extend(lost)
    leases.fail(lost, ValueError())
    leases.give_back(lost)
    held.refresh_from_db()
    assert (held.state, held.done, held.runner) == (State.RUNNING, 0, "node-b:1")


def test_a_job_that_is_asked_to_stop_goes_back_and_loses_no_attempt():
    note = enqueue(work.report_often, 10)
    stop = threading.Event()
    stop.set()
    assert run_one(Hand("node-a:1"), stop)
    note.refresh_from_db()
    assert (note.state, note.attempt, note.runner) == (State.WAITING, 0, "")
    assert current.get() is None
    assert run_until_empty() == 1


def test_progress_is_written_seldom_and_at_the_end_always(django_assert_num_queries):
    enqueue(work.report_often, 1)
    note, _ = leases.take("node-a:1")
    place = current.set(Running(note, threading.Event()))
    try:
        with django_assert_num_queries(2):
            for done in range(1, 101):
                progress(done, 100)
    finally:
        current.reset(place)


def test_a_job_of_a_version_that_is_gone_is_a_failure_with_a_name():
    note = enqueue(work.remember)
    DBTaskResult.objects.update(task_path="tests.jobs.work.forgotten")
    run_until_empty()
    note.refresh_from_db()
    assert note.error == "unknown_job"


def test_one_folder_has_one_runner_and_keeps_its_name(tmp_path):
    with only_one(tmp_path) as name:
        assert name
        with pytest.raises(AnotherRunner), only_one(tmp_path):
            pytest.fail("two runners")
    with only_one(tmp_path) as again:
        assert again == name


def test_a_duty_that_fails_does_not_keep_others_from_being_done(monkeypatch, caplog):
    monkeypatch.setattr("cairn.jobs.duties.DUTIES", {})
    monkeypatch.setattr("cairn.jobs.duties.close_old_connections", lambda: None)
    done = []

    def broken() -> None:
        raise ValueError("Someone's name")

    every(60)(broken)
    every(60)(lambda: done.append(1))
    assert do_what_is_due() == 2
    assert do_what_is_due() == 0  # not due again yet
    assert done == [1]
    assert "ValueError" in caplog.text
    assert "Someone" not in caplog.text


def test_duties_are_registered_by_name():
    from cairn.console import duties  # noqa: F401

    assert "cairn.console.duties.seal_the_log" in DUTIES


def test_entries_that_were_finished_long_ago_are_forgotten_and_their_notes_stay():
    enqueue(work.remember)
    run_until_empty()
    enqueue(work.remember)
    assert leases.forget(before=timezone.now() - timedelta(days=1)) == 0
    assert leases.forget(before=timezone.now() + timedelta(seconds=1)) == 1
    assert DBTaskResult.objects.count() == 1
    assert JobNote.objects.count() == 2

"""A runner is killed in the middle of a job (a process crash, not a power loss); the next finishes.

Real processes on a real instance. What the job did before it was killed is not done again.
"""

import signal
import time

import pytest

from tests.instances import Instance, wait_for

pytestmark = pytest.mark.process
CHUNKS = 25
STATE = """
from cairn.jobs.models import JobNote
from cairn.accounts.models import Organisation
note = JobNote.objects.get()
print(note.state, note.attempt, note.done, Organisation.objects.count())
"""
QUEUE = f"""
from tests.jobs.work import enter
from cairn.jobs.queue import enqueue
enqueue(enter, {CHUNKS}, "%s")
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    made = Instance(tmp_path_factory.mktemp("crash") / "data")
    made.make_empty()
    yield made
    made.end()


def state(instance: Instance) -> tuple[str, int, int, int]:
    word, *numbers = instance.python(STATE).split()
    return (word, *map(int, numbers))


def test_a_job_whose_runner_is_killed_is_finished_by_the_next_one(instance):
    gate = instance.data.parent / "gate"
    instance.python(QUEUE % gate)
    first = instance.start("jobs")
    wait_for(lambda: state(instance)[3] >= CHUNKS // 2)
    first.send_signal(signal.SIGKILL)
    first.wait()
    word, attempt, _, entered = state(instance)
    assert (word, attempt) == ("running", 1)
    assert entered < CHUNKS
    gate.touch()
    began = time.monotonic()
    instance.start("jobs")
    wait_for(lambda: state(instance)[0] == "done")
    assert time.monotonic() - began < 60  # at once, not when a lease of 90 seconds runs out
    assert state(instance) == ("done", 2, CHUNKS, CHUNKS)


def test_what_was_begun_twice_was_done_once(instance):
    keys = "print(Organisation.objects.values('key').distinct().count())"
    told = instance.python("from cairn.accounts.models import Organisation\n" + keys)
    assert told == str(CHUNKS)


def test_a_second_runner_on_the_same_folder_says_so_and_ends(instance):
    done = instance.cairn("jobs")
    assert done.returncode == 1
    assert done.stderr.strip() == "Another job runner already works on this folder of data."


def test_a_runner_that_is_told_to_stop_stops_in_seconds(instance):
    running = instance.processes[-1]
    began = time.monotonic()
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=10) == 0
    assert time.monotonic() - began < 5

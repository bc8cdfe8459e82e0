"""Real processes that are killed (SIGKILL) after each statement of a save, and after
every second one of a move of a filing.

What is found afterwards is the old state or the new one, each with its versions, its audit events
and its notices; the same move again ends as if nothing had happened.
"""

import json

import pytest

from tests.instances import Instance

pytestmark = pytest.mark.process
ALL = """
import json, os, signal, sys
from django.db import connection, transaction
from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.reporting.filings import actions
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.saving import save_form
from tests.reporting.filings.doing import drafted, world

people = world()

def state():
    now = Filing.objects.get(ref=filing.ref)
    return [now.status, now.counts.count(), now.revision,
            Version.objects.filter(key=filing.ref).count(),
            Event.objects.filter(target=filing.ref).exclude(kind="history.version.kept").count(),
            Notice.objects.filter(target=filing.ref).count()]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def killed(act, after):
    "In a process of its own: killed after so many statements, or right after the commit."
    connection.close()
    if (child := os.fork()) == 0:
        left = [after]
        def count(execute, *words):
            found = execute(*words)
            left[0] -= 1
            if left[0] == 0:
                die()
            return found
        with connection.execute_wrapper(count):
            act()
        if after < 0:
            die()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])

def tried(act, step=2):
    "States after each killing, then the one after the move was let through."
    found, after = [state()], 1
    while killed(act, after):
        found.append(state())
        after += step
    return found + [state()]

def save():
    changes = [Change(CountInput("smuggled_detected", n, dims={"origin": origin}))
               for n, origin in ((4, "MLI"), (8, "NGA"))]
    save_form(filing=filing, changes=changes, by=people.officer)

def submit():
    actions.submit_filing(filing=filing, by=people.officer)

def validate():
    actions.validate_filing(filing=filing, by=people.secretary)

def clear():
    actions.clear_filing(filing=filing, by=people.contact, repetition_is_true=True)

told = {}
filing = drafted(people, "2024-Q1")
told["each"] = {"save": tried(save, 1), "submit": tried(submit)}
clear()
told["each"]["validate"] = tried(validate)
filing = drafted(people, "2024-Q2")
told["after"] = []
for act in (save, submit, clear, validate):
    before = state()
    assert killed(act, -1)
    told["after"].append([before, state()])
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    instance = Instance(tmp_path_factory.mktemp("filing_crashes") / "data")
    instance.make_empty()
    found = json.loads(instance.python(ALL))
    instance.end()
    return found


def test_a_move_that_is_killed_leaves_the_old_state_and_goes_through_later(told):
    for move, (old, *meanwhile, new) in told["each"].items():
        assert len(meanwhile) > 3, move  # it was killed at many places
        assert all(state == old for state in meanwhile), move
        assert new[4] == old[4] + 1, move  # one audit event, though it was tried many times
        assert new[3] == old[3] + (move != "save"), move  # a version with each move
    old, *_, new = told["each"]["save"]
    assert new[1:3] == [old[1] + 2, old[2] + 1]
    assert told["each"]["submit"][-1][0] == "submitted"
    assert told["each"]["validate"][-1][0] == "validated"


def test_a_move_that_is_killed_right_after_its_commit_is_all_there(told):
    words = [after[0] for _before, after in told["after"]]
    assert words == ["draft", "submitted", "cleared", "validated"]
    assert all(after[4] == before[4] + 1 for before, after in told["after"])
    assert all(after[3] == before[3] + 1 for before, after in told["after"][1:])

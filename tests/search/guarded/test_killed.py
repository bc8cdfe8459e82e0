"""Processes that are killed while they write the index of the desk: nothing is lost, and what is
hidden stays hidden.

gk1  between commit and outbox, and before the commit    gk2  in a rebuild    gk3  the real runner
"""

import json

import pytest

from tests.instances import Instance, wait_for

pytestmark = pytest.mark.process

PUT = """
import json
from datetime import date
from cairn.search.guarded import comparing, indexing
from cairn.search.guarded.actions import note
from cairn.search.guarded.asking import Asked, ask
from cairn.search.guarded.models import Altered
from cairn.search import places
from cairn.sharing.viewer import Viewer
from cairn.reporting.models import DataSet
from django.db import transaction
from tests.factories import DataSetFactory, OrganisationFactory

def put(title):
    key = title.lower().replace(" ", "-")
    owner = OrganisationFactory(key=key, kind="publisher")
    with transaction.atomic():
        note(DataSetFactory(title=title, key=key, owner=owner).ref)
"""
ASK = (
    PUT
    + """
viewer = Viewer(today=date.today())
print(json.dumps({{
    "found": [len(ask(Asked(one), viewer).entries) for one in {words!r}],
    "waiting": Altered.objects.count(),
    "wrong": len(list(comparing.differences())),
    "folders": len(list(indexing.root().glob("g-*"))),
}}))
"""
)


@pytest.fixture
def instance(tmp_path):
    made = Instance(tmp_path / "var")
    made.make_empty()
    yield made
    made.end()


def asked(instance, *words):
    return json.loads(instance.python(ASK.format(words=list(words))))


def dies(instance, code, point):
    before = dict(instance.variables)
    instance.variables["CAIRN_CRASH_AT"] = point
    with pytest.raises(AssertionError):
        instance.python(PUT + code)
    instance.variables = before


@pytest.mark.parametrize(("point", "there"), [("guarded.replaced", 0), ("guarded.committed", 1)])
def test_gk1_what_was_being_brought_in_is_brought_in_again(instance, point, there):
    instance.python(PUT + 'put("Old source"); indexing.rebuild()')
    dies(instance, 'put("Newest source"); indexing.catch_up()', point)
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["wrong"]) == ([1, there], 1, 0)
    instance.python(PUT + "indexing.catch_up()")
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["wrong"]) == ([1, 1], 0, 0)


@pytest.mark.parametrize(
    ("point", "answers"),
    [("guarded.building", [1, 0]), ("guarded.built", [1, 0]), ("guarded.switched", [1, 1])],
)
def test_gk2_a_rebuild_that_is_killed_leaves_the_old_index_or_the_new_one(instance, point, answers):
    instance.python(PUT + 'put("Old source"); indexing.rebuild()')
    dies(instance, 'put("Newest source"); indexing.rebuild()', point)
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["folders"]) == (answers, 1, 2)
    instance.python(PUT + "indexing.rebuild()")
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["folders"]) == ([1, 1], 0, 1)


def test_gk3_the_runner_makes_the_index_and_follows(instance):
    instance.python(PUT + 'put("First source")')
    runner = instance.start("jobs")
    wait_for(lambda: (instance.data / "search/desk/current").exists())
    instance.python(PUT + 'put("Second source")')
    wait_for(lambda: asked(instance, "second")["waiting"] == 0)
    assert asked(instance, "first", "second")["found"] == [1, 1]
    done = instance.cairn("search", "--rebuild")
    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stdout
    runner.kill()
    runner.wait()
    done = instance.cairn("search", "--rebuild")
    assert "2 entries can be found at the desk." in done.stdout
    assert "the index of the desk: 2" in instance.cairn("verify").stdout

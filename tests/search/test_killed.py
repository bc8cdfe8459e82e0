"""Processes that are killed while they write the index: nothing is lost, and the old one answers.

KI-1 between commit and outbox   KI-2 before the commit   KI-3 in a rebuild   KI-4 the real runner
"""

import json
import time

import pytest

from tests.instances import Instance, wait_for

pytestmark = pytest.mark.process

PUT = """
import json, sys
from tests.search import shelf
from cairn.knowledge import kinds
kinds.KINDS = (shelf.LAW,); kinds.kinds.cache_clear()
from cairn.search.outbox import indexing
"""
ASK = (
    PUT
    + """
from cairn.search.asking import Question, ask
from cairn.search.outbox.models import Changed
from cairn.search.outbox import comparing
from cairn.search import places
words = {words!r}
print(json.dumps({{
    "found": [ask(Question(one)).total for one in words],
    "waiting": Changed.objects.count(),
    "wrong": len(list(comparing.differences())),
    "folders": len(list(places.own().glob("g-*"))),
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
    """Run the lines in a process that is killed at this point."""
    before = dict(instance.variables)
    instance.variables["CAIRN_CRASH_AT"] = point
    with pytest.raises(AssertionError):
        instance.python(PUT + code)
    instance.variables = before


@pytest.mark.parametrize(("point", "there"), [("search.replaced", 0), ("search.committed", 1)])
def test_ki1_ki2_what_was_being_brought_in_is_brought_in_again(instance, point, there):
    instance.python(PUT + 'shelf.put("a", {"en": "Old Act"}); indexing.rebuild()')
    dies(instance, 'shelf.put("b", {"en": "Newest Act"}); indexing.catch_up()', point)
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["wrong"]) == ([1, there], 1, 0)
    instance.python(PUT + "indexing.catch_up()")
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["wrong"]) == ([1, 1], 0, 0)


@pytest.mark.parametrize(
    ("point", "answers"),
    [("search.building", [1, 0]), ("search.built", [1, 0]), ("search.switched", [1, 1])],
)
def test_ki3_a_rebuild_that_is_killed_leaves_the_old_index_or_the_new_one(instance, point, answers):
    instance.python(PUT + 'shelf.put("a", {"en": "Old Act"}); indexing.rebuild()')
    dies(instance, 'shelf.put("b", {"en": "Newest Act"}); indexing.rebuild()', point)
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["folders"]) == (answers, 1, 2)
    instance.python(PUT + "indexing.rebuild()")
    found = asked(instance, "old", "newest")
    assert (found["found"], found["waiting"], found["folders"]) == ([1, 1], 0, 1)


def test_ki4_the_runner_makes_the_index_follows_and_is_killed_without_harm(instance):
    """Records of no kind, as the process of the runner knows none of the tests."""
    put = (
        PUT + "from tests.factories_of_library import ItemFactory\n"
        "from cairn.search.outbox.actions import note\n"
        'one = ItemFactory(kind="film", key="{words}", titles={{"en": "{words}"}}); note(one.ref)'
    )
    instance.python(put.format(words="First film"))
    runner = instance.start("jobs")
    wait_for(lambda: (instance.data / "search/open/current").exists())
    instance.python(put.format(words="Second film"))
    began = time.monotonic()
    wait_for(lambda: asked(instance, "second")["waiting"] == 0)
    assert asked(instance, "first", "second")["found"] == [1, 1], time.monotonic() - began
    done = instance.cairn("search", "--rebuild")
    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stdout
    runner.kill()
    runner.wait()
    assert asked(instance, "first", "second")["found"] == [1, 1]
    done = instance.cairn("search", "--rebuild")
    assert "2 documents can be found." in done.stdout
    done = instance.cairn("search", "film", "--json", "--limit", "1")
    told = json.loads(done.stdout)
    assert (told["total"], len(told["results"])) == (2, 1)
    assert told["results"][0]["why"]
    done = instance.cairn("search", "frist")
    assert "First film" in done.stdout
    assert "read as" in done.stdout
    assert instance.cairn("search").returncode == 1
    done = instance.cairn("verify")
    assert "the index of the library: 2" in done.stdout

"""Processes that are killed while they write an index: nothing is lost, the old one answers, and
what is hidden at the desk stays hidden.

KI-1 between commit and outbox   KI-2 before the commit   KI-3 in a rebuild   KI-4 the real runner
"""

import json
import time
from dataclasses import dataclass

import pytest

from tests.instances import Instance, wait_for

pytestmark = pytest.mark.process


@dataclass(frozen=True)
class Index:
    """One of the two, as a process is told to use it: `put` enters what has a title, `found` counts
    what `ask` finds by one word."""

    name: str  # of its crash points
    put: str
    found: str


LIBRARY = Index(
    "search",
    """
from tests.search import shelf
from cairn.knowledge import kinds
kinds.KINDS = (shelf.LAW,); kinds.kinds.cache_clear()
from cairn.search.outbox import comparing, indexing

def put(title):
    shelf.put(title.lower().replace(" ", "-"), {"en": title})
""",
    """
from cairn.search.asking import Question, ask

def found(word):
    return ask(Question(word)).total
""",
)
DESK = Index(
    "guarded",
    """
from cairn.search.guarded import comparing, indexing
from cairn.search.guarded.actions import note
from django.db import transaction
from tests.factories import DataSetFactory, OrganisationFactory

def put(title):
    key = title.lower().replace(" ", "-")
    owner = OrganisationFactory(key=key, kind="publisher")
    with transaction.atomic():
        note(DataSetFactory(title=title, key=key, owner=owner).ref)
""",
    """
from datetime import date
from cairn.search.guarded.asking import Asked, ask
from cairn.sharing.viewer import Viewer

def found(word):
    return len(ask(Asked(word), Viewer(today=date.today())).entries)
""",
)
BOTH = pytest.mark.parametrize("index", [LIBRARY, DESK], ids=lambda one: one.name)
STATE = """
import json
print(json.dumps({{
    "found": [found(one) for one in {words!r}],
    "waiting": indexing.upkeep.outbox.objects.count(),
    "wrong": len(list(comparing.differences())),
    "folders": len(list(indexing.upkeep.root().glob("g-*"))),
}}))
"""


@pytest.fixture
def instance(tmp_path):
    made = Instance(tmp_path / "var")
    made.make_empty()
    yield made
    made.end()


def asked(instance, index, *words):
    told = STATE.format(words=list(words))
    return json.loads(instance.python(index.put + index.found + told))


def dies(instance, code, point):
    """Run the lines in a process that is killed at this point."""
    before = dict(instance.variables)
    instance.variables["CAIRN_CRASH_AT"] = point
    with pytest.raises(AssertionError):
        instance.python(code)
    instance.variables = before


@BOTH
@pytest.mark.parametrize(("point", "there"), [("replaced", 0), ("committed", 1)])
def test_ki1_ki2_what_was_being_brought_in_is_brought_in_again(instance, index, point, there):
    instance.python(index.put + 'put("Old Act"); indexing.rebuild()')
    again = index.put + 'put("Newest Act"); indexing.catch_up()'
    dies(instance, again, f"{index.name}.{point}")
    found = asked(instance, index, "old", "newest")
    assert (found["found"], found["waiting"], found["wrong"]) == ([1, there], 1, 0)
    instance.python(index.put + "indexing.catch_up()")
    found = asked(instance, index, "old", "newest")
    assert (found["found"], found["waiting"], found["wrong"]) == ([1, 1], 0, 0)


@BOTH
@pytest.mark.parametrize(
    ("point", "answers"), [("building", [1, 0]), ("built", [1, 0]), ("switched", [1, 1])]
)
def test_ki3_a_rebuild_that_is_killed_leaves_the_old_index_or_the_new_one(
    instance, index, point, answers
):
    instance.python(index.put + 'put("Old Act"); indexing.rebuild()')
    again = index.put + 'put("Newest Act"); indexing.rebuild()'
    dies(instance, again, f"{index.name}.{point}")
    found = asked(instance, index, "old", "newest")
    assert (found["found"], found["waiting"], found["folders"]) == (answers, 1, 2)
    instance.python(index.put + "indexing.rebuild()")
    found = asked(instance, index, "old", "newest")
    assert (found["found"], found["waiting"], found["folders"]) == ([1, 1], 0, 1)


def test_ki4_the_runner_makes_the_index_follows_and_is_killed_without_harm(instance):
    """Records of no kind, as the process of the runner knows none of the tests."""
    film = (
        "from tests.factories_of_library import ItemFactory\n"
        "from cairn.search.outbox.actions import note\n"
        'one = ItemFactory(kind="film", key="{words}", titles={{"en": "{words}"}}); note(one.ref)'
    )
    instance.python(LIBRARY.put + film.format(words="First film"))
    runner = instance.start("jobs")
    wait_for(lambda: (instance.data / "search/open/current").exists())
    instance.python(LIBRARY.put + film.format(words="Second film"))
    began = time.monotonic()
    wait_for(lambda: asked(instance, LIBRARY, "second")["waiting"] == 0)
    assert asked(instance, LIBRARY, "first", "second")["found"] == [1, 1], time.monotonic() - began
    done = instance.cairn("search", "--rebuild")
    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stdout
    runner.kill()
    runner.wait()
    assert asked(instance, LIBRARY, "first", "second")["found"] == [1, 1]
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


def test_ki4_the_runner_makes_the_index_of_the_desk_and_follows(instance):
    instance.python(DESK.put + 'put("First source")')
    runner = instance.start("jobs")
    wait_for(lambda: (instance.data / "search/desk/current").exists())
    instance.python(DESK.put + 'put("Second source")')
    wait_for(lambda: asked(instance, DESK, "second")["waiting"] == 0)
    assert asked(instance, DESK, "first", "second")["found"] == [1, 1]
    done = instance.cairn("search", "--rebuild")
    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stdout
    runner.kill()
    runner.wait()
    done = instance.cairn("search", "--rebuild")
    assert "2 entries can be found at the desk." in done.stdout
    assert "the index of the desk: 2" in instance.cairn("verify").stdout

"""How well search answers questions that somebody judged who saw the records and never the search.

ju01  half of the judged questions is sealed: it is measured, and nothing is tuned on it
ju02  search answers them as well as it did when that was last looked at, in every language
ju03  expansion through the vocabularies helps
"""

import hashlib
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import timezone

from bench.search_quality import measured, read
from cairn.console.demo_library import shipped
from cairn.kernel.refs import new_ref
from cairn.knowledge.kinds import kinds
from cairn.knowledge.shelving import shelve
from cairn.search import opened
from cairn.search.outbox import indexing

HERE = Path(__file__).parent / "judged"
SEALED = "5d5433c4334331e4845b75649aa70252d02fa4b07082c48d4804f6b38dbfe997"
# A little below what was measured when these were set (0.480 to 0.484, and 0.471; records of equal
# worth stand in the order of their references, which differ from run to run).
LEAST = {"open": 0.45, "sealed": 0.45}
LEAST_OF_ONE = {"open": 0.24, "sealed": 0.16}  # of Arabic and of Chinese, the weakest


def test_ju01_the_sealed_half_is_the_one_that_was_sealed():
    assert hashlib.sha256((HERE / "sealed.jsonl").read_bytes()).hexdigest() == SEALED
    both = {one.query for name in LEAST for one in read(HERE / f"{name}.jsonl")}
    assert len(both) == 66


@pytest.fixture
def shelved(db, settings, tmp_path):
    """All that is shipped, published and searchable. Procedures, strategies, tools and mandates
    came later; another person judged them, who saw neither the search nor the first grades."""
    settings.CAIRN_DATA = tmp_path
    for kind in kinds().values():
        reading = import_module(f"{kind.package}.reading")
        for path in shipped(kind):
            for row in reading.read_file(path):
                shelve(
                    ref=new_ref("lib"),
                    kind=kind.key,
                    key=row.key,
                    number=1,
                    body=row.body,
                    at=timezone.now(),
                )
    indexing.rebuild()
    yield
    opened._opened.clear()


def test_ju02_ju03_judged_questions_are_answered_as_well_as_before(shelved):
    for name, least in LEAST.items():
        judged = read(HERE / f"{name}.jsonl")
        told = measured(judged, expand=True)
        assert told["all"] >= least, told
        assert min(told.values()) >= LEAST_OF_ONE[name], told
        assert told["all"] > measured(judged, expand=False)["all"]

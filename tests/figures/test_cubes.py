"""Which cube answers: dates only as fine as the question's, and the smallest of those that can."""

import pytest

from cairn.figures import cubes
from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.kernel.predicates import Eq

from . import worlds
from .worlds import event, on

# Three months of one year, a span of two months, and a year alone: few rows by year, more by month.
EVENTS = [
    *(event(f"a{n}", **on(f"2015-0{1 + n % 3}-0{1 + n}"), route="med", dead=n) for n in range(9)),
    event("b1", **on("2015-H1"), route="med", dead=20),
    event("b2", **on("2016"), route="med", dead=30),
    event("b3", **on("2016-05-04"), route="med", dead=40, owner="fra"),
    event("b4", route="med", dead=50),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return worlds.build(tmp_path_factory.mktemp("cubes"), EVENTS, budget=worlds.EVERY_PART)


ASKED = {
    "": "timeless",
    "by=year": "by-year",
    "by=month": "month",
    "by=quarter": "month",
    "period=2015": "by-year",
    "period=2015..2016": "by-year",
    "period=2015-H1": "month",
    "period=2015-02": "month",
    "period=2015&by=month": "month",
}


def question_of(text):
    pairs = dict(part.split("=") for part in text.split("&") if part)
    by = pairs.pop("by", "")
    return Question.parse("dead", pairs, by)


def fineness(cube):
    return {cubes.BY_MONTH: "month", cubes.BY_YEAR: "by-year", cubes.TIMELESS: "timeless"}[
        cube.months
    ]


@pytest.mark.parametrize("text", ASKED)
def test_the_coarsest_dates_that_can_answer_are_read(snapshot, text):
    cube = cubes.pick(snapshot.manifest.cubes, question_of(text), ["route"])
    assert fineness(cube) == ASKED[text]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("visible", [None, Eq("owner", "fra"), Eq("owner", "nobody")])
def test_every_cube_answers_as_the_rows_do(snapshot, text, visible):
    question = question_of(text)
    for by in ((), ("route",)):
        asked = question.but(by=(*by, *question.by))
        from_rows = answer(snapshot, asked, visible=visible, use_cubes=False)
        assert answer(snapshot, asked, visible=visible) == from_rows


def test_no_cube_with_coarser_dates_is_kept_that_is_hardly_smaller(tmp_path):
    budget = cubes.Budget(small=0, worth=0, part_worth=100, pairs_from=10_000, coarser=0.01)
    snapshot = worlds.build(tmp_path, EVENTS, budget=budget)
    kept = [cube.dimensions for cube in snapshot.manifest.cubes]
    assert len(kept) == len(set(kept))

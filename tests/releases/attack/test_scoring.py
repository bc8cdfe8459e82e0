"""The truth scores what an attack found, and is read by nothing else."""

import ast
import inspect

import pytest

from cairn.releases.attack import attacking, auditing, model, scanning, solving
from cairn.releases.attack.attacking import Kind, Verdict, attack
from cairn.releases.attack.model import Count, Filed
from cairn.releases.attack.scoring import score
from tests.releases.attack.tables import folder, key, knows

TWO = folder("x all\na 60 60\nall 60 60")
ROLL = {"one": {"aland": "1", "bland": "1", "cland": "1"}}


def truth(report, own, **filed):
    every = {"aland": own, **filed}
    return {
        one: every[one.contributor] if isinstance(one, Filed) else sum(every.values())
        for one in report.model.at
    }


@pytest.mark.parametrize(
    ("bland", "verdict"),
    [(20, Verdict.SAFE), (37, Verdict.RECOVERED), (38, Verdict.RECOVERED), (0, Verdict.SAFE)],
)
def test_a_contribution_near_the_whole_rest_is_recovered(bland, verdict):
    """The rest is 38 to 42: upwards an attacker is left with 42, which 37 × 1.15 is not."""
    report = attack([TWO], knows("aland", ROLL, {("a", "x"): 20}), exact=True)
    assert report.passed  # without the truth, each of the two may have filed anything
    scores = score(report, truth(report, 20, bland=bland, cland=40 - bland))
    mine = {s.found.target.contributor: s for s in scores}
    assert mine["bland"].verdict is verdict
    assert not any(one.outside for one in scores)


def test_an_interval_without_the_truth_in_it_says_so():
    report = attack([TWO], knows("aland", ROLL, {("a", "x"): 20}), exact=True)
    scores = score(report, truth(report, 20, bland=50, cland=0))
    assert {one.outside for one in scores if one.found.target.contributor == "bland"} == {True}


def test_withheld_cells_are_judged_by_their_interval_alone():
    report = attack([folder("x y all\na ? 30 35\nb 40 50 90\nall 45 80 125", base=1)])
    (only,) = score(report, {Count(0, key("a", "x")): 5})
    assert (only.verdict, only.truth, only.found.target.kind) == (
        Verdict.RECOVERED,
        5,
        Kind.CELL,
    )


@pytest.mark.parametrize("module", [attacking, auditing, model, scanning, solving])
def test_nothing_that_attacks_knows_of_the_truth(module):
    tree = ast.parse(inspect.getsource(module))
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    names |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not {"truth", "cairn.releases.attack.scoring"} & names

"""Which of the intervals that an attack found are too near to the truth.

The only module that is given the truth, and it attacks nothing: `truth` maps each unknown of the
model, a `Count` or a `Filed`, to what it really is. Only unknowns of targets are needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.releases.attack.attacking import SHARE, Found, Report, Verdict
from cairn.releases.attack.model import Unknown


@dataclass(frozen=True, slots=True)
class Score:
    """`outside`: the interval does not hold the truth, so the attack or the folder is wrong."""

    found: Found
    truth: int
    verdict: Verdict
    outside: bool


def score(report: Report, truth: Mapping[Unknown, int]) -> list[Score]:
    """Every target that was tried, judged with the truth. For a contribution r, the attacker must
    be left with at most 0.85 r and with at least 1.15 r; of 0, with 0."""
    scores = []
    for one in report.found:
        value = sum(c * truth[report.model.unknowns[n]] for n, c in one.target.terms)
        outside = (one.low is not None and value < one.low) or (
            one.high is not None and value > one.high
        )
        verdict = one.verdict if one.target.asked else _contribution(one, value)
        scores.append(Score(one, value, verdict, outside))
    return scores


def _contribution(one: Found, value: int) -> Verdict:
    size = abs(value)
    below, above = value * 100 - SHARE * size, value * 100 + SHARE * size
    if one.low is not None and 100 * one.low > below:
        return Verdict.RECOVERED
    if one.high is not None and 100 * one.high < above:
        return Verdict.RECOVERED
    if one.least is None or one.most is None:
        return Verdict.UNPROVEN
    if 100 * one.least <= below and 100 * one.most >= above:
        return Verdict.SAFE
    return Verdict.UNPROVEN

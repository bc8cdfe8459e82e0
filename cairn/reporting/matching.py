"""Whether two accounts of different sources may speak of one event: a score and its reasons.

Decides nothing: what is linked, by whom and what a person's judgement does to it stands in
`linking`. Each feature is a `Finding` of its own; the score is their mean by `WEIGHTS`. What one of
the two did not record speaks neither for nor against (0.5). Every finding, and so the score, is the
same whichever account comes first. Which pairs of a stretch of time belong together is decided in
`pairing`.

`CERTAIN` was chosen and measured with `bench/linking.py` on the two files of the Missing Migrants
Project that share no identifier: 17,474 official records, and 19,669 of IOM's own package. Truth
was the day, the point and the publisher's free text of the place, which Cairn does not keep and no
feature sees. Chosen on one half of the official identifiers. On the other half, of 8,037 links made
without asking 8,028 were right, 1 wrong and 8 could not be decided: precision 99.89 % (undecided
taken for wrong) at a recall of 98.2 %. But the two files largely copy one another: with the right
partners taken away on purpose, 181 of 8,732 accounts (2.1 %) were still linked, nearly all to
another event of the same day, point and number, which nothing in either file tells apart. So
`linking` asks about every pair whose sources are not of one publisher, however alike.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.text import noop

DAYS = 3  # further apart, two accounts are never compared
KILOMETRES = 25.0
LISTED = 0.70  # from here on a pair is shown to a person
CERTAIN = 0.85  # from here on it may be linked without asking; see `is_certain`
PRECISION, RECALL = 0.9989, 0.982  # measured at CERTAIN, see above
EARTH = 6371.0
NEAR = 0.02  # kilometres: one point, once written with fewer digits
UNSAID = frozenset({None, "", "UNK", "OOO", "MIX", "mixed_unknown", "several"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of one account. None means not recorded."""

    ref: str
    earliest: date
    latest: date
    latitude: float | None = None
    longitude: float | None = None
    total: int | None = None  # dead and missing
    survivors: int | None = None
    country: str | None = None
    cause: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason: from 0 (speaks against) over 0.5 (nothing known) to 1 (speaks for)."""

    score: float
    because: str  # a template, translated for the person who decides
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two accounts are, and why."""

    score: float
    findings: dict[str, Finding]


def days_apart(one: Told, other: Told) -> Finding:
    days = max(abs((one.earliest - other.earliest).days), abs((one.latest - other.latest).days))
    if not days and one.earliest == one.latest:
        return Finding(1.0, noop("The dates are equal."), {})
    if not days:
        return Finding(0.5, noop("The dates are equal, but not known to the day."), {})
    return Finding(
        max(0.0, 1 - days / (DAYS + 1)), noop("Days between the dates: %(days)s."), {"days": days}
    )


def kilometres_apart(one: Told, other: Told) -> Finding:
    apart = distance(one, other)
    if apart is None:
        return Finding(0.5, noop("One of the two has no point on the map."), {})
    if apart <= NEAR:
        return Finding(1.0, noop("The points are equal."), {})
    score = 1 / (1 + apart / 2) if apart <= KILOMETRES else 0.0
    return Finding(
        score,
        noop("Kilometres between the points: %(kilometres)s."),
        {"kilometres": round(apart, 1)},
    )


def totals_close(one: Told, other: Told) -> Finding:
    return _numbers_close(
        one.total,
        other.total,
        noop("Dead and missing are not recorded in one of the two."),
        noop("Dead and missing are equal: %(number)s."),
        noop("Dead and missing differ: %(smaller)s and %(larger)s."),
    )


def survivors_close(one: Told, other: Told) -> Finding:
    return _numbers_close(
        one.survivors,
        other.survivors,
        noop("Survivors are not recorded in one of the two."),
        noop("Survivors are equal: %(number)s."),
        noop("Survivors differ: %(smaller)s and %(larger)s."),
    )


def country_equal(one: Told, other: Told) -> Finding:
    return _same(
        one.country,
        other.country,
        noop("The country is not recorded in one of the two."),
        noop("The country is the same."),
        noop("The countries differ."),
    )


def cause_equal(one: Told, other: Told) -> Finding:
    return _same(
        one.cause,
        other.cause,
        noop("The cause is unknown, or not recorded, in one of the two."),
        noop("The cause is the same."),
        noop("The causes differ."),
    )


def origin_compatible(one: Told, other: Told) -> Finding:
    return _same(
        one.origin,
        other.origin,
        noop("The origin is unknown, mixed, or not recorded, in one of the two."),
        noop("The origin is the same."),
        noop("The origins differ."),
    )


FEATURES: dict[str, Callable[[Told, Told], Finding]] = {
    "place": kilometres_apart,
    "total": totals_close,
    "day": days_apart,
    "cause": cause_equal,
    "origin": origin_compatible,
    "country": country_equal,
    "survivors": survivors_close,
}
# Place, number and day tell two events apart; the rest mostly confirms. They sum to one.
WEIGHTS = {
    "place": 0.30,
    "total": 0.25,
    "day": 0.20,
    "cause": 0.08,
    "origin": 0.07,
    "country": 0.05,
    "survivors": 0.05,
}


def compare(one: Told, other: Told) -> Likeness:
    """Ask every feature and weigh the answers."""
    findings = {name: feature(one, other) for name, feature in FEATURES.items()}
    score = math.fsum(WEIGHTS[name] * found.score for name, found in findings.items())
    return Likeness(round(score, 4), findings)


def is_certain(likeness: Likeness, threshold: float = CERTAIN) -> bool:
    """Whether the likeness is enough to link without asking: day and point are equal as well, and
    no feature speaks against.

    Otherwise another event of the same kind takes the place of the one that the other source does
    not know: with every right partner taken away, 395 links were made instead of 181.
    """
    findings = likeness.findings
    equal = findings["day"].score == findings["place"].score == 1
    denied = any(finding.score == 0 for finding in findings.values())
    return equal and not denied and likeness.score >= threshold


def distance(one: Told, other: Told) -> float | None:
    """Kilometres along the great circle, or None where a point is not recorded."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    north, south = math.radians(one.latitude or 0), math.radians(other.latitude or 0)
    east = math.radians((one.longitude or 0) - (other.longitude or 0))
    part = (
        math.sin((north - south) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, part)))


def _numbers_close(
    one: int | None, other: int | None, unsaid: str, equal: str, differ: str
) -> Finding:
    if one is None or other is None:
        return Finding(0.5, unsaid, {})
    smaller, larger = sorted((one, other))
    if smaller == larger:
        return Finding(1.0, equal, {"number": larger})
    score = max(0.0, 1 - 2 * (larger - smaller) / larger)  # half as many: no support at all
    return Finding(score, differ, {"smaller": smaller, "larger": larger})


def _same(one: str | None, other: str | None, unsaid: str, same: str, differ: str) -> Finding:
    if one in UNSAID or other in UNSAID:
        return Finding(0.5, unsaid, {})
    return Finding(1.0, same, {}) if one == other else Finding(0.0, differ, {})

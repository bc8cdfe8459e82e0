"""Which cells are withheld for what they say themselves, and how the others are written.

The rules of one cell: small counts, few events, the residual rule, sensitive attributes, and on a
map the stricter minima of maps. What a cell says together with others is the audit's question.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum
from fractions import Fraction

from cairn.kernel.cells import Cell
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.releases.disclosure.bands import band
from cairn.releases.disclosure.residual import Knowledge
from cairn.releases.disclosure.rules import Rule, rounded
from cairn.releases.disclosure.tables import Truth
from cairn.releases.disclosure.viewers import Viewer
from cairn.releases.folder import Band, Key, Measure

Shown = int | Band | Cell


class WeakerMeasure(Refused):
    text = noop(
        "%(measure)s would be published with less protection than the rule %(rule)s asks for: "
        "%(problem)s. Only a measure whose contributors are all open may be."
    )


class Reason(StrEnum):
    """Why a number is not told. Internal: no reason ever reaches the public."""

    SMALL = "small"
    FEW_EVENTS = "few_events"
    RESIDUAL = "residual"
    SENSITIVE = "sensitive"
    REVISION = "revision"
    AUDIT = "audit"  # withheld for the sake of another cell
    COARSENED = "coarsened"  # not even named: its table is coarser here


def check_strength(truth: Truth, rule: Rule) -> None:
    """Raises `WeakerMeasure` if a published measure is rounded or withheld less than the rule."""
    contributors = defaultdict(set)
    for leaf, given in truth.counts.items():
        contributors[leaf.measure] |= {*given}
    for name in sorted({table.measure for table in truth.tables}):
        one = truth.measures[name]
        if contributors[name] <= truth.open:
            continue
        least = rule.counts.min_events - 1 if one.unit == "events" else rule.counts.threshold
        wrong = []
        if one.base < rule.counts.base or one.base % 2 == 0:
            wrong.append(f"base {one.base}, {rule.counts.base}")
        if one.small < least:
            wrong.append(f"small {one.small}, {least}")
        if rounded(one.small + 1, one.base) <= one.small:
            wrong.append(f"{one.small + 1} is rounded to {rounded(one.small + 1, one.base)}")
        if wrong:
            raise WeakerMeasure(measure=name, rule=rule.name, problem="; ".join(wrong))


def primary(truth: Truth, rule: Rule, viewers: Collection[Viewer]) -> dict[Key, Reason]:
    """The published, recorded cells above 0 that are withheld, each with the first reason."""
    knowledge = Knowledge(truth, viewers)
    sensitive = _sensitive(truth, rule)
    found = {}
    for key in truth.keys:
        given = truth.contributions.get(key)
        if given is None or not sum(given.values()) or {*given} <= truth.open:
            continue
        if _small(truth, rule, key, sum(given.values())):
            found[key] = Reason.SMALL
        elif _few_events(truth, rule, key):
            found[key] = Reason.FEW_EVENTS
        elif knowledge.exposed(key, given, rule.contributions.p):
            found[key] = Reason.RESIDUAL
        elif key in sensitive:
            found[key] = Reason.SENSITIVE
    for side in truth.sides:  # nothing stands beside a figure that is not told
        for key in truth.keys:
            if key.measure == side.measure and Key(side.of, key.at) in found:
                found.setdefault(key, Reason.SMALL)
    return {key: why for key, why in found.items() if sum(truth.contributions[key].values())}


def written(measure: Measure, n: int, edges: tuple[int, ...] | None) -> Shown:
    """A count as it is printed if nothing forbids it: rounded from its true value, or a band."""
    if edges is not None:
        return band(n, edges)
    return Cell.WITHHELD if 0 < n <= measure.small else rounded(n, measure.base)


def edges_of(truth: Truth, rule: Rule) -> dict[str, tuple[int, ...]]:
    """Per measure that is told in bands, where they begin."""
    return {one.measure: getattr(rule.bands, one.bands) for one in truth.sides}


def _mapped(truth: Truth, key: Key) -> bool:
    return any(name in truth.on_map for name, _ in key.at)


def _small(truth: Truth, rule: Rule, key: Key, n: int) -> bool:
    measure = truth.measures[key.measure]
    if key.measure in (edges := edges_of(truth, rule)):
        return n < edges[key.measure][0]
    least = measure.small
    if _mapped(truth, key):
        on_map = rule.maps.events if measure.unit == "events" else rule.maps.persons
        least = max(least, on_map - 1)
    return n <= least


def _few_events(truth: Truth, rule: Rule, key: Key) -> bool:
    """Where events are counted at all; whether they are is known from the recipe of a release."""
    name = truth.events_of.get(key.measure)
    if name is None:
        return False
    least = rule.maps.events if _mapped(truth, key) else rule.counts.min_events
    events = truth.contributions.get(Key(name, key.at), {})
    return sum(events.values()) < least


def _sensitive(truth: Truth, rule: Rule) -> Mapping[Key, None]:
    """Every cell of a row in which one category holds nearly all of its group, and every subset
    that does of what it is part of. Categories of all levels count; the group stays."""
    most = Fraction(str(rule.sensitive.top_share))
    sums = {key: sum(given.values()) for key, given in truth.contributions.items()}
    rows: dict[tuple[Key, str], list[Key]] = defaultdict(list)
    found: dict[Key, None] = {}
    for key in truth.keys:
        if key not in sums:
            continue
        for name, code in key.at:
            if name in truth.sensitive:
                rows[Key(key.measure, key.at - {(name, code)}), name].append(key)
        whole = truth.measures[key.measure].at_most
        if key.measure in truth.sensitive and whole:
            group = sums.get(Key(whole, key.at))
            if group is not None and sums[key] > most * group:
                found[key] = None
    for (group_key, _), row in rows.items():
        if any(sums[key] > most * sums.get(group_key, sums[key]) for key in row):
            found |= dict.fromkeys(row)
    return found

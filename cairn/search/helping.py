"""What would find something where a question finds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.search.index import Reader
from cairn.search.planning import Unit
from cairn.search.questions import Plan


@dataclass(frozen=True, slots=True)
class Help:
    """Each with how much it finds: the words alone, without one filter, without all; and words that
    stand nowhere."""

    absent: tuple[str, ...]
    alone: tuple[tuple[str, int], ...]
    without: tuple[tuple[str, int], ...]  # name of the filter that is left out
    unfiltered: int


def help_for(plan: Plan, units: Sequence[Unit], index: Reader) -> Help:
    """Asked only where nothing was found, so that it may cost a few questions more."""
    absent, alone = [], []
    for unit in units[:8]:
        n = index.count(Plan(unit.node))
        if not n:
            absent.append(unit.shown)
        elif len(units) > 1:
            shown = f'"{unit.shown}"' if unit.phrase else unit.shown
            alone.append((shown, n))
    names = [one.field for one in plan.narrow] + (["year"] if plan.within else [])
    without = [(name, index.count(plan.lacking(name))) for name in names]
    filtered = bool(names)
    return Help(
        tuple(absent),
        tuple(alone),
        tuple((name, n) for name, n in without if n),
        index.count(Plan(plan.node, without=plan.without)) if filtered else 0,
    )

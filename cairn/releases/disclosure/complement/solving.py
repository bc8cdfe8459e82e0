"""The cheapest complement, or a good one with how far from the cheapest it can be at most.

`fast_complement` searches; `best_complement` also proves. Both are deterministic: what costs the
same is told apart by the order of keys, never by a count. Only a time limit can end
`best_complement` at another place on another machine; the answer says that it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.releases.disclosure.complement.cuts import Cuts
from cairn.releases.disclosure.complement.fast import Search, Target
from cairn.releases.disclosure.complement.problems import Problem
from cairn.releases.disclosure.complement.solver import Deviation

PRINTED_AGAIN = 2_000  # of so many withheld neighbours it is asked whether they are needed


@dataclass(frozen=True)
class Complement:
    """`withheld`: every cell not to be printed, primary ones too; `cost`: the weights of those
    beyond the primary ones; `bound`: no complement costs less; `ended`: proven, time or searched;
    `proofs`: per primary cell and direction, another table less the true one, by position, in which
    the cell stands at the end of its interval."""

    withheld: frozenset[Any]
    cost: int
    bound: int
    ended: str
    proofs: Mapping[Target, Deviation]
    programs: int  # linear programs solved

    @property
    def gap(self) -> float:
        """The share of the cost that might be saved, at most: 0 if it is proven the best."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


def fast_complement(problem: Problem, *, printed_again: int | None = PRINTED_AGAIN) -> Complement:
    """Sound, not the best; `printed_again`: how many cells are tried for being printed after all.
    Raises `Unprotectable`."""
    search = Search(problem)
    search.protect()
    search.print_again(printed_again)
    search.check()
    return _answer(search, 0, "searched")


def best_complement(problem: Problem, *, seconds: float = 300.0) -> Complement:
    """The cheapest, proven so if the time is enough; else the best found, with its gap.
    Raises `Unprotectable`."""
    cuts = Cuts(problem, seconds)
    cuts.solve()
    best = cuts.best
    best.check()
    ended = "proven" if problem.cost(best.withheld) <= cuts.bound else "time"
    return _answer(best, cuts.bound, ended, cuts.programs)


def _answer(search: Search, bound: int, ended: str, programs: int = 0) -> Complement:
    problem = search.problem
    return Complement(
        withheld=frozenset(problem.keys[at] for at in search.withheld),
        cost=problem.cost(search.withheld),
        bound=bound,
        ended=ended,
        proofs=search.proofs,
        programs=search.router.solved + programs,
    )

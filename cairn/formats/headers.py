"""Which column of a file is which field: proposals with a score and a reason, never decisions.

A proposal joins what the header says (spellings, and likeness to them) with what the values look
like (probes given by the caller). A field gets one column at most, the best over all; a column
whose values contradict its name is proposed with a low score, so that a person is asked.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from cairn.formats.lexicon import Lexicon, normalize_header
from cairn.formats.missing import read_missing
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

__all__ = ["Lexicon", "Probe", "Proposal", "normalize_header", "propose", "reads"]

SURE = 0.9  # from here on a proposal needs no question
LIKELY = 0.6  # below this nothing is proposed
ALIKE = 80  # per cent of likeness from which a misspelt header counts

# Says how many of the values look right, from 0 to 1.
Probe = Callable[[Sequence[object]], float]

SAME = noop("the header is a known spelling of this field")
SIMILAR = noop("the header resembles %(spelling)r")
CONTAINS = noop("the header contains %(spelling)r")
VALUES_DIFFER = noop("the header fits, but only %(share)s%% of the values look like this field")
UNKNOWN = noop("no field is known by this header")
TAKEN = noop("another column fits %(field)s better")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one column may be; `because` is a template for `values`."""

    column: str
    field: str | None
    score: float
    because: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def sure(self) -> bool:
        return self.field is not None and self.score >= SURE


def reads(reader: Callable[[Any], object]) -> Probe:
    """A probe from a reader of values: the share of values that it reads."""

    def probe(values: Sequence[object]) -> float:
        return sum(_readable(reader, value) for value in values) / len(values)

    return probe


def _readable(reader: Callable[[Any], object], value: object) -> bool:
    try:
        return reader(value) is not None
    except CairnError:
        return False


def propose(
    headers: Sequence[str],
    samples: Iterable[Sequence[object]],
    lexicon: Lexicon,
    *,
    probes: Mapping[str, Probe] | None = None,
) -> list[Proposal]:
    """One proposal for each header, in their order. `samples` are rows, as a sheet gives them."""
    columns: list[list[object]] = [[] for _ in headers]
    for row in samples:
        for values, value in zip(columns, row, strict=False):
            if not read_missing(value):
                values.append(value)
    found = [
        proposal
        for header, values in zip(headers, columns, strict=True)
        for proposal in _of_column(header, values, lexicon, probes or {})
    ]
    found.sort(key=lambda proposal: -proposal.score)  # stable: equal ones in order of the columns
    chosen: dict[str, Proposal] = {}
    taken: dict[str, str] = {}
    for proposal in found:
        name = proposal.field
        if name is None or proposal.column in chosen:
            continue
        if name in {other.field for other in chosen.values()}:
            taken.setdefault(proposal.column, name)
        else:
            chosen[proposal.column] = proposal
    return [chosen.get(header) or _none(header, taken.get(header)) for header in headers]


def _none(header: str, better: str | None) -> Proposal:
    if better:
        return Proposal(header, None, 0.0, TAKEN, {"field": better})
    return Proposal(header, None, 0.0, UNKNOWN)


def _of_column(
    header: str, values: list[object], lexicon: Lexicon, probes: Mapping[str, Probe]
) -> Iterable[Proposal]:
    key = normalize_header(header)
    for name, spellings in lexicon.spellings.items():
        score, because, shown = _likeness(key, spellings)
        probe = probes.get(name)
        if probe and values and score:
            share = probe(values)
            shown = {**shown, "share": round(100 * share)}
            if share < 0.5:
                score, because = score * 0.7, VALUES_DIFFER
            elif score < 1:
                score = min(0.95, score + 0.15 * share)
        if score >= LIKELY:
            yield Proposal(header, name, round(score, 3), because, shown)


def _likeness(key: str, spellings: frozenset[str]) -> tuple[float, str, dict[str, Any]]:
    """How far a header says this field, from 0 to 1, and why."""
    if key in spellings:
        return 1.0, SAME, {}
    padded = f" {key} "
    held = max((s for s in spellings if f" {s} " in padded), key=len, default="")
    contained = 0.6 + 0.25 * len(held) / len(key) if held else 0.0
    best = process.extractOne(
        key, sorted(spellings), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
    )
    similar = 0.9 * best[1] / 100 if best and len(key) > 3 else 0.0
    if similar > contained and best:
        return similar, SIMILAR, {"spelling": best[0]}
    return contained, CONTAINS, {"spelling": held}

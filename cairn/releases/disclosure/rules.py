"""The parameters of disclosure control: read from versioned files, compared, never assumed.

A rule is data (`data/NAME.yaml`): every parameter is stated in the file, and one that means nothing
here is refused. `weaker_than` names each parameter in which one rule protects less than another; a
release whose rule is weaker than the policy is refused by whoever builds it. What a number does is
decided in the module that applies it.

Sources: threshold and p% rule: Hundepool et al., Statistical Disclosure Control (Wiley 2012),
chapters 4 and 5; l-diversity: Machanavajjhala et al., ACM TKDD 1 (2007) 3.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from importlib.resources import files
from typing import Any, Self

import yaml

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

LATEST = "2026-1"


class UnreadableRule(CairnError):
    text = noop("The disclosure rule %(name)s cannot be used: %(problem)s.")


def _more() -> Any:
    """A parameter that protects more where it is higher."""
    return field(metadata={"stronger": "higher"})


def _less() -> Any:
    """A parameter that protects more where it is lower."""
    return field(metadata={"stronger": "lower"})


@dataclass(frozen=True, slots=True)
class Counts:
    """Persons from 1 to `threshold` are withheld, and those of fewer than `min_events` events; all
    others are rounded to the odd number `base`."""

    threshold: int = _more()
    base: int = _more()
    min_events: int = _more()

    def __post_init__(self) -> None:
        if self.base % 2 == 0:
            raise ValueError(f"base {self.base} is even, so a half would need a rule of its own")
        if rounded(self.threshold + 1, self.base) <= self.threshold:
            raise ValueError(f"base {self.base} rounds {self.threshold + 1} to a withheld number")


@dataclass(frozen=True, slots=True)
class Contributions:
    p: int = _more()


@dataclass(frozen=True, slots=True)
class Sensitive:
    top_share: float = _less()

    def __post_init__(self) -> None:
        if self.top_share > 1:
            raise ValueError(f"a share of {self.top_share} is none")


@dataclass(frozen=True, slots=True)
class Fees:
    middle_from: int = _more()
    tails_from: int = _more()
    digits: int = _less()


@dataclass(frozen=True, slots=True)
class Maps:
    resolution_at_sea: int = _less()
    persons: int = _more()
    events: int = _more()
    days: int = _more()
    days_route_change: int = _more()


@dataclass(frozen=True, slots=True)
class Microdata:
    k: int = _more()
    l: int = _more()  # noqa: E741 — its name in the literature


@dataclass(frozen=True, slots=True)
class Revisions:
    owners: int = _more()


@dataclass(frozen=True, slots=True)
class Bands:
    """Where bands begin; a number below the first is withheld. Fewer of them tell less."""

    numbers: tuple[int, ...] = field(metadata={"stronger": "fewer"})
    few: tuple[int, ...] = field(metadata={"stronger": "fewer"})

    def __post_init__(self) -> None:
        for edges in (self.numbers, self.few):
            if not edges or list(edges) != sorted({*edges}):
                raise ValueError(f"bands begin at rising numbers, not at {list(edges)}")


@dataclass(frozen=True, slots=True)
class Weakened:
    """One parameter in which a rule protects less than another."""

    name: str  # "counts.threshold"
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """All parameters of one version. `p` is in hundredths, `top_share` a share, days are days."""

    name: str
    counts: Counts
    contributions: Contributions
    sensitive: Sensitive
    fees: Fees
    maps: Maps
    microdata: Microdata
    revisions: Revisions
    bands: Bands

    @classmethod
    def parse(cls, stored: Mapping[str, Any]) -> Self:
        """Read what a file or `stored()` gives. Raises `UnreadableRule`, with all problems."""
        name = str(stored.get("name", "?"))
        problems = [*_differing({f.name for f in fields(cls)}, stored, "")]
        parts: dict[str, Any] = {"name": name}
        for part, kind in PARTS.items():
            given = stored.get(part)
            if not isinstance(given, Mapping):
                continue
            known = {f.name for f in fields(kind)}
            wrong = [*_differing(known, given, f"{part}.")]
            wrong += [f"{part}.{key}: {value!r}" for key, value in given.items() if _odd(value)]
            problems += wrong
            if not wrong:
                values = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
                try:
                    parts[part] = kind(**values)
                except (TypeError, ValueError) as problem:
                    problems.append(f"{part}: {problem}")
        if problems or len(parts) <= len(PARTS):
            raise UnreadableRule(name=name, problem="; ".join(problems) or "a part is no mapping")
        return cls(**parts)

    def stored(self) -> dict[str, Any]:
        """As a manifest keeps it; `Rule.parse` reads it back."""
        parts = asdict(self)
        parts["bands"] = {name: [*edges] for name, edges in parts["bands"].items()}
        return parts

    def weaker_than(self, other: "Rule") -> tuple[Weakened, ...]:
        """Every parameter in which this rule protects less than `other`; empty: in none."""
        return tuple(self._weakened(other))

    def _weakened(self, other: "Rule") -> Iterator[Weakened]:
        for part, kind in PARTS.items():
            for one in fields(kind):
                ours = getattr(getattr(self, part), one.name)
                theirs = getattr(getattr(other, part), one.name)
                match one.metadata["stronger"]:
                    case "higher":
                        weaker = ours < theirs
                    case "lower":
                        weaker = ours > theirs
                    case _:
                        weaker = not {*ours} <= {*theirs}
                if weaker:
                    yield Weakened(f"{part}.{one.name}", ours, theirs)


PARTS: Mapping[str, type[Any]] = {
    one.name: one.type for one in fields(Rule) if isinstance(one.type, type) and one.name != "name"
}


def rounded(n: int, base: int) -> int:
    """Conventional rounding to an odd base, for which there is no half."""
    return base * ((2 * n + base) // (2 * base))


def load(name: str = LATEST) -> Rule:
    """The rule of this name. Raises `UnreadableRule`."""
    path = files("cairn.releases.disclosure") / "data" / f"{name}.yaml"
    try:
        stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise UnreadableRule(name=name, problem=type(problem).__name__) from problem
    if not isinstance(stored, Mapping) or stored.get("name") != name:
        raise UnreadableRule(name=name, problem="the file bears another name")
    return Rule.parse(stored)


def _differing(known: set[str], given: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from (f"unknown: {place}{key}" for key in sorted(map(str, {*given} - known)))
    yield from (f"absent: {place}{key}" for key in sorted(known - {*given}))


def _odd(value: Any) -> bool:
    """Parameters are numbers above zero, or lists of such."""
    if isinstance(value, list | tuple):
        return any(_odd(one) for one in value)
    return isinstance(value, bool) or not isinstance(value, int | float) or value <= 0

"""Who may want what of an instance, what stands against it, and what does not.

Data in `data/threats.yaml`: shown to administrators at the desk, written to `docs/threats.md` by
`tools/threats.py`. A row says how it is in this version, so that nobody relies on more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

PATH = Path(__file__).parent / "data" / "threats.yaml"


class State(StrEnum):
    """How far the answer to a threat goes."""

    TESTED = "tested"
    PARTLY = "partly"
    NOT_BUILT = "not_built"
    NOT_PREVENTED = "not_prevented"


@dataclass(frozen=True, slots=True)
class Threat:
    """One row; sentences are English and translated where they are shown."""

    number: int
    threat: str
    answer: str
    state: State
    open: str = ""  # what the answer does not reach
    halves: bool = False  # true only where public pages and desk are kept apart
    tests: tuple[str, ...] = ()  # `path::name`, each of which fails where the answer is not true

    def __post_init__(self) -> None:
        claims = self.state in (State.TESTED, State.PARTLY)
        if claims and not self.tests:
            raise ValueError(f"threat {self.number} claims what no test proves")
        if self.state is State.PARTLY and not self.open:
            raise ValueError(f"threat {self.number} does not say what is missing")

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        texts = {
            name: " ".join(given[name].split())
            for name in ("threat", "answer", "open")
            if name in given
        }
        more = {"state": State(given["state"]), "tests": tuple(given.get("tests", ()))}
        return cls(**(dict(given) | texts | more))


@cache
def threats() -> Sequence[Threat]:
    """All rows in order; an unknown key or a number that is missing is an error."""
    found = [Threat.read(one) for one in yaml.safe_load(PATH.read_text("utf-8"))["threats"]]
    if [one.number for one in found] != list(range(1, len(found) + 1)):
        raise ValueError("threats are numbered from 1, without gaps")
    return tuple(found)

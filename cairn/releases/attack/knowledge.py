"""What one attacker knows beside the public files, read from a file of JSON.

    {"attacker": "Aland",
     "holds": ["aland"],
     "roll": [{"release": "2026-Q1", "measure": "persons", "contributor": "aland",
               "where": {"quarter": "2026-Q1"}, "version": "1"}],
     "known": [{"measure": "persons", "where": {"route": "north", "quarter": "2026-Q1"},
                "contributor": "aland", "version": "1", "value": 12}]}

`holds` names the contributors that the attacker is: what is not listed of them is 0. `roll` says
who contributed to which measure of which release, and with which version of its filing; what is
outside the roll is 0. `where` names no dimension that is at its total. A release of which the roll
says nothing is attacked as by somebody who does not know who contributed. `known` are counts at the
finest places. Open series are contributors whose counts everybody knows. Counts are whole persons
or events, never rounded.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.kernel.errors import CairnError, Problem, Problems
from cairn.kernel.text import noop
from cairn.releases.attack.places import Places
from cairn.releases.folder import Folder, Key

if TYPE_CHECKING:
    from cairn.releases.attack.model import Filed

SHAPE: dict[str, type] = {"attacker": str, "holds": list, "roll": list, "known": list}
ENTRY: dict[str, type] = {
    "release": str,
    "measure": str,
    "contributor": str,
    "where": dict,
    "version": str,
}
KNOWN: dict[str, type] = {
    "measure": str,
    "contributor": str,
    "where": dict,
    "version": str,
    "value": int,
}


class UnreadableKnowledge(CairnError):
    text = noop("%(file)s: %(problem)s. What an attacker knows was expected there, as JSON.")


class Misshapen(Problem):
    text = noop("%(field)s: the names and kinds expected there are %(expected)s.")


class UnknownPlace(Problem):
    text = noop("%(field)s: no release has %(value)r there.")


class Negative(Problem):
    text = noop("%(field)s: a count cannot be negative, and %(value)s is.")


class SaidTwice(Problem):
    text = noop("%(field)s: this was said before, at %(earlier)s.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the roll: this version of this contributor's filing, which covers all that lies
    at `where`, was counted in this release."""

    release: str
    where: Key
    contributor: str
    version: str


@dataclass(frozen=True, slots=True)
class Known:
    key: Key
    contributor: str
    version: str
    value: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """`attacker` is a name for people; whoever knows nothing beside the files is `PUBLIC`."""

    attacker: str
    holds: frozenset[str] = frozenset()
    roll: tuple[Entry, ...] = ()
    known: tuple[Known, ...] = ()

    def sum_at(self, filed: "Filed", places: Places) -> int:
        """What is known of one version at a place, taken as complete."""
        return sum(
            one.value
            for one in self.known
            if (one.contributor, one.version) == (filed.contributor, filed.version)
            and places.holds(filed.key, one.key)
        )


PUBLIC = Knowledge("public")


def together(*several: Knowledge) -> Knowledge:
    """Attackers who tell each other everything."""
    return Knowledge(
        " + ".join(one.attacker for one in several),
        frozenset().union(*(one.holds for one in several)),
        tuple(dict.fromkeys(entry for one in several for entry in one.roll)),
        tuple(dict.fromkeys(known for one in several for known in one.known)),
    )


def everybody(several: Sequence[Knowledge]) -> list[Knowledge]:
    """The public, each attacker alone and every two of them together."""
    pairs = [together(*two) for two in combinations(several, 2)]
    return [PUBLIC, *several, *pairs]


def read(path: Path) -> Knowledge:
    """Raises `UnreadableKnowledge`, or `Problems` with all that is wrong, each with its place."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise UnreadableKnowledge(file=path.name, problem=problem) from problem
    return parse(stored)


def parse(stored: Any) -> Knowledge:
    """The same, from what JSON holds."""
    problems: list[CairnError] = [*_shape("the file", stored, SHAPE)]
    if problems:
        raise Problems(problems)
    roll, known = [], []
    said: dict[tuple[Key, str, str], str] = {}
    for at, one in _each("roll", stored["roll"], ENTRY, problems):
        entry = Entry(one["release"], _key(one), one["contributor"], one["version"])
        if earlier := said.get((entry.where, entry.contributor, entry.release)):
            problems.append(SaidTwice(at, earlier=earlier))
        said[entry.where, entry.contributor, entry.release] = at
        roll.append(entry)
    said = {}
    for at, one in _each("known", stored["known"], KNOWN, problems):
        fact = Known(_key(one), one["contributor"], one["version"], one["value"])
        if fact.value < 0:
            problems.append(Negative(at, value=fact.value))
        if earlier := said.get((fact.key, fact.contributor, fact.version)):
            problems.append(SaidTwice(at, earlier=earlier))
        said[fact.key, fact.contributor, fact.version] = at
        known.append(fact)
    if not all(isinstance(name, str) for name in stored["holds"]):
        problems.append(Misshapen("holds", expected="str"))
    if problems:
        raise Problems(problems)
    return Knowledge(stored["attacker"], frozenset(stored["holds"]), tuple(roll), tuple(known))


def check_fits(knowledge: Knowledge, folders: Iterable[Folder]) -> None:
    """Raises `Problems` where it speaks of measures or places that no release has."""
    folders = [*folders]
    places = Places.of(folders)
    measures = {name for folder in folders for name in folder.measures}
    problems: list[CairnError] = []
    wheres = [(f"roll {n}", one.where) for n, one in enumerate(knowledge.roll, start=1)]
    wheres += [(f"known {n}", one.key) for n, one in enumerate(knowledge.known, start=1)]
    for at, key in wheres:
        if key.measure not in measures:
            problems.append(UnknownPlace(at, value=key.measure))
        for dimension, code in sorted(key.at):
            if code not in places.above.get(dimension, ()):
                problems.append(UnknownPlace(at, value=f"{dimension}={code}"))
    if not problems:
        problems += _overlaps(knowledge.roll, places)
    if problems:
        raise Problems(problems)


def _overlaps(roll: Iterable[Entry], places: Places) -> Iterator[CairnError]:
    """One contributor's filings in one release lie beside each other, or they count twice."""
    groups: dict[tuple[str, str, str], list[tuple[str, Key]]] = {}
    for number, entry in enumerate(roll, start=1):
        at = f"roll {number}"
        group = groups.setdefault((entry.release, entry.where.measure, entry.contributor), [])
        for before, where in group:
            if places.meet(where, entry.where) is not None:
                yield SaidTwice(at, earlier=before)
        group.append((at, entry.where))


def _shape(at: str, value: Any, shape: dict[str, type]) -> list[CairnError]:
    fits = isinstance(value, dict) and {*value} == {*shape}
    if fits and all(type(value[name]) is kind for name, kind in shape.items()):
        return []
    told = ", ".join(f"{name} ({kind.__name__})" for name, kind in shape.items())
    return [Misshapen(at, expected=told)]


def _each(
    name: str, values: list[Any], shape: dict[str, type], problems: list[CairnError]
) -> list[tuple[str, dict[str, Any]]]:
    good = []
    for number, value in enumerate(values, start=1):
        at = f"{name} {number}"
        if wrong := _shape(at, value, shape):
            problems += wrong
        elif not all(isinstance(code, str) for code in value["where"].values()):
            problems.append(Misshapen(at, expected="where: {str: str}"))
        else:
            good.append((at, value))
    return good


def _key(one: dict[str, Any]) -> Key:
    return Key(one["measure"], frozenset(one["where"].items()))

"""People in a single event, by quality. Qualities overlap: one person may be smuggled, hurt and a
suspect at once, so each is a count of its own and no two are ever added.

Pure. Only the parts of one quality by sex and age are compared with its total. Being smuggled makes
nobody a suspect: suspects are counted for what they did to others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cairn.kernel.cells import Cell
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.dimensions import dimensions
from cairn.reference.vocabularies import vocabulary

LARGEST = 100_000
DIMS = {  # what a count may be of, with the vocabulary of its values; "" has a reader of its own
    "sex": "",
    "age_group": "",
    "role": "smuggler_roles",
    "abuse": "abuse_types",
    "perpetrator": "perpetrator_types",
}


@dataclass(frozen=True, slots=True)
class Quality:
    """One thing that people of the event are counted for."""

    title: str
    definition: str
    by: tuple[str, ...] = ()
    part_of: str = ""  # a quality that it cannot exceed
    total: bool = True  # False: it is given by its parts alone


QUALITIES: Mapping[str, Quality] = MappingProxyType(
    {
        "smuggled": Quality(
            noop("Smuggled migrants"),
            noop("People whose irregular entry or stay somebody procured for a benefit."),
            by=("sex", "age_group"),
        ),
        "unaccompanied": Quality(
            noop("Unaccompanied children"),
            noop("Under 18 and with neither a parent nor another adult responsible for them."),
            part_of="smuggled",
        ),
        "separated": Quality(
            noop("Separated children"),
            noop("Under 18, without parents or usual guardian, but with another relative."),
            part_of="smuggled",
        ),
        "dead": Quality(noop("Deaths"), noop("Found dead, or died, in connection with the event.")),
        "missing": Quality(
            noop("Missing, presumed dead"),
            noop("Reported missing in circumstances in which their death is probable."),
        ),
        "injured": Quality(noop("Injured"), noop("Needed medical care for an injury.")),
        "rescued": Quality(noop("Rescued"), noop("Brought out of danger, by whomever.")),
        "consent_withdrawn": Quality(
            noop("Consent withdrawn on the way"),
            noop("Agreed to the journey, then wished to end it and were not let go."),
            part_of="smuggled",
        ),
        "other_crime": Quality(
            noop("Victims of another crime"),
            noop("Suffered a crime other than smuggling; say above which."),
        ),
        "accused_too": Quality(
            noop("Smuggled migrants also suspected of smuggling others"),
            noop("For what they did to others, such as steering; never for being smuggled."),
            part_of="smuggled",
        ),
        "suspects": Quality(
            noop("Suspects"),
            noop("People suspected of smuggling others, by role. Suspicion is not conviction."),
            by=("role",),
        ),
        "abused": Quality(
            noop("Abuse reported"),
            noop("People who reported abuse, by kind and by who committed it, officials included."),
            by=("abuse", "perpetrator"),
            total=False,
        ),
    }
)


class PersonsProblem(CairnError):
    """What is wrong with one number of people; `check` names it."""


class NoSuchQuality(PersonsProblem):
    text = noop("People are not counted by %(value)r here; choose from the list.")


class NotOnTheList(PersonsProblem):
    text = noop("%(quality)s: %(value)r is not on the list; choose from it.")


class PeopleOrReason(PersonsProblem):
    text = noop("%(quality)s: give a number, or say why there is none.")


class ImpossiblePeople(PersonsProblem):
    text = noop("%(quality)s: %(value)s cannot be a number of people in one event; check it.")


class PeopleTwice(PersonsProblem):
    text = noop("%(quality)s stands here twice for the same people; keep one of the two numbers.")


@dataclass(frozen=True, slots=True)
class PersonCount:
    """A number of people of one quality, or why there is none; without dimensions the total."""

    quality: str
    value: int | None = None
    missing: Cell | None = None
    sex: str = ""
    age_group: str = ""
    role: str = ""
    abuse: str = ""
    perpetrator: str = ""

    @property
    def dims(self) -> dict[str, str]:
        given = {name: getattr(self, name) for name in DIMS}
        return {name: value for name, value in given.items() if value}

    @property
    def key(self) -> str:
        return "|".join([self.quality, *(f"{name}={one}" for name, one in self.dims.items())])


def problems_of_people(counts: Iterable[PersonCount]) -> Iterator[PersonsProblem]:
    """Everything that keeps these numbers from being stored."""
    seen: set[str] = set()
    for one in counts:
        asked = QUALITIES.get(one.quality)
        if asked is None:
            yield NoSuchQuality(value=one.quality, check=one.key)
            continue
        said = {"quality": asked.title, "check": one.key}
        if (one.value is None) == (one.missing is None):
            yield PeopleOrReason(**said)
        elif one.value is not None and not 0 <= one.value < LARGEST:
            yield ImpossiblePeople(value=one.value, **said)
        for name, value in one.dims.items():
            if name not in asked.by or not is_one_of(name, value):
                yield NotOnTheList(value=value, **said)
        if one.key in seen:
            yield PeopleTwice(**said)
        seen.add(one.key)


def is_one_of(name: str, value: str) -> bool:
    if known := DIMS[name]:
        return value in vocabulary(known).terms
    return value in dimensions()[name].values

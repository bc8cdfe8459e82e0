"""The word lists on which likely names are judged: names, places, and words that are neither.

Places come from the reference data of the house (States, areas, places, demonyms in all their
spellings) and from `data/words.yaml`.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.reference.countries import countries, spellings
from cairn.reference.loading import read_yaml
from cairn.reference.places import places
from cairn.reporting.screening.cues import DATA, WORD, Lexicon, phrases
from cairn.reporting.screening.plain import low


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in lower case without accents."""

    given: frozenset[str]
    doubtful: frozenset[str]  # given names that are also something else
    family: frozenset[str]
    arabic: frozenset[str]
    arabic_doubtful: frozenset[str]
    surnames: frozenset[str]  # Chinese, of one or two characters
    place_types: frozenset[str]  # street, port, ministry: what they belong to is no person
    places: frozenset[str]  # single words of the names of places and of demonyms
    place_phrases: frozenset[str]  # places that are called like persons
    regions: frozenset[str]  # names of places without the demonyms, whole
    common: frozenset[str]  # words that are often written with a capital and are no name
    particles: frozenset[str]
    descent: frozenset[str]
    kunya: frozenset[str]
    vessels: frozenset[str]
    arabic_places: frozenset[str]
    arabic_stop: frozenset[str]
    chinese_places: frozenset[str]
    chinese_common: frozenset[str]
    cues: Lexicon  # title, named, role, place_before, age
    arabic_cues: Lexicon
    chinese_cues: tuple[str, ...]
    chinese_titles: tuple[str, ...]


def _flat(held: dict[str, str], *, without: Iterable[str] = ()) -> frozenset[str]:
    names = (
        name
        for sort, line in held.items()
        if sort not in without
        for name in low(str(line)).split()
    )
    return frozenset(names)


def _known_places() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    names = [alias.name for _, alias in spellings()]
    names += [name for one in countries().values() for name in one.names.values()]
    for place in places().values():
        names += [*place.also, *place.names.values()]
    words, chinese = set(), set()
    whole = {low(alias.name) for _, alias in spellings() if alias.kind != "demonym"}
    whole.update(low(name) for name in names[len(spellings()) :])
    for name in names:
        bare = low(name)
        if bare and "\u4e00" <= bare[0] <= "\u9fff":
            chinese.add(bare)
        words.update(word for word in WORD.findall(bare) if len(word) > 2)
    return frozenset(words), frozenset(chinese), frozenset(whole)


@functools.cache
def words() -> Words:
    held: Any = read_yaml("names.yaml", DATA)
    said: dict[str, str] = read_yaml("words.yaml", DATA)

    def single(sort: str) -> frozenset[str]:
        return frozenset(word for phrase in phrases(said[sort]) for word in WORD.findall(phrase))

    doubtful = frozenset(low(held["doubtful"]).split())
    given = _flat(held["given"])
    arabic, arabic_doubtful = (
        frozenset(low(held["arabic"][sort]).split()) for sort in ("given", "doubtful")
    )
    family = _flat(held["surnames"])
    known, chinese, regions = _known_places()
    characters = held["chinese"]["surnames"]
    doubles = ("欧阳", "上官", "司马", "诸葛", "慕容")
    return Words(
        given=given,
        doubtful=doubtful,
        family=family,
        arabic=arabic | arabic_doubtful,
        arabic_doubtful=arabic_doubtful,
        surnames=frozenset({*characters, *doubles}),
        place_types=single("place_words"),
        places=(known | single("places")) - ((given | family) - doubtful),
        regions=regions | frozenset(phrases(said["places"])),
        place_phrases=frozenset(phrases(said["place_phrases"])),
        common=single("not_names"),
        particles=single("particles"),
        descent=single("descent"),
        kunya=single("kunya"),
        vessels=frozenset(phrases(said["vessels"])),
        arabic_places=frozenset(phrases(said["arabic_places"])),
        arabic_stop=frozenset(phrases(said["arabic_stop"])),
        chinese_places=chinese,
        chinese_common=frozenset(phrases(said["chinese_common"])),
        cues=Lexicon(
            {
                "title": phrases(said["titles"]),
                "named": phrases(said["named"]),
                "role": phrases(said["roles"]),
                "place": phrases(said["place_before"]),
                "age": phrases(said["age_after"]),
            }
        ),
        arabic_cues=Lexicon({"named": phrases(said["arabic_cues"])}),
        chinese_cues=phrases(said["chinese_cues"]),
        chinese_titles=phrases(said["chinese_titles"]),
    )

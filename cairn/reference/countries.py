"""States, other participants in treaties, areas, and the special codes that open data use.

Codes are ISO 3166-1 alpha-3 where ISO has one. Names follow United Nations usage in its six
languages. The kind says what a code stands for in the sources; it decides no question of status.
How a spelling found in a sheet becomes a code is decided in `names`.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import noop
from cairn.reference.country_notes import NOTES
from cairn.reference.folding import compact
from cairn.reference.loading import load, read_csv

UNKNOWN = "OOO"  # the source says "unknown"; an empty cell is not recorded, which is no code
STATELESS = "STL"
STATELESS_OR_UNKNOWN = "STU"  # both in one number, and not told apart
SEVERAL = "MIX"
SEVERAL_OR_UNKNOWN = "MXU"

COUNTRY_COLUMNS = ("iso3", "kind", "iso2", "m49", "region", "subregion", "note", "other_codes")
SPELLING_COLUMNS = ("iso3", "spelling", "language", "kind", "until", "source")
REGION_COLUMNS = ("m49", "parent")


class UnknownCountry(CairnError):
    text = noop("%(code)r is not a code of a State or area; use an ISO 3166 code such as ITA.")


class Kind(StrEnum):
    """What a code stands for."""

    STATE = "state"  # a Member State of the United Nations
    PARTICIPANT = "participant"  # another State or organization that may be party to treaties
    AREA = "area"  # a territory or area that sources count apart
    SPECIAL = "special"  # not a place: unknown, stateless, a group, a total


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling that is not the present official name."""

    name: str
    language: str
    kind: str  # short, long, abbreviation, misspelling, former, demonym
    until: int | None  # the last year in which a former name was official
    source: str  # m49, unterm, cldr, iom; draft and project are ours


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the UN Statistics Division's M49 standard."""

    m49: str
    names: Mapping[str, str]
    parent: str | None


@dataclass(frozen=True, slots=True)
class Country:
    """What one code stands for, in six languages."""

    iso3: str
    iso2: str | None
    m49: str | None  # three digits, as text
    kind: Kind
    names: Mapping[str, str]
    region: str | None  # M49 code of the continent
    subregion: str | None  # M49 code of the finest region
    note: str  # a template to show beside the name, or ""
    former: tuple[Alias, ...]
    other_codes: tuple[str, ...]  # codes that some source uses for the same


@functools.cache
def countries() -> Mapping[str, Country]:
    """All codes, in the order of the codes; special ones included."""
    former: dict[str, list[Alias]] = {}
    for iso3, alias in spellings():
        if alias.kind == "former":
            former.setdefault(iso3, []).append(alias)
    found = {}
    for row in read_csv("countries.csv", (*COUNTRY_COLUMNS, *LANGUAGES)):
        iso3 = row["iso3"]
        fields = {
            "iso3": iso3,
            "iso2": row["iso2"] or None,
            "m49": row["m49"] or None,
            "kind": row["kind"],
            "names": {language: row[language] for language in LANGUAGES},
            "region": row["region"] or None,
            "subregion": row["subregion"] or None,
            "note": NOTES[row["note"]],
            "other_codes": row["other_codes"].split(),
            "former": former.get(iso3, []),
        }
        found[iso3] = load(Country, fields, file="countries.csv", where=iso3)
    return MappingProxyType(found)


@functools.cache
def spellings() -> tuple[tuple[str, Alias], ...]:
    """Every shipped spelling beside the official names, with the code it means."""
    return tuple(
        (
            row["iso3"],
            Alias(
                row["spelling"],
                row["language"],
                row["kind"],
                int(row["until"]) if row["until"] else None,
                row["source"],
            ),
        )
        for row in read_csv("country_spellings.csv", SPELLING_COLUMNS)
    )


@functools.cache
def _other_codes() -> Mapping[str, str]:
    return {code: iso3 for iso3, found in countries().items() for code in found.other_codes}


def country(iso3: str) -> Country:
    """Return what a code stands for, also for the codes of single sources such as UNK."""
    known = countries()
    found = known.get(iso3) or known.get(_other_codes().get(iso3, ""))
    if found is None:
        raise UnknownCountry(code=iso3)
    return found


@functools.cache
def invented_states() -> Mapping[str, Mapping[str, str]]:
    """States of demonstrations, by codes that ISO 3166 leaves to users; they are offered to nobody
    but their own people, and every name says that nobody stands behind it."""
    rows = read_csv("invented_states.csv", ("iso3", *LANGUAGES))
    return MappingProxyType(
        {row["iso3"]: MappingProxyType({name: row[name] for name in LANGUAGES}) for row in rows}
    )


def invented_by_name(name: str) -> str | None:
    """The code of an invented State by its whole name, in any language, with or without the word
    that says so: what a demonstration shows can be sent again as it stands. No part and no likeness
    of a name is enough."""
    wanted = " ".join(name.split()).casefold()
    for code, names in invented_states().items():
        if any(wanted in (one.casefold(), _bare(one).casefold()) for one in names.values()):
            return code
    return None


@functools.cache
def invented_nationals() -> Mapping[str, str]:
    """Folded word → the code of the invented State whose people it names."""
    rows = list(read_csv("invented_nationals.csv", ("iso3", *LANGUAGES)))
    if unknown := {row["iso3"] for row in rows} - set(invented_states()):
        raise ValueError(f"invented_nationals.csv: unknown {sorted(unknown)}")
    return MappingProxyType(
        {
            compact(word): row["iso3"]
            for row in rows
            for language in LANGUAGES
            for word in row[language].split()
        }
    )


def invented_by_nationals(text: str) -> str | None:
    """The code of an invented State by its name or by a word for its people."""
    folded = {compact(_bare(name)): code
              for code, names in invented_states().items() for name in names.values()}  # fmt: skip
    return folded.get(compact(_bare(text))) or invented_nationals().get(compact(text))


def _bare(name: str) -> str:
    """ "Verania (invented)" → "Verania"."""
    return name.partition("（")[0].partition("(")[0].strip()


def name_of(iso3: str, language: str) -> str:
    """The name in `language`, else in English; a code that nobody knows is shown as it is."""
    try:
        names = country(iso3).names
    except UnknownCountry:
        if iso3 not in invented_states():
            return iso3
        names = invented_states()[iso3]
    return names.get(language.split("-")[0].lower()) or names["en"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several countries inside a sentence, each by its name in the language of the reader."""

    keys: tuple[str, ...]

    def in_language(self, language: str) -> str:
        return " / ".join(name_of(key, language) for key in self.keys)

    def __str__(self) -> str:
        return self.in_language("en")


@functools.cache
def regions() -> Mapping[str, Region]:
    """The regions of M49, by code."""
    return MappingProxyType(
        {
            row["m49"]: Region(
                row["m49"],
                MappingProxyType({language: row[language] for language in LANGUAGES}),
                row["parent"] or None,
            )
            for row in read_csv("regions.csv", (*REGION_COLUMNS, *LANGUAGES))
        }
    )


def region_name(m49: str, language: str) -> str:
    """The name of a region in `language`, else in English; an unknown code as it is."""
    found = regions().get(m49)
    if found is None:
        return m49
    return found.names.get(language.split("-")[0].lower()) or found.names["en"]

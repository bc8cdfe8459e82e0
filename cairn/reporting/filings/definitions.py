"""What is asked in each section: numbers, definitions, and what each may be broken down by.

Read from `data/sections.yaml`, where experts change it. Texts are English templates, translated
where they are shown. Conduct is a forced choice: counts of a filing that cannot tell smuggling from
trafficking or irregular entry stay "mixed" and enter no measure of smuggling.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.loading import load, read_yaml

FILE = Path(__file__).parent / "data" / "sections.yaml"

# What a count may be broken down by, with the vocabulary of its values; "" has a reader of its own.
DIMENSIONS = {
    "origin": "",  # nationality: ISO3, or one of `counts.NO_ONE_COUNTRY`
    "sex": "",
    "age_group": "",
    "mode": "",
    "border": "border_crossing_types",
    "place": "",  # the filer's own label of a post or district, screened; never finer
    "role": "smuggler_roles",
    "abuse": "abuse_types",
    "perpetrator": "perpetrator_types",
    "document": "document_types",
    "fraud": "document_fraud_types",
    "issuer": "",  # the State whose document it is, or pretends to be
    "partner": "",  # the other State
}
COUNTRIES = ("origin", "issuer", "partner")


class UnknownSection(CairnError):
    text = noop("There is no section %(key)r to file in.")


class Conduct(enum.StrEnum):
    """What the counts of a filing speak of. Kept apart, and never added to one another."""

    SMUGGLING = "smuggling"
    AGGRAVATED = "aggravated_smuggling"
    TRAFFICKING = "trafficking"
    IRREGULAR_ENTRY = "irregular_entry"
    NO_BENEFIT = "facilitation_without_benefit"
    MIXED = "mixed"  # not separable: adds nothing to measures of smuggling


CONDUCTS = {
    Conduct.SMUGGLING: (
        noop("Smuggling of migrants"),
        noop(
            "Procuring a person's irregular entry, or enabling irregular stay by documents or "
            "other illegal means, for a financial or other material benefit (Protocol, art. 6)."
        ),
    ),
    Conduct.AGGRAVATED: (
        noop("Aggravated smuggling of migrants"),
        noop(
            "Smuggling that endangered lives or safety, or entailed inhuman or degrading treatment "
            "(Protocol, art. 6, para. 3). Not counted again under smuggling."
        ),
    ),
    Conduct.TRAFFICKING: (
        noop("Trafficking in persons"),
        noop(
            "Recruiting or moving people by force, fraud or abuse for the purpose of exploiting "
            "them. Another crime with another protocol; it needs no border."
        ),
    ),
    Conduct.IRREGULAR_ENTRY: (
        noop("Irregular entry or stay"),
        noop(
            "Entering or staying without complying with the requirements, whether or not anybody "
            "helped. By itself not smuggling."
        ),
    ),
    Conduct.NO_BENEFIT: (
        noop("Facilitation without a benefit"),
        noop(
            "Helping somebody enter or stay without seeking a financial or other material benefit, "
            "for instance within a family or for humanitarian reasons. Not smuggling."
        ),
    ),
    Conduct.MIXED: (
        noop("Mixed, not separable"),
        noop(
            "The source counts several of these together. The numbers are kept and shown as mixed, "
            "and add nothing to measures of smuggling."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that is asked for, and what it means."""

    key: str
    title: str
    unit: str
    definition: str
    by: tuple[str, ...]
    required: bool = False
    part_of: str | None = None  # a measure of the same section that it cannot exceed
    words: tuple[str, ...] = ()  # as headings of spreadsheets say it, in seven languages


@dataclass(frozen=True, slots=True)
class Section:
    """A subject on which a State files."""

    key: str
    title: str
    about: str
    articles: tuple[str, ...]  # letters of article 10(1) of the Protocol
    conduct: Conduct  # usual in this section; never chosen for the filer
    basis: str  # a key of the vocabulary `count_basis`; "": it holds descriptions, no counts
    measures: Mapping[str, Measure]
    observes: tuple[str, ...] = ()  # kinds of qualitative record that belong here
    people: tuple[str, ...] = ()  # words of titles for those whom it counts, and no other section


@dataclass(frozen=True, slots=True)
class _Measure:
    title: str
    unit: str
    definition: str
    by: tuple[str, ...]
    required: bool = False
    part_of: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    about: str
    articles: tuple[str, ...]
    conduct: Conduct
    basis: str
    measures: Mapping[str, _Measure]
    observes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@cache
def sections() -> Mapping[str, Section]:
    """All sections by key, in the order in which a form shows them."""
    found = {}
    for key, given in read_yaml(FILE.name, FILE.parent).items():
        raw = load(_Section, given, file=FILE.name, where=key)
        measures = {name: _measure(name, one) for name, one in raw.measures.items()}
        found[key] = Section(
            key,
            _folded(raw.title),
            _folded(raw.about),
            raw.articles,
            raw.conduct,
            raw.basis,
            MappingProxyType(measures),
            raw.observes,
            raw.people,
        )
    return MappingProxyType(found)


def section(key: str) -> Section:
    try:
        return sections()[key]
    except KeyError:
        raise UnknownSection(key=key) from None


def _measure(key: str, raw: _Measure) -> Measure:
    words = {"by": raw.by, "required": raw.required, "part_of": raw.part_of, "words": raw.words}
    given: dict[str, Any] = words
    return Measure(key, _folded(raw.title), _folded(raw.unit), _folded(raw.definition), **given)


def _folded(text: str) -> str:
    return " ".join(text.split())

"""What the library records of a publication: the entry as CSL-JSON has it, and what a reader who
wants to rely on it would ask – where, how and from whom its knowledge comes.

The entry is kept as it came; the annotation is ours. What nobody has read is not recorded.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.publications.csl import tidied
from cairn.knowledge.shapes import span_of
from cairn.knowledge.texts import Text
from cairn.reference.countries import countries


class NoSuchCountry(CairnError):
    text = noop("annotation.countries: %(value)r is not the three letters of a State, such as NER.")


class Theme(enum.StrEnum):
    """What the two annotated bibliographies of 2012 and 2014 arranged the literature by."""

    QUANTITIES = "quantities"
    FLOWS = "flows"
    ROUTES = "routes"
    SMUGGLERS = "smugglers"
    NETWORKS = "networks"
    RELATION = "relation"
    MIGRANTS = "migrants"
    FEES = "fees"
    METHODS = "methods"
    COSTS = "costs"
    FACTORS = "factors"
    LAW = "law"
    RESPONSE = "response"


class Method(enum.StrEnum):
    """How a publication came to its knowledge."""

    QUALITATIVE = "qualitative"
    QUANTITATIVE = "quantitative"
    MIXED = "mixed"
    REVIEW = "review"
    LEGAL = "legal"
    MODEL = "model"


class Scope(enum.StrEnum):
    """How wide its view is."""

    LOCAL = "local"
    NATIONAL = "national"
    SEVERAL = "several"
    REGIONAL = "regional"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reader found in the publication; `verified` says where the entry was checked."""

    countries: tuple[str, ...] = ()  # that it is about; ISO 3166-1 alpha-3
    themes: tuple[Theme, ...] = ()
    methods: tuple[Method, ...] = ()
    gathering: str = ""  # how data were gathered
    informants: str = ""  # from whom
    sample_size: int | None = None
    data_period: DateSpan | None = None
    scope: Scope | None = None
    synopsis: tuple[Text, ...] = ()  # in our own words
    critique: tuple[Text, ...] = ()  # of its method
    peer_reviewed: bool | None = None
    work_licence: str = ""  # under which the publication itself may be used
    verified: str = ""
    read_on: date | None = None

    def __post_init__(self) -> None:
        for one in self.countries:
            if one not in countries():
                raise NoSuchCountry(value=one)


@dataclass(frozen=True, slots=True)
class Record:
    """One publication."""

    csl: Mapping[str, Any]
    annotation: Annotation = Annotation()
    licence: str = ""  # of this entry, not of the publication
    licence_url: str = ""

    def __post_init__(self) -> None:
        made, problems = tidied(self.csl)
        if problems:
            raise problems[0].error
        made.pop("id", None)  # the key of the record, which its row carries
        object.__setattr__(self, "csl", made)

    @property
    def title(self) -> str:
        return str(self.csl["title"])

    @property
    def issued(self) -> DateSpan | None:
        """When it was published, as far as the entry can be read."""
        return span_of_csl(self.csl.get("issued"))

    @property
    def language(self) -> str:
        return str(self.csl.get("language", "")).strip().lower().replace("_", "-")


def span_of_csl(told: Any) -> DateSpan | None:
    """The days of a date of CSL; None where it has none that can be read."""
    if not told:
        return None
    parts = told.get("date-parts")
    texts = [
        "-".join(f"{part:0{4 if n == 0 else 2}d}" for n, part in enumerate(one))
        for one in parts or ()
    ]
    for text in ("/".join(texts), str(told.get("raw", "")), str(told.get("literal", ""))):
        try:
            return span_of(text) if text else None
        except (CairnError, ValueError):
            continue
    return None

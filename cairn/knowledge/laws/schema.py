"""What a record of a law holds: the law, its articles, each wording of an article with its days.

Everything is as a source says it. A wording whose end was not read has no `valid_to`, which never
means that it is in force today; `seen_until` is the latest state of the law in which the same
wording was read. A tag says who put it there, and may speak of some wordings only. That nothing was
found is a record of its own, with the day and who searched. What all of this says about one day is
decided in `applying`.
"""

import enum
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.checking import check_obligations, check_state
from cairn.knowledge.texts import Text

PROJECT = "project"  # tagged here, from the text or a summary; no lawyer has looked at it
SOURCE = "source"  # the source itself says so
ANCHOR = re.compile(r"[^a-z0-9]+")


class ArticleTwice(CairnError):
    text = noop("The article %(number)s stands there twice; put its wordings under one article.")


class VersionTwice(CairnError):
    text = noop("Article %(number)s has two wordings with the name %(id)s; name them apart.")


class EndsBeforeItBegins(CairnError):
    text = noop("A wording that applies from %(begin)s cannot have ended on %(end)s.")


class TagOfNoVersion(CairnError):
    text = noop("Article %(number)s is tagged for the wording %(id)s, which is not there.")


class SaysNothing(CairnError):
    text = noop("Say which obligation or element was searched for.")


class Type(enum.StrEnum):
    """What kind of instrument it is."""

    ACT = "act"
    CODE = "code"
    PENAL_CODE = "penal_code"
    DECREE = "decree"
    ORDINANCE = "ordinance"
    TREATY_APPROVAL = "treaty_approval"
    EU_DIRECTIVE = "eu_directive"
    EU_FRAMEWORK_DECISION = "eu_framework_decision"
    PROPOSAL = "proposal"


class Status(enum.StrEnum):
    """How the law stood on the day on which its source was read; nothing about today."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    REPLACED = "replaced"
    RENUMBERED = "renumbered"
    PROPOSED = "proposed"
    NOT_READ = "not_read"


class Element(enum.StrEnum):
    """What an article deals with. How it treats benefit is four values, and at most one of them."""

    DEFINITION = "definition"
    ENTRY = "entry"
    STAY = "stay"
    DOCUMENTS = "documents"
    ATTEMPT = "attempt"
    PARTICIPATION = "participation"
    ORGANIZING = "organizing"
    AGGRAVATION = "aggravation"
    HUMANITARIAN = "humanitarian_clause"
    LEGAL_PERSONS = "legal_persons"
    PENALTY = "penalty"
    JURISDICTION = "jurisdiction"
    PROTECTION = "protection"
    BENEFIT_ELEMENT = "benefit_element"
    BENEFIT_AGGRAVATION = "benefit_aggravation"
    BENEFIT_ABSENT = "benefit_absent"
    BENEFIT_NOT_SAID = "benefit_not_said"


class Related(enum.StrEnum):
    """How this law stands to another."""

    AMENDS = "amends"
    AMENDED_BY = "amended_by"
    REPEALS = "repeals"
    REPEALED_BY = "repealed_by"
    REPLACES = "replaces"
    REPLACED_BY = "replaced_by"
    SAME_PERHAPS = "same_perhaps"  # may be the same law, and nobody could say so safely


@dataclass(frozen=True, slots=True)
class Source:
    """A page or file on which something here rests, and when it was read."""

    url: str
    read: date | None = None
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """That an article deals with an obligation or an element; `by` says who says so."""

    by: str
    obligation: str = ""
    element: Element | None = None
    on: date | None = None
    note: str = ""
    versions: tuple[str, ...] = ()  # ids of the wordings meant; none: all that are recorded

    def __post_init__(self) -> None:
        _of_something(self.obligation, self.element)


@dataclass(frozen=True, slots=True)
class NotFound:
    """That somebody looked for a provision in this law on a day and found none."""

    by: str
    on: date
    searched: str  # what was looked through
    obligation: str = ""
    element: Element | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _of_something(self.obligation, self.element)


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an article, with the days that its source gives."""

    id: str
    valid_from: date | None = None
    valid_to: date | None = None  # None: no end was read
    seen_until: date | None = None  # the latest state of the law in which it still stood
    published: date | None = None  # in the gazette
    consolidated_on: date | None = None  # of the consolidated text in which it was read
    date_basis: str = ""  # on what the days rest, in words
    amending_act: str = ""  # that made this wording, as its source calls it
    amending_law: str = ""  # the key of its record, where the library has one
    repealed: bool = False  # the article was struck out; a text is what stands in its place
    texts: tuple[Text, ...] = ()  # none: text not held
    quality: str = ""  # what is known to be wrong with the text
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise EndsBeforeItBegins(begin=self.valid_from, end=self.valid_to)


@dataclass(frozen=True, slots=True)
class Article:
    """One article, section or paragraph by its number, with all wordings that are recorded."""

    number: str
    heading: tuple[Text, ...] = ()
    heading_own: bool = True  # False: a description, no heading of the law
    heading_note: str = ""
    chapter: str = ""
    history: str = ""  # the law's own note of its amendments
    tags: tuple[Tag, ...] = ()
    versions: tuple[Version, ...] = ()

    def __post_init__(self) -> None:
        for id, times in Counter(one.id for one in self.versions).items():
            if times > 1:
                raise VersionTwice(number=self.number, id=id)
        ids = {one.id for one in self.versions}
        for tag in self.tags:
            if strange := set(tag.versions) - ids:
                raise TagOfNoVersion(number=self.number, id=min(strange))

    @property
    def anchor(self) -> str:
        return anchor_of(self.number)

    @property
    def held(self) -> bool:
        return any(one.texts for one in self.versions)

    def tags_of(self, version: Version | None) -> tuple[Tag, ...]:
        """The tags that speak of this wording; without one, all of the article."""
        if version is None:
            return self.tags
        return tuple(one for one in self.tags if not one.versions or version.id in one.versions)


@dataclass(frozen=True, slots=True)
class Relation:
    """To another law: by "law:key" where it is in the library, and as it is called."""

    kind: Related
    name: str
    law: str = ""  # the key of its record
    on: DateSpan | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One law of one State, or of the European Union."""

    country: str
    titles: tuple[Text, ...]
    type: Type
    official_id: str = ""
    eli: str = ""
    chapter: str = ""  # where in the law the offence stands
    adopted: DateSpan | None = None
    in_force: DateSpan | None = None
    repealed: DateSpan | None = None  # the first day on which it was not in force any more
    status: Status = Status.NOT_READ
    status_words: str = ""  # as the source has it
    status_read: date | None = None
    criminalizes: bool | None = None  # smuggling of migrants, as the source says
    penalties: tuple[Text, ...] = ()  # as read in a source, not from the text of the law
    named: tuple[str, ...] = ()  # articles that a source names as those on smuggling
    general_provision: str = ""  # that smuggling is prosecuted under a provision on something else
    notes: tuple[Text, ...] = ()
    articles: tuple[Article, ...] = ()
    not_found: tuple[NotFound, ...] = ()
    relations: tuple[Relation, ...] = ()
    sources: tuple[Source, ...] = ()
    licence: str = ""
    licence_url: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        check_state(self.country, invented=self.invented, special=True)
        anchors: dict[str, str] = {}
        for one in self.articles:
            if one.anchor in anchors:
                raise ArticleTwice(number=one.number)
            anchors[one.anchor] = one.number

    @property
    def held(self) -> bool:
        """Whether the text of any article is held."""
        return any(one.held for one in self.articles)

    def article(self, anchor: str) -> Article | None:
        return next((one for one in self.articles if one.anchor == anchor), None)

    def all_tags(self) -> Iterator[tuple[Article, Tag]]:
        for article in self.articles:
            for tag in article.tags:
                yield article, tag


def anchor_of(number: str) -> str:
    """The anchor of an article in pages and addresses: "318 bis" is "art-318-bis"."""
    plain = number.strip().lower().replace("§", "s")
    slug = ANCHOR.sub("-", plain).strip("-")
    return f"art-{slug}" if slug else "art-" + "-".join(f"{ord(sign):x}" for sign in number[:20])


def _of_something(obligation: str, element: Element | None) -> None:
    if not obligation and element is None:
        raise SaysNothing()
    if obligation:
        check_obligations([obligation])

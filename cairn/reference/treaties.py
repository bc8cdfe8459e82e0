"""The two treaties, their provisions, what each provision asks, and who is party.

Paraphrases of obligations are ours and are for orientation: the authentic text prevails. A date of
participation has the precision of its source and is never inferred; a status that rests on
inference says so. Whoever counts parties at a date gets beside the count those whose date is not
precise enough or not known. Accession is not ratification: `action` keeps them apart.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from cairn.kernel.dates import DateSpan, Period
from cairn.reference.loading import load, read_csv, read_yaml

STATUS_COLUMNS = (
    *("iso3", "treaty", "status", "signature", "action", "action_date", "precision", "source"),
    *("inferred", "reservation", "note"),
)


class Force(StrEnum):
    """How strongly a provision binds; our own classification."""

    MANDATORY = "mandatory"  # "shall" without qualifier
    MANDATORY_SUBJECT = "mandatory_subject_to_legal_system"  # subject to basic concepts of law
    MANDATORY_QUALIFIED = "mandatory_qualified"  # to the extent possible, within means, …
    CONSIDER = "consider"  # shall consider, endeavour, seek
    OPTIONAL = "optional"  # may
    INTERPRETIVE = "interpretive"  # definition, scope, reading rule


class Status(StrEnum):
    """Where a State or organization stands towards a treaty."""

    PARTY = "party"
    SIGNATORY = "signatory"  # signed, and no later action is known
    NO_RECORD = "no_record"  # nothing in the sources used; not proof of non-participation today


class Action(StrEnum):
    """How a participant became party."""

    RATIFICATION = "ratification"
    ACCESSION = "accession"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    SUCCESSION = "succession"


@dataclass(frozen=True, slots=True)
class Provision:
    """One article; headings are from the authentic texts that were at hand."""

    article: int
    headings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Treaty:
    """One treaty with its articles."""

    key: str
    abbreviation: str
    reference: str  # chapter in the United Nations Treaty Collection
    parent: str | None
    adopted: date
    in_force: date
    titles: Mapping[str, str]
    short_titles: Mapping[str, str]
    status_complete_to: date  # later actions stand here only where a source was found
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class ModelLaw:
    """Where the UNODC Model Law treats it."""

    ref: str | None  # None: the Model Law has a title for it, whose article was not read
    title: str
    verified: bool  # the reference was read, not only derived


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one provision asks, in our words."""

    id: str
    treaty: str
    article: int
    ref: str
    kind: str
    force: Force
    binds: str
    paraphrase: str
    question: str
    review_cluster_verified: bool
    notification: bool
    review_cluster: str | None = None
    model_law: ModelLaw | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A number of parties to the Protocol that somebody published."""

    on: str
    parties: int
    source: str


@dataclass(frozen=True, slots=True)
class TreatyStatus:
    """What is known of one participant and one treaty."""

    iso3: str
    treaty: str
    status: Status
    signature: date | None
    action: Action | None
    action_on: DateSpan | None  # None: not verified
    source: str  # key of `status_sources()`
    inferred: bool  # party status follows from other facts; no record of it was seen
    reservation: bool  # a reservation, declaration or notification is listed (Protocol only)
    note: str


@dataclass(frozen=True, slots=True)
class PartyCount:
    """Parties at a date, with what cannot be placed."""

    parties: int  # became party on or before the day, for certain
    date_not_precise: tuple[str, ...]  # became party in a span that has the day in it
    date_unknown: tuple[str, ...]  # party today, date not verified


@dataclass(frozen=True, slots=True)
class _Treaties:
    sources: Mapping[str, str]
    published_totals: tuple[Total, ...]
    treaties: tuple[Treaty, ...]


@dataclass(frozen=True, slots=True)
class _Obligations:
    obligations: tuple[Obligation, ...]


@functools.cache
def _treaties() -> _Treaties:
    return load(_Treaties, read_yaml("treaties.yaml"), file="treaties.yaml", where="treaties")


@functools.cache
def treaties() -> Mapping[str, Treaty]:
    """The treaties by key: `untoc`, `som`."""
    return MappingProxyType({treaty.key: treaty for treaty in _treaties().treaties})


def published_totals() -> tuple[Total, ...]:
    """Totals of parties to the Protocol that others published, to compare with."""
    return _treaties().published_totals


def status_sources() -> Mapping[str, str]:
    """What each source key of a status stands for."""
    return _treaties().sources


@functools.cache
def obligations() -> Mapping[str, Obligation]:
    """All obligations by id, in the order of the articles."""
    name = "obligations.yaml"
    found = load(_Obligations, read_yaml(name), file=name, where="obligations")
    return MappingProxyType({one.id: one for one in found.obligations})


def obligations_of(treaty: str, article: int | None = None) -> tuple[Obligation, ...]:
    """What a treaty, or one of its articles, asks."""
    return tuple(
        one
        for one in obligations().values()
        if one.treaty == treaty and article in (None, one.article)
    )


@functools.cache
def treaty_status() -> Mapping[tuple[str, str], TreatyStatus]:
    """What is known, by (iso3, treaty)."""
    name = "treaty_status.csv"
    found = {}
    for row in read_csv(name, STATUS_COLUMNS):
        key = (row["iso3"], row["treaty"])
        fields = {
            "iso3": row["iso3"],
            "treaty": row["treaty"],
            "status": row["status"],
            "signature": row["signature"] or None,
            "action": row["action"] or None,
            "action_on": _span(row["action_date"]),
            "source": row["source"],
            "inferred": row["inferred"] == "yes",
            "reservation": row["reservation"] == "yes",
            "note": row["note"],
        }
        found[key] = load(TreatyStatus, fields, file=name, where=" ".join(key))
    return MappingProxyType(found)


def _span(text: str) -> DateSpan | None:
    """A date as precise as it is written: 2017, 2018-10 or 2017-02-02."""
    if not text:
        return None
    if len(text) == 10:
        return DateSpan.day(date.fromisoformat(text), text)
    period = Period.parse(text)
    return DateSpan.between(period.first, period.last, text)


def parties_at(treaty: str, day: date) -> PartyCount:
    """How many were party on `day`, as far as dates are known."""
    sure, vague, unknown = 0, [], []
    for (iso3, key), status in treaty_status().items():
        if key != treaty or status.status is not Status.PARTY:
            continue
        if status.action_on is None:
            unknown.append(iso3)
        elif status.action_on.latest <= day:
            sure += 1
        elif status.action_on.earliest <= day:
            vague.append(iso3)
    return PartyCount(sure, tuple(vague), tuple(unknown))


def signatures_at(treaty: str, day: date) -> int:
    """How many had signed by `day`; every signature in the table is dated."""
    return sum(
        status.signature is not None and status.signature <= day
        for (_, key), status in treaty_status().items()
        if key == treaty
    )

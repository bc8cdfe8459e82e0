"""Who stands in a case: people and bodies with what each was at every stage, the charges against
them with what became of each, and the smuggled migrants by profile.

Charges are a list of their own, each with its person; outcomes are a list in each charge, one for
each proceeding that decided on it. So an appeal may reverse one charge of 63 and leave the rest.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.cases.words import (
    AGES,
    KNOWN_HOW,
    SEXES,
    Capacity,
    Served,
    Status,
    Term,
    Verdict,
)
from cairn.knowledge.texts import Text
from cairn.reference.countries import UnknownCountry, country, invented_states
from cairn.reference.currencies import currencies
from cairn.reference.vocabularies import term

OWN_ENTRY = "irregular_entry_own_account"


class MigrantIsNoOffender(CairnError):
    text = noop(
        "%(place)s: nobody is recorded as an offender for having been smuggled or for having "
        "entered (Protocol against the Smuggling of Migrants, article 5). Leave this charge out "
        "and tell it in the text."
    )


class SentenceContradicts(CairnError):
    text = noop(
        "%(place)s: a sentence has months where its term is fixed, and none where it is for life "
        "or without a fixed end; no number is below zero and no suspended part above the whole."
    )


class NothingOfIt(CairnError):
    text = noop(
        "%(place)s: %(value)r is neither in this record nor a word that is known here; correct it "
        "or add it."
    )


class TwiceInIt(CairnError):
    text = noop("%(place)s: %(value)r stands there twice; give each a name of its own.")


def keys_of(vocabulary: str, keys: tuple[str, ...]) -> None:
    """Raise where one of them is no term of the vocabulary."""
    for key in keys:
        term(vocabulary, key)


def check_state(code: str) -> None:
    """Raise where no State, area or invented State has this code."""
    try:
        country(code)
    except UnknownCountry:
        if code not in invented_states():
            raise


def one_of(place: str, value: str, known: Container[str]) -> None:
    if value and value not in known:
        raise NothingOfIt(place=place, value=value)


@dataclass(frozen=True, slots=True)
class Reveal:
    """Why a name may stand in public: what a named person decided, and until when."""

    reviewer: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Stood:
    """What somebody was in one proceeding."""

    proceeding: str
    status: Status


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a body against whom a proceeding was led, by a label that names nobody.

    `names` are all ways in which the person is called in this record; they are replaced by the
    label wherever the record leaves the desk, see `naming`.
    """

    label: str  # "Accused 1", or initials
    legal: bool = False  # a legal person
    sex: str = ""  # female, male
    age: int | None = None
    nationality: str = ""
    roles: tuple[str, ...] = ()  # of smuggler_roles
    capacities: tuple[Capacity, ...] = ()
    suffered: tuple[str, ...] = ()  # of crimes_suffered
    stood: tuple[Stood, ...] = ()
    names: tuple[str, ...] = ()
    reveal: Reveal | None = None
    note: str = ""

    def __post_init__(self) -> None:
        keys_of("smuggler_roles", self.roles)
        keys_of("crimes_suffered", self.suffered)
        one_of("sex", self.sex, SEXES)
        if self.nationality:
            check_state(self.nationality)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of a currency."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        one_of("currency", self.currency, currencies())


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was imposed for one charge."""

    term: Term | None = None
    months: int | None = None
    minimum_months: int | None = None  # before release is possible
    suspended_months: int | None = None  # all of them: wholly suspended
    served: Served | None = None
    fine: Money | None = None
    compensation: Money | None = None
    other: tuple[str, ...] = ()  # of case_outcomes

    def __post_init__(self) -> None:
        keys_of("case_outcomes", self.other)
        numbers = [self.months, self.minimum_months, self.suspended_months]
        numbers += [one.amount for one in (self.fine, self.compensation) if one]
        fixed = (self.term is Term.FIXED) == (self.months is not None)
        if any(one is not None and one < 0 for one in numbers) or not fixed:
            raise SentenceContradicts(place="sentence")
        if (self.suspended_months or 0) > (self.months or 0):
            raise SentenceContradicts(place="sentence")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one proceeding made of one charge."""

    proceeding: str
    verdict: Verdict
    sentence: Sentence | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """The article charged: in the library (`law` and `article`), and as the decision cites it."""

    law: str = ""  # a reference, or "law:" and the key of its source
    article: str = ""  # its anchor there
    cited: str = ""
    on: date | None = None  # the day whose version is meant: that of the act


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge against one person. Without an outcome: it was not read."""

    id: str
    person: str
    provision: Provision | None = None
    offence: str = ""  # of conduct_offence_types
    liability: tuple[str, ...] = ()  # of liability_participation
    aggravations: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.offence == OWN_ENTRY:
            raise MigrantIsNoOffender(place=f"charges {self.id}")
        if self.offence:
            keys_of("conduct_offence_types", (self.offence,))
        keys_of("liability_participation", self.liability)
        keys_of("aggravating_circumstances", self.aggravations)

    @property
    def last(self) -> Outcome | None:
        return self.outcomes[-1] if self.outcomes else None


@dataclass(frozen=True, slots=True)
class Migrants:
    """Smuggled people of one profile. There is no charge and no name in it, on purpose."""

    number: int | None = None
    at_least: bool = False
    sex: str = ""
    ages: str = ""  # adult, child, unaccompanied_child
    nationality: str = ""
    known_how: str = ""  # declared, presumed, confirmed
    status: str = ""  # of migrant_status
    vulnerable: tuple[str, ...] = ()  # of migrant_vulnerability_factors
    suffered: tuple[str, ...] = ()  # of crimes_suffered
    also_accused: bool = False  # some of them stand among the people of the case
    testimony: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        one_of("sex", self.sex, SEXES)
        one_of("ages", self.ages, AGES)
        one_of("known_how", self.known_how, KNOWN_HOW)
        if self.nationality:
            check_state(self.nationality)
        keys_of("migrant_status", (self.status,) if self.status else ())
        keys_of("migrant_vulnerability_factors", self.vulnerable)
        keys_of("crimes_suffered", self.suffered)

"""What a case holds: decisions, people and charges, what had to be shown and what the court said.

What is not recorded is absent, and absent never means "none". A finding is what a court said; a tag
of a source or of a summary is a tag.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.cases.naming import check_names
from cairn.knowledge.cases.people import (
    Charge,
    Migrants,
    NothingOfIt,
    Person,
    TwiceInIt,
    check_state,
    keys_of,
)
from cairn.knowledge.cases.words import (
    MODES,
    PENALTIES,
    STAGES,
    By,
    Dated,
    Element,
    Finality,
    Finding,
    Form,
    Payment,
    Role,
    Section,
    Verdict,
)
from cairn.knowledge.texts import Text

__all__ = ["Charge", "Migrants", "Person", "Record"]


class TagIsNoFinding(CairnError):
    text = noop(
        "%(place)s: this is a tag, not the decision, so it has no finding; leave the finding out, "
        "or say that it was read in the decision."
    )


class FindingIsMissing(CairnError):
    text = noop("%(place)s: say what the court said of this element, if only that it said nothing.")


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One court, one decision."""

    id: str
    stage: str = ""  # of case_stage, or `STAGES`
    court: str = ""
    place: str = ""
    number: str = ""
    ecli: str = ""
    date: DateSpan | None = None
    dated: Dated | None = None
    finality: Finality = Finality.NOT_KNOWN
    verdicts: tuple[Verdict, ...] = ()  # of the whole, where it is not told by charge
    result: tuple[Text, ...] = ()  # the same as the source has it
    sentence: tuple[Text, ...] = ()
    judges: int | None = None  # how many sat

    def __post_init__(self) -> None:
        if self.stage and self.stage not in STAGES:
            keys_of("case_stage", (self.stage,))


@dataclass(frozen=True, slots=True)
class Involved:
    """A State by its role."""

    state: str
    role: Role

    def __post_init__(self) -> None:
        check_state(self.state)


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a journey."""

    mode: str  # of transport_modes, or `MODES`
    start: str = ""
    end: str = ""
    start_state: str = ""
    end_state: str = ""
    conveyance: str = ""  # of conveyance_types
    note: str = ""

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            keys_of("transport_modes", (self.mode,))
        keys_of("conveyance_types", (self.conveyance,) if self.conveyance else ())
        for state in filter(None, (self.start_state, self.end_state)):
            check_state(state)


@dataclass(frozen=True, slots=True)
class Shown:
    """One element, and what is known of it."""

    element: Element
    by: By
    finding: Finding | None = None
    proceeding: str = ""
    people: tuple[str, ...] = ()  # labels; none: all of them
    benefit: tuple[str, ...] = ()  # of benefit_types
    payment: Payment | None = None
    evidence: tuple[str, ...] = ()  # of evidence_types
    reasoning: tuple[Text, ...] = ()
    quotations: tuple[str, ...] = ()  # their ids

    def __post_init__(self) -> None:
        keys_of("benefit_types", self.benefit)
        keys_of("evidence_types", self.evidence)
        if (self.by is By.COURT) != (self.finding is not None):
            wrong = TagIsNoFinding if self.finding else FindingIsMissing
            raise wrong(place=f"elements {self.element.value}")


@dataclass(frozen=True, slots=True)
class Named:
    """An offence or a subject as somebody tagged it. `key`: of conduct_offence_types, if any."""

    text: str
    by: By
    key: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        keys_of("conduct_offence_types", (self.key,) if self.key else ())


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a decision, to the paragraph."""

    id: str
    texts: tuple[Text, ...]
    proceeding: str
    paragraph: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Cooperation:
    """What States did for each other in the case; of international_cooperation_forms."""

    form: str
    states: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        keys_of("international_cooperation_forms", (self.form,))
        for state in self.states:
            check_state(state)


@dataclass(frozen=True, slots=True)
class Source:
    """Where it was read, when, and how much of it."""

    title: str = ""
    publisher: str = ""
    address: str = ""
    form: Form = Form.OTHER
    language: str = ""
    read_on: DateSpan | None = None
    extent: str = ""  # how much of it was read
    complete: bool = False  # all of it was read


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the record, and what it is."""

    section: Section
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The case as it is taught: each part in whichever languages there are."""

    facts: tuple[Text, ...] = ()
    background: tuple[Text, ...] = ()
    success: tuple[Text, ...] = ()
    challenges: tuple[Text, ...] = ()
    issues: tuple[Text, ...] = ()
    investigation: tuple[Text, ...] = ()
    reasoning: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One case."""

    state: str  # whose court it is
    number: str = ""  # as the case is cited
    called: tuple[Text, ...] = ()  # what it is generally called
    proceedings: tuple[Proceeding, ...] = ()
    people: tuple[Person, ...] = ()
    other_accused: int | None = None  # of whom nothing else is recorded
    charges: tuple[Charge, ...] = ()
    migrants: tuple[Migrants, ...] = ()
    migrants_total: int | None = None
    migrants_at_least: bool = False
    deaths: int | None = None
    deaths_at_least: bool = False
    states: tuple[Involved, ...] = ()
    legs: tuple[Leg, ...] = ()
    elements: tuple[Shown, ...] = ()
    offences: tuple[Named, ...] = ()
    keywords: tuple[Named, ...] = ()
    techniques: tuple[str, ...] = ()
    cooperation: tuple[Cooperation, ...] = ()
    penalties: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    texts: tuple[Said, ...] = ()
    brief: Brief | None = None
    sources: tuple[Source, ...] = ()
    cites: tuple[str, ...] = ()  # other records: a reference, or kind and key with ":" between
    licence: str = ""
    licence_url: str = ""
    tagged_on: date | None = None
    invented: bool = False

    def __post_init__(self) -> None:
        check_state(self.state)
        keys_of("investigation_techniques", self.techniques)
        keys_of("case_outcomes", self.penalties)
        for one in self.penalties:
            if one not in PENALTIES:
                raise NothingOfIt(place="penalties", value=one)
        held = {one.id for one in self.proceedings}
        labels = {one.label for one in self.people}
        quoted = {one.id for one in self.quotations}
        _each("proceedings", [one.id for one in self.proceedings])
        _each("people", [one.label for one in self.people])
        _each("charges", [one.id for one in self.charges])
        _each("quotations", [one.id for one in self.quotations])
        _among("charges", (one.person for one in self.charges), labels)
        outcomes = (of for one in self.charges for of in one.outcomes)
        _among("charges", (one.proceeding for one in outcomes), held)
        _among("people", (of.proceeding for one in self.people for of in one.stood), held)
        _among("quotations", (one.proceeding for one in self.quotations), held)
        _among("elements", (one.proceeding for one in self.elements if one.proceeding), held)
        _among("elements", (of for one in self.elements for of in one.people), labels)
        _among("elements", (of for one in self.elements for of in one.quotations), quoted)
        handles = (*labels, *held, *quoted, *(one.id for one in self.charges))
        for person in self.people:
            check_names(person.label, person.names, handles)


def _each(place: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TwiceInIt(place=place, value=name)
        seen.add(name)


def _among(place: str, names: Iterable[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise NothingOfIt(place=place, value=name)

"""How one State opens, leads and shares an investigation, as on a day: question by question.

Each answer stands by itself: what it says in words that can be compared, what it says in text, the
provisions and sources on which it rests, and whether the State has confirmed it. A question without
an answer is not recorded, which says nothing of the State.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.checking import check_languages, check_state
from cairn.knowledge.procedures.words import (
    Admitted,
    Form,
    Money,
    Protected,
    Rule,
    Shared,
    Testimony,
    Urgent,
    Who,
)
from cairn.knowledge.sources import Source
from cairn.knowledge.texts import Text
from cairn.reference.vocabularies import term


class NothingAnswered(CairnError):
    text = noop("No question is answered; answer at least one, or leave the record out.")


class SaysNothing(CairnError):
    text = noop("This answer says nothing; write a value or a text, or leave the answer out.")


class NoSource(CairnError):
    text = noop("This answer has no source; say where it was read, or who of the State said it.")


class OnlyInWords(CairnError):
    text = noop("This question is answered in words only; move the values into a text.")


class ThresholdIsWrong(CairnError):
    text = noop("%(value)s is no such number of years or days; write it as 1 or more.")


@dataclass(frozen=True, slots=True)
class Provision:
    """The provision that an answer rests on; `law` is "law:" and the key of its record."""

    cited: str
    law: str = ""
    article: str = ""  # the anchor in that record, such as art-59


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That the State itself has said that an answer is right."""

    by: str  # the authority that confirmed it
    on: date


@dataclass(frozen=True, slots=True)
class Technique:
    """One special technique: whether it may be used, from which offence on, and who says so."""

    kind: str  # of investigation_techniques
    permitted: bool | None = None
    least_years: int | None = None  # of imprisonment that the offence must carry
    authorized_by: tuple[Who, ...] = ()
    urgent_by: tuple[Who, ...] = ()  # who may order it where there is no time
    longest_days: int | None = None  # of one authorization

    def __post_init__(self) -> None:
        term("investigation_techniques", self.kind)
        for value in (self.least_years, self.longest_days):
            if value is not None and value < 1:
                raise ThresholdIsWrong(value=value)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words of its own; those below have words that can be compared besides."""

    values: tuple[Any, ...] = ()
    texts: tuple[Text, ...] = ()
    provisions: tuple[Provision, ...] = ()
    sources: tuple[Source, ...] = ()
    as_on: DateSpan | None = None  # where it is another day than that of the record
    confirmed: Confirmed | None = None

    def __post_init__(self) -> None:
        if not self.values and not self.texts:
            raise SaysNothing()
        if not self.sources:
            raise NoSource()


@dataclass(frozen=True, slots=True)
class InWords(Answer):
    values: tuple[str, ...] = ()  # always empty; such an answer is text

    def __post_init__(self) -> None:
        if self.values:
            raise OnlyInWords()
        Answer.__post_init__(self)


@dataclass(frozen=True, slots=True)
class ByWhom(Answer):
    values: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class ByRule(Answer):
    values: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Techniques(Answer):
    values: tuple[Technique, ...] = ()


@dataclass(frozen=True, slots=True)
class Finance(Answer):
    values: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission(Answer):
    values: tuple[Admitted, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlyTestimony(Answer):
    values: tuple[Testimony, ...] = ()


@dataclass(frozen=True, slots=True)
class Protection(Answer):
    values: tuple[Protected, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange(Answer):
    values: tuple[Shared, ...] = ()


@dataclass(frozen=True, slots=True)
class InForm(Answer):
    values: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class InLanguage(Answer):
    values: tuple[str, ...] = ()  # tags such as es or pt-BR

    def __post_init__(self) -> None:
        Answer.__post_init__(self)
        check_languages(self.values)


@dataclass(frozen=True, slots=True)
class UrgentRoute(Answer):
    values: tuple[Urgent, ...] = ()


@dataclass(frozen=True, slots=True)
class Together(Answer):
    values: tuple[str, ...] = ()  # of international_cooperation_forms

    def __post_init__(self) -> None:
        Answer.__post_init__(self)
        for one in self.values:
            term("international_cooperation_forms", one)


@dataclass(frozen=True, slots=True)
class Record:
    """The procedure of one State, as on a day."""

    country: str
    as_on: DateSpan
    opens: ByWhom | None = None
    leads: ByWhom | None = None
    rule: ByRule | None = None
    techniques: Techniques | None = None
    financial: Finance | None = None
    foreign: Admission | None = None
    informal: Admission | None = None
    testimony: EarlyTestimony | None = None
    protection: Protection | None = None
    without_request: Exchange | None = None
    form: InForm | None = None
    languages: InLanguage | None = None
    urgent: UrgentRoute | None = None
    joint: Together | None = None
    platforms: InWords | None = None
    support: InWords | None = None
    forums: InWords | None = None
    since_2022: InWords | None = None
    notes: tuple[Text, ...] = ()
    licence: str = ""
    licence_url: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        check_state(self.country, invented=self.invented)
        if not any(True for _ in self.answers()):
            raise NothingAnswered()

    def answer(self, question: str) -> Answer | None:
        """The answer to a question of `QUESTIONS`; None: not recorded."""
        found: Answer | None = getattr(self, question)
        return found

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """(question, answer) of what is answered, in the order of the questions."""
        for question in QUESTIONS:
            found = self.answer(question)
            if found is not None:
                yield question, found


# The questions in their order, by what they are about.
GROUPS: dict[str, tuple[str, ...]] = {
    "opening": ("opens", "leads", "rule"),
    "means": ("techniques", "financial"),
    "evidence": ("foreign", "informal"),
    "people": ("testimony", "protection"),
    "sharing": ("without_request", "form", "languages", "urgent"),
    "practice": ("joint", "platforms", "support", "forums", "since_2022"),
}
QUESTIONS: tuple[str, ...] = tuple(one for group in GROUPS.values() for one in group)

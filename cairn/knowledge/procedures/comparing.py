"""How two States' answers to one question stand to each other.

Only words of the lists are compared; what is told in text a person has to read. That one State's
answer is not recorded is no difference between the States.
"""

import enum
from collections.abc import Hashable
from dataclasses import dataclass

from cairn.knowledge.procedures.schema import QUESTIONS, Answer, Record


class Stands(enum.StrEnum):
    """What the two answers are to each other."""

    SAME = "same"
    DIFFERS = "differs"
    IN_WORDS = "in_words"  # both answered, at least one of them in text only
    ONE_ONLY = "one_only"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and both answers."""

    question: str
    here: Answer | None
    there: Answer | None

    @property
    def stands(self) -> Stands:
        if self.here is None and self.there is None:
            return Stands.NEITHER
        if self.here is None or self.there is None:
            return Stands.ONE_ONLY
        if not self.here.values or not self.there.values:
            return Stands.IN_WORDS
        return Stands.SAME if _set(self.here) == _set(self.there) else Stands.DIFFERS

    @property
    def shared(self) -> frozenset[Hashable]:
        """The values that both answers have; nothing where one has none to compare."""
        if self.here is None or self.there is None:
            return frozenset()
        return _set(self.here) & _set(self.there)


def pairs(here: Record | None, there: Record | None) -> list[Pair]:
    """Every question with what the two records answer."""
    return [
        Pair(one, here.answer(one) if here else None, there.answer(one) if there else None)
        for one in QUESTIONS
    ]


def _set(answer: Answer) -> frozenset[Hashable]:
    return frozenset(answer.values)

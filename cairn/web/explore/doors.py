"""From which side Explore is entered: what is answered from, who looks, and where links lead.

The public page answers from the published snapshot, in which everything is open; the desk's from
its own newest snapshot under the predicate of the person. Everything behind the door is the same
code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from cairn.figures.answers import Answer
from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.figures.snapshot import Snapshot
from cairn.kernel.predicates import Predicate
from cairn.published.queries import current_release

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Door:
    """`names` is what stands before the name of an address: `explore:` or `desk:explore_`.

    A door is opened for one request; what was answered there is not asked again.
    """

    snapshot: Snapshot | None
    visible: Predicate | None = None
    names: str = "explore:"
    layout: str = "base.html"
    deny: frozenset[str] = frozenset()  # references taken back since the snapshot was made
    answered: dict[Question, Answer] = field(default_factory=dict, compare=False, repr=False)
    filings: Any = None  # `filed.Filings`, where who looks may know of filings
    filed: dict[Question, Any] = field(default_factory=dict, compare=False, repr=False)
    leaving: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    shown: set[tuple[str, int]] = field(default_factory=set, compare=False, repr=False)  # filings
    coming: dict[Question, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def public(self) -> bool:
        return self.names == "explore:"

    @property
    def data(self) -> Snapshot:
        """The snapshot, where its absence was answered before."""
        assert self.snapshot
        return self.snapshot

    @property
    def index(self) -> str:
        return reverse(f"{self.names}index")

    def page(self, measure: str, pairs: Pairs | None = None, anchor: str = "") -> str:
        """The address of a measure under these filters."""
        return self._with(reverse(f"{self.names}measure", args=[measure]), pairs, anchor)

    def file(self, measure: str, block: str, kind: str, pairs: Pairs | None = None) -> str:
        """The address of one block as a file."""
        return self._with(reverse(f"{self.names}file", args=[measure, block, kind]), pairs)

    def named(self, name: str, measure: str, pairs: Pairs | None = None) -> str:
        """The address of what the map reads."""
        return self._with(reverse(f"{self.names}{name}", args=[measure]), pairs)

    def ask(self, question: Question) -> Answer:
        """The answer to a question, under the predicate of who looks."""
        if question not in self.answered:
            self.answered[question] = answer(self.data, question, **self.answering())
        return self.answered[question]

    def answering(self) -> Mapping[str, Any]:
        """What every question to `figures` is asked with."""
        return {"visible": self.visible, "deny": self.deny}

    @staticmethod
    def _with(address: str, pairs: Pairs | None, anchor: str = "") -> str:
        written = f"{address}?{urlencode(pairs)}" if pairs else address
        return f"{written}#{anchor}" if anchor else written


def public_door() -> Door:
    """The door of the public pages."""
    release = current_release()
    return Door(release.snapshot if release else None)

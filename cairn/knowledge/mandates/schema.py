"""A mandate: a resolution, a decision or a recommendation that asks something of somebody.

What it says stands here in our own words, with where that was read and how far it was seen; the
text itself is with its body.
"""

from dataclasses import dataclass

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.checking import check_obligations, check_sources
from cairn.knowledge.mandates.words import Act, Checked, Theme
from cairn.knowledge.sources import Source
from cairn.knowledge.texts import Text


class SaysNothing(CairnError):
    text = noop("The mandate has no text; say in your own words what it asks.")


@dataclass(frozen=True, slots=True)
class Record:
    """One mandate, or one recommendation of a meeting."""

    act: Act
    body: str  # whose it is
    says: tuple[Text, ...]
    number: str = ""  # such as 7/1, or 69/197
    meeting: str = ""  # at which it was made
    paragraph: str = ""  # of the document that reports it
    symbol: str = ""  # of the document that has its text
    adopted: DateSpan | None = None
    addressee: str = ""
    themes: tuple[Theme, ...] = ()
    obligations: tuple[str, ...] = ()
    checked: Checked | None = None
    note: str = ""
    address: str = ""
    sources: tuple[Source, ...] = ()
    licence: str = ""
    licence_url: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        if not self.says:
            raise SaysNothing()
        check_sources(self.sources)
        check_obligations(self.obligations)

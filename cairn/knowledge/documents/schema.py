"""What the library records of a document of the United Nations: its paragraphs by number, what a
program recognized in them, and the figures that it asserts.

The text itself is held only where somebody brought it in; without it a paragraph is its number and
what was recognized. A claim is quoted and attributed, never adopted: it is what the document says.
"""

import enum
from dataclasses import dataclass
from datetime import date

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class TwoAnchors(CairnError):
    text = noop("Two paragraphs have the anchor %(anchor)s; give each one of its own.")


class NoSuchParagraph(CairnError):
    text = noop("A claim stands at %(anchor)s, which the document does not have.")


class QuoteIsNotThere(CairnError):
    text = noop("The quotation %(quote)r does not stand in the paragraph %(anchor)s.")


class Is(enum.StrEnum):
    """What a piece of a document is."""

    FRONT = "front"  # before the first paragraph: session, item, date
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    NOTE = "note"
    TABLE = "table"  # kept as text


class Recognized(enum.StrEnum):
    """What a program recognized in a paragraph."""

    SYMBOL = "symbol"
    STATE = "state"
    DATE = "date"
    FIGURE = "figure"


class Subject(enum.StrEnum):
    """What claims are about; figures of one subject stand side by side."""

    MIGRANTS = "migrants"
    SHARE = "share"
    FACILITATED = "facilitated"
    PROFIT = "profit"
    DEATHS = "deaths"
    ABUSED = "abused"
    PARTIES = "parties"
    CASES = "cases"
    LAWS = "laws"
    WRITINGS = "writings"
    TRAINED = "trained"
    ASSISTED = "assisted"
    TARGETED = "targeted"
    ARRESTED = "arrested"
    FOUND = "found"
    CHECKS = "checks"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a program recognized: `said` in the words of the text."""

    kind: Recognized
    said: str
    value: str  # the symbol, the three letters of a State, the date, the number


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a paragraph, a note; `text` is empty where it is not held."""

    kind: Is
    anchor: str
    number: str = ""
    level: int = 0  # of a heading
    text: str = ""
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that the document asserts, with the paragraph in which it does."""

    subject: Subject
    anchor: str
    value: str  # the figure as it is written
    quote: str
    counted: str  # what is counted, in our words
    scope: str = ""
    period: DateSpan | None = None
    by: str = ""  # to whom the document attributes it
    method: str = ""  # what the document says of how it was come by; "": nothing
    later: str = ""  # a later value, and where it stands


@dataclass(frozen=True, slots=True)
class Record:
    """One document."""

    title: str
    symbol: str = ""
    organ: str = ""
    session: str = ""
    dated: DateSpan | None = None
    language: str = "en"
    text_held: bool = False
    pieces: tuple[Piece, ...] = ()
    claims: tuple[Claim, ...] = ()
    licence: str = ""
    licence_url: str = ""
    source: str = ""
    read_on: date | None = None

    def __post_init__(self) -> None:
        texts: dict[str, str] = {}
        for one in self.pieces:
            if one.anchor in texts:
                raise TwoAnchors(anchor=one.anchor)
            texts[one.anchor] = one.text
        for claim in self.claims:
            if claim.anchor not in texts:
                raise NoSuchParagraph(anchor=claim.anchor)
            if texts[claim.anchor] and claim.quote not in " ".join(texts[claim.anchor].split()):
                raise QuoteIsNotThere(quote=claim.quote[:80], anchor=claim.anchor)

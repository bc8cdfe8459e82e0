"""What a page is made of: each panel a frozen value with its words, table, charts and files.

Panels are lists of ready words and numbers; how they look is the templates' affair.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from cairn.figures.answers import Number
from cairn.web.components import Fact, Link, Table
from cairn.web.explore.filed import FilingTable, Noted

FORMATS = (("CSV", "csv"), ("Parquet", "parquet"), ("PNG", "png"), ("SVG", "svg"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that is fetched when it comes into view, on light and on dark paper."""

    light: str
    dark: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart with its table and its files."""

    key: str  # also its anchor
    title: str
    note: str  # number of records and source in one line
    alt: str = ""
    charts: tuple[SafeString, ...] = ()  # the same drawing for a wide and for a narrow screen
    picture: Picture | None = None
    partial: tuple[str, ...] = ()  # sentences about what is incomplete or stands beside
    table: Table | None = None
    files: Sequence[Link] = ()
    tabs: Sequence[Link] = ()
    noted: Noted = field(default_factory=Noted)  # where a State's own definition differs


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the breakdown; `share` of the largest, in percent, draws its bar."""

    name: str
    value: Number
    share: float | None
    records: int
    parts: tuple[Number, ...] = ()
    address: str = ""  # the page with this value as a filter
    aside: bool = False  # not recorded, unknown, or not precise: not one more kind
    lacks: bool = False  # a number that belongs here is not recorded


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The table by one dimension."""

    key: str
    title: str
    dimension: str
    note: str
    rows: tuple[Bar, ...]
    heads: tuple[str, ...]  # of the parts
    more: int  # rows that are not shown
    all_address: str
    files: Sequence[Link]
    tabs: Sequence[Link]
    noted: Noted = field(default_factory=Noted)
    told: tuple[str, ...] = ()  # of what the numbers were made
    counted: str = ""  # what the last column counts


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two selections of a comparison."""

    name: str
    value: Number
    records: int
    parts: tuple[Number, ...]
    incomplete: str  # why, or empty
    mark: str = ""  # its own definition differs
    lacks: bool = False  # a number that belongs here is not recorded


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two selections beside each other; never their sum."""

    sides: tuple[Side, Side] | None
    heads: tuple[str, ...]
    difference: str  # with its sign, or the reason why there is none
    same_source: bool
    charts: tuple[SafeString, ...] = ()  # of both over time, for a wide and for a narrow screen
    partial: tuple[str, ...] = ()
    note: str = ""
    table: Table | None = None  # the numbers of the chart
    files: Sequence[Link] = ()
    remove: str = ""
    counted: str = ""  # what the column counts
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceTab:
    """One source that answers, with its own number."""

    title: str
    publisher: str
    value: Number
    records: int
    address: str
    current: bool
    differs: bool = False  # a definition of its own
    period: str = ""  # of the time asked for, what it covers
    lacks: bool = False  # a number that belongs here is not recorded


@dataclass(frozen=True, slots=True)
class Making:
    """How the number was made."""

    definition: str
    rule: str  # when what was counted counts in a period
    facts: tuple[Fact, ...]
    counted: Table
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    licence: Link
    data_set: str
    snapshot: str
    api: str
    citation: str
    bibtex: str
    files: Sequence[Link]
    filings: FilingTable | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureTab:
    """One measure of the chooser."""

    key: str
    title: str
    question: str
    address: str
    current: bool
    group: str = ""  # whether States file it, where that is to be told apart

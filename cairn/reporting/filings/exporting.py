"""A filing as a file that leaves the desk: its marking and permitted uses travel with every line.

Rows for CSV and XLSX, with marking and uses as columns, in the name of the file and in the header
and footer of every printed page. Decides nothing about who may export: whoever may read the filing.
A RED filing is not exported. Pure, but for the filing that it is given.
"""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from cairn.formats.writers import harmless, stream_csv
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import DIMENSIONS
from cairn.sharing.carrying import RED, NotExported, Terms

INVENTED = "INVENTED FOR A DEMONSTRATION"
PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What must stand on every line and page. Codes, not words: files are read in any language."""

    ref: str
    number: int
    state: str
    owner: str
    section: str
    period: str  # 2024-Q1
    status: str
    conduct: str
    count_basis: str
    terms: Terms  # marking, who may read it, what it may be used for and until when
    grades: Mapping[str, str]  # column → grade; each scheme has its own
    invented: bool
    export: str  # id of this export, which the log knows
    merged_from: tuple[str, ...] = ()  # the agencies of a national filing
    taken_for: str = (
        ""  # purpose of whoever takes it along; empty: its own State or the secretariat
    )
    permitted: str = ""  # whether its owner permits that: yes, or partly

    @property
    def tlp(self) -> str:
        return self.terms.tlp

    @property
    def line(self) -> str:
        """The one line of every page: marking, uses, reference, export."""
        said = [*said_of(self.terms), f"{self.ref} v{self.number}"]
        if self.invented:
            said.insert(0, INVENTED)
        if self.permitted == PARTLY:
            said.append(f"taken for {self.taken_for}, which is permitted in part only")
        return " · ".join([*said, self.export])


def said_of(terms: Terms) -> list[str]:
    """The terms as they stand on a page or in a picture; codes, as in a file."""
    told = [terms.tlp, ", ".join(terms.permitted) or "no use stated"]
    if terms.limits:
        told.append(f"for {', '.join(sorted(terms.limits))}")
    if terms.until:
        told.append(f"until {terms.until.isoformat()}")
    return told


GRADES = {  # column → field: two schemes side by side, whose letters are never compared
    "source_grade_admiralty": "source_grade",
    "information_grade_admiralty": "information_grade",
    "source_grade_4x4": "source_grade_4x4",
    "information_grade_4x4": "information_grade_4x4",
}
BINDING = (  # what binds the reader of a line, on that very line
    *("filing", "version", "state", "owner", "section", "period", "status", "conduct"),
    *("count_basis", *GRADES, "marking", "permitted_uses", "invented"),
    *("merged_from", "export", "for_readers_of", "uses_until", "taken_for", "taken_for_permitted"),
)
SAID = ("by_hand", "reason_given")  # of a number: whether no merge gives it, and why it is so
COLUMNS = (*("measure", *DIMENSIONS, "from", "to", "value", "why_no_value"), *SAID, *BINDING)


def check_may_leave(envelope: Envelope) -> None:
    if envelope.terms.marking == RED:
        raise NotExported()


def file_name(envelope: Envelope, kind: str) -> str:
    """`fil-7G4K2M9QXT-5_v1_2024-Q1_TLP-AMBER_exp-….csv`: the marking cannot be lost on the way."""
    parts = [
        *(["INVENTED"] if envelope.invented else []),
        on_disk(envelope.ref),
        f"v{envelope.number}",
        envelope.period.replace("..", "-to-"),
        tail_of(envelope.terms, envelope.export),
    ]
    return f"{'_'.join(parts)}.{kind}"


def tail_of(terms: Terms, export: str) -> str:
    """The end of a file's name: marking and export."""
    return f"{terms.tlp.replace(':', '-')}_{on_disk(export)}"


def on_disk(ref: str) -> str:
    """A reference as a part of a file name: its last sign may be one that disks do not take."""
    return ref.translate(str.maketrans("*~$=", "xxxx"))


def binding(envelope: Envelope) -> list[Any]:
    """In the order of `BINDING`."""
    return [
        *(envelope.ref, envelope.number, envelope.state, envelope.owner, envelope.section),
        *(envelope.period, envelope.status, envelope.conduct, envelope.count_basis),
        *(envelope.grades.get(name, "") for name in GRADES),
        envelope.tlp,
        *(";".join(envelope.terms.permitted), "yes" if envelope.invented else "no"),
        *("; ".join(envelope.merged_from), envelope.export, *bounds(envelope.terms)),
        *(envelope.taken_for, envelope.permitted),
    ]


def bounds(terms: Terms) -> list[str]:
    """Whose it is to read, and the last day of its uses: empty where nothing limits them."""
    return [";".join(sorted(terms.limits)), terms.until.isoformat() if terms.until else ""]


@dataclass(frozen=True, slots=True)
class Told:
    """What people did to the numbers of a filing, by the keys of the numbers."""

    reasons: Mapping[str, str]
    by_hand: Collection[str] = ()

    def of(self, envelope: Envelope, key: str) -> list[str]:
        """In the order of `SAID`; what was not merged is all written by people."""
        hand = ("yes" if key in self.by_hand else "no") if envelope.merged_from else ""
        return [hand, self.reasons.get(key, "")]


UNTOLD = Told({})


def reasons_by_line(given: Mapping[str, str], counts: Iterable[CountInput]) -> dict[str, str]:
    """Reasons, by the key of what was asked, at the number of which they speak: at the cell itself,
    else at the first line of the measure, which is its total where there is one."""
    found: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    keys = []
    for one in counts:
        keys.append(one.key)
        first.setdefault(one.measure, one.key)
    known = set(keys)
    for asked, text in given.items():
        rest = asked.partition("|")[2]
        cell = rest.rpartition("|")[0]
        line = cell if cell in known else first.get(rest.partition("|")[0], "")
        found.setdefault(line, []).append(text)
    return {line: " · ".join(texts) for line, texts in found.items()}


def rows(
    envelope: Envelope, counts: Sequence[CountInput], told: Told = UNTOLD
) -> Iterator[list[Any]]:
    """One line for each number, everything that binds its reader on the same line."""
    tail = binding(envelope)
    for one in counts:
        span = one.span
        yield [
            one.measure,
            *(one.dims.get(name, "") for name in DIMENSIONS),
            *(span.earliest if span else "", span.latest if span else ""),
            *("" if one.value is None else one.value, one.missing.value if one.missing else ""),
            *told.of(envelope, one.key),
            *tail,
        ]


def as_csv(
    envelope: Envelope, counts: Sequence[CountInput], told: Told = UNTOLD
) -> Iterator[bytes]:
    check_may_leave(envelope)
    return stream_csv(rows(envelope, counts, told), COLUMNS)


def as_xlsx(
    envelope: Envelope,
    counts: Sequence[CountInput],
    told: Told = UNTOLD,
    *,
    notes: Mapping[str, str],
) -> bytes:
    """A sheet of numbers and one of notes; the marking in the header and footer of each page."""
    check_may_leave(envelope)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": envelope.line, "comments": envelope.line})
        table, about = book.add_worksheet("filing"), book.add_worksheet("notes")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in (table, about):
            sheet.set_header(f"&C{envelope.line}")
            sheet.set_footer(f"&C{envelope.line}&R&P")
            sheet.write_string(0, 0, envelope.line, bold)
        for at, name in enumerate(COLUMNS):
            table.write_string(1, at, name, bold)
        for line, row in enumerate(rows(envelope, counts, told), 2):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    table.write_string(line, at, harmless(value))
                elif isinstance(value, int):
                    table.write_number(line, at, value)
                else:
                    table.write_datetime(line, at, value, day)
        for line, (name, text) in enumerate(notes.items(), 2):
            about.write_string(line, 0, name, bold)
            about.write_string(line, 1, harmless(text))
    return buffer.getvalue()

"""Of which sections the words of a workbook speak: in all, and of each sheet alone. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from cairn.reporting.filings.definitions import Section, sections
from cairn.reporting.reading.crosstabs.layout import Axis, Layout, Role
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.sheets import Sheet


def named(sheets: Sequence[Sheet], today: date) -> tuple[Layout, Mapping[str, Counter[str]]]:
    """Name of a sheet → how often headings and titles of its tables name each section."""
    words = {
        f"{key}/{name}": measure.words
        for key, section in sections().items()
        for name, measure in section.measures.items()
    }
    layout, proposals = propose_all(sheets, today=today, words=words)
    found: dict[str, Counter[str]] = {}
    for held, proposal in zip(layout.sheets, proposals, strict=True):
        counted = found[held.name] = Counter()
        for block in held.blocks:
            said = [one.value for one in block.constants] + [one.value for one in block.meanings]
            counted.update(value.partition("/")[0] for value in said if "/" in value)
        perhaps = [q.candidates[0] for q in proposal.questions if q.axis == Axis.MEASURE.value
                   and q.candidates]  # fmt: skip
        if not counted:  # the name of the sheet; what it counts is asked
            counted.update(value.partition("/")[0] for value in perhaps)
    return layout, found


def one_column_alone(layout: Layout) -> bool:
    """Whether nothing but the heading of one column names a section, beside another column of
    numbers in words that nobody knows: a list of events is not of smugglers because one of its
    columns counts them."""
    blocks = [block for held in layout.sheets for block in held.blocks]
    if any(one.axis is Axis.MEASURE for block in blocks for one in block.constants):
        return False
    named = [
        one
        for block in blocks
        for one in block.meanings
        if one.axis is Axis.MEASURE and "/" in one.value
    ]
    columns = {(block.area.top, line.at) for block in blocks for line in block.columns
               if line.role is Role.DATA}  # fmt: skip
    unknown = [
        one
        for block in blocks
        for one in block.meanings
        if one.axis is Axis.UNKNOWN and (block.area.top, one.column) in columns
    ]
    return bool(unknown) and len({one.column for one in named}) == 1


def reading_words(
    section: Section,
) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """The words of its measures, and those of the other sections by "section/measure"."""
    ours = {key: one.words for key, one in section.measures.items()}
    others: dict[str, Sequence[str]] = {}
    for key, other in sections().items():
        if key != section.key:
            others |= {f"{key}/{name}": one.words for name, one in other.measures.items()}
            others |= {f"{key}/": other.people} if other.people else {}
    return ours, others


def section_of_sheet(sheet: Sheet, today: date) -> str:
    """The one section that the words of this sheet name, else nothing."""
    _layout, found = named([sheet], today)
    keys = [key for key in found[sheet.name] if key in sections()]
    return keys[0] if len(keys) == 1 else ""

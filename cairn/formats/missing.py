"""What people put in a cell to say that nothing was recorded. It is never read as zero.

A column of country codes asks something else: there "NA" is Namibia. And in the sheets of some
ministries "-" stands for zero; the layout of such a sheet says so before this is asked.
"""

MARKERS = frozenset(
    {
        "", "na", "n/a", "n.a.", "null", "none", "nan", "-", "--", "–", "—", "..", "...",
        "…", "n/d", "s/d", "н/д",
    }
)  # fmt: skip


def read_missing(text: object) -> bool:
    """True where the cell says that nothing was recorded."""
    if text is None:
        return True
    return isinstance(text, str) and text.strip().casefold() in MARKERS

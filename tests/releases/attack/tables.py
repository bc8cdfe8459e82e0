"""Small folders and knowledge, written as one reads them."""

from cairn.kernel.cells import Cell
from cairn.releases.attack.knowledge import Entry, Knowledge, Known
from cairn.releases.folder import Band, Dimension, Folder, Key, Measure, Table

SHOWN = {"?": Cell.WITHHELD, "-": Cell.NOT_RECORDED}


def key(*codes, measure="persons"):
    """`key("a", "x")`: row a, column x; capitals and all others are codes as they are, "" total."""
    names = ("row", "column", "depth")
    return Key(measure, frozenset((n, c) for n, c in zip(names, codes, strict=False) if c))


def folder(text, *, release="one", base=5, small=9, unit="persons"):
    """A table with its totals in the last row and column; `?` is withheld, `-` not
    recorded, `10-19` and `100+` are bands."""
    lines = [line.split() for line in text.strip().splitlines()]
    columns, body = lines[0], lines[1:]
    cells = {}
    for row, *values in body:
        for column, shown in zip(columns, values, strict=True):
            at = ("" if row == "all" else row, "" if column == "all" else column)
            cells[key(*at)] = SHOWN.get(shown) or (
                int(shown) if shown.isdigit() else Band.parse(shown)
            )
    return Folder(
        release,
        {
            "row": Dimension("row", "all", {r: "all" for r, *_ in body if r != "all"}),
            "column": Dimension("column", "all", {c: "all" for c in columns if c != "all"}),
        },
        {"persons": Measure("persons", unit, base=base, small=small)},
        (Table("t", "persons", ("row", "column")),),
        cells,
    )


def knows(attacker, roll, known=(), *, where=None, measure="persons"):
    """`roll`: {release: {contributor: version}}; `known`: {(row, column): count} of the attacker,
    who is a contributor of the same name."""
    return Knowledge(
        attacker,
        frozenset({attacker}),
        tuple(
            Entry(release, where or Key(measure), who, version)
            for release, several in roll.items()
            for who, version in several.items()
        ),
        tuple(
            Known(key(*at), attacker, version, count)
            for at, count in dict(known).items()
            for version in {several.get(attacker) for several in roll.values()} - {None}
        ),
    )

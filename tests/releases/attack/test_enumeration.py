"""The auditor beside a slow second answer: every table of integers that fits what is printed.

A few hundred tables up to 3 × 3 on each run, 5,000 with CAIRN_EXAMPLES=400 or more.
"""

import os
import random
from itertools import product

import pytest

from cairn.kernel.cells import Cell
from cairn.releases.attack.attacking import Kind, Verdict, attack
from cairn.releases.attack.knowledge import Entry, Knowledge, Known
from cairn.releases.folder import Dimension, Folder, Key, Measure, Table

MANY = 5000 if int(os.environ.get("CAIRN_EXAMPLES", "25")) >= 400 else 240
SHARES = 8  # so that two workers have something to do


def key(row=None, column=None):
    at = {("row", f"r{row}")} if row is not None else set()
    return Key("n", frozenset(at | ({("column", f"c{column}")} if column is not None else set())))


def a_table(chance):
    """A small table, each of its cells printed as a careless builder might."""
    rows, columns = chance.randint(1, 3), chance.randint(1, 3)
    base = chance.choice([1, 3, 3])
    small = chance.choice([1, 2]) if base == 3 else chance.choice([0, 1, 2])
    counts = {
        (r, c): chance.choice([0, 1, 1, 2, 3, 4, 5]) for r in range(rows) for c in range(columns)
    }
    cells = {}
    for r in [None, *range(rows)]:
        for c in [None, *range(columns)]:
            count = sum(v for (i, j), v in counts.items() if r in (None, i) and c in (None, j))
            if 0 < count <= small or chance.random() < 0.15:
                shown = Cell.WITHHELD if count else 0
            else:
                shown = base * round(count / base)
            if shown and shown is not Cell.WITHHELD and shown <= small:
                shown = Cell.WITHHELD  # rounded into what is withheld
            cells[key(r, c)] = shown
    folder = Folder(
        "one",
        {
            "row": Dimension("row", "all", {f"r{r}": "all" for r in range(rows)}),
            "column": Dimension("column", "all", {f"c{c}": "all" for c in range(columns)}),
        },
        {"n": Measure("n", "events", base=base, small=small)},
        (Table("t", "n", ("row", "column")),),
        cells,
    )
    return folder, rows, columns


def fits(x, shown, measure):
    """The definition read aloud."""
    if shown is Cell.WITHHELD:
        return x >= 1
    if shown == 0:
        return x == 0
    return abs(x - shown) <= (measure.base - 1) / 2 and x > measure.small


def every_table(folder, rows, columns):
    measure = folder.measures["n"]
    most = 60

    def possible(at):
        return [x for x in range(most + 1) if fits(x, folder.cells[at], measure)]

    widest = max(possible(key()))
    totals = {c: {*possible(key(None, c))} for c in range(columns)}
    per_row = []
    for r in range(rows):
        limit = min(widest, max(possible(key(r))))
        ranges = [
            [x for x in possible(key(r, c)) if x <= min(limit, max(totals[c]))]
            for c in range(columns)
        ]
        of_row = {*possible(key(r))}
        per_row.append([cells for cells in product(*ranges) if sum(cells) in of_row])
    of_all = {*possible(key())}
    for table in product(*per_row):
        by_column = [sum(row[c] for row in table) for c in range(columns)]
        if sum(by_column) in of_all and all(by_column[c] in totals[c] for c in range(columns)):
            yield table


def size(folder, rows, columns):
    """About how many tables there would be to look at."""
    free = 1
    for r in range(rows):
        for c in range(columns):
            free *= 6 if folder.cells[key(r, c)] is Cell.WITHHELD else 2
    return free


def value(table, at):
    places = dict(at.at)
    return sum(
        x
        for r, row in enumerate(table)
        for c, x in enumerate(row)
        if places.get("row", f"r{r}") == f"r{r}" and places.get("column", f"c{c}") == f"c{c}"
    )


@pytest.mark.parametrize("share", range(SHARES))
def test_every_interval_is_that_of_all_tables_that_fit(share):
    chance = random.Random(f"tables {share}")
    done = withheld = 0
    while done < MANY // SHARES:
        folder, rows, columns = a_table(chance)
        hidden = [k for k, v in folder.cells.items() if v is Cell.WITHHELD]
        if not hidden or size(folder, rows, columns) > 60_000:
            continue
        if folder.cells[key()] is Cell.WITHHELD:
            continue  # without any total there is no end to enumerate
        tables = [*every_table(folder, rows, columns)]
        assert tables, "what was made from a table fits it"
        report = attack([folder], exact=True)
        assert report.possible
        for one in report.found:
            values = {value(table, one.target.key) for table in tables}
            assert (one.low, one.high) == (min(values), max(values)), (folder.cells, one)
            assert (one.least, one.most) == (one.low, one.high)
            wide = one.low <= 1 and one.high >= folder.measures["n"].small
            assert one.verdict is (Verdict.SAFE if wide else Verdict.RECOVERED)
        withheld += len(report.found)
        done += 1
    assert withheld > done


@pytest.mark.parametrize("share", range(SHARES))
def test_every_interval_of_a_contribution_is_that_of_all_filings_that_fit(share):
    """Two cells and their total, three contributors of whom the attacker is one."""
    chance = random.Random(f"filings {share}")
    for _ in range(max(1, MANY // SHARES // 10)):
        who = ["a", "b", "c"][: chance.randint(2, 3)]
        truth = {(w, c): chance.choice([0, 1, 2, 4]) for w in who for c in range(2)}
        sums = [sum(truth[w, c] for w in who) for c in range(2)]
        measure = Measure("n", "events", base=3, small=2)

        def shown(count):
            return 0 if not count else 3 * round(count / 3) if count > 2 else Cell.WITHHELD

        cells = {
            key(0, None): shown(sums[0]),
            key(1, None): shown(sums[1]),
            key(): shown(sum(sums)),
        }
        if cells[key()] is Cell.WITHHELD:
            continue
        rows = Dimension("row", "all", {"r0": "all", "r1": "all"})
        table = Table("t", "n", ("row",))
        folder = Folder("one", {"row": rows}, {"n": measure}, (table,), cells)
        knowledge = Knowledge(
            "a",
            frozenset("a"),
            tuple(Entry("one", Key("n"), w, "1") for w in who),
            tuple(Known(key(c), "a", "1", truth["a", c]) for c in range(2)),
        )
        others = [w for w in who if w != "a"]
        worlds = []
        for values in product(range(12), repeat=2 * len(others)):
            filed = dict(zip(product(others, range(2)), values, strict=True))
            by = [truth["a", c] + sum(filed[w, c] for w in others) for c in range(2)]
            at = [(by[0], key(0)), (by[1], key(1)), (sum(by), key())]
            if all(fits(count, cells[place], measure) for count, place in at):
                worlds.append(filed)
        report = attack([folder], knowledge, exact=True)
        tried = [one for one in report.found if one.target.kind is Kind.CONTRIBUTION]
        assert len(tried) == sum(v is not None for v in cells.values()) * len(others)
        for one in tried:
            at = dict(one.target.key.at).get("row")
            values = [
                sum(
                    n
                    for (w, c), n in filed.items()
                    if w == one.target.contributor and at in (None, f"r{c}")
                )
                for filed in worlds
            ]
            assert (one.low, one.high) == (min(values), max(values))

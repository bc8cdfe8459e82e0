"""The short checker believes nobody: it takes every witness, and none that was tampered with."""

import ast
import copy
import inspect
import sys

import pytest

from cairn.releases import folder as folders_of
from cairn.releases.attack import checking, generating
from cairn.releases.attack.attacking import attack
from cairn.releases.attack.knowledge import PUBLIC
from tests.releases.attack.tables import folder

TABLE = """
      x    y    z    all
a     ?    ?    -    20
b     ?    ?    0    25
c     80   95   20   195
all   105  115  20   240
"""


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """The second release of the invented world, its witnesses as one of the States finds them."""
    filings = generating.filings()
    path = tmp_path_factory.mktemp("checking") / "second"
    folders_of.write(generating.release("second", filings), path)
    report = attack([folders_of.read(path)], generating.knowledge({"second": filings})[0])
    return path, [report.model.table(0, witness) for witness in report.witnesses]


def test_it_is_twenty_lines_and_knows_the_standard_library_only():
    lines = inspect.getsource(checking.wrong).splitlines()[1:]
    assert len(lines) <= 28
    tree = ast.parse(inspect.getsource(checking))
    names = {n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_every_witness_fits(states, tmp_path):
    path, tables = states
    assert len(tables) > 3
    assert [checking.wrong(path, table) for table in tables] == [[]] * len(tables)
    folders_of.write(folder(TABLE), tmp_path / "one")
    report = attack([folder(TABLE)], PUBLIC, exact=True)
    for witness in report.witnesses:
        assert checking.wrong(tmp_path / "one", report.model.table(0, witness)) == []


@pytest.mark.parametrize("by", [1, -1])
def test_no_witness_fits_once_any_number_of_it_was_changed(states, by):
    path, tables = states
    for place, counts in [*tables[0].items()][::3]:
        for who in counts:
            changed = copy.deepcopy(tables[0])
            changed[place][who] += by
            assert checking.wrong(path, changed), (place, who)


def test_a_cell_that_is_left_out_is_missed(states):
    path, tables = states
    for place, counts in [*tables[0].items()][::3]:
        if counts[""]:
            assert checking.wrong(path, {p: c for p, c in tables[0].items() if p != place})


def test_it_knows_that_a_part_cannot_exceed_the_whole(tmp_path):
    whole = folder("x all\na ? ?\nall ? ?")
    small = folders_of.Measure("dead", "persons", at_most="persons")
    cells = {**whole.cells, **{folders_of.Key("dead", k.at): v for k, v in whole.cells.items()}}
    tables = (*whole.tables, folders_of.Table("d", "dead", ("row", "column")))
    both = folders_of.Folder(
        "one", whole.dimensions, {**whole.measures, "dead": small}, tables, cells
    )
    folders_of.write(both, tmp_path / "one")
    for dead, good in ((5, True), (6, False)):
        counts = {(k.measure, k.at): {"": dead if k.measure == "dead" else 5} for k in cells}
        assert (checking.wrong(tmp_path / "one", counts) == []) is good

"""A public folder is read back as it was written, and says what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.releases.folder import (
    Band,
    Dimension,
    Folder,
    Measure,
    Table,
    UnreadableFolder,
    read,
    write,
)

PLACE = Dimension("place", "all", {"north": "all", "south": "all", "oasis": "south"})
YEAR = Dimension("year", "all", {"2024": "all", "2025": "all"})


def folder(cells=()):
    empty = Folder(
        release="rel-1",
        dimensions={"place": PLACE, "year": YEAR},
        measures={"smuggled": Measure("smuggled", "persons")},
        tables=(
            Table("both", "smuggled", ("place", "year")),
            Table("years", "smuggled", ("year",)),
        ),
        cells={},
        rule={"name": "2026-1"},
    )
    keyed = {
        empty.key("smuggled", dict(zip(("place", "year"), at, strict=True))): cell
        for at, cell in cells
    }
    return Folder(**{**{f: getattr(empty, f) for f in Folder.__slots__}, "cells": keyed})


places = st.tuples(
    st.sampled_from(["all", "north", "south", "oasis"]), st.sampled_from(["all", "2024", "2025"])
)
values = st.one_of(
    st.just(0),
    st.integers(2, 400).map(lambda n: n * 5),
    st.sampled_from(Cell),
    st.sampled_from([Band(10, 19), Band(100)]),
)


@given(cells=st.dictionaries(places, values))
def test_what_was_written_is_read_back(cells, tmp_path_factory):
    path = tmp_path_factory.mktemp("folder")
    ours = folder(cells.items())
    write(ours, path / "one")
    write(ours, path / "two")
    assert read(path / "one") == ours
    for file in ("structure.json", "data/both.csv", "data/years.csv"):
        assert (path / "one" / file).read_bytes() == (path / "two" / file).read_bytes()


def test_a_table_without_a_dimension_stands_at_its_total(tmp_path):
    write(folder([(("all", "2024"), 40), (("north", "2024"), 15)]), tmp_path / "f")
    assert (tmp_path / "f/data/years.csv").read_text() == "year,value,status\n2024,40,published\n"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("structure.json", "{", "structure.json: "),
        ("data/both.csv", "place,year,value,status\nmoon,2024,5,published\n", "no 'moon'"),
        ("data/both.csv", "place,year,value,status\nnorth,2024,many,published\n", "'many'"),
        ("data/both.csv", "place,year,value,status\nall,2024,35,published\n", "differs"),
        ("data/years.csv", "year,value\n2024,40\n", "data/years.csv: 'status'"),
    ],
)
def test_a_folder_that_is_none_names_the_file_and_the_problem(tmp_path, file, text, said):
    write(folder([(("all", "2024"), 40)]), tmp_path / "f")
    (tmp_path / "f" / file).write_text(text)
    with pytest.raises(UnreadableFolder) as refused:
        read(tmp_path / "f")
    assert said in str(refused.value)


def test_a_hierarchy_that_goes_in_a_circle_is_refused():
    with pytest.raises(ValueError, match="no total"):
        Dimension("place", "all", {"a": "b", "b": "a"})

"""What is measured is the same every time, and has the mistakes that it says."""

import csv
from collections import Counter
from itertools import islice

from bench.rows import HEADER, MISTAKES, ONE_IN, rows, write_csv
from cairn.reporting import intake


def test_the_same_seed_gives_the_same_rows_and_another_one_others():
    first, again, other = (list(rows(300, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_more_rows_begin_with_the_same_rows():
    assert list(islice(rows(500), 100)) == list(rows(100))


def test_one_row_in_a_hundred_has_a_mistake_of_each_kind_in_turn(tmp_path):
    path = tmp_path / "rows.csv"
    mistakes = write_csv(path, ONE_IN * len(MISTAKES) * 2)
    assert mistakes == dict.fromkeys(MISTAKES, 2)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == HEADER
    assert len(lines) == 1 + ONE_IN * len(MISTAKES) * 2


def test_columns_are_recognized_and_only_the_mistakes_are_refused(tmp_path):
    path = tmp_path / "rows.csv"
    mistakes = write_csv(path, ONE_IN * len(MISTAKES))
    found = intake.look(path, kind="incidents")
    assert found.table is None
    assert len(found.mapping.rules) == len(HEADER)
    readings = list(intake.readings(found.sheet, found.mapping))
    rejected = Counter(one.findings[0].error.code for one in readings if one.rejected)
    assert sum(rejected.values()) == sum(mistakes.values()) - 1  # the repeated one is met later
    assert len(rejected) == len(MISTAKES) - 1
    assert not [one for one in readings if one.findings and not one.rejected]

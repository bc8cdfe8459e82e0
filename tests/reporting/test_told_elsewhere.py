"""Accounts of other sources under the same identifiers are found by an index, however many there
are: a million rows are not read again for each chunk of a file."""

import pytest
from django.db import connection

from cairn.reporting.models import Account, DataSet
from cairn.reporting.staging import told_elsewhere
from tests.reporting.doing import run_import, write_csv
from tests.reporting.test_importing import official_rows

pytestmark = pytest.mark.django_db


def imported(tmp_path, source, names):
    row = official_rows()[0]
    rows = [row | {"Incident ID": name, "Main ID": name} for name in names]
    path = write_csv(tmp_path / f"{source}.csv", rows)
    assert run_import("incidents", path, source=source, layout="missing-migrants").status == 0
    return DataSet.objects.get(key=source)


def named(numbers):
    return [f"2023.MMP{number:04}" for number in numbers]


def kept(numbers):
    """The identifiers as they are kept, with the register that gave them out."""
    return [f"iom-mmp:{name}" for name in named(numbers)]


def test_both_sides_are_looked_up_by_identifier(tmp_path):
    imported(tmp_path, "one", named(range(300)))
    other = imported(tmp_path, "other", named(range(200, 600)))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Account._meta.db_table}")
        if connection.vendor == "postgresql":  # a small table it would rather read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_hashjoin = off")
            cursor.execute("SET LOCAL enable_mergejoin = off")
    plan = told_elsewhere(other, kept(range(5))).explain()
    assert plan.count("account_by_identifier") == 2, plan


def test_what_this_source_tells_of_itself_is_left_out(tmp_path):
    one = imported(tmp_path, "one", named([1, 2, 3]))
    other = imported(tmp_path, "other", named([2]))
    asked = kept([1, 2, 9])
    assert [identifier for identifier, _event in told_elsewhere(other, asked)] == kept([1])
    assert list(told_elsewhere(one, asked)) == []

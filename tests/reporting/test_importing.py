"""Imports as a user makes them, on small excerpts of the publishers' files.

ri01  the account closes: read = new + updated + unchanged + rejected
ri02  importing again changes nothing
ri03  a corrected file makes new versions by the source's key, and nothing else
ri04  exact twins inside one source are different events
ri05  sources never overwrite each other; a shared identifier makes one incident with two accounts
ri06  dead and missing in one column leave both parts not recorded
ri07  a cumulative row has a span as date
ri08  rejected rows: nothing is committed, unless they are left out with a reason
ri09  a trial leaves nothing
ri10  an identifier nobody vouches for joins nothing
"""

import json
from datetime import date

import pytest

from cairn.audit.merkle import merkle_root
from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.kernel.cells import Cell
from cairn.reporting.models import Account, Count, DataSet, ImportBatch, Incident, Problem
from tests.reporting.doing import nothing_is_left, run_import, table, write_csv

pytestmark = pytest.mark.django_db

# The headings of the official export, and short names for them here.
HEADINGS = {
    "id": "Incident ID",
    "kind": "Incident Type",
    "date": "Incident Date",
    "dead": "Number of Dead",
    "missing": "Minimum Estimated Number of Missing",
    "total": "Total Number of Dead and Missing",
    "surv": "Number of Survivors",
    "origin": "Country of Origin",
    "country": "Country of Incident",
    "route": "Migration Route",
    "at": "Coordinates",
    "place": "Location of Incident",
}
OFFICIAL = """
id   | kind     | date       | dead | missing | total | surv | country | at             | place
0001 | Incident | 2023-02-26 | 94   | 11      | 105   | 80   | Italy   | 38.889, 17.083 | Off Cutro
0002 | Incident | 2023-06-14 | 82   | 518     | 600   | 104  | Greece  | 36.1, 21.1     | Off Pylos
0003 | Cumulative Incident | 2023-12-31 | 12 | | 12   |      | Mexico  | 31.65, -110.36 | Desert
0004 | Incident | 2023-03-01 |      |         | 0     | 3    | Libya   | 33.1, 12.5     | Off Libya
"""
GDI = """
t          | m          | type     | geo | dead  | cause    | surv | nat | lon    | lat
2023-02-26 | 2023-01-01 | Incident | ITA | 105.0 | Drowning | 80   | AFG | 17.083 | 38.889
2023-05-01 | 2023-01-01 | Incident | LBY | 1.0   | Drowning |      | UNK | 12.5   | 33.1
2023-05-01 | 2023-01-01 | Incident | LBY | 1.0   | Drowning |      | UNK | 12.5   | 33.1
"""


def official_rows():
    """The rows under their own headings."""
    rows = []
    for short in table(OFFICIAL):
        row = {HEADINGS[name]: cell for name, cell in short.items()}
        row["Incident ID"] = row["Main ID"] = f"2023.MMP{short['id']}"
        rows.append(
            row | {"Country of Origin": "Unknown", "Migration Route": "Sahara Desert crossing"}
        )
    return rows


def gdi_rows():
    return [row | {"route": "Sahara Desert Crossing", "location": "Beach"} for row in table(GDI)]


LAYOUT = {"layout": "missing-migrants"}


@pytest.fixture
def official(tmp_path):
    return write_csv(tmp_path / "official.csv", official_rows())


def rewritten(path, name, **changes):
    """The same file with some cells of the row that has this identifier changed."""
    rows = official_rows()
    for row in rows:
        if row["Incident ID"] == name:
            row |= changes
    return write_csv(path, rows)


def test_ri01_a_first_import_is_all_new_and_kept_with_its_history_and_its_proof(official):
    report = run_import("incidents", official, **LAYOUT)
    assert (report.status, report.committed, report.account) == (0, True, (4, 0, 0, 0))
    accounts = Account.objects.current()
    assert accounts.count() == Incident.objects.count() == 4
    versions = {
        version.key: version for version in Version.objects.filter(model="reporting.account")
    }
    assert set(versions) == {account.ref for account in accounts}
    cutro = accounts.get(key="2023.MMP0001")
    body = json.loads(versions[cutro.ref].body)
    assert (cutro.dead, cutro.missing, cutro.total, cutro.survivors) == (94, 11, 105, 80)
    assert (body["values"]["dead"], body["row"]) == (94, 2)
    assert "Off Cutro" not in versions[cutro.ref].body  # free text is not taken over
    committed = Event.objects.get(kind="reporting.import.committed")
    assert committed.values["root"] == merkle_root(a.digest for a in accounts.order_by("pk"))


def test_ri02_importing_again_changes_nothing(official):
    run_import("incidents", official, **LAYOUT)
    before = list(Account.objects.order_by("pk").values())
    again = run_import("incidents", official, **LAYOUT)
    assert (again.status, again.committed, again.account) == (0, True, (0, 0, 4, 0))
    assert list(Account.objects.order_by("pk").values()) == before
    assert Version.objects.filter(model="reporting.account").count() == 4


def test_ri03_a_corrected_file_makes_a_new_version_of_what_changed(official, tmp_path):
    run_import("incidents", official, **LAYOUT)
    old = Account.objects.get(key="2023.MMP0002")
    corrected = rewritten(
        tmp_path / "b.csv",
        "2023.MMP0002",
        **{"Number of Dead": "83", "Total Number of Dead and Missing": "601"},
    )
    assert run_import("incidents", corrected, **LAYOUT).account == (0, 1, 3, 0)
    new = Account.objects.current().get(key="2023.MMP0002")
    assert (new.number, new.ref, new.incident, new.dead) == (2, old.ref, old.incident, 83)
    old.refresh_from_db()
    assert (old.dead, old.superseded_by) == (82, new.batch)
    assert Account.objects.current().count() == 4
    assert Incident.objects.count() == 4
    assert run_import("incidents", official, **LAYOUT).account == (0, 1, 3, 0)  # and back
    assert Account.objects.current().get(key="2023.MMP0002").number == 3


def test_ri03_a_row_that_is_no_longer_in_the_file_stays_as_it_was(official, tmp_path):
    run_import("incidents", official, **LAYOUT)
    shorter = write_csv(tmp_path / "c.csv", official_rows()[:2])
    assert run_import("incidents", shorter, **LAYOUT).account == (0, 0, 2, 0)
    assert Account.objects.current().count() == 4


def test_ri04_twins_are_different_events_and_stay_so(tmp_path):
    path = write_csv(tmp_path / "gdi.csv", gdi_rows())
    assert run_import("incidents", path, **LAYOUT).account == (3, 0, 0, 0)
    twins = Account.objects.filter(when_earliest=date(2023, 5, 1))
    assert sorted(twins.values_list("occurrence", flat=True)) == [0, 1]
    assert len({twin.incident_id for twin in twins}) == 2
    assert run_import("incidents", path, **LAYOUT).account == (0, 0, 3, 0)
    thrice = write_csv(tmp_path / "gdi3.csv", [*gdi_rows(), gdi_rows()[-1]])
    assert run_import("incidents", thrice, **LAYOUT).account == (1, 0, 3, 0)


def test_ri05_two_sources_of_one_event_are_two_accounts_of_one_incident(official, tmp_path):
    run_import("incidents", official, **LAYOUT)
    other = rewritten(tmp_path / "o.csv", "2023.MMP0001", **{
        "Number of Dead": "90", "Total Number of Dead and Missing": "101"})  # fmt: skip
    report = run_import("incidents", other, source="another-copy", **LAYOUT)
    assert report.account == (4, 0, 0, 0)
    assert Incident.objects.count() == 4
    told = Account.objects.current().filter(identifier="iom-mmp:2023.MMP0001")
    assert sorted(told.values_list("dataset__key", "dead")) == [
        ("another-copy", 90),
        ("iom-mmp-official", 94),
    ]


def test_ri06_dead_and_missing_together_leave_both_parts_not_recorded(tmp_path):
    run_import("incidents", write_csv(tmp_path / "gdi.csv", gdi_rows()), **LAYOUT)
    assert set(Account.objects.values_list("dead", "missing")) == {(None, None)}
    assert sorted(Account.objects.values_list("total", flat=True)) == [1, 1, 105]


def test_ri07_a_cumulative_row_spans_its_year(official):
    run_import("incidents", official, **LAYOUT)
    row = Account.objects.get(event_kind="cumulative")
    assert (row.when.earliest, row.when.latest) == (date(2023, 1, 1), date(2023, 12, 31))
    assert row.when.precision == "year"


def test_zero_is_none_and_an_empty_cell_is_not_recorded(official):
    run_import("incidents", official, **LAYOUT)
    row = Account.objects.get(key="2023.MMP0004")
    assert (row.dead, row.missing, row.total, row.survivors) == (None, None, 0, 3)


def test_ri08_with_a_rejected_row_nothing_is_committed(tmp_path):
    path = rewritten(tmp_path / "x.csv", "2023.MMP0001", **{"Number of Dead": "many"})
    report = run_import("incidents", path, **LAYOUT)
    assert (report.status, report.committed, report.account) == (1, False, (3, 0, 0, 1))
    assert [(one["row"], one["column"], one["code"]) for one in report.problems] == [
        (2, "Number of Dead", "unreadable_count")
    ]
    assert "many" not in json.dumps(report.told["problems"])
    nothing_is_left()
    assert not Version.objects.filter(model="reporting.account").exists()


def test_ri08_rejected_rows_may_be_left_out_and_it_is_recorded(tmp_path):
    path = rewritten(tmp_path / "x.csv", "2023.MMP0001", **{"Number of Dead": "many"})
    report = run_import("incidents", path, leave_out_rejected=True, **LAYOUT)
    assert (report.status, report.committed, report.account) == (1, True, (3, 0, 0, 1))
    assert Account.objects.current().count() == 3
    batch = ImportBatch.objects.get()
    assert batch.left_out_reason
    assert list(batch.problems.values_list("row", "code")) == [(2, "unreadable_count")]
    fixed = rewritten(tmp_path / "y.csv", "2023.MMP0001")
    assert run_import("incidents", fixed, **LAYOUT).account == (1, 0, 3, 0)


def test_ri08_the_same_identifier_twice_is_refused_with_the_other_row(tmp_path):
    rows = official_rows()
    path = write_csv(tmp_path / "d.csv", [*rows, rows[0] | {"Number of Dead": "95",
                     "Total Number of Dead and Missing": "106"}])  # fmt: skip
    report = run_import("incidents", path, **LAYOUT)
    assert report.account == (4, 0, 0, 1)
    assert [(p["row"], p["code"]) for p in report.problems] == [(6, "same_identifier")]
    assert "Row 2" in report.problems[0]["message"]


def test_ri09_a_trial_says_the_same_and_leaves_nothing(official):
    report = run_import("incidents", official, dry_run=True, **LAYOUT)
    assert (report.status, report.committed, report.account) == (0, False, (4, 0, 0, 0))
    nothing_is_left()
    assert not DataSet.objects.exists()
    run_import("incidents", official, **LAYOUT)
    assert run_import("incidents", official, dry_run=True, **LAYOUT).account == (0, 0, 4, 0)


def test_ri10_numbers_of_rows_in_two_tables_of_strangers_join_nothing(tmp_path):
    mine = write_csv(
        tmp_path / "mine.csv", table("ID | Date | Dead\n1 | 2024-01-01 | 2\n2 | 2024-01-02 | 3")
    )
    theirs = write_csv(tmp_path / "theirs.csv", table("ID | Date | Dead\n1 | 2020-05-05 | 9"))
    run_import("incidents", mine, source="mine")
    run_import("incidents", theirs, source="theirs")
    assert Incident.objects.count() == Account.objects.count() == 3
    assert run_import("incidents", theirs, source="theirs").account == (0, 0, 1, 0)


def test_a_group_and_a_row_of_one_source_may_carry_the_same_identifier(tmp_path):
    rows = table(
        "Incident ID | Web ID | Date | Dead\n"
        "A1 | A1 | 2024-01-01 | 1\n| A1 | 2024-01-02 | 2\n| A1 | 2024-01-02 | 3"
    )
    path = write_csv(tmp_path / "g.csv", rows)
    assert run_import("incidents", path, source="groups").account == (3, 0, 0, 0)
    assert run_import("incidents", path, source="groups").account == (0, 0, 3, 0)


MONTHLY = """
date_month | n_month | migrants_arrived | boats_arrived
2018-01-01 | 1       | 7                | 1
2018-02-01 | 2       |                  |
2018-03-01 | 3       | 0                | 0
"""


def test_a_series_keeps_zero_apart_from_what_was_not_recorded(tmp_path):
    path = write_csv(tmp_path / "monthly.csv", table(MONTHLY))
    assert run_import("counts", path, layout="uk-small-boats").account == (3, 0, 0, 0)
    cells = Count.objects.current().filter(basis="arrivals").order_by("when_earliest")
    assert list(cells.values_list("value", "no_value")) == [
        (7, None),
        (None, Cell.NOT_RECORDED),
        (0, None),
    ]
    assert {cell.when.precision for cell in cells} == {"month"}


def test_a_revised_number_of_a_series_is_a_new_version_of_its_cell(tmp_path):
    run_import("counts", write_csv(tmp_path / "a.csv", table(MONTHLY)), layout="uk-small-boats")
    revised = table(MONTHLY)
    revised[1] |= {"migrants_arrived": "12"}
    report = run_import("counts", write_csv(tmp_path / "b.csv", revised), layout="uk-small-boats")
    assert report.account == (0, 1, 2, 0)
    assert sorted(
        Count.objects.current().filter(basis="arrivals").values_list("value", "number"),
        key=lambda cell: cell[1],
    ) == [(7, 1), (0, 1), (12, 2)]
    assert Count.objects.current().count() == 6


def test_the_same_cell_twice_in_a_series_is_refused(tmp_path):
    rows = table(MONTHLY)
    path = write_csv(tmp_path / "twice.csv", [*rows, rows[0]])
    report = run_import("counts", path, layout="uk-small-boats")
    assert (report.account, report.codes) == ((3, 0, 0, 1), {"same_cell"})
    nothing_is_left()


def test_a_source_of_events_takes_no_series(official, tmp_path):
    run_import("incidents", official, source="mixed", **LAYOUT)
    path = write_csv(tmp_path / "m.csv", table(MONTHLY))
    report = run_import("counts", path, layout="uk-small-boats", source="mixed")
    assert (report.status, report.codes) == (1, {"other_kind"})
    assert not Count.objects.exists()


def test_problems_beyond_what_is_kept_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("cairn.reporting.staging.KEPT_PROBLEMS", 3)
    rows = [{"Date": "2024-01-01", "Dead": "many" if n % 2 else n} for n in range(19)]
    report = run_import(
        "incidents", write_csv(tmp_path / "p.csv", rows), source="bad", leave_out_rejected=True
    )
    assert report.account == (10, 0, 0, 9)
    assert len(report.problems) == Problem.objects.count() == 3

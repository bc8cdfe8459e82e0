"""The publishers' own files, imported, frozen and asked as a user would: the control totals hold.

One process imports them once; the others read what it found.

rr01  every file imports with a closed account and nothing rejected
rr02  the control totals of each source
rr03  importing a file again changes nothing, with all others there
rr04  overlapping files make second accounts of the same incidents, by the shared identifier
rr05  what is missing shows: totals only, no date, the gap of 2025
rr06  all of it is open, and published
"""

import fcntl
import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import Count as Number

from cairn.observatory.actions import newest_snapshot
from cairn.published.models import PublishedSnapshot
from cairn.reporting.models import Account, Incident
from tests.reporting.doing import measure, run_import

pytestmark = pytest.mark.django_db  # so that there is a database at all
MERGED = "missing-migrants/missing_migrants.csv"
PARTS = (
    "missing-migrants/mmp_global_2014-2024-11.csv",
    "missing-migrants/mmp_api_2025-01_2025-09.csv",
    "missing-migrants/mmp_global_2026-01_2026-05.csv",
    "missing-migrants/mmp_europe_2014-2026-05.csv",
    "missing-migrants/mmp_gdidata_2014-2025-06.csv",
)
SERIES = ("frontex-ibc", "us-cbp-encounters", "americas-irregular", "uk-small-boats",
          "unhcr-mediterranean", "australia-boats", "eu-asylum")  # fmt: skip
UK = "uk-small-boats"
# Incidents by the number of sources that speak of them; counted apart from Cairn, by a loop over
# the identifiers of the files.
TOLD_BY = {"1": 20_931, "2": 12_619, "3": 6_010}


def yearly(name, source, **where):
    """One number a year, of this source."""
    rows = measure(name, by="year", source=source, **where)
    return {row["year"]: row["value"] for row in rows if row["year"]}


def told_of(folder) -> dict:
    found: dict = {"accounts": {}, "uk": {}}

    def bring(kind, path, layout):
        report = run_import(kind, folder / path, layout=layout)
        found["accounts"][path] = [report.status, *report.account, sorted(report.codes)]

    for path in sorted((folder / UK).glob("*.csv"), reverse=True):  # one at a time, then together
        bring("counts", f"{UK}/{path.name}", UK)
        call_command("snapshot", quiet=True)
        found["uk"][path.name] = yearly("arrivals", UK)
    bring("incidents", MERGED, "missing-migrants")
    call_command("snapshot", quiet=True)
    found["merged_alone"] = yearly("dead_and_missing", "missing-migrants")
    found["total_only"] = Account.objects.filter(
        dead=None, missing=None, total__isnull=False
    ).count()
    found["undated"] = Account.objects.filter(when_earliest=None).count()
    for path in PARTS:
        bring("incidents", path, "missing-migrants")
    for layout in SERIES:
        for path in sorted((folder / layout).glob("*.csv")):
            if layout != UK:
                bring("counts", f"{layout}/{path.name}", layout)
    again = {}
    for kind, path, layout in (
        ("incidents", MERGED, "missing-migrants"),
        ("incidents", PARTS[2], "missing-migrants"),
        ("counts", "frontex-ibc/frontex_ibc_monthly.csv", "frontex-ibc"),
    ):
        report = run_import(kind, folder / path, layout=layout)
        again[path] = [report.status, *report.account]
    call_command("snapshot", quiet=True)
    sources = Incident.objects.annotate(n=Number("accounts__dataset", distinct=True))
    snapshot = newest_snapshot()
    gaps = {one.key: [gap.as_json() for gap in one.gaps] for one in snapshot.manifest.sources}
    return found | {
        "again": again,
        "merged": yearly("dead_and_missing", "missing-migrants"),
        "frontex": yearly("detections", "frontex-ibc"),
        "frontex_all": measure("detections", source="frontex-ibc")[0]["value"],
        "cbp": {
            str(year): measure(
                "encounters", source="us-cbp-encounters", period=f"{year - 1}-10..{year}-09"
            )[0]["value"]
            for year in range(2018, 2025)
        },
        "uk_all": yearly("arrivals", UK),
        "incidents": Incident.objects.count(),
        "told_by": Counter(sources.values_list("n", flat=True)),
        "gaps": gaps["missing-migrants"],
        "published": PublishedSnapshot.objects.get(is_current=True).snapshot == snapshot.id,
    }


@pytest.fixture(scope="session")
def found(open_data, tmp_path_factory, django_db_setup, django_db_blocker):
    """What came of it, made by whichever test process comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if base.name.startswith("popen-") else base
    answer = folder / "real-files.json"
    with (folder / "real-files.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            with django_db_blocker.unblock():
                try:
                    told = told_of(open_data)
                finally:
                    call_command("flush", interactive=False, verbosity=0)
            answer.write_text(json.dumps(told))
    return json.loads(answer.read_text())


def test_rr01_every_file_imports_with_nothing_rejected(found):
    assert len(found["accounts"]) == 25
    for path, (status, new, updated, unchanged, rejected, codes) in found["accounts"].items():
        assert (status, rejected, codes) == (0, 0, []), path
        assert new > 0, path
        assert (updated, unchanged) == (0, 0), path
    assert found["accounts"][MERGED][1] == 19_041


def test_rr02_frontex(found):
    assert (found["frontex"]["2015"], found["frontex"]["2023"]) == (1_822_102, 381_319)
    assert found["frontex_all"] == 4_966_869


def test_rr02_us_cbp_by_fiscal_year(found):
    assert list(found["cbp"].values()) == [
        521_090, 977_509, 458_088, 1_734_686, 2_378_944, 2_475_669, 2_135_005
    ]  # fmt: skip


def test_rr02_uk_small_boats_from_any_of_its_files_and_from_all_of_them(found):
    assert len(found["uk"]) == 4
    for years in [*found["uk"].values(), found["uk_all"]]:
        assert (years["2018"], years["2025"]) == (299, 41_472)


@pytest.mark.parametrize("which", ["merged_alone", "merged"])
def test_rr02_missing_migrants_with_and_without_the_other_files(found, which):
    years = found[which]
    assert (years["2014"], years["2016"], years["2023"]) == (5_550, 8_086, 8_606)


def test_rr03_importing_again_changes_nothing(found):
    for path, (status, new, updated, unchanged, rejected) in found["again"].items():
        assert (status, new, updated, rejected) == (0, 0, 0, 0), path
        assert unchanged == sum(found["accounts"][path][1:5]), path


def test_rr04_overlapping_files_speak_of_the_same_incidents(found):
    assert found["told_by"] == TOLD_BY
    assert sum(found["told_by"].values()) == found["incidents"]


def test_rr05_what_is_missing_shows(found):
    assert (found["total_only"], found["undated"]) == (374, 14)
    assert [(gap["from"], gap["to"]) for gap in found["gaps"]] == [("2025-09-09", "2025-12-31")]


def test_rr06_all_of_it_is_open_and_published(found):
    assert found["published"]

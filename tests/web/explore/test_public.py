"""The first page, the data sets, and the two doors.

ho01 true sentences   ho02 what changed   ds01 data sets   ds02 rows   dk01 the desk's own view
pr01 nothing operational in the public process
"""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.translation import activate

from cairn.accounts.actions import create_user, set_code_generator
from cairn.observatory.models import SnapshotRecord
from cairn.published.actions import publish_snapshot
from cairn.published.queries import latest_differences
from cairn.sharing.viewer import Viewer, visible
from cairn.web.explore import answering
from cairn.web.explore.doors import Door
from cairn.web.public.data_sets import data_set, stretches
from cairn.web.public.sentences import sentences
from tests.instances import Instance
from tests.web.explore.world import MED, death
from tests.web.explore.world import snapshot as build_world


def test_ho01_each_sentence_is_a_number_of_the_last_complete_year(door):
    found = {one.address.split("/")[3].split("?")[0]: one for one in sentences(door)}
    assert found["dead_and_missing"].number == 30 + 7 + 1 + 2
    assert "2023" in found["dead_and_missing"].words
    assert found["detections"].number == 1440
    assert "Central Mediterranean" in found["detections"].words
    assert found["arrivals"].number == 1000


def test_ho01_each_sentence_leads_to_a_page_with_the_same_number(public, door):
    for one in sentences(door):
        page = public.get(one.address).content.decode()
        shown = f'<span class="huge number">{one.number:,}</span>'
        assert shown in page, one


def test_ho01_each_sentence_has_its_caveat_and_its_source(public):
    page = public.get("/en/").content.decode()
    assert "not all linked to smuggling" in page
    assert "These are detections, not persons" in page
    assert page.count("An invented observatory") >= 3


def test_ho02_the_first_release_adds_all_and_the_next_tells_what_changed(public, world):
    assert {key for key, _ in latest_differences()[0].added} == {"mmp", "fx", "coast", "shore"}
    other = build_world(world.path.parent, more=[death(99, "2023-07-01", route=MED, dead=1)])
    assert other.id != world.id
    publish_snapshot(snapshot=other.id, rule="open-data")
    assert public.get("/en/").status_code == 200
    assert "31" in public.get("/en/explore/dead/?period=2023").content.decode()


def test_ds01_a_data_set_says_publisher_terms_coverage_gaps_and_what_it_answers(public):
    page = public.get("/en/data/mmp/").content.decode()
    for words in (
        "An invented observatory",
        "Creative Commons Attribution 4.0",
        "There are no data from 1 Nov 2021 to 31 Dec 2021. Nobody looked.",
        "ab" * 32,
        "Every figure is a minimum.",
        "/en/explore/dead_and_missing/?source=mmp",
        "Invented observatory, Missing people",
    ):
        assert words in page
    assert public.get("/en/data/nothing/").status_code == 404


def test_ds01_the_list_has_every_data_set(public):
    page = public.get("/en/data/").content.decode()
    for title in ("Missing people", "Border agency", "Coast", "Shore"):
        assert title in page


def test_ds01_the_line_of_coverage_is_whole_and_broken_by_its_gaps(world):
    found = data_set(world, "mmp").stretches
    assert [one.gap for one in found] == [False, True, False]
    assert found[0].at == 0
    assert found[-1].at + found[-1].wide == 1000
    assert list(stretches(None, None, ())) == []
    whole = list(stretches(date(2020, 1, 1), date(2020, 12, 31), ()))
    assert [(one.at, one.wide) for one in whole] == [(0, 1000)]


def test_ds02_rows_are_streamed_without_what_is_internal(public):
    answer = public.get("/en/data/mmp/rows.csv")
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    assert len(found) == 7
    assert {"dead", "missing", "total", "route", "earliest"} <= found[0].keys()
    assert not {"owner", "audience_class", "embargo_until", "version"} & found[0].keys()


def test_ds02_parquet_has_the_same_rows(public):
    answer = public.get("/en/data/fx/rows.parquet")
    table = pq.read_table(io.BytesIO(b"".join(answer.streaming_content)))
    assert table.num_rows == 25
    assert set(table.column("source").to_pylist()) == {"fx"}
    assert public.get("/en/data/fx/rows.xlsx").status_code == 404


@pytest.fixture
def desk_world():
    """The world with one death that only its own organisation may see."""
    hidden = death(50, "2023-08-01", route=MED, origin="SDN", dead=500, owner="org-own") | {
        "audience_class": "organisation"
    }
    return build_world(Path(settings.CAIRN_DATA) / "snapshots", more=[hidden])


def number_for(snapshot, viewer: Viewer, address: str = "") -> str:
    activate("en")
    request = RequestFactory().get(f"/en/desk/explore/dead/?{address}")
    seen = Door(snapshot, visible(viewer), names="desk:explore_", layout="base.html")
    return answering.measure_page(request, seen, "dead").content.decode()


def test_dk01_the_desk_shows_what_the_person_may_see_and_no_more(desk_world):
    own = Viewer(date(2026, 1, 1), "amina", frozenset({"org-own"}))
    stranger = Viewer(date(2026, 1, 1), "bo", frozenset({"org-other"}))
    assert '<span class="huge number">500</span>' in number_for(desk_world, own, "origin=SDN")
    page = number_for(desk_world, stranger, "origin=SDN")
    assert ">500<" not in page
    assert "Sudan" not in page
    assert "does not occur here" in page


def test_dk01_files_and_points_hold_no_more_than_the_page(desk_world):
    stranger = Viewer(date(2026, 1, 1), "bo", frozenset())
    seen = Door(desk_world, visible(stranger), names="desk:explore_", layout="base.html")
    request = RequestFactory().get("/en/desk/explore/dead/breakdown.csv?by=origin")
    answer = answering.file(request, seen, "dead", "breakdown", "csv")
    assert b"SDN" not in b"".join(answer.streaming_content)


@pytest.fixture
def desk_client(db):
    """Someone who has signed in and belongs to no organisation."""
    user = create_user(
        username="amina", display_name="Amina", password="seven-grey-stones", by=None
    )
    set_code_generator(user=user, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", by=None)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_dk02_the_desk_has_the_page_at_its_own_address_and_keeps_it_to_itself(
    desk_client, desk_world
):
    teaching = desk_client.get("/en/desk/explore/")
    assert "cairn snapshot" in teaching.content.decode()
    SnapshotRecord.objects.create(
        snapshot=desk_world.id, open_only=False, events=8, counts=28, built_at=timezone.now()
    )
    answer = desk_client.get("/en/desk/explore/dead_and_missing/?period=2023")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<span class="huge number">40</span>' in page
    assert "no-store" in answer["Cache-Control"]
    assert "/en/desk/explore/dead_and_missing/trend.csv" in page
    assert 'href="/en/explore/dead_and_missing/' not in page
    assert desk_client.get("/en/desk/explore/dead_and_missing/points").status_code == 200


def test_dk02_nobody_reads_the_desk_without_signing_in(db):
    answer = Client().get("/en/desk/explore/dead_and_missing/trend.csv")
    assert answer.status_code == 302


SERVE = """
import json, sys
import django
from django.conf import settings
django.setup()
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage")
from pathlib import Path
from tests.web.explore.world import snapshot
from cairn.published.actions import publish_snapshot
made = snapshot(Path(settings.CAIRN_DATA) / "snapshots")
publish_snapshot(snapshot=made.id, rule="open-data")
from django.test import Client
client = Client(headers={"host": "localhost"})
paths = ["/en/", "/ar/explore/", "/en/explore/dead_and_missing/?map=points&period=2023",
         "/en/explore/dead_and_missing/trend.csv", "/en/explore/dead_and_missing/points",
         "/en/explore/dead_and_missing/trend.svg", "/en/data/", "/en/data/mmp/rows.csv",
         "/en/desk/explore/"]
answers = {path: client.get(path).status_code for path in paths}
print(json.dumps({"answers": answers, "cookies": list(client.cookies),
                  "modules": sorted(sys.modules)}))
"""
OPERATIONAL = ("accounts", "observatory", "releases", "reporting", "sharing", "web.desk", "audit")


def test_pr01_the_public_process_answers_all_of_it_without_an_operational_module(tmp_path):
    instance = Instance(tmp_path / "var")
    instance.make_empty()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVE],
        env=instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert {path: status for path, status in found["answers"].items() if status != 200} == {
        "/en/desk/explore/": 404
    }
    assert found["cookies"] == []
    names = {f"cairn.{name}" for name in OPERATIONAL}
    assert [one for one in found["modules"] if one in names] == []

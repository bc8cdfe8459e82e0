"""Blocks as files, and what the map reads.

fi01 CSV   fi02 Parquet   fi03 pictures   fi04 beside the file   fi05 citation   fi06 the map
fi07 a file can be cited alone
"""

import csv
import gzip
import io
import json
import struct

import pyarrow.parquet as pq
import pytest

from cairn.figures.measures import measures
from cairn.web.explore import pictures

HERE = "/en/explore/dead_and_missing"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def test_fi01_numbers_and_their_absence_are_kept_apart(public):
    found = rows(public.get(f"{HERE}/trend.csv?level=month"))
    by_month = {row["month"]: row for row in found if row["status"] == "recorded"}
    assert by_month["2023-05"]["dead"] == ""
    assert by_month["2023-05"]["recorded_only_together"] == "7"
    statuses = {row["status"] for row in found}
    assert statuses == {"recorded", "no_date", "date_not_precise_enough"}
    assert sum(int(row["value"]) for row in found) == 65


def test_fi01_not_recorded_is_no_zero_in_a_file(public):
    found = rows(public.get("/en/explore/detections/breakdown.csv?by=route&period=2023"))
    by_route = {row["route"]: row for row in found}
    assert by_route["western_mediterranean"]["value"] == ""
    assert by_route["western_mediterranean"]["status"] == "not_recorded"
    assert by_route["central_mediterranean"]["value"] == "1440"


def test_fi01_every_line_carries_caveat_source_and_snapshot(public, world):
    for row in rows(public.get(f"{HERE}/breakdown.csv?period=2023&by=origin")):
        assert "not all linked to smuggling" in row["caveat"]
        assert (row["source"], row["snapshot"]) == ("mmp", world.id)


def test_fi01_what_lies_beside_the_period_is_in_the_file_and_marked(public):
    found = rows(public.get(f"{HERE}/breakdown.csv?period=2023&by=origin"))
    beside = [row for row in found if row["status"] == "date_not_precise_enough"]
    assert [(row["origin"], row["value"]) for row in beside] == [("ERI", "9")]


def test_fi01_names_are_in_the_language_of_the_address_and_keys_are_not(public):
    found = rows(public.get("/fr/explore/dead_and_missing/breakdown.csv?by=origin"))
    by_key = {row["origin"]: row["origin_name"] for row in found}
    assert by_key["SYR"] == "République arabe syrienne"


def test_fi02_parquet_carries_the_same_rows_and_what_must_be_known(public, world):
    response = public.get(f"{HERE}/trend.parquet?level=year")
    table = pq.read_table(io.BytesIO(body(response)))
    assert table.num_rows == len(rows(public.get(f"{HERE}/trend.csv?level=year")))
    assert table.schema.field("value").type == "int64"
    told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert told["licence"] == "Creative Commons Attribution 4.0"
    assert told["snapshot"] == world.id
    assert "not all linked to smuggling" in told["caveat"]


@pytest.mark.parametrize("block", ["trend", "breakdown"])
def test_fi03_a_picture_says_everything_inside(public, block):
    drawn = body(public.get(f"{HERE}/{block}.svg?period=2023")).decode()
    assert drawn.startswith("<svg")
    assert "<title>Dead and missing on migration routes" in drawn
    assert "not all linked to smuggling" in drawn
    assert "Invented observatory" in drawn
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_fi03_the_png_is_a_png(public):
    response = public.get(f"{HERE}/trend.png?period=2023")
    assert response["Content-Type"] == "image/png"
    assert body(response).startswith(b"\x89PNG")
    assert 'filename="cairn-dead_and_missing-trend-' in response["Content-Disposition"]


def test_fi03_a_picture_is_drawn_once(public, monkeypatch):
    first = body(public.get(f"{HERE}/trend.svg?period=2022"))
    from cairn.figures.charts import render

    def fail(*_args, **_kwargs):
        raise AssertionError("drawn again")

    monkeypatch.setattr(render, "render", fail)
    assert body(public.get(f"{HERE}/trend.svg?period=2022")) == first


def test_fi03_what_is_kept_does_not_grow_without_end(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    drawer = tmp_path / "cache" / "pictures" / "aa"
    for number in range(pictures.IN_A_DRAWER + 10):
        pictures._keep(drawer / f"{number}.svg", b"<svg/>")
    assert len(list(drawer.iterdir())) == pictures.IN_A_DRAWER


def test_fi04_the_file_beside_says_what_the_columns_cannot(public, world):
    csv_file = public.get(f"{HERE}/trend.csv?period=2023")
    link = csv_file["Link"]
    assert 'rel="describedby"' in link
    address = link[1 : link.index(">")].removeprefix("http://localhost:8000")
    told = json.loads(body(public.get(address)))
    assert told["snapshot"] == world.id
    assert told["filters"] == {"period": "2023", "source": "mmp"}
    assert told["gaps"] == [{"from": "2021-11-01", "to": "2021-12-31", "reason": "Nobody looked."}]
    assert told["columns"][:2] == ["selection", "month"]


def test_fi07_each_line_can_be_cited_alone(public, world):
    for row in rows(public.get(f"{HERE}/breakdown.csv?period=2023&by=origin")):
        assert row["selection"] == "period=2023&source=mmp"
        assert row["measure"] == "dead_and_missing"
        assert row["publisher"] == "An invented observatory"
        assert row["source_title"] == "Missing people"
        assert row["licence"] == "Creative Commons Attribution 4.0"
        assert row["retrieved"]
        assert row["page"].startswith("http://localhost:8000/en/explore/dead_and_missing/?period")


def test_fi07_the_parts_and_the_corrections_are_the_value(public):
    parts = ("dead", "missing", "recorded_only_together", "corrections")
    found = [
        row for row in rows(public.get(f"{HERE}/breakdown.csv?period=2023")) if row["value"] != ""
    ]
    assert any(row["corrections"] == "-3" for row in found)
    for row in found:
        assert int(row["value"]) == sum(int(row[part] or 0) for part in parts)


def test_fi07_the_two_sides_of_a_comparison_are_named_by_their_selections(public):
    response = public.get("/en/explore/detections/comparison.csv?period=2023&with_period=2022")
    assert "comparison-2023-vs-2022-" in response["Content-Disposition"]
    found = {row["selection"]: row["value"] for row in rows(response)}
    assert found == {"period=2023&source=fx": "1440", "period=2022&source=fx": "1200"}
    answer = public.get("/en/explore/detections/comparison.json?period=2023&with_period=2022")
    told = json.loads(body(answer))
    assert [one["filters"]["period"] for one in told["selections"]] == ["2023", "2022"]
    assert "2023, compared with 2022" in told["citation"]


def test_fi07_a_comparison_is_drawn_and_its_picture_is_named_by_both(public):
    address = "/en/explore/detections/comparison.svg?period=2023&with_period=2022"
    response = public.get(address)
    assert "comparison-2023-vs-2022-" in response["Content-Disposition"]
    picture = body(response).decode()
    assert "2023: Jan 2023: 120" in picture
    assert "2022: Jan 2022: 100" in picture
    assert body(public.get(address.replace(".svg", ".png"))).startswith(b"\x89PNG")
    page = public.get(address.replace("comparison.svg", "")).content.decode()
    assert "comparison.svg" in page
    assert "2022: Jan 2022: 100" in page
    assert public.get("/en/explore/detections/comparison.svg?period=2023").status_code == 404


def test_fi07_a_selection_that_was_not_understood_has_no_file(public):
    assert public.get(f"{HERE}/trend.csv?period=2022-2023").status_code == 404


def test_fi05_a_citation_names_source_selection_and_snapshot(public, world):
    cited = body(public.get(f"{HERE}/made.txt?period=2023")).decode()
    assert "Invented observatory, Missing people" in cited
    assert world.id[:12] in cited
    entry = body(public.get(f"{HERE}/made.bib?period=2023")).decode()
    assert entry.startswith("@misc{cairn-dead-and-missing-")
    assert entry.count("{") == entry.count("}")


def test_fi06_places_are_packed_with_their_sums(public):
    packed = body(public.get(f"{HERE}/points?period=2023"))
    (n,) = struct.unpack_from("<i", packed)
    assert n == 2
    lon = struct.unpack_from(f"<{n}f", packed, 4)
    values = struct.unpack_from(f"<{n}i", packed, 4 + 8 * n)
    records = struct.unpack_from(f"<{n}i", packed, 4 + 12 * n)
    assert lon == (12.5, 13.0)
    assert values == (30, 8)
    assert records == (1, 2)


def test_fi06_the_answer_is_packed_where_the_browser_takes_it(public):
    found = public.get(f"{HERE}/hexagons", headers={"accept-encoding": "gzip"})
    assert found["Content-Encoding"] == "gzip"
    told = json.loads(gzip.decompress(found.content))
    assert sum(one["properties"]["value"] for one in told["features"]) == 53
    assert "style" not in told


def test_fi06_records_at_one_place_have_facts_and_no_text(public):
    page = public.get(f"{HERE}/records?lon=12.5&lat=35.5").content.decode()
    assert "2 records here" in page
    assert "1 Mar 2022" in page
    assert "Drowning" in page
    assert public.get(f"{HERE}/records?lon=x&lat=1").status_code == 404


def test_fi06_a_series_of_counts_has_no_points(public):
    assert public.get("/en/explore/detections/points").status_code == 404


def test_fi06_the_boundaries_are_kept_for_a_year_under_their_fingerprint(public):
    from cairn.web.explore.mapping import land_address

    found = public.get(land_address())
    assert found.status_code == 200
    assert "immutable" in found["Cache-Control"]
    assert public.get("/en/explore/boundaries-0000.geojson").status_code == 404


@pytest.mark.parametrize("kind", ["areas", "hexagons", "points"])
def test_fi06_each_map_has_the_disclaimer_its_table_and_a_picture(public, kind):
    page = public.get(f"{HERE}/?map={kind}").content.decode()
    assert "do not imply official endorsement" in page
    assert "map.png" in page
    assert body(public.get(f"{HERE}/map.svg?map={kind}")).startswith(b"<svg")


def test_every_block_of_every_measure_has_its_files(public):
    for key in sorted(measures()):
        for kind in ("csv", "json", "parquet"):
            answer = public.get(f"/en/explore/{key}/trend.{kind}")
            assert answer.status_code in (200, 404)
            assert b"Traceback" not in body(answer)

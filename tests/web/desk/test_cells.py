"""The single cells of a series: listed by key, filtered in the address, each with its versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.accounts.actions import create_organisation
from cairn.kernel.cells import Cell
from cairn.reporting.models import Count, DataSet, ImportBatch
from tests.web.desk.conftest import Desk

pytestmark = pytest.mark.django_db
HEAD = "Period;Nationality;Sex;Number\n"
SERIES = HEAD + (
    "2023-12;Syria;F;7\n2024-01;Syria;F;12\n2024-01;Syria;M;30\n2024-02;Sudan;F;0\n"
    "2024-03;Sudan;M;\n"
)
HERE = "/en/desk/data-sets/coast-guard/numbers/"


def bring(desk, series, new_source):
    step2 = desk.bring(series, kind="counts", name="register.csv", source="coast-guard")
    step3 = desk.check(step2.url, basis="applications", **new_source)
    assert desk.send(step3.url, act="commit").status_code == 302


@pytest.fixture
def series(desk, new_source) -> None:
    bring(desk, SERIES, new_source)


def values(page) -> list:
    return [line["value"] for line in page.context["lines"]]


def queries(desk: Desk, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert desk.get(address).status_code == 200
    return len(caught)


def test_the_newest_come_first_and_zero_is_not_an_empty_cell(desk, series):
    page = desk.get(HERE)
    assert values(page) == [Cell.NOT_RECORDED, 0, 30, 12, 7]
    text = page.content.decode()
    assert ">Sudan<" in text
    assert "applications for asylum" in text
    assert HERE in desk.get(reverse("desk:data_set", args=["coast-guard"])).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("year=2023", [7]),
        ("year=2024&sex=male", [Cell.NOT_RECORDED, 30]),
        ("origin=Syria", [30, 12, 7]),
        ("origin=SDN", [Cell.NOT_RECORDED, 0]),
        ("origin=Soudan&sex=female", [0]),
        ("year=2019", []),
    ],
)
def test_filters_stand_in_the_address(desk, series, asked, found):
    page = desk.get(f"{HERE}?{asked}")
    assert values(page) == found
    assert len(page.context["chosen"]) == asked.count("=")


def test_only_what_the_series_tells_apart_is_offered(desk, series):
    assert set(desk.get(HERE).context["form"].fields) == {"year", "origin", "sex"}


@pytest.mark.parametrize("asked", ["origin=Atlantis", "year=soon", "sex=else"])
def test_a_filter_that_means_nothing_shows_nothing_and_says_so(desk, series, asked):
    page = desk.get(f"{HERE}?{asked}")
    assert page.status_code == 400
    assert values(page) == []
    assert page.context["form"].errors


def test_a_cell_shows_its_versions(desk, series, new_source):
    bring(
        desk,
        SERIES.replace("Syria;M;30", "Syria;M;31").replace("Sudan;M;", "Sudan;M;4"),
        new_source,
    )
    assert values(desk.get(HERE)) == [4, 0, 31, 12, 7]
    cell = Count.objects.current().get(value=31)
    page = desk.get(reverse("desk:cell", args=[cell.ref]))
    now, before = page.context["versions"]
    assert [(change["was"], change["is"]) for change in now["changes"]] == [(30, 31)]
    assert before["changes"] == []
    page = desk.get(reverse("desk:cell", args=[Count.objects.current().get(value=4).ref]))
    [change] = page.context["versions"][0]["changes"]
    assert (change["field"], change["was"], change["is"]) == ("Number", Cell.NOT_RECORDED, 4)


def test_every_cell_is_on_one_page_in_as_many_queries_at_every_length(desk, new_source):
    origins = ["Syria", "Sudan", "Mali"]
    rows = "".join(
        f"20{year:02}-{month:02};{origin};F;{year}\n"
        for year in range(20, 24)
        for month in range(1, 13)
        for origin in origins
    )
    bring(desk, HEAD + rows, new_source)
    few = queries(desk, HERE + "?year=2020&origin=Syria")
    many = queries(desk, HERE)
    assert many <= few
    pages, address = [], HERE
    while address:
        page = desk.get(address)
        pages.append([line["cell"].ref for line in page.context["lines"]])
        following = page.context["page_of"].next
        address = HERE + following if following else ""
    assert [len(one) for one in pages] == [50, 50, 44]
    assert len(set(sum(pages, []))) == 144
    assert queries(desk, HERE + page.context["page_of"].previous) <= many + 1
    back = desk.get(HERE + page.context["page_of"].previous)
    assert [line["cell"].ref for line in back.context["lines"]] == pages[1]
    narrowed = desk.get(HERE + "?origin=Mali").context["page_of"]
    assert narrowed.next == ""  # 48 of them


def test_a_page_of_cells_is_found_by_an_index(desk, series):
    ref = desk.get(HERE).context["lines"][1]["cell"].ref
    with CaptureQueriesContext(connection) as caught:
        desk.get(f"{HERE}?after={ref}")
    [listing] = [q["sql"] for q in caught if "LIMIT 51" in q["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "count_by_time" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_cells_of_another_organisation_are_absent(desk, series):
    cell = reverse("desk:cell", args=[Count.objects.first().ref])
    assert desk.get(cell).status_code == 200
    other = create_organisation(key="other-place", name="Other", kind="project", by=None)
    hidden = {"audience_class": "organisation", "owner": other.ref}
    Count.objects.update(**hidden)
    assert values(desk.get(HERE)) == []  # the data set may be seen, its numbers may not
    for model in (DataSet, ImportBatch):
        model.objects.update(**hidden)
    made_up = reverse("desk:cell", args=["cnt-0000000000-0"])
    assert [desk.get(one).status_code for one in (HERE, cell, made_up)] == [404, 404, 404]
    assert desk.get(HERE + "?after=cnt-0000000000-0").status_code == 404


def test_a_series_that_is_not_committed_shows_no_cell(desk, new_source):
    step2 = desk.bring(SERIES, kind="counts", name="register.csv", source="coast-guard")
    desk.check(step2.url, basis="applications", **new_source)
    page = desk.get(HERE)
    assert values(page) == []
    assert "has no numbers of a series" in page.content.decode()

"""A series of another measure beside the answer.

xb01 it is offered where it has something of the same time, and only what its definition names
xb02 it stands below with its own number, scale and caveat, and why the two are not one thing
xb03 the address carries it through filters, files and languages; it is taken away by one link
xb04 what the address says wrongly, or what has nothing of this time, breaks nothing and is told
"""

import pytest

from cairn.figures.measures import measures
from tests.web.desk.filing.conftest import text_of

pytestmark = pytest.mark.django_db


def test_xb01_definitions_name_measures_that_exist_and_say_what_sets_them_apart():
    for one in measures().values():
        for key in one.beside:
            assert key != one.key
            assert measures()[key].not_the_same
            assert one.not_the_same


def page(public, query, language="en"):
    return text_of(public.get(f"/{language}/explore/detections/?{query}"))


def test_xb01_what_speaks_of_the_same_time_is_offered(public):
    found = page(public, "period=2023")
    assert "Another series beside it" in found
    assert '<option value="arrivals:coast">Coast</option>' in found
    assert "arrivals:coast" not in page(public, "period=2022"), "it has nothing of that year"
    assert "arrivals:shore" in page(public, "period=2022")
    other = text_of(public.get("/en/explore/dead_and_missing/"))
    assert "Another series beside it" not in other


def test_xb02_it_stands_below_with_its_own_number_and_why_it_is_another_thing(public):
    found = page(public, "period=2023&beside=arrivals:coast")
    panel = found.split('id="beside"')[1].split("</section>")[0]
    assert '<strong class="number">1,000</strong> arrivals' in panel
    assert "Beside each other and never added" in panel
    assert measures()["arrivals"].not_the_same in panel
    assert measures()["detections"].not_the_same in panel
    assert measures()["arrivals"].caveat in panel
    assert "2,440" not in found, "their sum"
    assert "1,440" in found
    assert "arrivals/trend.csv" in panel, "its files are its own"


def test_xb02_a_filter_that_the_other_does_not_know_is_told(public):
    found = page(public, "period=2023&route=central_mediterranean&beside=arrivals:coast")
    assert "This series is not filtered by: route." in found


def test_xb03_the_address_carries_it(public):
    found = page(public, "period=2023&beside=arrivals:coast")
    form = found.split('id="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="beside" value="arrivals:coast">' in form
    assert "beside=arrivals%3Acoast" in found.split('id="made"')[1], "in the citation"
    assert "arrivals" in page(public, "period=2023&beside=arrivals:coast", "fr")
    panel = found.split('id="beside"')[1].split("</section>")[0]
    assert '<a href="/en/explore/detections/?period=2023#beside">Take this series away</a>' in panel


@pytest.mark.parametrize(
    "value", ["arrivals:nowhere", "dead:mmp", "detections:fx", "returns:coast"]
)
def test_xb04_what_cannot_stand_there_is_told(public, value):
    found = page(public, f"period=2023&beside={value}")
    assert "says nothing of this time; choose another" in found
    assert "1,440" in found


@pytest.mark.parametrize("value", ["x", "a:b:c", "<b>:x", ":", "ARRIVALS:coast"])
def test_xb04_what_is_no_series_is_passed_over(public, value):
    answer = public.get("/en/explore/detections/", {"period": "2023", "beside": value})
    assert answer.status_code == 200
    assert "says nothing of this time" not in text_of(answer)

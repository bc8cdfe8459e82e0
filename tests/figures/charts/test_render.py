"""Pictures are small, keep to themselves, and may be drawn from several threads."""

import re
import struct
import threading

import pytest

from cairn.figures.answers import Row, SourceRows
from cairn.figures.charts.bars import breakdown
from cairn.figures.charts.flow import flow
from cairn.figures.charts.render import render
from cairn.figures.charts.theme import DARK, PHONE
from cairn.figures.charts.trend import trend
from cairn.figures.questions import Question

from .pictures import ARABIC, BY_ROUTE, ENGLISH, MONTHS, ROUTES, YEARS, by_month, by_year, labels

LINKS = SourceRows(
    "fx",
    "t",
    tuple(Row((f"origin {i}", f"end {j}"), 10 + i * j, 1) for i in range(12) for j in range(4)),
)


def pictures():
    yield trend(by_year(*range(5000, 5012)), YEARS, ENGLISH)
    yield trend(by_month(), MONTHS, ARABIC, size=PHONE, theme=DARK)
    yield breakdown(BY_ROUTE, ROUTES, ARABIC)
    yield flow(LINKS, Question("detections", by=("origin", "country")), ENGLISH)


@pytest.mark.parametrize("spec", list(pictures()), ids=["years", "months", "bars", "flow"])
def test_an_svg_stands_in_a_page_under_a_strict_policy(spec):
    svg = render(spec, language="en").decode()
    assert not re.search(r"\sstyle=|<style|<script|<image|<use|\son\w+=|javascript:|data:", svg)
    assert set(re.findall(r"https?://[^\"'\s<)]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in svg
    assert "href" not in svg
    start = svg[: svg.index(">")]
    assert 'role="graphics-document"' in start
    assert 'lang="en"' in start
    assert "aria-label=" in start
    assert "<title>" in svg
    assert f"<desc>{spec['description'][:20]}" in svg


@pytest.mark.parametrize("text", ['<b> & "quotes"', "' onload='x"])
def test_text_from_data_stays_text(text):
    one = SourceRows("fx", "t", (Row((text,), 5, 1),))
    svg = render(breakdown(one, ROUTES, ENGLISH)).decode()
    assert "<b>" not in svg
    assert not re.search(r"<[^>]*\sonload=", re.sub(r'"[^"]*"', '""', svg))


def test_twelve_years_are_small_by_year_and_by_month():
    assert len(render(trend(by_year(*range(5000, 5012)), YEARS, ENGLISH))) < 15_000
    assert len(render(trend(by_month(), MONTHS, ENGLISH))) < 15_000


def test_every_bar_can_be_read_by_a_screen_reader():
    assert len(labels(render(trend(by_year(*range(12)), YEARS, ENGLISH)))) == 12


def test_a_png_has_twice_the_pixels():
    png = render(trend(by_year(5, 7), YEARS, ENGLISH), "png")
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    svg = render(trend(by_year(5, 7), YEARS, ENGLISH)).decode()
    assert [str(width // 2), str(height // 2)] == re.findall(r' (?:width|height)="(\d+)', svg)[:2]


def test_a_folder_of_fonts_may_be_given(tmp_path):
    spec = trend(by_year(5, 7), YEARS, ENGLISH)
    assert render(spec, fonts=[tmp_path]) == render(spec)


def test_nothing_is_loaded_from_elsewhere():
    spec = trend(by_year(5, 7), YEARS, ENGLISH)
    spec["layer"][0]["data"] = {"url": "http://localhost:1/data.json"}
    with pytest.raises(ValueError, match="not allowed|allowed"):
        render(spec)


def test_threads_draw_one_after_the_other():
    spec, found = trend(by_year(5, 7), YEARS, ENGLISH), []
    threads = [threading.Thread(target=lambda: found.append(render(spec))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [render(spec)] * 4

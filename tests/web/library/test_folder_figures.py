"""Figures of Explore in the folder.

ff11  a figure stands with its numbers, caveat, source, last day and the address that shows it
ff12  the same in DOCX and PDF; what is not recorded is said in words
ff13  what names no published figure says so, and nothing that is typed breaks the page
ff14  the page of a figure offers it to the folder
"""

import io
from urllib.parse import parse_qs, urlsplit

import pypdfium2 as pdfium
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from cairn.published.actions import publish_snapshot
from cairn.web.library.folder.keys import MOST_FIGURES, Key, TooManyFigures, read
from tests.web.explore.world import snapshot

ASKED = "period=2022..2023&route=central_mediterranean&source=mmp"
TREND = f"figure~dead_and_missing.trend~~{ASKED}&level=year"


@pytest.fixture
def published(db, settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    made = snapshot(tmp_path / "snapshots")
    publish_snapshot(snapshot=made.id, rule="open-data")
    return made


def folder(client, *keys, language="en"):
    answer = client.get(f"/{language}/library/folder/", {"i": keys})
    assert answer.status_code == 200
    return answer.content.decode()


def test_ff11_a_figure_stands_with_all_that_must_be_said_of_it(client, published):
    page = folder(client, TREND)
    for words in ("by year", "2022", "2023", ">15<", "minimum"):
        assert words in page
    assert "31 Dec 2023" in page  # the data go up to it
    assert "read on 2 Jan 2026" in page
    assert published.id[:12] in page
    address = page.partition('<h2 class="h3"><a href="')[2].partition('"')[0].replace("&amp;", "&")
    parts = urlsplit(address)
    assert parts.path == "/en/explore/dead_and_missing/"
    assert parse_qs(parts.query)["source"] == ["mmp"]
    assert parts.fragment == "trend"
    assert client.get(f"{parts.path}?{parts.query}").status_code == 200


def test_ff12_the_documents_hold_its_numbers(client, published):
    given = {"i": [TREND, TREND.replace("trend", "breakdown")]}
    made = client.post("/en/library/folder/bundle.docx", given).content
    tables = Document(io.BytesIO(made)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["2022", "15", "10", "5", "0"] in [row[:5] for row in rows]
    assert "not recorded" in {cell for row in rows for cell in row}
    pages = pdfium.PdfDocument(client.post("/en/library/folder/bundle.pdf", given).content)
    said = " ".join("".join(p.get_textpage().get_text_range() for p in pages).split())
    assert "Data up to" in said
    assert "Invented observatory, Missing people" in said


@pytest.mark.parametrize(
    "key",
    [
        "figure~nothing.trend~~",
        "figure~dead_and_missing.map~~",
        "figure~dead_and_missing.trend~~period=soon",
        "figure~dead_and_missing.trend~~route=<script>alert(1)</script>&source=nobody",
    ],
)
def test_ff13_what_is_no_figure_says_so(client, published, key):
    page = folder(client, key)
    assert "Nothing is published for this figure" in page
    assert "<script>alert" not in page


def test_ff13_a_folder_of_an_instance_without_figures(client, db, settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    assert "Nothing is published for this figure" in folder(client, TREND)


@given(
    st.from_regex(r"[a-z_]{1,20}\.[a-z]{1,9}", fullmatch=True), st.text("a=&;,:._-%~é", max_size=60)
)
def test_ff13_a_key_that_is_written_is_read_again(block, asked):
    key = Key.figure(block, asked.rstrip("~"))
    assert read([str(key)]) == ([key], 0)


def test_ff13_figures_have_an_end():
    many = [str(Key.figure("dead_and_missing.trend", f"period={2000 + n}")) for n in range(21)]
    assert len(read(many[:MOST_FIGURES])[0]) == MOST_FIGURES
    with pytest.raises(TooManyFigures):
        read(many)


def test_ff14_the_page_of_a_figure_offers_it(client, published):
    page = client.get(f"/en/explore/dead_and_missing/?{ASKED}").content.decode()
    for block in ("number", "trend", "breakdown"):
        assert f'data-folder-add="figure~dead_and_missing.{block}~~period=2022..2023&amp;' in page

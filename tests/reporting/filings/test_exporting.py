"""What leaves the desk says on every line how it may be used."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.exporting import (
    Envelope,
    NotExported,
    as_csv,
    as_xlsx,
    file_name,
)
from cairn.reporting.filings.models import Marking
from cairn.sharing.carrying import Terms

COUNTS = [
    CountInput("smuggled_detected", 12),
    CountInput("smuggled_detected", None, Cell.WITHHELD, {"origin": "NER"}),
    CountInput("dead", 0, span=DateSpan.month(2024, 2), dims={"place": "=Dirkou"}),
]


def envelope(**more):
    told = {
        "ref": "fil-7G4K2M9QXT-5",
        "number": 2,
        "state": "NER",
        "owner": "Police",
        "section": "smuggled_migrants",
        "period": "2024-Q1",
        "status": "validated",
        "conduct": "smuggling",
        "count_basis": "persons",
        "terms": Terms.of(
            "amber_strict", ["strategic_analysis", "operational_lead"], limits=["NER"]
        ),
        "grades": {"source_grade_admiralty": "B", "source_grade_4x4": "C"},
        "invented": True,
        "export": "exp-1",
    }
    return Envelope(**(told | more))


def test_every_line_of_a_csv_carries_marking_uses_and_export():
    text = b"".join(as_csv(envelope(), COUNTS)).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    assert [(row["value"], row["why_no_value"]) for row in found] == [
        ("12", ""),
        ("", "withheld"),
        ("0", ""),
    ]
    assert {row["marking"] for row in found} == {"TLP:AMBER+STRICT"}
    assert {row["permitted_uses"] for row in found} == {"operational_lead;strategic_analysis"}
    assert {(row["for_readers_of"], row["uses_until"]) for row in found} == {("NER", "")}
    assert {(row["export"], row["invented"]) for row in found} == {("exp-1", "yes")}
    assert found[2]["place"] == "'=Dirkou"


def test_grades_stand_in_columns_of_their_schemes_and_none_is_made_from_the_other():
    text = b"".join(as_csv(envelope(), COUNTS)).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        assert (row["source_grade_admiralty"], row["source_grade_4x4"]) == ("B", "C")
        assert row["information_grade_admiralty"] == row["information_grade_4x4"] == ""
        assert "source_grade" not in row


def test_every_page_of_a_workbook_carries_the_same():
    content = as_xlsx(envelope(), COUNTS, notes={"coverage_note": "=All posts."})
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for text in (sheet.oddHeader.center.text, sheet.oddFooter.center.text, sheet["A1"].value):
            assert "TLP:AMBER+STRICT" in text
            assert "INVENTED" in text
            assert "exp-1" in text
    assert book["notes"]["B3"].value == "'=All posts."


@given(st.sampled_from([m.value for m in Marking if m != Marking.RED]), st.booleans())
def test_the_name_of_the_file_says_the_marking_and_is_a_name_everywhere(marking, invented):
    name = file_name(
        envelope(terms=Terms.of(marking, []), invented=invented, ref="fil-7G4K2M9QXT-*"), "csv"
    )
    assert "TLP-" in name
    assert name.startswith("INVENTED") is invented
    assert not set(name) & set('\\/:*?"<>|~$= ')


def test_red_leaves_in_no_file():
    for write in (as_csv, lambda e, c: as_xlsx(e, c, notes={})):
        with pytest.raises(NotExported):
            write(envelope(terms=Terms.of("red", [])), COUNTS)

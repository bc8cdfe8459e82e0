"""Two rows, or two columns, that give numbers for the same thing."""

from cairn.reporting.reading.crosstabs.questions import Kind
from tests.reporting.crosstabs.making import counted, read, sheet

TWICE = sheet("Pays | 2023\nRDC | 3\nMali | 1\nCongolais (RDC) | 4\nTotal | 8")
BOTH = "RDC + Congolais (RDC)"


def test_two_rows_of_one_nationality_are_asked_about_and_added_where_the_total_says_so():
    reading, _, _ = read(TWICE)
    [asked] = reading.questions
    assert not reading.findings  # they can be read: nothing is wrong with either
    assert (asked.kind, asked.written, asked.values) == (
        Kind.SAME, BOTH, {"first": "2", "second": "4"}
    )  # fmt: skip
    assert "the total is right only when they are added" in asked.because
    reading, _, _ = read(TWICE, answers={"same": {BOTH: "add"}})
    assert sorted(counted(reading).values()) == [1, 7]
    assert not reading.questions
    assert all(one.closes for one in reading.reconciled)


def test_of_two_rows_of_one_nationality_the_first_may_be_kept():
    reading, _, _ = read(TWICE, answers={"same": {BOTH: "keep_first"}})
    assert sorted(counted(reading).values()) == [1, 3]
    assert [one.value for one in reading.aside] == [4]  # and the total still holds it


def test_two_rows_of_which_no_total_says_anything_are_asked_about_without_a_reason_to_add():
    reading, _, _ = read(sheet("Pays | 2023\nMali | 1\nTogo | 4\nMali | 2\nTotal | 5"))
    [asked] = reading.questions
    assert asked.kind is Kind.SAME
    assert "total" not in asked.because
    reading, _, _ = read(sheet("2023\nPays | Hommes | Masculin\nMali | 1 | 4\nTogo | 2 | 3"))
    assert [(one.kind, one.values["second"]) for one in reading.questions] == [(Kind.SAME, "C")]

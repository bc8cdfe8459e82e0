"""Months over or beside the numbers of a pasted table go to their part of the filing's period."""

import pytest

from cairn.kernel.dates import Level
from cairn.kernel.errors import CairnError
from cairn.reporting.filings.models import Filing
from cairn.web.desk.filing.pasted_across import NoneInThePeriod, WhichColumn
from cairn.web.desk.filing.tables import read_table
from cairn.web.desk.once import new_token
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
SMUGGLED = "smuggled_detected"
BY = ("origin", "sex", "when")


def read(filing: Filing, table: str, by=BY):
    months = len(list(filing.whole.split(Level.MONTH)))
    return read_table(filing, by if months > 1 else by[:-1], table)


def whens(found) -> list[str]:
    return [one.value for line in found.lines for one in line.of if one.dimension == "when"]


@pytest.mark.parametrize(
    "months",
    [
        ("janv.-24", "févr.-24", "mars-24"),
        ("Jan", "Feb", "Mar"),
        ("January", "February", "March"),
        ("يناير", "فبراير", "مارس"),
        ("كانون الثاني", "شباط", "آذار"),
        ("январь", "февраль", "март"),
        ("янв. 2024", "фев. 2024", "мар. 2024"),
        ("enero", "febrero", "marzo"),
        ("janeiro", "fevereiro", "março"),
        ("1月", "2月", "3月"),
        ("2024-01", "2024-02", "2024-03"),
        ("01/2024", "02/2024", "03/2024"),
        ("01/01/2024", "01/02/2024", "01/03/2024"),
        ("1/1/2024", "2/1/2024", "3/1/2024"),
        ("31.01.2024", "29.02.2024", "31.03.2024"),
    ],
)
def test_months_are_read_as_headings_of_workbooks_are(niger, months):
    filing = drafted(niger.people, "2024-Q1")
    wanted = ["2024-01", "2024-02", "2024-03"]
    across = "\t".join(["", *months]) + "\nMali\t1\t2\t3\nTogo\t4\t5\t6"
    assert whens(read(filing, across)) == wanted * 2
    down = "\n".join(f"{month}\t{n}" for n, month in enumerate(months, start=1))
    assert whens(read(filing, f"Mois\tNombre\n{down}")) == wanted


@pytest.mark.parametrize(
    "quarters", [("T1", "T2"), ("Q1 2026", "Q2 2026"), ("الربع الأول", "الربع الثاني")]
)
def test_quarters_go_to_the_quarters_of_a_longer_period(niger, quarters):
    filing = drafted(niger.people, "2026-H1")
    found = read(filing, "\t".join(["", *quarters]) + "\nMali\t1\t2")
    assert whens(found) == ["2026-Q1", "2026-Q2"]


def test_a_year_above_merged_over_its_months_is_theirs(niger):
    filing = drafted(niger.people, "2024-Q1")
    found = read(filing, "Pays\t2023\t\t2024\t\n\tnov.\tdéc.\tjanv.\tfévr.\nMali\t9\t8\t1\t2")
    assert whens(found) == ["2024-01", "2024-02"]
    assert [line.text for line in found.lines] == ["1", "2"]
    assert found.outside == ("nov.", "déc.")


def test_a_quarter_beside_its_months_is_their_total(niger):
    filing = drafted(niger.people, "2024-H1")
    head = "\tjanv\tfév\tmars\tT1\tavril\tmai\tjuin\tT2\t2024-H1"
    found = read(filing, f"{head}\nMali\t1\t2\t3\t6\t4\t5\t6\t15\t21")
    assert [line.text for line in found.lines] == ["1", "2", "3", "4", "5", "6"]
    assert found.totals == 3
    rows = "janv\t1\nfév\t2\nmars\t3\nT1\t6\nSemestre 1\t6"
    found = read(filing, f"Mois\tNombre\n{rows}")
    assert [line.text for line in found.lines] == ["1", "2", "3"]
    assert found.totals == 2


def test_two_rows_of_headings_give_sex_and_month(niger):
    filing = drafted(niger.people, "2024-Q1")
    table = "\tjanv.\t\tfévr.\t\n\tH\tF\tH\tF\nMali\t1\t2\t3\t4"
    found = read(filing, table)
    assert found.names == ("origin", "sex", "when")
    assert [(*(one.value for one in line.of), line.text) for line in found.lines] == [
        ("MLI", "male", "2024-01", "1"),
        ("MLI", "female", "2024-01", "2"),
        ("MLI", "male", "2024-02", "3"),
        ("MLI", "female", "2024-02", "4"),
    ]


def test_what_is_of_another_period_is_named_and_left_out(niger):
    filing = drafted(niger.people, "2024-Q1")
    page = page_of("filing_paste", filing, SMUGGLED)
    answer = niger.officer.send(page, table="\tmars-24\tavr.-24\tmai-24\nMali\t3\t4\t5")
    text = text_of(answer)
    assert "were left out" in text
    assert "avr.-24" in text
    assert "Paste them into the filing of their own period." in text
    assert [line.text for line in answer.context["read"].lines] == ["3"]


@pytest.mark.parametrize(
    "table",
    [
        "\tjanv.-23\tfévr.-23\nMali\t1\t2",
        "\tavril\tmai\nMali\t1\t2",
        "Pays\tavril\nMali\t1",
        "Mois\tNombre\navril\t1\nmai\t2",
    ],
)
def test_where_nothing_is_of_the_period_both_periods_are_named(niger, table):
    filing = drafted(niger.people, "2024-Q1")
    with pytest.raises(NoneInThePeriod) as told:
        read(filing, table)
    assert "2024" in told.value.values["period"]
    answer = niger.officer.send(page_of("filing_paste", filing, SMUGGLED), table=table)
    assert answer.status_code == 400
    assert "and this filing of" in text_of(answer)


def test_a_filing_of_one_month_takes_its_month_and_leaves_the_others(niger):
    filing = drafted(niger.people, "2024-02")
    found = read(filing, "\tjanv.\tfévr.\tmars\nMali\t1\t2\t3")
    assert found.names == ("origin",)
    assert [line.text for line in found.lines] == ["2"]
    assert found.outside == ("janv.", "mars")
    found = read(filing, "Mois\tNombre\njanv.\t1\nfévr.\t2")
    assert [line.text for line in found.lines] == ["2"]


def test_one_column_under_a_month_is_of_that_month(niger):
    filing = drafted(niger.people, "2024-Q1")
    found = read(filing, "Pays\tfévr.-24\nMali\t1\nTogo\t2")
    assert whens(found) == ["2024-02", "2024-02"]


def test_two_columns_of_one_month_are_not_chosen_between(niger):
    filing = drafted(niger.people, "2024-Q1")
    with pytest.raises(WhichColumn):
        read(filing, "\tjanv.\tjanvier 2024\nMali\t1\t2")


def test_what_was_pasted_is_saved_under_its_months(niger):
    filing = drafted(niger.people, "2024-H1")
    page = page_of("filing_paste", filing, SMUGGLED)
    answer = niger.officer.send(page, table="\tيناير\tالربع الثاني\nمالي\t٣\t٤")
    fields = {"once": new_token(niger.people.officer), "measure": SMUGGLED}
    for line in answer.context["certain"]:
        fields |= {f"d-{line.index}-{one.name}": one.value for one in line.values}
        fields |= {f"n-{line.index}": line.text}
    saved = niger.officer.post(page_of("filing_measure", filing, SMUGGLED), fields)
    assert saved.status_code == 302
    found = set(filing.counts.values_list("key", "value"))
    assert ("smuggled_detected|2024-01-01..2024-01-31|origin=MLI", 3) in found
    assert ("smuggled_detected|2024-04-01..2024-06-30|origin=MLI", 4) in found


@pytest.mark.parametrize("table", ["Mali\t1\t2\nTogo\t3\t4", "\tjanv.\tremarque\nMali\t1\t2"])
def test_headings_of_which_one_is_no_month_are_not_guessed(niger, table):
    with pytest.raises(CairnError) as told:
        read(drafted(niger.people, "2024-Q1"), table)
    assert isinstance(told.value, WhichColumn)


def test_days_of_a_month_are_no_months(niger):
    filing = drafted(niger.people, "2024-Q1")
    days = "\n".join(f"{day:02}/01/2024\t{day}" for day in range(1, 20))
    with pytest.raises(CairnError) as told:
        read(filing, f"Jour\tNombre\n{days}")
    assert not isinstance(told.value, WhichColumn)

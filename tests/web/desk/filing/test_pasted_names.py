"""Names in a pasted table are read as labels of a workbook are: States, their nationals in the
words of ministries, and what says that none is known."""

import pytest
from django.utils import translation

from cairn.web.desk.filing.tables import read_table
from tests.reporting.filings.doing import drafted

pytestmark = pytest.mark.django_db
LINES = {"Maliens": "MLI", "Bissau-guinéenne": "GNB", "Nigériens": "NER", "Sénégal": "SEN"}


def values(filing, by, table):
    with translation.override("fr"):
        read = read_table(filing, by, table)
    return [(tuple(one.value for one in line.of), line.text) for line in read.lines]


def test_nationals_are_read_as_their_states(niger):
    table = "\n".join(f"{word}\t{n}" for n, word in enumerate(LINES, start=12))
    wanted = [((code,), str(n)) for n, code in enumerate(LINES.values(), start=12)]
    filing = drafted(niger.people, "2024-Q1")
    assert values(filing, ("origin", "sex"), table) == wanted
    assert values(filing, ("origin",), f"Nationalité\tNombre\n{table}") == wanted


@pytest.mark.parametrize(("word", "code"), [("Non précisé", "UNK"), ("apatrides", "XXA")])
def test_what_says_that_none_is_known_is_a_value(niger, word, code):
    table = f"Maliens\t12\n{word}\t2"
    found = values(drafted(niger.people, "2024-Q1"), ("origin",), table)
    assert found == [(("MLI",), "12"), ((code,), "2")]


def test_an_abbreviation_that_may_be_a_state_is_asked_about(niger):
    with translation.override("fr"):
        read = read_table(drafted(niger.people, "2024-Q1"), ("origin",), "Maliens\t12\nGUI\t4")
    [_, unsure] = [line.of[0] for line in read.lines]
    assert (unsure.value, unsure.candidates) == ("", ("GIN",))


@pytest.mark.parametrize("total", ["", "\tTotal"])
def test_men_and_women_across_are_the_second_breakdown(niger, total):
    sums = ("\t15", "\t6") if total else ("", "")
    table = f"Nationalité\tHommes\tFemmes{total}\nMali\t12\t3{sums[0]}\nSénégal\t5\t1{sums[1]}"
    assert values(drafted(niger.people, "2024-Q1"), ("origin", "sex"), table) == [
        (("MLI", "male"), "12"),
        (("MLI", "female"), "3"),
        (("SEN", "male"), "5"),
        (("SEN", "female"), "1"),
    ]

"""A table that speaks of other people than its section is never counted in it unasked.

OT-1 in seven languages, whatever stands above it
OT-2 it is proposed to be left aside, and the section it belongs to is said
OT-3 with it left aside, what is filed is the table of the section alone
OT-4 "for every table" does not reach it
OT-5 a caption that nobody knows is asked about, though it names a year
"""

import pytest
import xlsxwriter

from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import staged

MONTHS = [f"2022-{month:02}" for month in range(1, 4)]
OWN = [["Mali", 10, 10, 10, 30], ["Syria", 5, 5, 5, 15], ["Total", 15, 15, 15, 45]]
OTHER = [["Türkiye", 1, 1, 1, 3], ["Pakistan", 2, 2, 2, 6], ["Total", 3, 3, 3, 9]]
WRITTEN = {
    "fr": "Tableau 2 – Passeurs arrêtés, 2022",
    "en": "Table 2: Facilitators, 2022",
    "en2": "2. Suspected smugglers arrested in 2022",
    "es": "Cuadro 2. Traficantes detenidos, 2022",
    "es2": "Contrabandistas 2022",
    "pt": "Tabela 2 – Contrabandistas presos, 2022",
    "ru": "Таблица 2. Задержанные контрабандисты, 2022",
    "ar": "الجدول 2: المهربون الموقوفون، 2022",
    "zh": "表2 2022年被捕的偷运者",
    "both": "Migrants objet d’un trafic et passeurs arrêtés, 2022",
}


def book(path, second, first="Tableau 1 – Migrants objet d’un trafic interceptés, 2022"):
    with xlsxwriter.Workbook(path) as held:
        page = held.add_worksheet("2022")
        for top, caption, rows in ((0, first, OWN), (7, second, OTHER)):
            page.write(top, 0, caption)
            page.write_row(top + 1, 0, ["Nationalité", *MONTHS, "Total"])
            for at, row in enumerate(rows, top + 2):
                page.write_row(at, 0, row)
    return path


def asked(world, path):
    file = staged(world, path)
    return file, [one for one in opened(file).questions if one.kind == "measure"]


@pytest.mark.parametrize("written", WRITTEN.values(), ids=list(WRITTEN))
def test_ot1_ot2_ot3_a_table_of_other_people_is_left_aside_on_a_word(niger, tmp_path, written):
    file, [one] = asked(niger, book(tmp_path / "a.xlsx", written))
    assert (one.key, one.proposed, one.written) == ("measure|2022|1", "leave_out", written)
    assert one.meaning.startswith("smugglers/")
    assert opened(file).open
    file, wrong = answer_sheet(file=file, given={one.key: "leave_out"}, by=niger.officer)
    assert not wrong
    assert not opened(file).open
    [filing] = take_over(file=file, by=niger.officer).filings
    assert set(filing.counts.exclude(origin=None).values_list("origin", flat=True)) == {
        "MLI",
        "SYR",
    }


@pytest.mark.parametrize(
    "written",
    [
        "المهاجرون المهربون الذين تم كشفهم في جميع المراكز خلال عام 2022",
        "عدد المهاجرين المهربين، 2022",
    ],
)
def test_ot1_smuggled_migrants_are_no_smugglers_though_arabic_writes_them_alike(
    niger, tmp_path, written
):
    _file, questions = asked(niger, book(tmp_path / "a.xlsx", "Passeurs, 2022", first=written))
    assert [one.key for one in questions] == ["measure|2022|1"]


def test_ot1_the_first_table_may_be_the_other_one(niger, tmp_path):
    path = book(tmp_path / "a.xlsx", "Migrants objet d’un trafic, 2022", first="Passeurs, 2022")
    _file, [one] = asked(niger, path)
    assert (one.key, one.meaning) == ("measure|2022|0", "smugglers/")


def test_ot4_one_answer_for_every_table_is_none_for_it(niger, tmp_path):
    path = book(tmp_path / "a.xlsx", "Passeurs arrêtés", first="Ce que nous avons vu")
    file, [own, other] = asked(niger, path)
    given = {own.key: "smuggled_detected|all"}
    file, _wrong = answer_sheet(file=file, given=given, by=niger.officer)
    assert [one.key for one in opened(file).questions if one.kind == "measure"] == [other.key]


@pytest.mark.parametrize("caption", ["Tableau 2 – Xylophones, 2022", "B. Zoubida T1 2022"])
def test_ot5_a_caption_that_nobody_knows_is_asked_about(niger, tmp_path, caption):
    _file, [one] = asked(niger, book(tmp_path / "a.xlsx", caption))
    assert (one.key, one.proposed, one.meaning) == ("measure|2022|1", "", "")

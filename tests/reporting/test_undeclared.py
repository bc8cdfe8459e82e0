"""Tables that nobody declared, as offices keep them: what is proposed, and the rows that come in.

ru01  headings in the six languages and Portuguese, columns reordered, missing or unknown
ru02  dates in several styles, numbers with thousands separators, coordinates in one or two columns
ru03  workbooks with titles, merged header rows and several sheets; JSON lines
ru04  what cannot be known is asked, never guessed
"""

import json
from datetime import date

import pytest
import xlsxwriter

from cairn.formats.tables import open_table
from cairn.reporting.models import Account
from cairn.reporting.reading.proposing import NoColumnOfDates, NoColumnOfFigures, propose_mapping
from tests.reporting.doing import run_import

pytestmark = pytest.mark.django_db


def text(content, encoding="utf-8"):
    return lambda path: path.write_bytes(content.strip("\n").encode(encoding))


def workbook(**sheets):
    """Sheets of rows; a cell (text, n) is merged over n columns, a day is written as a day."""

    def make(path):
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in sheets.items():
                page = book.add_worksheet(name)
                for at, row in enumerate(rows):
                    place = 0
                    for cell in row:
                        if isinstance(cell, tuple):
                            page.merge_range(at, place, at, place + cell[1] - 1, cell[0])
                            place += cell[1]
                            continue
                        if isinstance(cell, date):
                            page.write_datetime(at, place, cell, day)
                        elif cell is not None:
                            page.write(at, place, cell)
                        place += 1

    return make


def lines(*records):
    return text("\n".join(json.dumps(record, ensure_ascii=False) for record in records))


# name of the file: how it is made, field → heading, and some columns of the rows that come in
TABLES = {
    "english.csv": (
        text("""
Ref,Date of incident,Location,Number of dead,Missing,Survivors,Country,Route,Notes
A-1,2024-03-01,off the coast,12,3,40,Italy,Central Mediterranean,x
A-2,2024-03-05,beach,1,,,Greece,Eastern Mediterranean,
"""),
        {"identifier": "Ref", "date": "Date of incident", "dead": "Number of dead",
         "missing": "Missing", "survivors": "Survivors", "country": "Country", "route": "Route"},
        [("2024-03-01", 12, 3, 15, "ITA"), ("2024-03-05", 1, None, 1, "GRC")],
    ),
    "french.csv": (
        text("""
Numéro;Date de l'incident;Pays;Nombre de morts;Portés disparus;Rescapés;Observations
1;25/12/2023;Sénégal;1 200;12;80;pirogue
2;03/01/2024;Côte d’Ivoire;0;5;;
"""),
        {"identifier": "Numéro", "date": "Date de l'incident", "country": "Pays",
         "dead": "Nombre de morts", "missing": "Portés disparus", "survivors": "Rescapés"},
        [("2023-12-25", 1200, 12, 1212, "SEN"), ("2024-01-03", 0, 5, 5, "CIV")],
    ),
    "spanish.csv": (
        text("""
Muertos;Desaparecidos;Fecha del incidente;País del incidente;Mujeres;Hombres;Niños
3;1;31/01/2024;España;1;2;0
2;;15/02/2024;México;;2;
""", "latin-1"),
        {"dead": "Muertos", "missing": "Desaparecidos", "date": "Fecha del incidente",
         "country": "País del incidente", "females": "Mujeres", "males": "Hombres",
         "children": "Niños"},
        [("2024-01-31", 3, 1, 4, "ESP"), ("2024-02-15", 2, None, 2, "MEX")],
    ),
    "russian.csv": (
        text("""
Дата инцидента;Страна;Число погибших;Пропавшие без вести;Выжившие
05.11.2023;Турция;4;2;17
17.11.2023;Греция;1;;
""", "cp1251"),
        {"date": "Дата инцидента", "country": "Страна", "dead": "Число погибших",
         "missing": "Пропавшие без вести", "survivors": "Выжившие"},
        [("2023-11-05", 4, 2, 6, "TUR"), ("2023-11-17", 1, None, 1, "GRC")],
    ),
    "arabic.csv": (
        text("""
تاريخ الحادث,بلد الحادث,عدد الوفيات,عدد المفقودين,عدد الناجين
2024-02-11,تونس,٧,٢,٣٠
2024-02-19,ليبيا,١,,
"""),
        {"date": "تاريخ الحادث", "country": "بلد الحادث", "dead": "عدد الوفيات",
         "missing": "عدد المفقودين", "survivors": "عدد الناجين"},
        [("2024-02-11", 7, 2, 9, "TUN"), ("2024-02-19", 1, None, 1, "LBY")],
    ),
    "chinese.csv": (
        text("""
事件日期,国家,死亡人数,失踪人数
2024年5月3日,意大利,5,1
2024年5月9日,希腊,2,
"""),
        {"date": "事件日期", "country": "国家", "dead": "死亡人数", "missing": "失踪人数"},
        [("2024-05-03", 5, 1, 6, "ITA"), ("2024-05-09", 2, None, 2, "GRC")],
    ),
    "portuguese.csv": (
        text("""
Data do incidente|País|Número de mortos|Número de desaparecidos
2024-06-01|Cabo Verde|9|60
2024-06-02|Espanha|1|
"""),
        {"date": "Data do incidente", "country": "País", "dead": "Número de mortos",
         "missing": "Número de desaparecidos"},
        [("2024-06-01", 9, 60, 69, "CPV"), ("2024-06-02", 1, None, 1, "ESP")],
    ),
    "american_dates.csv": (
        text("""
Event Date,Deaths,Country
12/25/2023,1,United States of America
01/13/2024,2,Mexico
02/03/2024,3,Mexico
"""),
        {"date": "Event Date", "dead": "Deaths", "country": "Country"},
        [("2023-12-25", 1, None, 1, "USA"), ("2024-01-13", 2, None, 2, "MEX"),
         ("2024-02-03", 3, None, 3, "MEX")],
    ),
    "months_in_words.csv": (
        text("""
Date\tDead\tMissing
3 March 2024\t5\t1
Mar 2024\t2\t
2024\t1\t
"""),
        {"date": "Date", "dead": "Dead", "missing": "Missing"},
        [("2024-03-03", 5, 1, 6, None), ("2024-03-01", 2, None, 2, None),
         ("2024-01-01", 1, None, 1, None)],
    ),
    "together.csv": (
        text("""
Reported Date,Dead and Missing,Cause of Death
2024-07-01,10,Drowning
2024-07-02,4,Drowning
"""),
        {"date": "Reported Date", "total": "Dead and Missing", "cause": "Cause of Death"},
        [("2024-07-01", None, None, 10, None), ("2024-07-02", None, None, 4, None)],
    ),
    "only_years.csv": (
        text("""
incident_id,incident_year,number_dead
x1,2019,4
x2,2020,6
"""),
        {"identifier": "incident_id", "year": "incident_year", "dead": "number_dead"},
        [(None, 4, None, 4, None), (None, 6, None, 6, None)],
    ),
    "coordinates.csv": (
        text("""
Date,No. dead,Location Coordinates
2024-01-05,3,"35.5, 12.6"
2024-01-06,1,"36.1, 21.1"
"""),
        {"date": "Date", "dead": "No. dead", "coordinates": "Location Coordinates"},
        [("2024-01-05", 3, None, 3, None), ("2024-01-06", 1, None, 1, None)],
    ),
    "longitude_first.csv": (
        text("""
LON;LAT;Fallecidos;Fecha
12,6;35,5;3;2024-01-05
21,1;36,1;1;2024-01-06
"""),
        {"longitude": "LON", "latitude": "LAT", "dead": "Fallecidos", "date": "Fecha"},
        [("2024-01-05", 3, None, 3, None), ("2024-01-06", 1, None, 1, None)],
    ),
    "two_row_header.xlsx": (
        workbook(Incidents=[
            [("Incidents recorded by the coast guard", 6)],
            [],
            ["Date", "Country", ("Persons", 4)],
            [None, None, "Dead", "Missing", "Survivors", "Children"],
            [date(2024, 3, 1), "Malta", 2, 1, 30, 4],
            [date(2024, 3, 9), "Italy", 1, None, None, None],
        ]),
        {"date": "Date", "country": "Country", "dead": "Persons / Dead",
         "missing": "Persons / Missing",
         "survivors": "Persons / Survivors", "children": "Persons / Children"},
        [("2024-03-01", 2, 1, 3, "MLT"), ("2024-03-09", 1, None, 1, "ITA")],
    ),
    "notes_first.xlsx": (
        workbook(
            About=[["This workbook is kept by the regional office."], ["Ask before you use it."]],
            Incidentes=[["Fecha", "Muertos", "Desaparecidos"], ["2024-01-02", 3, 4],
                        ["2024-01-03", 1, 0]],
        ),
        {"date": "Fecha", "dead": "Muertos", "missing": "Desaparecidos"},
        [("2024-01-02", 3, 4, 7, None), ("2024-01-03", 1, 0, 1, None)],
    ),
    "records.jsonl": (
        lines(
            {"date": "2024-04-01", "dead": 3, "country": "ITA", "lat": 35.5, "lon": 12.6},
            {"lon": 12.7, "lat": 35.6, "country": "TUN", "dead": "2", "date": "2024-04-02"},
            {"date": "2024-04-03", "dead": 0, "country": None},
        ),
        {"date": "date", "dead": "dead", "country": "country", "latitude": "lat",
         "longitude": "lon"},
        [("2024-04-01", 3, None, 3, "ITA"), ("2024-04-02", 2, None, 2, "TUN"),
         ("2024-04-03", 0, None, 0, None)],
    ),
    "misspelt.csv": (
        text("""
Dat of incident;Nunber of dead;Mising;Survivers;Contry of incident
2024-08-01;4;2;9;Algeria
2024-08-02;1;0;3;Morocco
"""),
        {"date": "Dat of incident", "dead": "Nunber of dead"},
        [],
    ),
    "thousands.csv": (
        text("""
Date;Dead;Survivors
2024-09-01;1.204;2.000
2024-09-02;3;12
2024-09-03;1.000.000;4
"""),
        {"date": "Date", "dead": "Dead", "survivors": "Survivors"},
        [("2024-09-01", 1204, None, 1204, None), ("2024-09-02", 3, None, 3, None),
         ("2024-09-03", 1_000_000, None, 1_000_000, None)],
    ),
}  # fmt: skip
READ = [name for name, (_, _, rows) in TABLES.items() if rows]


def proposed(path):
    """The mapping of the first sheet that has one."""
    for sheet in open_table(path).sheets:
        samples = [cells for _, cells in sheet.sample(200)]
        try:
            mapping, proposals = propose_mapping(sheet.header, samples, kind="incidents")
        except (NoColumnOfDates, NoColumnOfFigures):
            continue
        return {rule.field: rule.column for rule in mapping.rules}, proposals
    return {}, ()


@pytest.mark.parametrize("name", READ)
def test_ru01_the_columns_are_proposed_as_a_person_would(name, tmp_path):
    make, fields, _ = TABLES[name]
    make(tmp_path / name)
    rules, proposals = proposed(tmp_path / name)
    assert rules == fields
    assert all(proposal.because for proposal in proposals)


@pytest.mark.parametrize("name", READ)
def test_ru02_the_rows_come_in_as_they_are_meant(name, tmp_path):
    make, fields, rows = TABLES[name]
    make(tmp_path / name)
    report = run_import("incidents", tmp_path / name, source="somebody")
    assert (report.status, report.problems) == (0, [])
    assert report.account == (len(rows), 0, 0, 0)
    found = Account.objects.current().order_by("pk")
    assert [
        (str(one.when_earliest) if "date" in fields else None,
         one.dead, one.missing, one.total, one.country)
        for one in found
    ] == rows  # fmt: skip
    if "latitude" in fields or "coordinates" in fields:
        assert (found[0].latitude, found[0].longitude) == (35.5, 12.6)
    assert run_import("incidents", tmp_path / name, source="somebody").account == (
        0,
        0,
        len(rows),
        0,
    )


def test_ru02_dates_less_precise_than_a_day_keep_their_precision(tmp_path):
    make, _, _ = TABLES["months_in_words.csv"]
    make(tmp_path / "m.csv")
    run_import("incidents", tmp_path / "m.csv", source="somebody")
    spans = [one.when for one in Account.objects.order_by("pk")]
    assert [span.precision for span in spans] == ["day", "month", "year"]
    assert spans[1].latest == date(2024, 3, 31)


def test_ru04_misspelt_headings_are_proposed_with_less_certainty(tmp_path):
    make, fields, _ = TABLES["misspelt.csv"]
    make(tmp_path / "misspelt.csv")
    sheet = open_table(tmp_path / "misspelt.csv").sheets[0]
    try:
        _, proposals = propose_mapping(
            sheet.header, [c for _, c in sheet.sample()], kind="incidents"
        )
    except (NoColumnOfDates, NoColumnOfFigures):
        return
    by_field = {one.field: one for one in proposals if one.field}
    assert {field: by_field[field].column for field in fields} == fields
    assert all(by_field[field].score < 1 for field in fields)


AMBIGUOUS = """
Date,Dead
03/04/2024,1
05/06/2024,2
"""


def test_ru04_days_and_months_that_cannot_be_told_apart_are_asked(tmp_path):
    text(AMBIGUOUS)(tmp_path / "a.csv")
    report = run_import("incidents", tmp_path / "a.csv", source="somebody")
    assert (report.status, report.account) == (1, (0, 0, 0, 2))
    assert report.codes == {"ambiguous_date"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Place,Dead\nsomewhere,3\nelsewhere,4", "no_column_of_dates"),
        ("Date,Place\n2024-01-01,somewhere\n2024-01-02,elsewhere", "no_column_of_figures"),
    ],
)
def test_ru04_a_table_without_a_date_or_a_number_says_what_is_lacking(content, code, tmp_path):
    text(content)(tmp_path / "t.csv")
    report = run_import("incidents", tmp_path / "t.csv", source="somebody")
    assert (report.status, report.codes) == (1, {code})


def test_ru01_there_are_at_least_fifteen_of_them():
    assert len(READ) >= 15

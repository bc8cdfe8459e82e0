"""`cairn import` opens a file as it is told to, and stages what it showed."""

import io
import json

import pytest
from django.core.management import call_command

from cairn.reporting.models import Account, ImportBatch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def run(path, *options):
    out = io.StringIO()
    call_command("import", "incidents", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_encoding_delimiter_and_row_of_names_are_taken_and_remembered(tmp_path):
    path = tmp_path / "log.csv"
    lines = "Итог|5|x\n2023|4|y\nDate|Country|Dead\n2024-03-01|Италия|3\n2024-03-02|Греция|0\n"
    path.write_bytes(lines.encode("koi8-r"))
    told = run(path, "--encoding=KOI8-R", "--delimiter=|", "--header-row=3")
    assert (told["new"], told["committed"]) == (2, True)
    mapping = ImportBatch.objects.get().mapping
    chosen = (mapping["encoding"], mapping["delimiter"], mapping["header_row"])
    assert chosen == ("koi8-r", "|", 3)
    assert set(Account.objects.values_list("country", flat=True)) == {"ITA", "GRC"}


def test_the_sheet_is_taken_and_remembered(tmp_path):
    import xlsxwriter

    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, dead in (("2023", 1), ("2024", 9)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Old", "names"])
            sheet.write_row(1, 0, ["Date", "Dead"])
            sheet.write_row(2, 0, [f"{name}-01-01", dead])
    assert run(path, "--sheet=2024", "--header-row=2")["committed"]
    mapping = ImportBatch.objects.get().mapping
    assert (mapping["sheet"], mapping["header_row"]) == ("2024", 2)
    assert Account.objects.get().dead == 9


def test_a_tab_may_be_written_as_a_word_and_a_wrong_choice_says_what_to_do(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("Date,Country,Dead\n2024-03-01,Italy,3\n")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import", "incidents", str(path), "--json", "--delimiter=tab", stdout=out)
    [problem] = json.loads(out.getvalue())["problems"]
    assert problem["code"] == "no_such_delimiter"
    assert "the sign that stands between the cells" in problem["message"]
    assert ImportBatch.objects.count() == 0

"""The very same workbook sent again is known, in its organisation alone, with what was said."""

import pytest
import xlsxwriter
from django.utils import timezone

from cairn.reporting.sheets import arriving
from cairn.reporting.sheets.arriving import expire_sheets, taken_before
from cairn.reporting.sheets.models import SheetMemory, SheetTaken
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import read_afresh
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.sheets.books import PEOPLE, ministry, staged
from tests.reporting.sheets.test_answered import answer
from tests.reporting.sheets.test_way import WORDS


@pytest.fixture
def taken(niger, tmp_path):
    file = answer(staged(niger, ministry(tmp_path / "a.xlsx")), niger, **WORDS)
    take_over(file=file, by=niger.officer)
    return SheetTaken.objects.get()


def test_it_is_known_by_its_content_whatever_the_file_is_called_and_whoever_saved_it(
    niger, taken, tmp_path
):
    again = staged(niger, ministry(tmp_path / "copie.xlsx", author="Somebody"))
    assert again.digest == taken.digest != ""
    assert taken_before(niger.agency, again.digest) == taken
    assert again.before == taken.answers == {
        "word|ras": "zero", "word|": "not_recorded", "word|-": "not_recorded"
    }  # fmt: skip


def test_one_other_number_makes_it_another_workbook(niger, taken, tmp_path):
    other = staged(niger, ministry(tmp_path / "b.xlsx", PEOPLE | {"Niger": [121, 90, 81]}))
    assert taken_before(niger.agency, other.digest) is None
    assert other.before == {}


def test_another_organisation_does_not_know_it_and_cannot_compare(mali, taken, tmp_path):
    theirs = staged(mali, ministry(tmp_path / "a.xlsx"))
    assert theirs.digest != taken.digest
    assert taken_before(mali.agency, theirs.digest) is None
    assert taken_before(mali.agency, taken.digest) is None


def test_no_number_and_no_reason_of_the_sheet_is_kept_with_it(niger, tmp_path):
    file = staged(niger, ministry(tmp_path / "a.xlsx", off=7))
    file = answer(file, niger, **WORDS)
    [total] = opened(file).totals
    from cairn.reporting.sheets.settling import settle_sheet

    file = settle_sheet(file=file, reasons={total.key: "Deux postes manquent."}, by=niger.officer)
    take_over(file=file, by=niger.officer)
    assert "postes" not in str(SheetTaken.objects.get().answers)


def test_read_afresh_it_proposes_nothing(niger, taken, tmp_path):
    again = staged(niger, ministry(tmp_path / "a.xlsx"))
    assert read_afresh(file=again, by=niger.officer).before == {}


def test_it_is_known_for_a_year(niger, taken, tmp_path):
    SheetTaken.objects.update(at=timezone.now() - arriving.KNOWN / 2)
    expire_sheets()
    assert staged(niger, ministry(tmp_path / "a.xlsx")).before
    SheetTaken.objects.update(at=timezone.now() - 2 * arriving.KNOWN)
    expire_sheets()
    assert not SheetTaken.objects.exists()


def test_what_was_said_of_a_title_is_proposed_though_only_the_layout_is_learned(niger, tmp_path):
    def sent():
        path = tmp_path / "t.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("2024")
            page.write(0, 0, "Migrants objet d'un trafic, femmes interceptées, 2024")
            page.write_row(1, 0, ["Nationalité", "janvier", "février"])
            for row, country in enumerate(("Niger", "Mali", "Tchad"), 2):
                page.write_row(row, 0, [country, 1, 2])
        return staged(niger, path)

    file = sent()
    [key] = [one.key for one in opened(file).questions if one.kind == "constant"]
    take_over(file=answer(file, niger, **{key: "no"}), by=niger.officer)
    SheetMemory.objects.all().delete()
    assert sent().before[key] == "no"

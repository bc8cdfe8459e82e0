"""A file goes through the four steps with forms alone."""

from pathlib import Path

import pytest
from django.urls import reverse

from cairn.reporting.models import Account, DataSet, ImportBatch
from tests.web.desk.conftest import EVENTS

XLS = Path(__file__).parents[2] / "formats" / "data"
pytestmark = pytest.mark.django_db


def test_a_file_of_events_comes_in_by_four_steps(desk, new_source):
    step2 = desk.bring(EVENTS)
    assert step2.status_code == 302
    page = desk.get(step2.url)
    assert page.status_code == 200, page.content.decode()
    assert "Check all rows" in page.content.decode()
    step3 = desk.check(step2.url, **new_source)
    assert step3.status_code == 302, step3.context["form"].errors
    batch = ImportBatch.objects.get()
    assert step3.url == reverse("desk:import", kwargs={"ref": batch.ref})
    page = desk.get(step3.url)
    text = page.content.decode()
    assert batch.status == "staged", text
    assert "Make 3 rows current" in text
    assert Account.objects.current().count() == 0
    done = desk.send(step3.url, act="commit")
    assert done.status_code == 302
    assert Account.objects.current().count() == 3
    text = desk.get(done.url).content.decode()
    assert "The rows are current" in text
    assert "Make a snapshot for the desk" in text
    assert DataSet.objects.get().key == "coast-guard"


@pytest.mark.parametrize("name", ["by_a_spreadsheet.xls", "by_a_program.xls"])
def test_a_workbook_of_excel_97_comes_in_with_its_errors_shown(desk, new_source, name):
    step2 = desk.bring((XLS / name).read_bytes(), name=name)
    step3 = desk.check(step2.url, **new_source)
    batch = ImportBatch.objects.get()
    assert step3.url == reverse("desk:import", kwargs={"ref": batch.ref})
    assert batch.status == "staged"
    assert (batch.rows_new > 2, batch.rows_rejected > 0) == (True, True)
    assert "Errors of a spreadsheet" in desk.get(step3.url).content.decode()
    annotated = desk.get(reverse("desk:import_annotated", kwargs={"ref": batch.ref}))
    assert annotated.status_code == 200
    annotated.close()

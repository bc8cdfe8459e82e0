"""What leaves the desk as a file, and what a filing gives back to those who filed it."""

import csv
import io

import pytest

from cairn.audit.models import Event
from cairn.reporting.filings.actions import withdraw_filing
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import validated
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db


def test_an_export_carries_its_marking_and_is_logged_under_the_name_in_the_file(niger):
    filing = validated(niger.people)
    answer = niger.secretary.get(page_of("filing_export", filing, "csv"))
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["value"], row["marking"], row["owner"]) == (
        "12",
        "TLP:AMBER",
        niger.people.agency.name,
    )
    event = Event.objects.get(kind="reporting.filing.exported")
    assert event.values["export"] == row["export"]
    assert row["export"].replace("*", "x").rstrip("~$=") in answer["Content-Disposition"]
    assert "TLP-AMBER" in answer["Content-Disposition"]


def test_red_and_withdrawn_filings_leave_in_no_file(niger):
    filing = validated(niger.people)
    Filing.objects.filter(pk=filing.pk).update(marking="red")
    assert niger.officer.get(page_of("filing_export", filing, "xlsx")).status_code == 403
    assert "export.csv" not in text_of(niger.officer.get(page_of("filing", filing)))
    Filing.objects.filter(pk=filing.pk).update(marking="amber")
    withdraw_filing(filing=filing, reason="Counted twice.", by=niger.people.contact)
    assert niger.officer.get(page_of("filing_export", filing, "csv")).status_code == 404
    assert not Event.objects.filter(kind="reporting.filing.exported").exists()


def test_another_state_gets_the_same_answer_as_for_nothing(niger, mali):
    filing = validated(niger.people)
    hidden = mali.officer.get(page_of("filing_export", filing, "csv"))
    filing.ref = "fil-0000000000-0"
    absent = mali.officer.get(page_of("filing_export", filing, "csv"))
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_the_officer_sees_the_new_number_beside_the_old_ones(niger):
    validated(niger.people, "2024-Q1", 12)
    filing = validated(niger.people, "2024-Q2", 31)
    page = text_of(niger.officer.get(page_of("filing", filing)))
    back = page[page.index('id="back"') :]
    assert back.index("31") < back.index(">12<")
    assert "smuggled_migrants" in back
    assert 'id="back"' not in text_of(niger.secretary.get(page_of("filing", filing)))

"""What is invented says so in the language of the page, and coming in is told by the page itself.

iw01 the name of an invented person and the cover note of a demonstration are in that language
iw02 what a State wrote itself stands as it was written, whatever it says
iw03 no message greets whoever signs in
iw04 below the note of a demonstration stands what a spreadsheet added; where the note is written it
     is marked as English
"""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from cairn.accounts.models import User
from cairn.console.demo_filings import NOTE
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
FRENCH = "Tous les postes de l’État inventé"


def in_french(desk, filing) -> str:
    with override("fr"):
        return text_of(desk.get(page_of("filing", filing)))


def test_iw01_what_a_demonstration_wrote_is_in_the_language_of_the_page(niger):
    filing = validated(niger.people)
    Filing.objects.update(invented=True, coverage_note=NOTE)
    User.objects.filter(pk=niger.people.officer.pk).update(
        invented=True, display_name="Ravi (invented)"
    )
    page = in_french(niger.officer, filing)
    assert FRENCH in page
    assert "Ravi (personne inventée)" in page
    assert "(invented)" not in page


def test_iw02_what_a_state_wrote_itself_is_not_touched(niger):
    filing = validated(niger.people)
    Filing.objects.update(coverage_note=NOTE)
    User.objects.filter(pk=niger.people.officer.pk).update(display_name="Ravi (invented)")
    page = in_french(niger.officer, filing)
    assert NOTE in page
    assert FRENCH not in page
    assert "Ravi (invented)" in page


def test_iw03_nobody_is_told_that_she_came_in():
    assert not render_to_string("account/messages/logged_in.txt").strip()


def test_iw04_a_note_to_which_a_sheet_added_a_line_is_still_in_the_language_of_the_page(niger):
    filing = drafted(niger.people)
    Filing.objects.update(invented=True, coverage_note=f"{NOTE}\nChiffre provisoire.")
    page = in_french(niger.officer, filing)
    assert FRENCH in page
    assert "Chiffre provisoire." in page
    assert NOTE not in page
    with override("fr"):
        form = text_of(niger.officer.get(page_of("filing_about", filing)))
    assert re.search(r'<textarea[^>]*name="coverage_note"[^>]* lang="en"', form)
    own = drafted(niger.people, "2024-Q2")
    with override("fr"):
        form = text_of(niger.officer.get(page_of("filing_about", own)))
    assert not re.search(r'<textarea[^>]*name="coverage_note"[^>]* lang=', form)

"""The page of a workbook that was taken over before, and where the page stays after an answer."""

import re
from html import unescape

from django.urls import reverse

from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.models import SheetFile, SheetMemory
from tests.factories import StateBodyFactory
from tests.web.desk.sheets.test_became import taken
from tests.web.desk.sheets.test_sheet_page import address, text_of

ALREADY = "This workbook was taken over already"
THEN = "As it was said when this workbook was taken over before"


def again(officer, path):
    taken(officer, path)
    SheetMemory.objects.all().delete()  # so that everything is asked, and nothing applied
    return text_of(officer.send_sheet(path))


def test_the_top_says_what_became_of_it_and_what_was_said_stands_chosen(officer, path):
    first = text_of(officer.send_sheet(path))
    assert ALREADY not in first
    assert THEN not in first
    SheetFile.objects.all().delete()
    page = again(officer, path)
    filing = Filing.objects.get()
    assert ALREADY in page
    assert reverse("desk:filing", args=[filing.ref]) in page
    assert page.count(THEN) == 3
    chosen = re.findall(r'name="q-word\|([^"]*)" value="(\w+)" checked', unescape(page))
    assert dict(chosen) == {"": "not_recorded", "-": "zero", "ras": "zero"}
    answer = officer.post(address(), officer.form(address(), "answer"))
    assert answer.status_code == 302  # sent as it is proposed, everything is answered
    assert THEN not in text_of(officer.get(address()))


def test_a_filing_that_may_not_be_seen_is_not_named(officer, path):
    taken(officer, path)
    ref = Filing.objects.get().ref
    elsewhere = StateBodyFactory(state="MLI")
    Filing.objects.update(owner=elsewhere, state="MLI")
    page = text_of(officer.send_sheet(path))
    assert ALREADY in page
    assert "You may not see now what it became." in page
    assert ref not in page


def test_after_each_answer_the_page_stays_where_the_person_was(officer, path):
    officer.send_sheet(path)
    form = officer.form(address(), "answer")
    answer = officer.post(address(), form | {"q-word|": "not_recorded", "q-word|-": ""})
    assert answer.url.endswith("#asks")  # one question is left there
    form = officer.form(address(), "answer") | {"q-word|-": "zero"}
    assert officer.post(address(), form).url.endswith("#open")
    at = {"at": "A5", "sheet": "T1 2024", "scope": "cell", "what": "country", "text": "Niger"}
    assert officer.post(address(), officer.form(address(), "correct") | at).url.endswith("#sheet")
    body = officer.get(address()).content.decode()
    assert all(f'id="{place}"' in body for place in ("open", "sheet", "take", "totals"))

"""Reporting, deciding, keeping and what is held about oneself, at the desk.

pp01  from the record to the mark, by two persons      pp02  nothing tells a stranger anything
pp03  the words are in no page, session or address     pp04  rules of keeping and holds
pp05  a person takes along what is held about her, and nothing about others
pp06  the mark is stored in no language; pages say it in the reader's, forms keep what is stored
"""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from cairn.access import held as asked
from cairn.accounts import held
from cairn.accounts.models import User
from cairn.erasure.marks import mask_of
from cairn.erasure.models import Erasure, Hold
from cairn.jobs.runner import run_until_empty
from cairn.reporting.devices import held as devices
from cairn.reporting.filings.models import Filing
from cairn.search.saved import held as saved
from tests.erasure.doing import NAME, named
from tests.factories import EventFactory, UploadFactory
from tests.factories_of_people import InvitationFactory
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import office, page_of, text_of

pytestmark = pytest.mark.django_db
SECTIONS = {**held.SECTIONS, **asked.SECTIONS, **devices.SECTIONS, **saved.SECTIONS}
INDEX, KEEPING = reverse("desk:erasures"), reverse("desk:keeping")


@pytest.fixture
def niger(db):
    return office()


@pytest.fixture
def filing(niger):
    return named(niger.people)


def report_of(filing) -> str:
    return page_of("erasure_report", filing)


def page_about(erasure) -> str:
    return page_of("erasure", erasure)


def test_pp01_from_the_record_to_the_mark(niger, filing):
    record = page_of("filing", filing)
    assert report_of(filing) in text_of(niger.officer.get(record))
    answer = niger.officer.send(report_of(filing), secret_words=NAME.upper())
    assert (answer.status_code, answer["Location"]) == (302, record)
    made = Erasure.objects.get()
    told = text_of(niger.contact.get(reverse("desk:home")))
    assert page_about(made) in told
    page = text_of(niger.contact.get(page_about(made)))
    assert f"We met <mark>{NAME}</mark> twice." in page
    assert "Erase for good" not in text_of(niger.officer.get(page_about(made)))
    assert "<mark>" not in text_of(niger.officer.get(page_about(made)))
    niger.contact.send(page_about(made), act="confirm")
    run_until_empty()
    assert NAME not in text_of(niger.officer.get(record))
    page = text_of(niger.contact.get(page_about(made)))
    assert "entries of histories" in page
    assert "Erase for good" not in page


def test_pp01_what_was_asked_is_taken_back_or_refused_with_nothing_changed(niger, filing):
    for desk in (niger.officer, niger.contact):
        niger.officer.send(report_of(filing), secret_words=NAME)
        made = Erasure.objects.latest("pk")
        assert desk.send(page_about(made), act="refuse").status_code == 302
        made.refresh_from_db()
        assert made.state == "refused"
    run_until_empty()
    assert NAME in Filing.objects.get().coverage_note


def test_pp01_words_that_do_not_stand_there_are_said_beside_the_field(niger, filing):
    for words in ("Somebody Else", "", "x"):
        answer = niger.officer.send(report_of(filing), secret_words=words)
        assert answer.status_code == 400
        assert "secret_words" in answer.context["form"].errors
    assert not Erasure.objects.exists()


def test_pp02_hidden_and_absent_are_one_answer(niger, filing):
    mali = office("MLI")
    niger.officer.send(report_of(filing), secret_words=NAME)
    made = Erasure.objects.get()
    absent = made.ref[:4] + "0000000000-0"
    hidden, nothing = (
        mali.contact.get(reverse("desk:erasure", args=[ref])) for ref in (made.ref, absent)
    )
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    draft = drafted(niger.people, "2024-Q3")
    assert mali.contact.get(report_of(draft)).status_code == 404
    assert niger.contact.get(report_of(draft)).status_code == 404
    assert made.ref not in text_of(mali.contact.get(INDEX))
    assert mali.contact.post(page_about(made), {"act": "confirm"}).status_code in (400, 404)
    assert Desk().get(INDEX).status_code == 302
    reader = Desk().enter(person("reader", "analyst"))
    for address in (INDEX, KEEPING, report_of(filing)):
        assert reader.get(address).status_code == 403


def test_pp02_words_of_what_a_reader_does_not_see_are_not_confirmed_to_her(niger, filing):
    """The secretariat reads the filing; another State's people would not read its reason."""
    mali = office("MLI")
    Filing.objects.filter(pk=filing.pk).update(
        reason=f"about {NAME}", coverage_note="All.", audience_class="desk"
    )
    answer = mali.officer.send(report_of(filing), secret_words=f"about {NAME}")
    assert answer.status_code == 400
    answer = niger.officer.send(report_of(filing), secret_words=f"about {NAME}")
    assert answer.status_code == 302


def test_pp03_the_words_are_kept_in_no_session(niger, filing):
    niger.officer.send(report_of(filing), secret_words=NAME)
    kept = "".join(json.dumps(one.get_decoded()) for one in Session.objects.all())
    assert "Nkemi" not in kept
    made = Erasure.objects.get()
    assert "Nkemi" not in text_of(niger.officer.get(page_about(made)))
    assert "Nkemi" not in text_of(niger.contact.get(INDEX))


def test_pp01_a_whole_record_needs_a_second_person_and_leaves_a_stub(niger):
    filing = validated(niger.people)
    sent = {"target": filing.ref, "rule": "court_order", "authority": "17 of 2026"}
    answer = niger.contact.send(INDEX, **sent)
    made = Erasure.objects.get()
    assert answer["Location"] == page_about(made)
    assert "Another person decides" in text_of(niger.contact.get(page_about(made)))
    other = person("second", "administrator", niger.people.agency)
    Desk().enter(other).send(page_about(made), act="confirm")
    run_until_empty()
    page = text_of(niger.officer.get(page_of("filing", filing)))
    assert "under the rule “order of a court or an authority”" in page
    assert "All posts" not in page


def test_pp01_a_form_for_a_whole_record_says_what_is_wrong(niger, filing):
    for changed in ({"target": "fil-0"}, {"rule": "identifier"}, {"authority": ""}):
        sent = {"target": filing.ref, "rule": "court_order", "authority": "17 of 2026"} | changed
        assert niger.contact.send(INDEX, **sent).status_code == 400
    assert niger.officer.get(INDEX).context["form"] is None


def test_pp04_a_hold_is_placed_seen_on_the_record_and_lifted(niger, filing):
    sent = {"target": filing.ref, "reason": "An inquiry is running.", "until": ""}
    assert niger.contact.send(KEEPING, act="place", **sent).status_code == 302
    record = page_of("filing", filing)
    assert "An inquiry is running." in text_of(niger.officer.get(record))
    mali = office("MLI")
    Filing.objects.filter(pk=filing.pk).update(audience_class="desk")
    assert "An inquiry" not in text_of(mali.officer.get(record))
    assert "An inquiry" not in text_of(mali.contact.get(KEEPING))
    hold = Hold.objects.get()
    assert mali.contact.send(KEEPING, act="lift", hold=hold.ref).status_code == 404
    niger.contact.send(KEEPING, act="lift", hold=hold.ref)
    assert "An inquiry" not in text_of(niger.officer.get(record))


def test_pp04_what_is_wrong_with_a_hold_is_said_beside_its_field(niger, filing):
    for name, value in (("target", "fil-0"), ("reason", "x"), ("until", "2020-01-01")):
        sent = {"target": filing.ref, "reason": "An inquiry.", "until": ""} | {name: value}
        answer = niger.contact.send(KEEPING, act="place", **sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [name])


def test_pp04_the_page_says_how_long_what_is_kept(niger):
    page = text_of(niger.contact.get(KEEPING))
    assert "Files as they were imported" in page
    assert "1,825" in page


def test_pp05_one_takes_along_what_is_held_about_oneself_and_nothing_about_others(niger):
    officer = niger.people.officer
    colleague = User.objects.get(pk=niger.people.contact.pk)
    InvitationFactory(user=officer, by=colleague)
    UploadFactory(owner=officer, name="=1+1.xlsx")
    UploadFactory(owner=colleague, name="of-another.xlsx")
    EventFactory(by=officer.username, target=colleague.ref, kind="tests.about.another")
    EventFactory(by=colleague.username, target=officer.ref, kind="tests.by.another")
    page = text_of(niger.officer.get(reverse("desk:held")))
    assert reverse("desk:held_file") in page
    answer = niger.officer.get(reverse("desk:held_file"))
    assert answer.streaming
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("held.json"))
        tables = {
            name: list(csv.DictReader(archive.read(f"{name}.csv").decode("utf-8-sig").splitlines()))
            for name in SECTIONS
        }
    assert list(told) == list(SECTIONS)
    assert {name: len(rows) for name, rows in told.items()} == {
        name: len(rows) for name, rows in tables.items()
    }
    assert told["account"][0]["user_name"] == officer.username
    assert [one["role"] for one in told["memberships"]] == ["officer"]
    assert {one["kind"] for one in told["actions"]} >= {"tests.about.another"}
    everything = json.dumps(told)
    others = (colleague.ref, colleague.username, colleague.display_name, "of-another", "by.another")
    assert not [one for one in (*others, officer.password) if one in everything]
    assert tables["uploads"][0]["name"] != "=1+1.xlsx"


def test_pp06_the_mark_is_said_in_the_language_of_the_reader(niger, catalogues):
    filing = drafted(niger.people)
    mark = mask_of(date(2026, 11, 30), "identifier")
    Filing.objects.filter(pk=filing.pk).update(coverage_note=f"We met {mark} twice.")
    said = {"en": "Erased on 30 Nov 2026 under", "fr": "30 nov. 2026", "ar": "30 نوفمبر 2026"}
    pages = [page_of(name, filing) for name in ("filing", "filing_about")]
    for language, words in said.items():
        record, about = (niger.officer.get(page.replace("/en/", f"/{language}/")) for page in pages)
        text = text_of(record)
        assert "erased 2026-11-30" not in text
        assert words in text.partition("We met [█ ")[2].partition("] twice.")[0]
        assert f"We met {mark} twice.</textarea>" in text_of(about)
        assert int(record["Content-Length"]) == len(record.content)

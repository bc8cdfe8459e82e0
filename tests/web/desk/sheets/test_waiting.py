"""A spreadsheet that was read by half, or sent by half, is found again on the first page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from cairn.accounts.actions import set_code_generator
from cairn.accounts.models import Organisation
from cairn.files.models import READ, Upload
from cairn.reporting.sheets.models import SheetFile
from cairn.web.desk.sheets import sending
from tests.factories import MembershipFactory, UserFactory
from tests.factories_of_records import SheetFileFactory
from tests.web.desk.conftest import SECRET
from tests.web.desk.sheets.conftest import Officer


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def home(desk) -> str:
    return text_of(desk.get(reverse("desk:home")))


@pytest.fixture
def colleague(officer):
    """Another officer of the same organisation."""
    user = UserFactory()
    MembershipFactory(user=user, organisation=officer.people.agency, role="officer")
    set_code_generator(user=user, secret=SECRET, by=None)
    desk = Officer()
    desk.enter(user)
    return desk


def test_it_waits_with_what_is_missing_and_the_way_to_go_on(officer, path):
    assert "Nothing waits for you" in home(officer)
    officer.send_sheet(path)
    text = home(officer)
    assert "T1-2024.xlsx" in text
    assert "3 questions" in text
    ref = SheetFile.objects.get().ref
    assert f'href="{reverse("desk:sheet", args=[ref])}"' in text
    assert "Nothing waits for you" not in text


def test_what_is_missing_follows_what_was_said(officer, path):
    officer.send_sheet(path)
    address = reverse("desk:sheet", args=[SheetFile.objects.get().ref])
    given = {"q-word|": "not_recorded", "q-word|-": "zero"}
    officer.post(address, officer.form(address, "answer") | given)
    assert "not looked at since the last change" in home(officer)
    officer.get(address)
    assert "nothing is open; it can be taken over" in home(officer)


def test_it_is_given_up_from_there(officer, path):
    officer.send_sheet(path)
    ref = SheetFile.objects.get().ref
    fields = {"drop": ref, "from": "home", **officer.fields(reverse("desk:sheets"))}
    page = officer.post(reverse("desk:sheets"), fields, follow=True)
    assert page.redirect_chain[-1][0] == reverse("desk:home")
    assert "Nothing of it is left" in text_of(page)
    assert not SheetFile.objects.exists()


def test_a_colleague_sees_nothing_of_it_and_cannot_give_it_up(officer, colleague, path):
    before = home(colleague)
    officer.send_sheet(path)
    assert masked(home(colleague)) == masked(before)
    fields = colleague.fields(reverse("desk:sheets"))
    refs = (SheetFile.objects.get().ref, "sht-0000000000-0")
    answers = [colleague.post(reverse("desk:sheets"), fields | {"drop": ref}) for ref in refs]
    assert [one.status_code for one in answers] == [404, 404]
    assert masked(text_of(answers[0])) == masked(text_of(answers[1]))
    assert SheetFile.objects.exists()


def masked(text: str) -> str:
    text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", text)
    return re.sub(r"sht-[0-9A-Z]+-\S", "sht", text)


def test_whoever_may_no_longer_file_sees_it_no_more(officer, path):
    officer.send_sheet(path)
    officer.people.officer.memberships.update(role="analyst")
    assert "T1-2024.xlsx" not in home(officer)


@pytest.mark.parametrize(
    ("received", "said"), [(60, "60% have arrived"), (100, "was not read to the end")]
)
def test_a_file_that_came_by_half_waits_too(officer, received, said):
    Upload.objects.create(
        owner=officer.people.officer, name="T3.xlsx", size=100, received=received, purpose=READ,
        plan={"organisation": officer.people.agency.ref, "section": "", "period": ""},
    )  # fmt: skip
    text = home(officer)
    assert "T3.xlsx" in text
    assert said in text.replace("\u00a0", "").replace("60 %", "60%")


def test_the_body_of_a_file_that_came_by_half_is_called_in_the_language_of_the_page(officer):
    body = officer.people.agency
    Organisation.objects.filter(pk=body.pk).update(names={"fr": "Garde-frontière"})
    Upload.objects.create(
        owner=officer.people.officer, name="T3.xlsx", size=100, received=60, purpose=READ,
        plan={"organisation": body.ref, "section": "", "period": ""},
    )  # fmt: skip
    with override("fr"):
        text = text_of(officer.get(reverse("desk:home")))
    beside = text[text.index("T3.xlsx") :][:400]
    assert "Garde-frontière" in beside
    assert body.name not in beside


def test_the_page_asks_as_often_however_many_wait(officer):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            officer.get(reverse("desk:home"))
        return len(seen)

    SheetFileFactory(owner=officer.people.officer, organisation=officer.people.agency)
    asked()
    few = asked()
    SheetFileFactory.create_batch(
        6, owner=officer.people.officer, organisation=officer.people.agency
    )
    assert asked() == few


def test_while_a_large_workbook_is_read_a_page_says_so_and_goes_on_by_itself(
    officer, path, monkeypatch
):
    monkeypatch.setattr(sending, "LARGE", 0)
    shown = officer.send_sheet(path)
    text = shown.content.decode()
    address = reverse("desk:sheet_arrived", args=[Upload.objects.get().ref])
    assert "The spreadsheet is being read" in text
    assert f'<meta http-equiv="refresh" content="0;url={address}?read=1">' in text
    assert f'href="{address}?read=1"' in text
    assert not SheetFile.objects.exists()
    assert path.name in officer.get(reverse("desk:sheets")).content.decode()  # it may be left
    read = officer.get(f"{address}?read=1")
    assert read.url == reverse("desk:sheet", args=[SheetFile.objects.get().ref])
    assert officer.get(address).url == read.url


def test_a_small_workbook_is_read_at_once(officer, path):
    officer.send_sheet(path)
    assert SheetFile.objects.count() == 1

"""The door for devices: one file in, one receipt out, and nothing else.

hi01  what a device hands in waits as a sheet of whoever made the token, looked at as if by hand
hi02  the same key again is the same file: one sheet, one receipt; another file is told so
hi03  unknown, garbled, revoked, expired: one answer, byte for byte, and nothing is kept
hi04  what ends for the person ends for the device at the next request, and is not revived
hi05  only sections of the token, only for its organisation, whatever else its owner may do
hi06  a receipt of another device and of none at all are one answer
hi07  guessing is slowed down by address; a good token and the person herself are not kept out
hi08  requests by minute and day, and what waits, are bounded
hi09  a line that is cut keeps nothing; the same again lands once
hi10  hostile bodies, headers and names get an answer and leave nothing
hi11  a token opens nothing of the desk, lists nothing; the public half has no such door
hi12  every use is in the log; sentences come in the language that was asked for
"""

import io
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import Resolver404, resolve
from django.utils import timezone

from cairn.accounts.actions import add_membership, change_password, close_user
from cairn.accounts.models import Membership
from cairn.accounts.sign_ins import end_all
from cairn.audit.models import Event
from cairn.files.models import READ, StoredFile, Upload
from cairn.reporting import uploads
from cairn.reporting.devices import tokens
from cairn.reporting.devices.models import Device, HandIn
from cairn.reporting.devices.rules import rule_on
from cairn.reporting.sheets.models import RefusedSheet, SheetFile, SheetTaken
from cairn.reporting.sheets.settling import drop_sheet
from tests.factories import StateBodyFactory
from tests.reporting.filings.doing import world
from tests.reporting.sheets.books import ministry
from tests.web.desk.conftest import Desk
from tests.web.desk.handing.doing import KEY, SECTION, Post, post
from tests.web.desk.hostile import BODIES, FILES, HEADERS, METHODS, QUERIES

pytestmark = pytest.mark.django_db
RULE = rule_on(timezone.localdate())
TABLE = "Nationalité,janv. 2024,févr. 2024\nMali,4,5\nSoudan,2,0\n".encode()


@pytest.fixture
def north(db) -> Post:
    return post()


@pytest.fixture
def book(tmp_path) -> bytes:
    return ministry(tmp_path / "book.xlsx").read_bytes()


def told(answer):
    return answer.status_code, json.loads(answer.content)


def nothing_kept() -> bool:
    rows = (HandIn, SheetFile, Upload, StoredFile)
    return not any(one.objects.exists() for one in rows)


def test_hi01_what_a_device_hands_in_waits_for_the_person_who_made_the_token(north, book):
    status, said = told(north.send(book, query={"period": "Q1 2024"}))
    assert (status, said["state"], said["section"]) == (201, "waiting", SECTION)
    sheet = SheetFile.objects.get()
    assert (sheet.owner, sheet.organisation) == (north.people.officer, north.people.agency)
    assert (sheet.section, sheet.period, sheet.name) == (SECTION, "2024-Q1", "report.xlsx")
    assert not Upload.objects.exists()
    desk = Desk().enter(north.people.officer)
    page = desk.get("/en/desk/filings/sheets/").content.decode()
    assert sheet.ref in page
    assert "handed in by “<bdi>Northern post</bdi>”" in page
    assert desk.get(f"/en/desk/filings/sheets/{sheet.ref}/").status_code == 200
    assert Device.objects.get().used_on == timezone.localdate()


def test_hi01_it_is_screened_as_by_hand(north):
    rows = "".join(f"+227 96 12 34 {at:02d},Amadou {at},3\n" for at in range(20, 40))
    answer = north.send(f"Téléphone,Nom,Mars 2024\n{rows}".encode(), query={"name": "list.csv"})
    status, said = told(answer)
    assert (status, said["code"], said["where"]) == (422, "list_of_persons", "file")
    assert "96 12 34" not in answer.content.decode()
    assert RefusedSheet.objects.get().codes == ["list_of_persons"]
    named = told(north.send(TABLE, query={"name": "Passport AB1234567 Ali.csv"}))
    assert (named[0], named[1]["code"], named[1]["where"]) == (422, "name_of_file", "name")
    picture = told(north.send(b"%PDF-1.7", query={"name": "scan.pdf"}))
    assert (picture[0], picture[1]["code"]) == (415, "not_a_spreadsheet")
    assert nothing_kept()


def test_hi02_the_same_key_is_the_same_file_until_the_desk_is_done_with_it(north, book):
    first, again = north.send(book), north.send(book)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert (SheetFile.objects.count(), HandIn.objects.count()) == (1, 1)
    for other in ({"query": {"name": "other.xlsx"}}, {"query": {"period": "2024"}}):
        assert told(north.send(book, **other))[1]["code"] == "key_of_another_file"
    assert told(north.send(TABLE))[0] == 409
    assert north.send(book, key="post-north-0002").status_code == 201
    cache.clear()
    held = HandIn.objects.get(key=KEY)
    drop_sheet(file=SheetFile.objects.get(came_from=held.came_from), by=north.people.officer)
    assert told(north.send(book))[1]["state"] == "gone"
    SheetTaken.objects.create(
        ref="sht-0",
        owner=north.people.officer,
        organisation=north.people.agency,
        came_from=held.came_from,
        filings=[],
        at=timezone.now(),
    )
    assert told(north.receipt(held.ref))[1]["state"] == "taken_over"
    assert SheetFile.objects.count() == 1


def test_hi02_a_request_that_died_is_followed_and_one_that_reads_is_waited_for(north, book):
    assert north.send(book).status_code == 201
    long_ago = timezone.now() - timedelta(minutes=4)
    HandIn.objects.update(landed_on=None, claimed_at=timezone.now())
    answer = north.send(book)
    assert (answer.status_code, answer["Retry-After"]) == (409, "180")
    HandIn.objects.update(claimed_at=long_ago)  # it died after the sheet, before the receipt
    assert told(north.send(book))[0] == 201
    assert (SheetFile.objects.count(), Upload.objects.count()) == (1, 0)


def test_hi02_a_request_that_died_while_it_wrote_is_begun_anew(north, book):
    about = {"organisation": north.people.agency.ref, "section": SECTION, "period": ""}
    officer = north.people.officer
    assert north.send(book).status_code == 201
    SheetFile.objects.all().delete()
    HandIn.objects.update(landed_on=None, came_from="")
    ref = HandIn.objects.get().ref
    given = {"name": "report.xlsx", "size": len(book), "mark": ref, "plan": about}
    upload = uploads.announce(**given, by=officer, purpose=READ)
    uploads.receive(upload=upload, offset=0, parts=[b"PK half of it"], by=officer)
    assert north.send(book).status_code == 201
    assert (SheetFile.objects.count(), Upload.objects.count()) == (1, 0)
    assert not list((settings.CAIRN_DATA / "uploads").iterdir())


def test_hi03_unknown_garbled_revoked_and_expired_tokens_are_one_answer(north):
    revoked, expired = (post(north.people, name=f"Post {at}") for at in "ab")
    tokens.revoke(ref=revoked.device.ref, by=north.people.officer)
    yesterday = timezone.localdate() - timedelta(days=1)
    Device.objects.filter(pk=expired.device.pk).update(
        until=yesterday + timedelta(1), made_on="2026-01-01"
    )
    answers = [north.send(TABLE, token=one.token) for one in (revoked, expired)]
    tried = ("cairn_" + "x" * 43, north.token[:-1], "é", "\u0660" * 9, "a" * 5_000, "' OR 1=1 --")
    for wrong in tried:
        cache.clear()
        answers.append(north.send(TABLE, token=wrong))
    answers += [north.ask(headers={"authorization": one}) for one in ("", "Bearer", "Basic eDp5")]
    assert {one.status_code for one in answers} == {401}
    assert len({one.content for one in answers}) == 1
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")
    assert nothing_kept()
    assert Device.objects.get(pk=expired.device.pk).ended_as == "expired"
    assert Event.objects.filter(kind="reporting.device.turned_away").count() == 2


def lose_the_role(people):
    Membership.objects.filter(user=people.officer).update(until=timezone.localdate())


def ended_body(people):
    people.agency.ended_on = timezone.localdate()
    people.agency.save()


def no_second_factor(people):
    people.officer.authenticator_set.all().delete()


@pytest.mark.parametrize(
    "end",
    [
        lose_the_role,
        ended_body,
        no_second_factor,
        lambda people: close_user(user=people.officer, by=None),
        lambda people: end_all(user=people.officer, by=None),
        lambda people: change_password(user=people.officer, password="nine-stones-up", by=None),
    ],
    ids=["role", "body", "factor", "closed", "signed out", "password"],
)
def test_hi04_what_ends_for_the_person_ends_for_the_device(north, end):
    assert north.receipt("hin-none").status_code == 404
    end(north.people)
    assert north.send(TABLE).status_code == 401
    Membership.objects.update(until=None)  # given again: nothing is revived
    assert north.receipt("hin-none").status_code == 401
    assert Device.objects.get().ended_as == "lost"
    assert nothing_kept()


def test_hi05_only_what_the_token_is_for(north, book):
    elsewhere = StateBodyFactory(state="NER")
    add_membership(user=north.people.officer, organisation=elsewhere, role="officer", by=None)
    for other in ("fees", "irregular_migration", "nothing", "\x00", "é" * 300):
        status, said = told(north.send(book, query={"section": other}))
        assert (status, said["code"], said["where"]) == (400, "other_section", "section")
        assert SECTION in said["message"]
    assert nothing_kept()
    assert north.send(book, query={"section": "", "organisation": elsewhere.ref}).status_code == 201
    assert SheetFile.objects.get().organisation == north.people.agency
    named = Event.objects.filter(kind="reporting.sheet.read").get().values
    assert named["in_the_name_of"] == north.people.agency.ref


def test_hi05_a_workbook_of_a_filing_is_not_taken_whosever_it_is(north, tmp_path):
    from tests.reporting.filings.doing import drafted
    from tests.web.desk.filing.conftest import office, page_of

    mali = office("MLI")
    theirs = drafted(mali.people)
    answer = mali.officer.get(page_of("workbook_down", theirs))
    body = answer.content
    there = north.send(body)
    theirs.delete()
    without = north.send(body)
    assert told(there)[1]["code"] == "our_own_workbook"
    assert (there.status_code, there.content) == (without.status_code, without.content)
    assert nothing_kept()


def test_hi06_a_receipt_of_another_device_is_as_absent(north, book):
    mali = post(world("MLI"))
    ref = json.loads(mali.send(book).content)["receipt"]
    beside = post(north.people, name="Southern post")
    own = json.loads(beside.send(book).content)["receipt"]
    answers = [north.receipt(one) for one in (ref, own, "hin-0000000000-0", "x", "%00")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert mali.receipt(ref).status_code == 200
    assert "location" not in {name.lower() for name in mali.receipt(ref).headers}


def test_hi07_guessing_is_slowed_down_and_keeps_nobody_out(north, book):
    officer = north.people.officer
    answers = [north.receipt("x") for _ in range(2)]
    wrong = [
        north.ask("GET", "x/", token=f"cairn_{at:043}") for at in range(RULE.wrong_a_minute + 3)
    ]
    assert [one.status_code for one in wrong] == [401] * RULE.wrong_a_minute + [429] * 3
    assert wrong[-1]["Retry-After"] == "60"
    assert {one.status_code for one in answers} == {404}
    assert north.send(book).status_code == 201
    change_password(user=officer, password="nine-stones-up", by=None)
    login = {"login": officer.username, "password": "nine-stones-up"}
    page = Desk().post("/en/account/login/", login)
    assert page.status_code == 302
    assert "2fa" in page.url


def test_hi08_requests_and_what_waits_are_bounded(north, book):
    statuses = [north.receipt("x").status_code for _ in range(RULE.a_minute + 1)]
    assert statuses == [404] * RULE.a_minute + [429]
    Device.objects.update(uses=RULE.a_day)
    cache.clear()
    assert told(north.send(book))[1]["code"] == "enough_today"
    Device.objects.update(used_on=timezone.localdate() - timedelta(days=1))
    for at in range(RULE.waiting):
        HandIn.objects.create(device=north.device, key=f"key-{at:04}", came_from=f"upl-{at}")
    from tests.factories_of_records import SheetFileFactory

    for at in range(RULE.waiting):
        SheetFileFactory(owner=north.people.officer, came_from=f"upl-{at}")
    assert told(north.send(book))[1]["code"] == "enough_waiting"
    SheetFile.objects.filter(came_from="upl-0").delete()
    assert north.send(book).status_code == 201
    assert Device.objects.get().uses == 2


def test_hi09_a_cut_line_keeps_nothing_and_the_same_again_lands_once(north, book):
    cut = north.send(book[: len(book) * 6 // 10], CONTENT_LENGTH=str(len(book)))
    status, said = told(cut)
    assert (status, said["code"]) == (400, "cut_short")
    assert nothing_kept()
    assert north.send(book).status_code == 201
    assert north.send(book).status_code == 200
    assert SheetFile.objects.count() == 1


def test_hi09_a_token_that_is_revoked_while_the_file_comes_takes_nothing_in(north, book, settings):
    class Slow(io.BytesIO):
        """The line of a device that is revoked before its last bytes."""

        def read(self, *size):
            tokens.revoke(ref=north.device.ref, by=north.people.officer)
            return super().read(*size)

    answer = north.send(book, **{"wsgi.input": Slow(book)})
    assert answer.status_code == 401
    assert nothing_kept()


def test_hi10_hostile_bodies_headers_and_names_get_an_answer(north, tmp_path):
    def fresh():
        cache.clear()
        Device.objects.update(uses=0)

    answers = []
    for kind, body in BODIES:
        fresh()
        answers.append(north.send(body, content_type=kind, query={"name": "a.csv"}))
    for at, (name, body) in enumerate(FILES):
        fresh()
        answers.append(north.send(body, query={"name": name}, key=f"key-{at:04}"))
    for headers in HEADERS:
        fresh()
        answers.append(north.send(b"a,b\n", query={"name": "a.csv"}, **headers))
    for length in ("", "-1", "²", "9" * 30, "1e5", str(10**14)):
        fresh()
        answers.append(north.send(b"a", query={"name": "a.csv"}, CONTENT_LENGTH=length))
    for key in ("", "short", "a b c d e f", "x" * 101, "é" * 9, "key\x00-0001"):
        fresh()
        answers.append(north.send(b"a", key=key))
    for name in ("", " ", "x" * 300, "a\x00.csv", "a\nb.csv", "../../x", "\u202egnp.csv"):
        fresh()
        answers.append(north.send(b"a", query={"name": name}))
    for query in QUERIES:
        fresh()
        answers.append(north.ask(path=f"?{query}", data=b"a"))
    for method in METHODS:
        fresh()
        answers.append(north.ask(method))
    statuses = {one.status_code for one in answers}
    assert statuses <= {400, 401, 405, 411, 413, 415, 422}, statuses
    assert {400, 405, 411, 413, 415, 422} <= statuses
    assert nothing_kept()


def test_hi11_a_token_opens_nothing_else(north):
    bearer = {"authorization": f"Bearer {north.token}"}
    for page in ("/en/desk/", "/en/desk/filings/", "/en/desk/devices/", "/en/desk/held/file/"):
        answer = Desk().get(page, headers=bearer)
        assert answer.status_code == 302
        assert "/account/login/" in answer.url
    assert north.ask("GET").status_code == 405
    assert north.send(TABLE)["Cache-Control"].find("no-store") >= 0
    with pytest.raises(Resolver404):
        resolve("/api/hand-in/v1/", urlconf="cairn.config.urls.public")
    for desk in ("desk", "desk_alone"):
        assert resolve("/api/hand-in/v1/", urlconf=f"cairn.config.urls.{desk}")


def test_hi12_every_use_is_logged_and_sentences_come_in_the_language_asked_for(
    north, book, catalogues
):
    ref = json.loads(north.send(book).content)["receipt"]
    north.send(book)
    north.receipt(ref)
    french = north.send(book, query={"section": "fees"}, headers={"accept-language": "fr"})
    kinds = Event.objects.filter(target=north.device.ref).order_by("pk").values_list("kind", "by")
    name = north.people.officer.username
    assert [kind.rpartition(".")[2] for kind, _by in kinds] == [
        *("made", "handed_in", "asked", "asked", "refused"),
    ]
    assert {by for _kind, by in kinds} == {name}
    assert "ce jeton" in json.loads(french.content)["message"]
    assert french["Content-Language"] == "fr"
    assert north.token not in str(list(Event.objects.values()))

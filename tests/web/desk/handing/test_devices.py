"""One's own devices: making a token, the list, and revoking one.

dv01  made only by whoever gave the second factor within the last minutes
dv02  shown once; what is kept opens nothing
dv03  the list says the last day of use and why one ended; its owner revokes it there
dv04  an administrator of the organisation sees and revokes it; to all others it is absent
dv05  at most so long, so many, named without names of persons, for some section
dv06  what is over is closed by the clock and forgotten later; a restore ends all of them
dv07  whoever may not file is told what is missing; it is part of what is held about a person
"""

import json
import re
import time
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from cairn.accounts.models import Membership
from cairn.audit.models import Event
from cairn.console.loading import _enter
from cairn.reporting.devices import held, tokens
from cairn.reporting.devices.models import Device
from cairn.reporting.devices.rules import rule_on
from cairn.web.desk.once import new_token
from tests.web.desk.conftest import Desk, person
from tests.web.desk.handing.doing import SECTION, Post, post

pytestmark = pytest.mark.django_db
PAGE, NEW = "/en/desk/devices/", "/en/desk/devices/new/"
RULE = rule_on(timezone.localdate())


@pytest.fixture
def north(db) -> Post:
    return post()


def proved(user, seconds_ago: int = 10) -> Desk:
    """At the desk, her second factor given so long ago."""
    desk = Desk().enter(user)
    session = desk.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": time.time() - seconds_ago, "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return desk


def fields(user, **changed):
    last = timezone.localdate() + timedelta(days=30)
    given = {"name": "Post at the bridge", "sections": [SECTION], "last_day": last.isoformat()}
    body = Membership.objects.filter(user=user).first()
    given["organisation"] = body.organisation.ref if body else ""
    return given | {"once": new_token(user)} | changed


def test_dv01_only_after_the_second_factor_just_now(north):
    officer = north.people.officer
    for desk in (Desk().enter(officer), proved(officer, 301), proved(officer, -60)):
        for answer in (desk.get(NEW), desk.post(NEW, fields(officer))):
            assert answer.status_code == 302
            assert "/2fa/reauthenticate/" in answer.url
            assert "next=%2Fen%2Fdesk%2Fdevices%2Fnew%2F" in answer.url
    assert Device.objects.count() == 1
    assert proved(officer).get(NEW).status_code == 200


def test_dv02_the_token_is_shown_once_and_what_is_kept_opens_nothing(north):
    officer = north.people.officer
    desk = proved(officer)
    given = fields(officer)
    assert desk.post(NEW, given).status_code == 302
    assert desk.post(NEW, given).status_code == 302  # pressed twice
    assert Device.objects.count() == 2
    desk.head(PAGE)
    token = re.search(r"cairn_[\w-]{43}", desk.get(PAGE).content.decode())[0]
    assert "cairn_" not in desk.get(PAGE).content.decode()
    assert north.ask("GET", "x/", token=token).status_code == 404
    kept = [str(list(model.objects.values())) for model in apps.get_models() if model._meta.managed]
    assert not [rows for rows in kept if token in rows or token[6:] in rows]
    digest = Device.objects.get(name="Post at the bridge").digest
    assert north.ask("GET", "x/", token=digest).status_code == 401


def test_dv03_the_list_and_revoking_ones_own(north):
    officer = north.people.officer
    desk = Desk().enter(officer)
    assert "not used yet" in desk.get(PAGE).content.decode()
    north.receipt("x")
    page = desk.get(PAGE).content.decode()
    assert "last used on" in page
    assert "Northern post" in page
    sent = {"device": north.device.ref, "once": new_token(officer)}
    assert desk.post(PAGE, sent).status_code == 302
    assert north.receipt("x").status_code == 401
    page = desk.get(PAGE).content.decode()
    assert "revoked" in page
    assert "tried again after its end" in page
    assert "Revoke it now" not in page
    ended = Device.objects.get()
    assert (ended.ended_as, ended.ended_by) == ("revoked", officer.username)
    kinds = Event.objects.filter(target=ended.ref).values_list("kind", flat=True)
    assert "reporting.device.revoked" in kinds


def test_dv04_an_administrator_there_revokes_it_and_to_others_it_is_absent(north):
    officer, agency = north.people.officer, north.people.agency
    ada = person("ada", "administrator", agency)
    other = person("omar", "administrator")
    absent = {"device": "dev-0000000000-0"}
    for who in (ada, other):
        desk = Desk().enter(who)
        tries = [
            desk.post(PAGE, given | {"once": new_token(who)})
            for given in (absent, {"device": north.device.ref})
        ]
        assert {one.status_code for one in tries} == {404}
        assert len({re.sub(rb'value="[^"]+"', b"", one.content) for one in tries}) == 1
        assert "Northern post" not in desk.get(PAGE).content.decode()
    assert north.receipt("x").status_code == 404
    address = f"/en/desk/people/{agency.ref}/{officer.ref}/"
    assert Desk().enter(other).get(address).status_code == 404
    desk = Desk().enter(ada)
    assert "Northern post" in desk.get(address).content.decode()
    sent = {"act": "revoke", "device": north.device.ref, "once": new_token(ada)}
    assert desk.post(address, sent).status_code == 302
    assert north.receipt("x").status_code == 401
    assert "Northern post" not in desk.get(address).content.decode()
    assert Device.objects.get().ended_by == "ada"


def test_dv05_what_a_token_may_be(north):
    officer = north.people.officer
    desk, today = proved(officer), timezone.localdate()
    most = today + timedelta(days=RULE.longest_days)
    wrong = {
        "at most 180 days from today": {"last_day": (most + timedelta(days=1)).isoformat()},
        "from tomorrow on": {"last_day": today.isoformat()},
        "Choose at least one section": {"sections": []},
        "in 3 to 80 characters": {"name": "ab"},
        "looks like a phone number": {"name": "Post of AB1234567, call +227 96 12 34 56"},
    }
    for words, changed in wrong.items():
        answer = desk.post(NEW, fields(officer, **changed))
        assert answer.status_code == 400, words
        assert words in answer.content.decode()
    strange = desk.post(NEW, fields(officer, organisation="org-0000000000-0"))
    assert strange.status_code == 400
    assert Device.objects.count() == 1
    assert desk.post(NEW, fields(officer, last_day=most.isoformat())).status_code == 302
    for at in range(RULE.most - 2):
        post(north.people, name=f"Post {at}")
    assert "the most for one person" in desk.post(NEW, fields(officer)).content.decode()


def test_dv06_what_is_over_is_closed_by_the_clock_and_forgotten_later(north):
    south = post(north.people, name="Southern post")
    today = timezone.localdate()
    Device.objects.filter(pk=south.device.pk).update(made_on=today - timedelta(9), until=today)
    assert tokens.end_what_is_over() == 1
    Membership.objects.filter(user=north.people.officer).update(until=today)
    assert tokens.end_what_is_over() == 1
    Membership.objects.update(until=None)
    assert north.receipt("x").status_code == 401
    assert tokens.end_what_is_over() == 0
    assert set(Device.objects.values_list("ended_as", flat=True)) == {"expired", "lost"}
    assert tokens.forget_devices(before=today) == 0
    assert tokens.forget_devices(before=today + timedelta(days=1)) == 2
    assert not Device.objects.exists()


def test_dv06_restoring_a_backup_ends_all_of_them(north):
    _enter("2026-11-29T00:00:00+00:00")
    assert north.receipt("x").status_code == 401
    assert Device.objects.get().ended_as == "lost"
    assert Event.objects.filter(kind="reporting.device.lost", target=north.device.ref).exists()


def test_dv07_whoever_may_not_file_and_what_is_held(north):
    analyst = person("ann", "analyst", north.people.agency)
    page = proved(analyst).get(PAGE).content.decode()
    assert "You have no such role" in page
    assert "/desk/access/" in page
    assert proved(analyst).get(NEW).status_code == 403
    told = {name: list(rows) for name, rows in held.held_about(north.people.officer)}
    assert [one["name"] for one in told["devices"]] == ["Northern post"]
    assert north.device.digest not in json.dumps(told, default=str)
    assert not list(dict(held.held_about(analyst))["devices"])

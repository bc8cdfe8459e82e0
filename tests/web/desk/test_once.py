"""Forms that are sent twice, and forms that are sent too late.

on01  the second copy gets the first answer       on05  files and passwords are not kept
on02  a token of another person is refused        on06  another person does not see what was kept
on03  a form without a token is refused           on07  what was kept is shown once
on04  text outlives the session                   on08  a form that failed may be sent again
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.files.models import Upload
from cairn.reporting.models import ImportBatch
from cairn.web.desk import once as once_module
from tests.web.desk.conftest import EVENTS, Desk, person

pytestmark = pytest.mark.django_db
KEPT = "cairn.web.desk.once.KeptTextMiddleware"
GUARD = "cairn.web.desk.middleware.DeskMiddleware"


@pytest.fixture
def keeping(settings):
    """The guard with the keeper of texts before it."""
    rest = [name for name in settings.MIDDLEWARE if name != KEPT]
    at = rest.index(GUARD)
    settings.MIDDLEWARE = [*rest[:at], KEPT, *rest[at:]]


@pytest.fixture
def staged(desk, new_source) -> str:
    """The address of an import that waits for a decision, with a row that cannot be read."""
    step2 = desk.bring(EVENTS + "a4,2024-03-06,Italy,twelve,1,\n")
    return desk.check(step2.url, **new_source).url


def test_on01_the_second_copy_gets_the_first_answer(desk):
    address = reverse("desk:import_new")
    fields = desk.fields(address) | {"kind": "incidents", "source": ""}
    answers = [
        desk.post(address, fields | {"file": SimpleUploadedFile("a.csv", EVENTS.encode())})
        for _copy in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Upload.objects.count() == 1


def test_on02_a_token_of_another_person_is_refused(desk):
    other = Desk().enter(person("second", "steward"))
    fields = other.fields(reverse("desk:import_new"))
    answer = desk.post(reverse("desk:import_new"), fields | {"kind": "incidents"})
    assert answer.status_code == 400
    assert "not complete" in answer.content.decode()


def test_on03_a_form_without_a_token_is_refused(desk, staged):
    answer = desk.post(staged, {"act": "commit", "reason": "because"})
    assert answer.status_code == 400
    assert ImportBatch.objects.get().status == "staged"


def late(desk, address: str, **fields):
    """Send a form whose page was opened before the session ended."""
    given = desk.fields(address) | fields
    desk.logout()
    return desk.post(address, given)


def test_on04_text_outlives_the_session(keeping, desk, steward, staged):
    answer = late(desk, staged, act="discard", why="Sent by mistake, ٣ rows")
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url
    desk.enter(steward)
    page = desk.get(staged)
    text = page.content.decode()
    assert 'value="Sent by mistake, ٣ rows"' in text
    assert "You had been signed out" in text
    assert ImportBatch.objects.get().status == "staged"
    assert desk.send(staged, act="discard", why="Sent by mistake, ٣ rows").status_code == 302
    assert ImportBatch.objects.get().status == "discarding"


def test_on05_files_and_passwords_are_not_kept(keeping, desk):
    file = SimpleUploadedFile("secret.csv", b"date,dead\n2024-01-01,MARKED\n")
    late(desk, reverse("desk:import_new"), file=file, kind="counts", source="x-y", password="hush")
    kept = [row.get_decoded() for row in Session.objects.all()]
    fields = next(one["fields"] for one in kept if "fields" in one)
    assert fields == {"kind": ["counts"], "source": ["x-y"]}
    assert "MARKED" not in str(kept)


def test_on06_another_person_does_not_see_what_was_kept(keeping, desk, staged):
    late(desk, staged, act="discard", why="For my eyes only")
    desk.enter(person("second", "steward"))
    assert "For my eyes only" not in desk.get(staged).content.decode()


def test_on07_what_was_kept_is_shown_once(keeping, desk, steward, staged):
    late(desk, staged, act="commit", reason="They are too old")
    desk.enter(steward)
    assert "They are too old" in desk.get(staged).content.decode()
    assert "They are too old" not in desk.get(staged).content.decode()


def test_on08_a_form_that_failed_may_be_sent_again(desk, staged):
    fields = desk.fields(staged)
    refused = desk.post(staged, fields | {"act": "commit", "reason": ""})
    assert refused.status_code == 400
    assert "Say why these rows may stay out" in refused.content.decode()
    assert desk.post(staged, fields | {"act": "commit", "reason": "too old"}).status_code == 302
    assert ImportBatch.objects.get().status == "committed"


def test_a_first_copy_that_died_does_not_block_the_second(desk, steward, monkeypatch):
    address = reverse("desk:import_new")
    fields = desk.fields(address)
    place = once_module._take(once_module.key_of(fields["once"]))
    assert place is not None
    assert once_module._take(once_module.key_of(fields["once"])) is None
    monkeypatch.setattr(once_module, "WORKING", -1)
    assert once_module._take(once_module.key_of(fields["once"])) is not None


def test_every_form_that_posts_carries_a_token(desk, staged):
    pages = [reverse("desk:import_new"), staged]
    for address in pages:
        text = desk.get(address).content.decode()
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
        assert forms
        assert all('name="once"' in form for form in forms)

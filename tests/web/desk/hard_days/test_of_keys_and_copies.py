"""Hard days of keys and copies, each as docs/hard-days.md tells it.

hd04  a key is lost
hd05  the database is of yesterday, and a checkpoint of today is held
"""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import change_password, set_code_generator
from cairn.accounts.models import User
from cairn.accounts.sealing import KNOWN, another_key, give_up_sealed, note_key
from cairn.audit import log
from cairn.audit.checkpoints import Answer, answer_to, make_checkpoint, statement_of
from cairn.audit.models import Checkpoint, Event, Seal
from cairn.audit.seal import seal_pending
from cairn.config.environment import Environment, MisreadEnvironment
from cairn.console import deployment, loading, new_key, verifying
from cairn.erasure import ledger
from cairn.erasure.actions import confirm, give_up_digests
from cairn.erasure.carrying import carry_out
from cairn.erasure.models import Erasure
from cairn.reporting.filings.models import Filing
from tests.erasure.doing import named, purged, reported
from tests.reporting.filings.doing import drafted, world
from tests.web.desk.conftest import SECRET, person
from tests.web.desk.filing.conftest import page_of, text_of
from tests.web.desk.hard_days.doing import PASSWORD, signed_in

YEAR = timedelta(days=365)


# ---- hd04


@pytest.mark.django_db
def test_hd04_with_another_key_people_are_told_and_begin_anew_without_an_open_door(settings):
    amina, ada = person("amina", "officer"), person("ada", "administrator")
    for user in (amina, ada):
        change_password(user=user, password=PASSWORD, by=None)
    assert not another_key()
    settings.SECRET_KEY = "another key than the one with which the code generators were sealed"
    answer, _ = signed_in("amina", code="123456")
    assert answer.status_code == 200
    assert "its secret key was changed" in text_of(answer)
    (found,) = deployment.sealed(settings)
    assert found.level.value == "error"
    users = give_up_sealed()
    assert [one.username for one in users] == ["ada", "amina"]
    assert not Authenticator.objects.exists()
    assert not list(deployment.sealed(settings))
    first = Client().post("/en/account/login/", {"login": "amina", "password": PASSWORD})
    assert first.status_code == 200  # the password alone opens nothing any more
    change_password(user=amina, password=PASSWORD, by=None)  # `cairn user amina --reset`
    browser = Client()
    first = browser.post("/en/account/login/", {"login": "amina", "password": PASSWORD})
    assert "/account/2fa/" in browser.get("/en/desk/").url
    kinds = Event.objects.filter(kind="accounts.user.sealed_factor_lost")
    assert kinds.count() == 2


@pytest.mark.django_db
def test_hd04_a_key_that_is_gone_is_not_replaced_in_silence(
    settings, tmp_path, monkeypatch, capsys
):
    person("amina", "officer")
    monkeypatch.setenv("CAIRN_DATA", str(tmp_path))
    key = tmp_path / "secret-key"
    settings.SECRET_KEY = held = Environment(data=tmp_path).read_secret_key()
    Authenticator.objects.all().delete()
    set_code_generator(user=User.objects.get(username="amina"), secret=SECRET, by=None)
    make_checkpoint()  # an instance that has worked
    key.unlink()
    with pytest.raises(MisreadEnvironment, match="cairn key --new"):
        Environment(data=tmp_path).read_secret_key()
    assert not key.exists()
    settings.SECRET_KEY = "what the new process reads instead"
    key.write_text(held)
    with pytest.raises(new_key.OtherKey):
        new_key.run([])
    key.unlink()
    assert new_key.run(["--new"]) == 0
    assert "amina" in capsys.readouterr().out
    assert key.read_text() not in ("", held)
    with pytest.raises(new_key.KeyIsGood):
        new_key.run(["--new"])


@pytest.mark.django_db
def test_hd04_where_everybody_has_a_passkey_another_key_is_known_too(
    settings, tmp_path, monkeypatch, capsys
):
    amina = person("amina", "officer")
    Authenticator.objects.all().delete()
    passkey = {"user": amina, "type": Authenticator.Type.WEBAUTHN, "data": {"name": "Telephone"}}
    Authenticator.objects.create(**passkey)
    monkeypatch.setenv("CAIRN_DATA", str(tmp_path))
    settings.SECRET_KEY = held = Environment(data=tmp_path).read_secret_key()
    for _start in range(2):
        note_key()
    assert Event.objects.filter(kind=KNOWN).count() == 1
    assert held not in str(Event.objects.get(kind=KNOWN).values)
    assert new_key.run([]) == 0
    assert not another_key()
    with pytest.raises(new_key.KeyIsGood):
        new_key.run(["--new"])
    settings.SECRET_KEY = "another key than the one of this instance"
    note_key()  # a start with it is no reason to believe it
    (found,) = deployment.sealed(settings)
    assert found.level.value == "error"
    with pytest.raises(new_key.OtherKey):
        new_key.run([])
    (tmp_path / "secret-key").unlink()
    assert new_key.run(["--new"]) == 0
    assert not another_key()
    assert Authenticator.objects.get().type == Authenticator.Type.WEBAUTHN
    assert new_key.run([]) == 0


@pytest.mark.django_db
def test_hd04_words_that_waited_are_reported_again_and_the_ledger_stays_of_use(settings, tmp_path):
    niger, people = world(), world("MLI")
    purged(named(niger), niger)
    other = named(people, "Orlanda Vespertine")
    waiting = reported(other, people.officer, "Orlanda Vespertine")
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(ledger.home().read_bytes())
    settings.SECRET_KEY = "another key than the one under which the words became digests"
    assert give_up_digests() == 1
    waiting.refresh_from_db()
    assert waiting.state == "refused"
    assert ledger.merge(kept) == 0  # what is done already needs no key
    made = reported(other, people.officer, "Orlanda Vespertine")
    confirm(erasure=made, by=people.contact)
    carry_out(made.ref)
    assert "Orlanda" not in Filing.objects.get(pk=other.pk).coverage_note
    assert not [one for one in verifying.examine() if one.wrong]
    Erasure.objects.filter(digest__gt="").exclude(pk=made.pk).update(state="refused")
    with pytest.raises(ledger.OtherKey):  # a copy of before does need it
        ledger.merge(kept)


@pytest.mark.django_db
def test_hd04_with_another_checkpoint_key_old_checkpoints_keep_their_value(settings):
    held = statement_of(make_checkpoint(today=timezone.localdate() - timedelta(days=1)))
    (Path(settings.CAIRN_DATA) / "checkpoint-key").unlink()
    after = statement_of(make_checkpoint())
    assert held.key != after.key
    assert answer_to(held) is answer_to(after) is Answer.HOLDS


# ---- hd05


@pytest.fixture
def of_yesterday(settings):
    """The database as it was when the backup was made, and a checkpoint of what came after."""
    make_checkpoint(today=timezone.localdate() - timedelta(days=2))
    log.record("tests.entered.before")
    while seal_pending():
        continue
    number, made_at = Seal.objects.count(), timezone.now() - timedelta(days=1)
    log.record("tests.entered.later")
    held = statement_of(make_checkpoint())
    gone = Seal.objects.filter(number__gt=number)
    Event.objects.filter(pk__in=list(gone.values_list("event", flat=True))).delete()
    gone.delete()
    Checkpoint.objects.filter(number__gt=number).delete()
    return SimpleNamespace(held=held, number=number, made_at=made_at)


def told_of(held, folder: Path) -> str:
    """What `cairn verify --checkpoint` says of it."""
    path = folder / "kept.txt"
    path.write_text(held.text)
    found = list(verifying.examine([path]))[-1]
    return " ".join(text % values for text, values in found.wrong)


@pytest.mark.django_db
def test_hd05_verify_says_from_which_entry_on_the_log_was_lost(of_yesterday, tmp_path):
    held, number = of_yesterday.held, of_yesterday.number
    text = told_of(held, tmp_path)  # a copy that was put in its place past `cairn restore`
    first = Checkpoint.objects.get()
    assert "no restore is entered" in text
    assert f"Up to entry {first.number} (checkpoint of {first.day})" in text
    loading._enter(of_yesterday.made_at.isoformat())
    log.record("tests.entered.afterwards")
    seal_pending()
    text = told_of(held, tmp_path)
    assert f"was restored on {timezone.now():%Y-%m-%d}" in text
    assert f"from a backup of {of_yesterday.made_at:%Y-%m-%d %H:%M} UTC" in text
    assert f"what it was up to entry {number}; from entry {number + 1} on" in text
    assert told_of(statement_of(first), tmp_path) == ""
    (found,) = deployment.restored(None)
    assert found.level.value == "warning"


@pytest.mark.django_db
def test_hd05_everybody_is_told_at_the_desk_and_whoever_holds_a_checkpoint_sees_why(
    of_yesterday, niger
):
    page, sent = reverse("desk:checkpoints"), {"text": of_yesterday.held.text}
    assert "brought back" not in text_of(niger.officer.get("/en/desk/"))
    assert "The log was changed" in text_of(niger.officer.post(page, sent))
    loading._enter(of_yesterday.made_at.isoformat())
    text = text_of(niger.officer.get("/en/desk/"))
    assert "This instance was brought back from a copy" in text
    assert f"{of_yesterday.made_at:%H:%M} UTC" in text
    assert "is not here any more: enter it again" in text_of(niger.officer.post(page, sent))
    filing = drafted(niger.people, "2024-Q1")  # and it can be entered again
    assert niger.officer.get(page_of("filing_write", filing)).status_code == 200

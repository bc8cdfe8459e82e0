"""Hard days of the machine, each as docs/hard-days.md tells it.

hd01  the certificate has expired
hd02  the clock is a year off, either way
"""

import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import change_password
from cairn.audit import clock
from cairn.audit.checkpoints import Answer, answer_to, make_checkpoint, newest, statement_of
from cairn.audit.models import Checkpoint, Event
from cairn.config.environment import Environment
from cairn.console import deployment, duties
from cairn.console.management.commands import backup
from cairn.console.management.commands.clock import InDoubt
from cairn.reporting.sheets.models import SheetFile
from cairn.web.desk import metrics
from tests.factories_of_records import SheetFileFactory
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import text_of
from tests.web.desk.hard_days.doing import PASSWORD, signed_in

YEAR = timedelta(days=365)


# ---- hd01


@contextmanager
def served(folder: Path, ends: datetime):
    """A server of TLS with a certificate of its own that ends then; yields its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(ends - YEAR).not_valid_after(ends).sign(key, hashes.SHA256())
    file = folder / "both.pem"
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            line, _ = listening.accept()
            with line, context.wrap_socket(line, server_side=True) as met:
                met.recv(1)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(timeout=5)


def said_of(port: int) -> tuple[str, str]:
    environment = Environment(origin=f"https://localhost:{port}")
    settings = SimpleNamespace(ENVIRONMENT=environment)
    (found,) = deployment.certificate(settings)
    return found.level.value, found.text % found.values


def test_hd01_check_says_that_a_certificate_has_expired_or_will(tmp_path):
    now = datetime.now(UTC)
    for ends, level, words in (
        (now - timedelta(days=1), "error", "no browser lets people in"),
        (now + timedelta(days=20), "warning", "ends on"),
        (now + timedelta(days=40), "fine", "is good until"),
    ):
        with served(tmp_path, ends) as port:
            told = said_of(port)
        assert (told[0], words in told[1], f"{ends:%Y-%m-%d}" in told[1]) == (level, True, True)
    assert said_of(port)[0] == "warning"  # nothing answers any more


def test_hd01_administrators_the_log_and_the_metrics_are_told_before_it_ends(
    settings, tmp_path, caplog, niger
):
    ada = Desk().enter(person("ada", "administrator", niger.people.agency))
    home, now = reverse("desk:home"), datetime.now(UTC)

    def looked(ends):
        with served(tmp_path, ends) as port:
            origin = f"https://localhost:{port}"
            settings.ENVIRONMENT = replace(settings.ENVIRONMENT, origin=origin)
            duties.look_at_the_certificates()
        return text_of(ada.get(home)), "\n".join(metrics.lines())

    page, told = looked(now + timedelta(days=40))
    assert "The certificate of" not in page
    assert "cairn_certificate_days_left" in told
    assert "the certificate of" not in caplog.text
    ends = now + timedelta(days=20, hours=1)
    page, told = looked(ends)
    assert f"The certificate of localhost ends on {ends:%Y-%m-%d}" in page
    assert '"} 20\n' in told.partition("cairn_certificate_days_left{")[2]
    assert f"the certificate of localhost ends on {ends:%Y-%m-%d}" in caplog.text
    assert "The certificate of" not in text_of(niger.officer.get(home))  # who cannot mend it
    duties.look_at_the_certificates()  # nothing answers any more: what was seen before stands
    assert "The certificate of localhost ends" in text_of(ada.get(home))
    page, _ = looked(now - timedelta(days=1))
    assert "The certificate of localhost ended on" in page
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, origin="http://localhost:8000")
    duties.look_at_the_certificates()  # without TLS there is none
    assert "The certificate of" not in text_of(ada.get(home))


# ---- hd02


@pytest.fixture
def last_seen(settings):
    """Say when the runner believed the clock last: the clock itself is not ours to turn."""

    def say(moment: datetime) -> None:
        clock.write_mark(moment)

    return say


@pytest.mark.django_db
def test_hd02_a_clock_that_went_back_signs_nothing_until_somebody_has_looked(last_seen, capsys):
    ahead = make_checkpoint(today=timezone.localdate() + YEAR)  # signed while the clock was ahead
    last_seen(timezone.now() + YEAR)
    with pytest.raises(clock.ClockInDoubt, match=str(ahead.day)):
        make_checkpoint()
    duties.sign_the_day()  # waits, and does not fail
    assert Checkpoint.objects.count() == 1
    ada = Desk().enter(person("ada", "administrator"))
    for page in ("/en/desk/", reverse("desk:threats")):
        text = text_of(ada.get(page))
        assert "it has already been" in text
        assert "no checkpoint is signed" in text
    assert "it has already been" not in text_of(Desk().enter(person("idris", "steward")).get("/"))
    (found,) = deployment.clock(None)
    assert found.level.value == "error"
    with pytest.raises(InDoubt):
        call_command("clock")
    call_command("clock", "--right")
    assert "taken for right" in capsys.readouterr().out
    duties.sign_the_day()
    made = newest()
    assert (made.day, Checkpoint.objects.count()) == (timezone.localdate(), 2)
    assert answer_to(statement_of(made)) is Answer.HOLDS
    (event,) = Event.objects.filter(kind=clock.CONFIRMED)
    assert event.values["newest"] == str(ahead.day)  # the log says it, before the new checkpoint
    assert clock.doubt() is None
    assert not list(deployment.clock(None))


@pytest.mark.django_db
def test_hd02_a_clock_that_jumps_ahead_removes_nothing_and_signs_nothing(last_seen, niger):
    sheet = SheetFileFactory()
    SheetFile.objects.filter(pk=sheet.pk).update(touched_at=timezone.now() - timedelta(days=20))
    last_seen(timezone.now() - YEAR)  # as if a year had passed since the last minute
    waiting = (
        duties.forget_sheets_that_were_left,
        duties.remove_what_was_kept_long_enough,
        duties.forget_what_is_over,
        duties.escalate_overdue_reports,
        duties.remind_of_filings,
        duties.sign_the_day,
    )
    for duty in (duties.look_at_the_clock, *waiting):
        duty()
    assert SheetFile.objects.filter(pk=sheet.pk).exists()
    assert backup._checkpoint() == ""  # nor does a backup sign one
    assert not Checkpoint.objects.exists()
    assert clock.doubt().how is clock.How.AHEAD
    assert niger.officer.get("/en/desk/").status_code == 200  # work goes on
    last_seen(timezone.now() - timedelta(minutes=1))  # it was set right
    for duty in (duties.look_at_the_clock, *waiting):
        duty()
    assert not SheetFile.objects.filter(pk=sheet.pk).exists()
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_hd02_a_session_that_was_begun_a_year_ahead_does_not_last_a_year(last_seen, niger):
    held = Session.objects.get(session_key=niger.officer.session.session_key)
    Session.objects.filter(pk=held.pk).update(expire_date=timezone.now() + YEAR)
    duties.look_at_the_clock()
    assert niger.officer.get("/en/desk/").status_code == 302
    assert niger.contact.get("/en/desk/").status_code == 200


@pytest.mark.django_db
def test_hd02_a_wrong_code_names_the_clock():
    user = person("amina", "officer")
    change_password(user=user, password=PASSWORD, by=None)
    answer, _browser = signed_in("amina", code="000000")
    text = text_of(answer)
    assert "That code is not right." in text
    assert f"the one of this server says {timezone.now():%Y-%m-%d %H:}" in text

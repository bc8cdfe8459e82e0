"""Tokens of devices in real processes.

hp01  revoked in one process, refused in another that runs all the while
hp02  killed (SIGKILL) anywhere between the file and its receipt: sent again, it is there once
"""

import json
import subprocess
import sys
import time

import pytest

from tests.instances import Instance

pytestmark = pytest.mark.process
DIES = """
import json, os, signal, tempfile
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from django.db import connection
from django.utils import timezone
from cairn.files.models import Upload
from cairn.reporting.devices.models import HandIn
from cairn.reporting.sheets.models import SheetFile
from tests.reporting.sheets.books import ministry
from tests.web.desk.handing.doing import post
settings.ALLOWED_HOSTS.append("testserver")
made, told = post(), []
with tempfile.TemporaryDirectory() as folder:
    book = ministry(Path(folder) / "book.xlsx").read_bytes()
for point in ("hand_in.received", "sheet.staged", "hand_in.staged"):
    connection.close()
    if (child := os.fork()) == 0:
        os.environ["CAIRN_CRASH_AT"] = point
        made.send(book, key=point)
        os._exit(0)
    killed = os.waitpid(child, 0)[1] == signal.SIGKILL
    waits = made.send(book, key=point).status_code
    HandIn.objects.update(claimed_at=timezone.now() - timedelta(minutes=4))
    again = [made.send(book, key=point).status_code for _ in range(2)]
    told.append([killed, waits, *again, SheetFile.objects.count(), Upload.objects.count()])
print(json.dumps(told))
"""
ASKS = """
import sys, django
django.setup()
from django.conf import settings
from tests.web.desk.handing.doing import post
settings.ALLOWED_HOSTS.append("testserver")
made = post()
print(made.device.ref, made.people.officer.username, flush=True)
for _line in sys.stdin:
    print(made.receipt("hin-none").status_code, flush=True)
"""
REVOKES = """
from cairn.accounts.models import User
from cairn.reporting.devices.tokens import revoke
revoke(ref={ref!r}, by=User.objects.get(username={name!r}))
"""


def test_hp01_revoked_here_is_refused_there_within_a_minute(tmp_path):
    instance = Instance(tmp_path / "var")
    instance.make_empty()
    there = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", ASKS],
        env=instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def asked() -> str:
        there.stdin.write("\n")
        there.stdin.flush()
        return there.stdout.readline().strip()

    try:
        ref, name = there.stdout.readline().split()
        assert [asked(), asked()] == ["404", "404"]
        instance.python(REVOKES.format(ref=ref, name=name))
        since = time.monotonic()
        assert asked() == "401"
        assert time.monotonic() - since < 60
    finally:
        there.kill()
        there.communicate()


def test_hp02_killed_in_the_middle_and_sent_again_it_is_there_once(tmp_path):
    instance = Instance(tmp_path / "var")
    instance.make_empty()
    told = json.loads(instance.python(DIES).splitlines()[-1])
    assert told == [[True, 409, 201, 200, at, 0] for at in (1, 2, 3)]

"""A process killed while a sheet is read or taken over: all of it is there, or nothing."""

import signal
import subprocess
import sys

import pytest

from tests.instances import Instance
from tests.reporting.sheets.books import ministry

pytestmark = pytest.mark.process

PREPARE = """
import datetime
from pathlib import Path
from cairn.accounts.actions import add_membership, create_organisation, create_user
made = create_organisation(key="agency", name="Agency", kind="state_body", state="NER", by=None)
user = create_user(username="amina", display_name="Amina", password=None, by=None)
add_membership(user=user, organisation=made, role="officer", by=None)
"""
SEND = """
from pathlib import Path
from cairn.accounts.models import Organisation, User
from cairn.reporting.sheets.arriving import take_whole
path, user = Path(%r), User.objects.get(username="amina")
made = Organisation.objects.get(key="agency")
plan = {"organisation": made.ref, "section": "smuggled_migrants"}
take_whole(name=path.name, size=path.stat().st_size, parts=[path.read_bytes()], plan=plan,
           organisation=made, by=user)
"""
STAGE = """
from cairn.accounts.models import User
from cairn.files.models import Upload
from cairn.reporting.sheets.arriving import stage_sheet
from cairn.reporting.sheets.answering import answer_sheet
user = User.objects.get(username="amina")
file = stage_sheet(upload=Upload.objects.get(), by=user)
words = {"word|ras": "zero", "word|": "not_recorded", "word|-": "not_recorded"}
answer_sheet(file=file, given=words, by=user)
"""
TAKE = """
from cairn.accounts.models import User
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.taking_over import take_over
take_over(file=SheetFile.objects.get(), by=User.objects.get(username="amina"))
"""
COUNT = """
from cairn.files.models import Upload
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.sheets.models import SheetFile, SheetMemory
print(Filing.objects.count(), FilingCount.objects.count(), SheetFile.objects.count(),
      SheetMemory.objects.count(), Upload.objects.count())
"""


def run(instance: Instance, code: str, **more: str) -> int:
    start = "import django; django.setup()\n"
    settings = {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"}
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        env=instance.variables | settings | more,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def counted(instance: Instance) -> list[int]:
    return [int(text) for text in instance.python(COUNT).split()]


def test_nothing_is_half_after_a_kill_and_the_same_again_ends_it(tmp_path):
    instance = Instance(tmp_path / "data")
    instance.make_empty()
    run(instance, PREPARE)
    run(instance, SEND % str(ministry(tmp_path / "T1.xlsx")))
    assert run(instance, STAGE, CAIRN_CRASH_AT="sheet.staged") == -signal.SIGKILL
    assert counted(instance) == [0, 0, 1, 0, 1]  # read; its file is forgotten the next time
    run(instance, STAGE)
    assert counted(instance)[2] == 1  # and not read a second time
    for point in ("sheet.filing", "sheet.done"):
        assert run(instance, TAKE, CAIRN_CRASH_AT=point) == -signal.SIGKILL
        assert counted(instance)[:4] == [0, 0, 1, 0]
    assert run(instance, TAKE) == 0
    assert counted(instance)[:4] == [1, 19, 0, 1]

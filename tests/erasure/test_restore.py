"""What was erased does not come back with a backup (TRUST §3, threat 22).

rs01  yesterday's backup and today's ledger: erased again before anything is served
rs02  without a ledger only where that was asked for, and it is said
rs03  a ledger that was changed, or of another instance, is refused and nothing is left

Promise 1 of the design.
"""

import json

import pytest

from tests.instances import Instance

pytestmark = pytest.mark.process
FILL = """
from cairn.files.store import put
from tests.erasure.doing import NAME, named
from tests.reporting.filings.doing import validated, world
people = world()
filing = named(people)
validated(people, "2024-Q2", value=77)
put([f"a,b\\n{NAME},1".encode()])
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from cairn.reporting.models import DataSet
path = Path(settings.CAIRN_DATA).parent / "events.csv"
path.write_text("Incident ID,Date,Country,Dead\\nzqx47118,2024-03-01,Italy,3\\n")
call_command("import", "incidents", str(path), source="coast-guard")
path.unlink()
DataSet.objects.update(citation=NAME)
from cairn.observatory.actions import desk_snapshot
desk_snapshot()
"""
ERASE = """
from cairn.accounts.models import User
from cairn.erasure import actions
from cairn.erasure.carrying import carry_out
from cairn.reporting.filings.models import Filing
from tests.erasure.doing import reported
officer = User.objects.get(memberships__role="officer")
contact = User.objects.get(memberships__role="contact_point")
first, second = Filing.objects.order_by("pk")
made = reported(first, officer)
actions.confirm(erasure=made, by=contact)
carry_out(made.ref)
whole = actions.ask_whole(target=second.ref, rule="court_order", authority="17 of 2026", by=contact)
from tests.factories import MembershipFactory, UserFactory
other = UserFactory(username="another")
MembershipFactory(user=other, organisation=second.owner, role="administrator")
actions.confirm(erasure=whole, by=other)
carry_out(whole.ref)
from cairn.reporting.models import DataSet
stewards = UserFactory(username="one"), UserFactory(username="two")
for steward in stewards:
    MembershipFactory(user=steward, organisation=second.owner, role="steward")
a_set = actions.ask_whole(
    target=DataSet.objects.get().ref, rule="court_order", authority="18 of 2026", by=stewards[0]
)
actions.confirm(erasure=a_set, by=stewards[1])
carry_out(a_set.ref)
"""
LOOK = """
import json
from pathlib import Path
from django.conf import settings
from cairn.reporting.filings.models import FilingCount
from tests.erasure.doing import left_in, rows_with_it
from cairn.reporting.models import Account
mark = [path.name for path in Path(settings.CAIRN_DATA).rglob("*")
        if path.is_file() and b"zqx47118" in path.read_bytes()]
print(json.dumps([rows_with_it(), left_in(Path(settings.CAIRN_DATA)) + mark,
                  FilingCount.objects.filter(value=77).count() + Account.objects.count()]))
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """An instance, its recovery key, a backup of before the erasures and the ledger of after."""
    instance = Instance(tmp_path_factory.mktemp("erased") / "one")
    instance.make_empty()
    instance.python(FILL)
    key = instance.data.parent / "recovery-key"
    key.write_text(instance.cairn("backup", "--new-key").stdout)
    apart = instance.data.parent / "apart"
    instance.variables["CAIRN_LEDGER"] = str(apart)
    done = instance.cairn("backup", str(instance.data.parent / "backups"))
    assert done.returncode == 0, done.stderr
    assert str(apart) in done.stdout
    instance.python(ERASE)
    yield instance, key, next(instance.data.parent.glob("backups/*.age")), next(apart.iterdir())
    instance.end()


def looked_at(instance):
    return json.loads(instance.python(LOOK).splitlines()[-1])


def test_rs01_what_was_erased_is_erased_again_from_the_copy_of_yesterday(held, tmp_path):
    instance, key, path, ledger = held
    assert looked_at(instance) == [[], [], 0]
    new = Instance(tmp_path / "two")
    done = new.cairn("restore", str(path), "--key", str(key), "--ledger", str(ledger))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Erased again, as the ledger says: 3." in done.stdout
    assert "All that was looked at is what it was." in done.stdout
    assert looked_at(new) == [[], [], 0]
    told = new.cairn("verify")
    assert "erasures and their ledger: 3" in told.stdout
    assert "stored files that were erased: 2" in told.stdout
    new.end()


def test_rs02_without_a_ledger_only_if_that_is_asked_for(held, tmp_path):
    _instance, key, path, ledger = held
    new = Instance(tmp_path / "two")
    words = ("restore", str(path), "--key", str(key))
    for wrong in ((), ("--ledger", str(ledger), "--without-ledger")):
        done = new.cairn(*words, *wrong)
        assert (done.returncode, "--without-ledger" in done.stderr) == (1, True)
        assert not new.data.exists()
    done = new.cairn(*words, "--without-ledger")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "what was erased since the backup is here again" in done.stdout
    rows, _files, cells = looked_at(new)
    assert rows
    assert cells
    new.end()


def test_rs03_a_ledger_that_was_changed_is_refused_and_nothing_is_left(held, tmp_path):
    _instance, key, path, ledger = held
    lines = ledger.read_text().splitlines()
    wrong = {
        "a line was taken out": [lines[0], *lines[2:]],
        "a word was changed": [lines[0], lines[1].replace("identifier", "identifies"), lines[2]],
        "it is none": ["hello"],
        "it is empty": [],
    }
    new = Instance(tmp_path / "two")
    for name, content in wrong.items():
        spoilt = tmp_path / "spoilt"
        spoilt.write_text("\n".join(content))
        if new.variables.get("CAIRN_DATABASE") and name != "a line was taken out":
            break  # the database of the first try is in use
        done = new.cairn("restore", str(path), "--key", str(key), "--ledger", str(spoilt))
        assert done.returncode == 1, name
        assert "spoilt" in done.stderr, name
        assert list(new.data.iterdir()) == []
    new.end()

"""Real processes that are killed (SIGKILL) in the middle of everything that Cairn acknowledges.

kl01  what was acknowledged is there, and nothing is there by half
kl02  the same once more goes through, and the log, histories, files and snapshots are proved
kl03  more than fifty kills at named steps on every run, of each thing that is done here

`CAIRN_KILLS=1000` kills so often, at random steps (`make test-long`). Upgrades and restores, which
are whole commands, are killed in tests/console; jobs, imports that meet and files in their tests.

Promise 7 of the design.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.instances import Instance

pytestmark = pytest.mark.process
KILLS = int(os.environ.get("CAIRN_KILLS", "0"))
CODE = f"""
import random
import django
django.setup()
from django.db import connection
from tests.killing import acts, harness
acts.warm()
connection.close()
each = -(-{KILLS} // len(acts.ACTS))
choose = harness.at_random(each, random.Random({KILLS})) if each else harness.named
harness.run(acts.ACTS, choose, acts.proved)
"""
NAMES = {
    *("saving a form", "submitting", "clearing", "validating", "correcting"),
    *("validating a correction", "withdrawing", "recalling", "merging", "writing a merge"),
    *("importing a correction", "taking over a spreadsheet", "storing a file", "sealing"),
    *("making a checkpoint", "making a key", "making a snapshot", "erasing words"),
    "writing a backup",
}


def test_kl_nothing_acknowledged_is_lost_and_nothing_is_half_written(tmp_path):
    instance = Instance(tmp_path / "data")
    instance.make_empty()
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env=instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
        capture_output=True,
        text=True,
        timeout=3600 if KILLS else 300,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    kills = {act: sum(steps.values()) for act, steps in told["kills"].items()}
    sys.stdout.write(f"\n{sum(kills.values())} kills: {json.dumps(told['kills'], indent=1)}\n")
    assert not told["wrong"], "\n\n".join(told["wrong"])
    assert set(kills) == NAMES
    assert sum(kills.values()) > max(50, KILLS * 0.9)

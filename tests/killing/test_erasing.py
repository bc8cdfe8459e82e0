"""An erasure of words whose process is killed at every kind of step, and then goes on.

ke01  afterwards the words are in no row, no snapshot and no file, and everything is proved
"""

import json
import subprocess
import sys

import pytest

from tests.instances import Instance

pytestmark = pytest.mark.process
CODE = """
import django
django.setup()
from django.db import connection
from tests.killing import acts, harness
acts.warm()
connection.close()
erasing = [one for one in acts.ACTS if one.name == "erasing words"]
harness.run(erasing, harness.of_each_kind, acts.proved)
"""


def test_ke01_an_erasure_that_was_killed_goes_on_until_the_words_are_nowhere(tmp_path):
    instance = Instance(tmp_path / "data")
    instance.make_empty()
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env=instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.desk"},
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    kills = told["kills"]["erasing words"]
    sys.stdout.write(f"\n{sum(kills.values())} kills: {json.dumps(kills, indent=1)}\n")
    assert not told["wrong"], "\n\n".join(told["wrong"])
    assert {"UPDATE history_version", "UPDATE filings_filing", "before rmdir"} <= set(kills)

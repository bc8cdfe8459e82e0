"""What is loaded before a server forks its workers: much, and nothing that a fork would break.

w1 no thread is started and no database is opened
w2 a forked child answers a question and draws its number from the same code
"""

import subprocess
import sys

import pytest

CHECK = """
import gc, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
import cairn.config.wsgi
threads = [open(f"/proc/self/task/{one}/comm").read() for one in os.listdir("/proc/self/task")]
assert len(threads) == 1, threads
from django.db import connections
assert all(one.connection is None for one in connections.all())
from cairn.figures import connection
assert connection._database is None
assert {"ibis", "duckdb", "cairn.web.desk.urls"} <= set(sys.modules)
assert "pyarrow" not in sys.modules and "vl_convert" not in sys.modules
child = os.fork()
if not child:
    try:
        found = connection.fetch("SELECT sum(range) FROM range(1000000)")
        import pyarrow
        assert connection.columns("SELECT 1 AS one").num_rows == 1
        os._exit(0 if found == [(499999500000,)] else 3)
    except BaseException as problem:
        print(problem, file=sys.stderr)
        os._exit(4)
import signal
signal.alarm(60)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


@pytest.mark.process
def test_w1_w2_what_is_loaded_before_the_fork_survives_it():
    done = subprocess.run(
        [sys.executable, "-c", CHECK], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "leaked" not in done.stderr

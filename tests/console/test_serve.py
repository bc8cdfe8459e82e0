"""`cairn serve` with real processes, some of which are killed.

cs01  answers where it says it does             cs04  SIGTERM ends everything within seconds
cs02  a killed web server comes back            cs05  a busy port is one sentence
cs03  a killed runner comes back                cs06  when the watcher is killed, nobody is left
"""

import contextlib
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.instances import Instance, free_port, wait_for

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    made = Instance(tmp_path_factory.mktemp("served") / "data")
    made.make_empty()  # so that nothing is migrated
    done = made.cairn("init")
    assert done.returncode == 0, done.stderr
    yield made
    made.end()


@pytest.fixture(scope="module")
def served(instance):
    port = free_port()
    process = instance.start("serve", "--port", str(port))
    line = process.stdout.readline()
    while line and "Cairn is at" not in line:
        line = process.stdout.readline()
    assert f"http://localhost:{port}" in line
    return process, port


def answers(port: int) -> int:
    """The status of a file that every instance serves, or 0 where nobody answers."""
    try:
        with urllib.request.urlopen(
            f"http://localhost:{port}/static/.collected", timeout=5
        ) as page:
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def children(pid: int) -> dict[int, str]:
    """Pid and command line of each child process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(folder.name)] = line
    return found


def child(process, words: str) -> int:
    return next((pid for pid, line in children(process.pid).items() if words in line), 0)


def test_cs01_it_answers_where_it_says(served):
    _, port = served
    assert answers(port) == 200


def test_cs01_a_name_that_is_not_ours_is_refused(served):
    _, port = served
    request = urllib.request.Request(f"http://localhost:{port}/en/")
    request.add_header("Host", "evil.example")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    assert caught.value.code == 400
    caught.value.close()


def test_cs02_a_killed_web_server_comes_back_and_visitors_wait(served):
    process, port = served
    before = child(process, "gunicorn")
    os.killpg(before, signal.SIGKILL)
    assert wait_for(lambda: answers(port)) == 200
    assert wait_for(lambda: child(process, "gunicorn")) != before


def test_cs03_a_killed_runner_comes_back(served):
    process, _ = served
    before = wait_for(lambda: child(process, " jobs"))
    os.kill(before, signal.SIGKILL)
    assert wait_for(lambda: child(process, " jobs") not in (0, before))


def test_cs05_a_busy_port_is_one_sentence(instance, served):
    _, port = served
    done = instance.cairn("serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} is in use already; stop the other program, or choose another port with "
        "--port."
    )


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_cs05_a_port_that_is_none_is_wrong_usage(instance, port):
    done = instance.cairn("serve", "--port", port)
    assert done.returncode == 2


def test_cs05_an_address_that_is_not_ours_is_one_sentence(instance):
    done = instance.cairn("serve", "--host", "192.0.2.1", "--port", "0")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_instance_that_is_not_there_is_named(tmp_path):
    done = Instance(tmp_path / "data").cairn("serve", "--port", "0")
    assert done.returncode == 1
    assert "There is no instance in" in done.stderr


def test_cs04_sigterm_ends_everything_within_seconds(served):
    process, port = served
    family = wait_for(lambda: len(children(process.pid)) == 3 and children(process.pid))
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=15) == 0
    assert time.monotonic() - began < 8
    assert answers(port) == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_cs06_when_the_watcher_is_killed_nobody_is_left(instance):
    port = free_port()
    process = instance.start("serve", "--port", str(port))
    wait_for(lambda: answers(port))
    family = wait_for(lambda: len(children(process.pid)) == 3 and children(process.pid))
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for(lambda: not [pid for pid in family if Path(f"/proc/{pid}").exists()])
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.1", port)) != 0

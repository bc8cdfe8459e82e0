"""What is known against locked packages: asked of a service, and never taken for silence.

au01 every package of every lock is asked about once, page after page
au02 what is known fails, unless it was accepted with a reason and for as long as that holds
au03 a service that is not there, or answers something else, is no clean answer
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import audit

ROOT = audit.ROOT
HARMED = {"django": ["GHSA-1", "GHSA-2"], "htmx.org": ["GHSA-3"]}


@contextmanager
def service(answer):
    """A service that answers as the protocol says, with what `answer` makes of each query."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            asked.append(queries)
            body = json.dumps({"results": answer(queries)}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def in_pages(queries):
    """The second advisory of a package stands on a second page."""
    found = []
    for one in queries:
        ids = HARMED.get(one["package"]["name"], [])
        first = "page_token" not in one
        shown = ids[:1] if first else ids[1:]
        more = {"next_page_token": "2"} if first and len(ids) > 1 else {}
        found.append({"vulns": [{"id": each} for each in shown]} | more if shown else {})
    return found


def test_au01_every_locked_package_is_asked_about_once():
    packages = audit.locked()
    assert {one.ecosystem for one in packages} == {"PyPI", "npm"}
    assert {"django", "ruff"} <= {one.name for one in packages}
    with service(in_pages) as (address, asked):
        found = audit.known_against(packages, address)
    assert {one.name: ids for one, ids in found.items()} == HARMED
    first = [(one["package"]["name"], one["version"]) for one in asked[0]]
    assert len(first) == len(set(first)) == len(packages)
    assert [one["package"]["name"] for one in asked[1]] == ["django"]


def test_au02_what_is_known_fails_until_it_is_accepted_and_no_longer():
    today = date(2026, 11, 30)
    one = audit.Package("PyPI", "django", "1.0")
    accepted = {"id": "GHSA-1", "until": today, "why": "Never called here."}
    found = {one: ["GHSA-1", "GHSA-2"]}
    assert audit.still_open(found, [accepted], today) == [(one, "GHSA-2")]
    assert len(audit.still_open(found, [accepted], today + timedelta(days=1))) == 2
    assert len(audit.still_open(found, [accepted | {"why": " "}], today)) == 2
    with service(in_pages) as (address, _asked):
        done = run(address)
    assert done.returncode == 1
    assert "django" in done.stdout
    assert "3 advisories, 3 of them open." in done.stdout
    with service(lambda queries: [{} for _one in queries]) as (address, _asked):
        assert run(address).returncode == 0


@pytest.mark.parametrize("answer", [lambda _q: [], lambda _q: "nothing", None])
def test_au03_no_answer_is_no_clean_answer(answer):
    if answer is None:
        done = run("http://127.0.0.1:9/v1")
    else:
        with service(answer) as (address, _asked):
            done = run(address)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing is known of the" in done.stderr


def run(address):
    return subprocess.run(
        [sys.executable, str(ROOT / "tools/audit.py")],
        env=os.environ | {"CAIRN_ADVISORIES": address},
        capture_output=True,
        text=True,
        timeout=60,
    )

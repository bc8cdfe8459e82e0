"""The pages of a filing's life on a line of 64 kbit/s with 800 ms delay and 2 % loss.

The desk as it runs at a user's: `cairn serve`, compressed files. Text can be read within ten
seconds on every page; the first page weighs at most 60 kB with all that it asks for, each later one
20 kB, fonts not counted, for text does not wait for them.
"""

import json
from typing import Any

import pytest

from tests.functional.slow_line import SlowLine
from tests.instances import Instance, free_port, wait_for

FIRST_VISIT, LATER, PATIENCE = 60_000, 20_000, 10.0  # bytes, bytes, seconds
MEASURE = "smuggled_detected"
PREPARE = f"""
import json
from cairn.accounts.actions import set_code_generator
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from django.conf import settings
from django.test import Client
from tests.reporting.filings.doing import drafted, world
people = world()
set_code_generator(user=people.officer, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", by=None)
client = Client()
client.force_login(people.officer, backend="django.contrib.auth.backends.ModelBackend")
draft, done = drafted(people, "2024-Q2"), drafted(people, "2024-Q1")
origins = ("MLI", "NGA", "SEN", "TCD", "SDN", "LBY", "GIN", "CIV", "BFA", "BEN", "TGO", "GHA")
changes = [Change(CountInput("{MEASURE}", 1, None, {{"origin": one}})) for one in origins]
save_counts(filing=draft, changes=changes, by=people.officer)
submit_filing(filing=done, by=people.officer)
name = settings.SESSION_COOKIE_NAME
print(json.dumps([name, client.cookies[name].value, draft.ref, done.ref]))
"""
WEIGHT = """() => {
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const counted = all.filter((one) => !/[.]woff2?/.test(one.name));
  const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return [painted / 1000, counted.reduce((sum, one) => sum + one.transferSize, 0)];
}"""  # noqa: E501


@pytest.fixture
def desk(tmp_path):
    """A served desk with two filings; the port, a cookie of the officer, and the references."""
    instance = Instance(tmp_path / "data")
    instance.make_empty()
    done = instance.cairn("init")
    assert done.returncode == 0, done.stderr
    told = json.loads(instance.python(PREPARE))
    port = free_port()
    instance.start("serve", f"--port={port}", CAIRN_ORIGIN=f"http://localhost:{port}")
    wait_for(lambda: (instance.data / "static/.collected").exists() and _answers(port), seconds=120)
    yield port, *told
    instance.end()


def _answers(port: int) -> bool:
    import urllib.request
    from contextlib import suppress

    with suppress(OSError):
        return urllib.request.urlopen(f"http://localhost:{port}/en/", timeout=5).status == 200
    return False


def test_every_page_of_a_filing_can_be_read_within_ten_seconds(desk, context):
    port, name, key, draft, done = desk
    cookie: dict[str, Any] = {"name": name, "value": key, "domain": "localhost", "path": "/"}
    with SlowLine(port) as line:
        browser = context(width="narrow")
        browser.add_cookies([cookie])
        page = browser.new_page()
        filings = f"http://localhost:{line.port}/fr/desk/filings"
        addresses = [
            filings.removesuffix("/filings") + "/",
            f"{filings}/{draft}/write/",
            f"{filings}/{draft}/write/numbers/{MEASURE}/",
            f"{filings}/{draft}/write/check/",
            f"{filings}/{done}/receipt/",
        ]
        for limit, address in zip([FIRST_VISIT, *[LATER] * 9], addresses, strict=False):
            page.goto(address, wait_until="networkidle")
            assert page.url == address  # signed in, and at the desk
            painted, weight = page.evaluate(WEIGHT)
            assert painted < PATIENCE, (address, painted)
            assert 0 < weight <= limit, (address, weight)
            assert page.locator("h1").is_visible()

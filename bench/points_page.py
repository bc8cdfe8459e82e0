"""A map of many points in headless Chromium: from choosing “Show the map” until it answers a key.

On a real server with compressed static files, over the local line. The browser is new for each
visit; what it fetched for the page before the map (style sheets) is kept, as for a person who
was on that page.
"""

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

from bench.instances import Instance
from bench.panels import EVENTS
from bench.runs import ROOT, tell
from bench.worlds import build
from tests.instances import free_port

FLAGS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WAIT = 60_000  # milliseconds after which it is given up
IDLE = """() => {
  const box = document.querySelector("[data-map]");
  return box && box.classList.contains("ready") && box.cairn.loaded() && !box.cairn.isMoving();
}"""
ANSWERED = """(before) => document.querySelector("[data-map]").cairn.getZoom() > before"""
PUBLISH = """
import sys, django
django.setup()
from cairn.published.actions import publish_snapshot
publish_snapshot(snapshot=sys.argv[1], rule="open-data")
"""


class NoBrowser(RuntimeError):
    """There is no Chromium here."""


def measure(instance: Instance, points: int, repeats: int) -> dict[str, Any]:
    """The median of so many visits."""
    snapshot = build(instance.data / "snapshots", points, scattered=True).id
    words = [sys.executable, "-c", PUBLISH, snapshot]
    subprocess.run(words, env=instance.variables, cwd=ROOT, check=True)
    with _site(instance) as address:
        visits = _visits(f"{address}/en/explore/{EVENTS}/", repeats)
    seconds = [visit["seconds"] for visit in visits]
    return {
        "points": visits[0]["points"],
        "median_seconds": round(statistics.median(seconds), 2),
        "visits_seconds": [round(one, 2) for one in seconds],
        "drawn_after_seconds": round(statistics.median(v["drawn"] for v in visits), 2),
    }


@contextlib.contextmanager
def _site(instance: Instance) -> Iterator[str]:
    """The public process with two workers, as `cairn serve` starts them."""
    variables = instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"}
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    tell("    collecting static files")
    subprocess.run(collect, env=variables, cwd=ROOT, check=True)
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--preload", "--worker-class=gthread"),
            *("--workers=2", "--threads=4", f"--bind=127.0.0.1:{port}", "--log-level=warning"),
            "cairn.config.wsgi:application",
        ],
        env=variables,
        cwd=ROOT,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for_page(f"{address}/en/", process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def wait_for_page(address: str, process: subprocess.Popen[Any], *, seconds: float = 120) -> None:
    """Until the address answers with a page; raises where the process ends before that."""
    until = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        if time.monotonic() > until:
            raise RuntimeError(f"no page within {seconds:.0f} s")
        time.sleep(0.05)


def _visits(address: str, repeats: int) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CAIRN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not found:
        raise NoBrowser("No Chromium was found; install it, or name it in CAIRN_CHROMIUM.")
    visits = []
    with sync_playwright() as playwright:
        for number in range(repeats + 1):
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            try:
                one = _visit(browser.new_page(viewport={"width": 1280, "height": 800}), address)
            finally:
                browser.close()
            if number:  # the first one warms the server
                visits.append(one)
                tell(f"    {one['points']:,} points: {one['seconds']:.2f} s")
    return visits


def _visit(page: Any, address: str) -> dict[str, Any]:
    page.set_default_timeout(WAIT)
    page.goto(address, wait_until="networkidle")
    link = page.locator('#map a[href*="map=points"]').first
    began = time.perf_counter()
    link.click()
    page.wait_for_function(IDLE, polling="raf")
    drawn = time.perf_counter() - began
    box = page.locator("[data-map]")
    before = box.evaluate("box => box.cairn.getZoom()")
    page.locator("[data-map] canvas").press("=")  # nearer
    page.wait_for_function(ANSWERED, arg=before, polling="raf")
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "drawn": drawn, "points": int(box.get_attribute("data-count"))}

"""Publications, documents and the figures that they assert, in a real browser, before the public.

wr01 fits, and nothing that axe objects to   wr02 from a figure to its paragraph, without JavaScript
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.functional.conftest import both_widths, fits
from tests.functional.test_explore import answers
from tests.instances import Instance, free_port, wait_for

REPORT = "CTOC/COP/2020/3"
FILL = """
import json
from pathlib import Path
from tests.web.library.shelf import shelved
for kind in ("document", "publication"):
    path = Path("cairn/knowledge") / f"{kind}s" / "data" / f"{kind}s.jsonl"
    for line in path.read_text("utf-8").splitlines()[:40]:
        one = json.loads(line)
        print(one["key"], shelved(kind, one["key"], one["record"]).ref, sep="\\t")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The public process before what is shipped of both kinds; key → reference."""
    instance = Instance(tmp_path_factory.mktemp("writings") / "var")
    instance.make_empty()
    public = instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"}
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=public, check=True)
    fill = f"import django; django.setup()\n{FILL}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", fill],
        env=public,
        check=True,
        capture_output=True,
        text=True,
    )
    refs = dict(line.split("\t") for line in done.stdout.splitlines())
    bind = f"127.0.0.1:{free_port()}"
    how = ["--preload", "--bind", bind, "--workers=1", "--threads=4"]  # loaded once
    serve = [sys.executable, "-m", "gunicorn", *how]
    process = subprocess.Popen([*serve, "cairn.config.wsgi:application"], env=public)
    try:
        wait_for(lambda: answers(f"http://{bind}/en/") or process.poll() is not None, seconds=90)
        assert process.poll() is None, "the public process ended at its start"
        yield f"http://{bind}", refs
    finally:
        process.terminate()
        process.wait(15)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_wr01_pages_fit_and_are_accessible(site, visit, axe, shots, language):
    address, refs = site
    paths = [
        *("publications/", f"publications/{refs['unitednationsoffic2018']}/", "documents/"),
        *(f"documents/{refs[REPORT]}/", "claims/?differ=yes", "exchange/"),
    ]
    for n, path in enumerate(paths):
        page = visit(f"{address}/{language}/library/{path}")
        assert page.locator("h1").count() == 1
        for width in both_widths(page):
            page.screenshot(path=shots / f"writings-{n}-{language}-{width}.png")
            assert fits(page), path
            assert axe(page) == [], path


def test_wr02_from_a_figure_to_its_paragraph_and_to_whoever_cites_it(site, visit):
    address, refs = site
    page = visit(f"{address}/en/library/claims/", java_script_enabled=False)
    page.locator(".filters summary").click()
    page.get_by_label("Subject").select_option("cases")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".stated")).to_have_count(2)
    page.get_by_role("link", name=REPORT).click()
    assert page.url.endswith(f"/library/documents/{refs[REPORT]}/#p35")
    assert "801 cases from 44 jurisdictions" in page.locator("#p35").inner_text()
    page.get_by_role("link", name="Introductory statement").first.click()
    assert page.locator("h1").inner_text().startswith("Introductory statement")

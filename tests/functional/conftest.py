"""A real browser before real servers.

`public_site` is the public process as it runs at a user's: gunicorn, compressed static files, no
accounts. `desk_site` is the desk in this process, so that a test can write to its database. A page
made by `visit` fails its test on anything that the browser complains about: an error in a script,
an answer that does not come, a breach of the content-security policy.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.functional.slow_line import SlowLine
from tests.instances import Instance, free_port, wait_for
from tests.web.conftest import is_compiled

# Pages of the browser itself are half of the time of a new window: what it would offer under its
# address bar, which nobody sees here. Playwright's own list is repeated, for the last one counts.
NOT_OURS = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter"]
NOT_HERE = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying"),
    *("PreconnectToSearch", "Translate"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join([*NOT_OURS, *NOT_HERE])}",
]
WIDTHS = {"wide": (1280, 800), "narrow": (360, 740)}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A way through several pages is gone twice: once in each direction of writing, once at each width.
corners = pytest.mark.parametrize(("language", "width"), [("en", "wide"), ("ar", "narrow")])
RUN_AXE = """async (standard) => {
  const only = {runOnly: {type: "tag", values: standard}, resultTypes: ["violations"]};
  const found = await axe.run(document, only);  // all rules; what passed is not described
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} (${node.failureSummary})`));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The languages are there only once their catalogues are compiled."""
    written = (settings.REPOSITORY / "cairn/locale").glob("*/LC_MESSAGES/*.po")
    if all(map(is_compiled, written)):
        return
    tool = settings.REPOSITORY / "tools/i18n.py"
    subprocess.run([sys.executable, str(tool), "compile"], check=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CAIRN_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "No Chromium was found; install it, or name it in CAIRN_CHROMIUM."
    # Playwright runs an event loop in this thread, which Django takes for code that may not wait.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts: each a new person at a new machine."""
    made: list[BrowserContext] = []

    def make(width: str = "wide", **options: Any) -> BrowserContext:
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        made.append(browser.new_context(viewport=size, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def visit(context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens an address in a new context; at the end, whatever the browser complained of fails."""
    complaints: list[str] = []

    def open_page(address: str, **options: Any) -> Page:
        page = context(**options).new_page()
        page.on(
            "console", lambda said: _note(complaints, said.type, f"{said.text} {said.location}")
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda asked: _note_absent(complaints, asked))
        page.goto(address)
        return page

    yield open_page
    assert not complaints, complaints


def _note_absent(complaints: list[str], asked: Request) -> None:
    if asked.failure != "net::ERR_ABORTED":  # the person went on before it had come
        complaints.append(f"{asked.url} did not come: {asked.failure}")


def _note(complaints: list[str], kind: str, text: str) -> None:
    if "GL Driver Message" in text:  # the driver says how fast it is; the page did nothing wrong
        return
    if "htmx:afterRequest" in text or "htmx:sendAbort" in text:  # a newer request took its place
        return
    if kind in {"error", "warning"}:
        complaints.append(f"{kind}: {text}")


@pytest.fixture(params=list(WIDTHS))
def width(request: pytest.FixtureRequest) -> str:
    """Runs a test at both widths: 1280 × 800 and 360 × 740."""
    return str(request.param)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Everything on a page that keeps someone from using it, by WCAG 2.2 AA as far as axe sees."""
    script = (settings.NODE_MODULES / "axe-core/axe.min.js").read_text("utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(script)  # the policy of the page forbids a script element, not this
        return list(page.evaluate(RUN_AXE, STANDARD))

    return violations


@pytest.fixture(scope="session")
def public_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the public process."""
    instance = Instance(tmp_path_factory.mktemp("public") / "var")
    instance.variables |= {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"}
    instance.make_empty()
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=instance.variables, check=True)
    port = free_port()
    bind = f"127.0.0.1:{port}"
    how = ["--preload", "--bind", bind, "--workers=2", "--threads=4"]  # loaded once
    serve = [sys.executable, "-m", "gunicorn", *how]
    process = subprocess.Popen([*serve, "cairn.config.wsgi:application"], env=instance.variables)
    try:
        wait_for(lambda: _answers(f"http://{bind}/en/") or process.poll() is not None, seconds=90)
        assert process.poll() is None, "the public process ended at its start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def _answers(address: str) -> bool:
    with suppress(OSError):
        return urllib.request.urlopen(address, timeout=5).status == 200
    return False


@pytest.fixture
def desk_site(live_server: Any) -> str:
    """The address of the desk, in this process and on the database of the test."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def signed_in(desk_site: str, transactional_db: None) -> dict[str, Any]:
    """What a browser context needs in order to be someone at the desk: `visit(…, **signed_in)`."""
    from django.test import Client

    from cairn.accounts.actions import create_user, set_code_generator

    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    user = create_user(
        username="amina", display_name="Amina", password="seven-grey-stones", by=None
    )
    set_code_generator(user=user, secret=secret, by=None)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": desk_site}
    return {"storage_state": {"cookies": [_with_domain(cookie)], "origins": []}}


def _with_domain(cookie: dict[str, str]) -> dict[str, Any]:
    kept = {"name": cookie["name"], "value": cookie["value"]}
    return {**kept, "domain": "localhost", "path": "/", "expires": time.time() + 3600} | {
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: outside the repository, and named by `CAIRN_SHOTS` if someone looks."""
    named = os.environ.get("CAIRN_SHOTS")
    return Path(named) if named else tmp_path_factory.mktemp("shots")


@pytest.fixture(scope="session", autouse=True)
def pictures() -> Iterator[None]:
    """What nobody will look at is not drawn, for a picture costs as much as the page that it shows;
    no test reads one."""
    with pytest.MonkeyPatch.context() as patch:
        if not os.environ.get("CAIRN_SHOTS"):
            patch.setattr(Page, "screenshot", lambda _page, **_how: b"")
        yield


@pytest.fixture
def slow_line(public_site: str) -> Iterator[SlowLine]:
    """The public process behind a line of 64 kbit/s with 800 ms delay and 2 % loss."""
    with SlowLine(int(public_site.rsplit(":", 1)[1])) as line:
        yield line


def both_widths(page: Page) -> Iterator[str]:
    """The page at 1280 × 800, then at 360 × 740, without being asked for again."""
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        yield name


def fits(page: Page) -> bool:
    """Whether nothing of the page lies beside the screen, in the type that it asks for."""
    measure = "() => document.documentElement.scrollWidth <= window.innerWidth"
    return bool(page.evaluate(f"document.fonts.ready.then({measure})"))

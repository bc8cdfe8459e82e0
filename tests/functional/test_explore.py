"""Explore, the first page and the data sets in a real browser, before the public process.

ex01 fits, and nothing that axe objects to      ex02 weight          ex03 no JavaScript needed
ex04 filters answer in place                    ex05 the map         ex06 the question of a new user
ex07 dark, print                                ex08 the keyboard
ex09 a line that is slow: what a person changes meanwhile is neither lost nor undone
ex10 while a person ticks, nothing moves under the pointer, and the waiting is said where she looks
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.functional.conftest import both_widths, fits
from tests.instances import Instance, free_port, wait_for

DEATHS = "explore/dead_and_missing/"
CHOSEN = f"{DEATHS}?period=2023&route=central_mediterranean"
PATHS = ["", CHOSEN, f"{CHOSEN}&with_period=2022&map=areas", f"{DEATHS}?period=soon", "data/mmp/"]
WAYS = ("Western", "Central")
FIRST_VISIT, LATER = 60_000, 20_000  # bytes over the line, fonts not counted
FILL = """
from pathlib import Path
from django.conf import settings
from tests.web.explore.world import snapshot
from cairn.published.actions import publish_snapshot
made = snapshot(Path(settings.CAIRN_DATA) / "snapshots")
publish_snapshot(snapshot=made.id, rule="open-data")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public process before the small published world."""
    instance = Instance(tmp_path_factory.mktemp("explore") / "var")
    instance.make_empty()
    public = instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"}
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=public, check=True)
    fill = f"import django; django.setup()\n{FILL}"
    subprocess.run([sys.executable, "-W", "ignore", "-c", fill], env=public, check=True)
    bind = f"127.0.0.1:{free_port()}"
    how = ["--preload", "--bind", bind, "--workers=1", "--threads=4"]  # loaded once
    serve = [sys.executable, "-m", "gunicorn", *how]
    process = subprocess.Popen([*serve, "cairn.config.wsgi:application"], env=public)
    try:
        wait_for(lambda: answers(f"http://{bind}/en/") or process.poll() is not None, seconds=90)
        assert process.poll() is None, "the public process ended at its start"
        yield f"http://{bind}"
    finally:
        process.terminate()
        process.wait(60)


def answers(address: str) -> bool:
    with suppress(OSError):
        return bool(urlopen(address, timeout=5).status == 200)
    return False


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PATHS)
def test_ex01_pages_fit_and_are_accessible(site, visit, axe, shots, path, language):
    page = visit(f"{site}/{language}/{path}")
    assert page.locator("h1").count() == 1
    for width in both_widths(page):
        page.screenshot(path=shots / f"explore-{PATHS.index(path)}-{language}-{width}.png")
        assert fits(page)
        assert axe(page) == []


@pytest.mark.parametrize("path", ["", CHOSEN, "data/mmp/"])
def test_ex02_a_page_without_a_map_is_light(site, context, path):
    page = context().new_page()
    first = weigh(page, f"{site}/en/{path}")
    assert sum(first.values()) <= FIRST_VISIT, first
    later = weigh(page, f"{site}/fr/{path}")
    assert sum(later.values()) <= LATER, later


def weigh(page: Page, address: str) -> dict[str, int]:
    """Bytes of each answer as they came over the line, without fonts."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    names: dict[str, str] = {}
    bytes_of: dict[str, int] = {}

    def named(event: dict) -> None:
        path = urlsplit(event["response"]["url"]).path
        names[event["requestId"]] = f"{event['type'].lower()} {path}"

    line.on("Network.responseReceived", named)
    line.on(
        "Network.loadingFinished",
        lambda e: bytes_of.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    line.detach()
    return {names[key]: size for key, size in bytes_of.items() if "font" not in names[key]}


def test_ex03_filters_and_the_map_need_no_javascript(site, visit, width):
    page = visit(f"{site}/en/{DEATHS}", java_script_enabled=False, width=width)
    page.locator("#filters summary").click()
    page.locator("#f-period").fill("2023")
    page.get_by_label("Western Mediterranean").check()
    page.get_by_role("button", name="Show", exact=True).click()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"period": ["2023"], "route": ["western_mediterranean"]}
    assert page.locator(".huge").inner_text() == "2"
    page.get_by_role("link", name="Show the map").click()
    assert page.locator("#map img, #map svg").first.is_visible()


def test_ex04_a_filter_answers_in_place_and_in_the_address(site, visit):
    page = visit(f"{site}/en/{DEATHS}?period=2023")
    assert page.locator(".huge").inner_text() == "40"
    page.evaluate("window.kept = true")
    page.locator("#filters summary").click()
    page.get_by_label("Western Mediterranean").check()
    page.wait_for_url("**western_mediterranean**")
    expect(page.locator(".huge")).to_have_text("2")
    assert page.evaluate("window.kept"), "the page was loaded anew"
    assert page.locator("#filters details").get_attribute("open") is not None
    assert page.locator("#said").inner_text() == "2 people · Western Mediterranean · 2023"
    assert page.locator("#said").is_visible()
    assert page.title().startswith("Dead and missing on migration routes (minimum): Western")
    page.go_back()
    expect(page.locator(".huge")).to_have_text("40")


def test_ex04_a_bad_period_is_told_at_its_field_and_shows_no_other_number(site, visit):
    page = visit(f"{site}/en/{CHOSEN}")
    page.locator("#filters summary").click()
    page.locator("#f-period").fill("soon")
    page.locator("#f-period").press("Enter")
    page.wait_for_selector("#f-period-problem")
    assert "is not a period" in page.locator("#f-period-problem").inner_text()
    assert page.locator("#f-period").input_value() == "soon"
    page.wait_for_selector(".wrong-answer")
    assert not page.locator(".huge").count()


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_ex04_no_page_is_wider_than_a_phone(site, visit, language):
    page = visit(f"{site}/{language}/{DEATHS}", width="narrow")
    assert fits(page)
    for query in ("?period=2023&with_period=2022", "?period=2022-2023"):
        page.goto(f"{site}/{language}/{DEATHS}{query}")
        assert fits(page)


@pytest.fixture
def visit_map(context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """As `visit`, for pages with a map: a drawing without a graphics card is slow, which the
    browser remarks on; and everything must come from our own origin."""
    complaints: list[str] = []

    def open_page(address: str, **options: Any) -> Page:
        page = context(**options).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("requestfailed", lambda one: complaints.append(f"{one.url} did not come"))
        page.on("request", lambda one: complaints.extend(_foreign(one.url, address)))
        page.goto(address)
        page.wait_for_selector("[data-map][data-ready]")
        return page

    yield open_page
    assert not complaints, complaints


def _foreign(url: str, address: str) -> list[str]:
    ours = f"http://{urlsplit(address).netloc}/"
    return [] if url.startswith((ours, "blob:", "data:")) else [f"{url} is not ours"]


@pytest.mark.parametrize(
    ("kind", "language", "width"),
    [("points", "en", "wide"), ("points", "ar", "narrow"), ("hexagons", "ar", "wide")],
)
def test_ex05_the_map_is_drawn(site, visit_map, axe, width, shots, kind, language):
    page = visit_map(f"{site}/{language}/{DEATHS}?map={kind}", width=width)
    assert page.locator("[data-map]").get_attribute("data-count") == "2"
    assert fits(page)
    assert axe(page) == []
    page.locator("#map").screenshot(path=shots / f"map-{kind}-{language}-{width}.png")


def test_ex05_a_circle_tells_its_records_to_pointer_and_keyboard(site, visit_map):
    page = visit_map(f"{site}/en/{DEATHS}?map=points")
    page.locator("[data-map]").scroll_into_view_if_needed()
    look = "document.querySelector('[data-map]').cairn"
    page.evaluate(f"{look}.jumpTo({{center: [12.5, 35.5], zoom: 5}})")
    box = page.locator("[data-map] canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("[data-at-place] h3")
    assert page.locator("[data-at-place] h3").inner_text() == "2 records here"
    page.evaluate(f"{look}.jumpTo({{center: [13.0, 33.0], zoom: 5}})")
    page.locator("[data-map] canvas").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('[data-at-place]').innerText.includes('2023')")
    assert "Drowning" in page.locator("[data-at-place]").inner_text()


def test_ex05_a_page_without_a_map_asks_for_no_map(site, context):
    page = context().new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{site}/en/{CHOSEN}", wait_until="networkidle")
    assert not [url for url in asked if "maplibre" in url or "boundaries" in url]


def test_ex06_the_question_is_answered_in_arabic_on_a_phone(site, visit):
    """From the first page to number, year before, caveat and gaps, by links and fields alone."""
    page = visit(f"{site}/ar/", width="narrow")
    page.locator(".sentences a").first.click()
    page.locator("#filters summary").click()
    route = page.locator("input[name=route][value=central_mediterranean]")
    route.check()
    page.wait_for_url("**central_mediterranean**")
    expect(page.locator(".huge")).to_have_text("38")
    told = page.locator("#answer").inner_text()
    assert "2023" in told
    assert "2022" in page.locator(".pair").inner_text()
    assert page.locator(".headline .caveat").is_visible()
    assert page.locator(".headline ul li").count() >= 2
    assert page.locator("html").get_attribute("dir") == "rtl"


@pytest.mark.parametrize("path", ["", CHOSEN, "data/mmp/"])
def test_ex07_dark_is_as_readable_as_light(site, visit, axe, shots, path):
    page = visit(f"{site}/en/{path}", color_scheme="dark")
    page.screenshot(path=shots / f"explore-dark-{PATHS.index(path)}.png", full_page=True)
    assert axe(page) == []


def test_ex07_print_has_the_number_its_caveat_and_how_it_was_made(site, visit):
    page = visit(f"{site}/en/{CHOSEN}")
    page.emulate_media(media="print")
    for selector in (".huge", ".headline .caveat", "#trend svg >> nth=0", "#made"):
        assert page.locator(selector).is_visible(), selector
    for selector in ("#filters", "#compare", ".chooser"):
        assert not page.locator(selector).is_visible(), selector


def test_ex08_the_arrows_walk_along_the_bars_of_the_trend(site, visit):
    page = visit(f"{site}/en/{CHOSEN}&level=month")
    marks = page.locator("#trend svg.wide [aria-label][tabindex]")
    assert marks.count() >= 2
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    assert marks.nth(1).evaluate("(it) => it === document.activeElement")
    assert "2023" in page.locator("#mark-tip").inner_text()


class SlowLine:
    """Holds back what the page asks for until it is let through."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[Route] = []
        self.closed = True
        page.route("**/explore/**", lambda route: self._met(route))

    def _met(self, route: Route) -> None:
        if self.closed:
            self.waiting.append(route)
        else:
            route.continue_()

    def open(self) -> None:
        """All that waits comes, the oldest first, and what is asked next comes at once."""
        self.closed = False
        while self.waiting:
            with suppress(Error):  # the page no longer wants it
                self.waiting.pop(0).continue_()


def agree(page: Page, number: str, **asked: list[str]) -> None:
    """Address, number and fields say the same."""
    expect(page.locator(".huge")).to_have_text(number)
    assert parse_qs(urlsplit(page.url).query) == asked
    ticked = page.locator("input[name=route]:checked")
    assert sorted(one.input_value() for one in ticked.all()) == asked.get("route", [])
    assert page.locator("#f-period").input_value() == asked.get("period", [""])[0]
    assert page.locator("#filters details").get_attribute("open") is not None


def test_ex09_what_is_changed_while_an_answer_is_on_its_way_is_kept(site, visit):
    page = visit(f"{site}/en/{DEATHS}")
    page.locator("#filters summary").click()
    line = SlowLine(page)
    western, central = (page.get_by_label(f"{name} Mediterranean").first for name in WAYS)
    # A period is typed and a route ticked at once: the period's answer comes after the tick.
    page.locator("#f-period").fill("2023")
    western.check()
    line.open()
    page.wait_for_url("**western_mediterranean**")
    agree(page, "2", period=["2023"], route=["western_mediterranean"])
    assert western.evaluate("(it) => it === document.activeElement")
    expect(page.locator("#said")).to_have_text("2 people · Western Mediterranean · 2023")
    # Two ticks, the second before the first is answered.
    line.closed = True
    western.uncheck()
    page.wait_for_timeout(100)
    central.check()
    page.wait_for_timeout(100)
    western.check()
    line.open()
    page.wait_for_url("**central_mediterranean**")
    both = ["central_mediterranean", "western_mediterranean"]
    agree(page, "40", period=["2023"], route=both)
    # What is being typed is no answer's to change, nor is a press of the mouse that has begun.
    line.closed = True
    western.uncheck()
    page.locator("#f-period").fill("2022..2023")
    line.open()
    expect(page.locator(".huge")).to_have_text("38")
    assert page.locator("#f-period").input_value() == "2022..2023"
    assert page.locator("#f-period").evaluate("(it) => it === document.activeElement")
    line.closed = True
    western.hover()
    page.mouse.down()
    line.open()
    page.wait_for_url("**period=2022**")
    page.mouse.up()
    page.wait_for_url("**western_mediterranean**")
    agree(page, "64", period=["2022..2023"], route=both)
    # The button asks for what stands in the fields.
    line.closed = True
    page.locator("#f-period").fill("2023")
    page.get_by_role("button", name="Show", exact=True).click()
    line.open()
    page.wait_for_url("**period=2023**")
    agree(page, "40", period=["2023"], route=both)


PLACES = """() => [...document.querySelectorAll("#filter-fields [data-kept]")].map((one) => {
  const { x, y } = one.getBoundingClientRect();
  return [one.dataset.kept, Math.round(x), Math.round(y + scrollY)].join(" ");
})"""


def test_ex10_groups_and_choices_keep_their_places_and_the_waiting_is_in_view(site, visit):
    page = visit(f"{site}/en/{DEATHS}")
    page.locator("#filters summary").click()
    before = page.evaluate(PLACES)
    assert len(before) > 4
    line = SlowLine(page)
    page.set_viewport_size({"width": 1280, "height": 500})
    before = page.evaluate(PLACES)
    page.get_by_label("Western Mediterranean").first.check()
    waiting = page.locator(".loading")
    expect(waiting).to_be_visible()
    expect(waiting).to_be_in_viewport()
    line.open()
    page.wait_for_url("**western_mediterranean**")
    expect(page.locator(".huge")).not_to_have_text("64")
    expect(waiting).to_be_hidden()
    after = page.evaluate(PLACES)
    assert after[: len(before)] == before

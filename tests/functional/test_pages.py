"""The public pages and the look, as people meet them.

pg01 nothing beside the screen, nothing axe objects to, at both widths, from left and from right
pg02 weights       pg03 keyboard       pg04 the language switch keeps the page
pg05 no JavaScript needed              pg06 print      pg07 dark      pg08 errors are calm
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.functional.conftest import both_widths, fits

PUBLIC = ["", "about/", "glossary/"]
LONG = ["glossary/"]  # hundreds of terms of one kind are looked through once in each language
FIRST_VISIT, LATER = 60_000, 20_000  # bytes over the line, fonts not counted


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PUBLIC)
def test_pg01_public_pages_fit_and_are_accessible(public_site, visit, axe, shots, path, language):
    page = visit(f"{public_site}/{language}/{path}")
    name = path.strip("/") or "home"
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1
    for width in both_widths(page):
        page.screenshot(path=shots / f"{name}-{language}-{width}.png", full_page=True)
        assert fits(page)
        if width == "wide" or path not in LONG:
            assert axe(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pg01_the_look_fits_and_is_accessible(desk_site, signed_in, visit, axe, shots, language):
    page = visit(f"{desk_site}/{language}/desk/look/", **signed_in)
    assert page.locator("h1").count() == 1
    for width in both_widths(page):
        page.screenshot(path=shots / f"look-{language}-{width}.png", full_page=True)
        assert fits(page)
        assert axe(page) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_pg02_a_page_is_light(public_site, context, path):
    page = context().new_page()
    first = _weight(page, f"{public_site}/en/{path}")
    assert sum(first.values()) <= FIRST_VISIT, first
    later = _weight(page, f"{public_site}/fr/{path}")
    assert sum(later.values()) <= LATER, later


def _weight(page: Page, address: str) -> dict[str, int]:
    """Bytes of each answer as they came over the line, without fonts."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    names: dict[str, str] = {}
    bytes_of: dict[str, int] = {}
    line.on("Network.responseReceived", lambda e: names.update({e["requestId"]: _name(e)}))
    line.on(
        "Network.loadingFinished",
        lambda e: bytes_of.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    line.detach()
    return {names[key]: size for key, size in bytes_of.items() if "font" not in names[key]}


def _name(event: dict) -> str:
    return f"{event['type'].lower()} {urlsplit(event['response']['url']).path}"


def test_pg03_the_keyboard_reaches_everything(public_site, visit):
    page = visit(f"{public_site}/en/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "content"
    page.goto(f"{public_site}/en/")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", reached[-1]
    for words in ["Cairn", "Glossary", "About", "The words and what they mean"]:
        assert words in reached


def test_pg03_escape_closes_the_language_menu_and_gives_the_focus_back(public_site, visit):
    page = visit(f"{public_site}/en/")
    summary = page.locator("header details summary").last
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("header details[open]").count() == 0
    assert summary.evaluate("(it) => it === document.activeElement")


def test_pg03_a_definition_shows_on_focus_and_leaves_on_escape(desk_site, signed_in, visit):
    page = visit(f"{desk_site}/en/desk/look/", **signed_in)
    term = page.locator("[data-term] > a").first
    tip = page.locator("[data-term] > [role=tooltip]").first
    assert not tip.is_visible()
    term.focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_pg03_the_arrows_walk_along_the_marks_of_a_chart(desk_site, signed_in, visit):
    page = visit(f"{desk_site}/en/desk/look/", **signed_in)
    marks = page.locator("[data-marks] [aria-label]")
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    assert marks.nth(1).evaluate("(it) => it === document.activeElement")
    assert page.locator("#mark-tip").inner_text() == marks.nth(1).get_attribute("aria-label")


@pytest.mark.parametrize("javascript", [True, False])
def test_pg04_the_switch_keeps_the_page_and_its_query(public_site, visit, javascript):
    page = visit(f"{public_site}/en/glossary/?q=1&q=2", java_script_enabled=javascript)
    page.locator("header details summary").last.click()
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/ar/glossary/?q=1&q=2")
    assert page.locator("html").get_attribute("lang") == "ar"


@pytest.mark.parametrize("code", ["ar", "en", "es", "fr", "ru", "zh"])
def test_pg04_every_language_has_its_pages(public_site, visit, code):
    page = visit(f"{public_site}/{code}/about/")
    assert page.locator("html").get_attribute("lang") == code


def test_pg05_pages_need_no_javascript(public_site, visit, width):
    page = visit(f"{public_site}/ar/glossary/", java_script_enabled=False, width=width)
    page.get_by_role("link", name="Cairn", exact=True).click()
    page.wait_for_url("**/ar/")
    assert page.locator("h1").is_visible()


def test_pg05_the_form_tells_its_problems_without_javascript(desk_site, signed_in, visit):
    page = visit(f"{desk_site}/en/desk/look/", java_script_enabled=False, **signed_in)
    page.get_by_role("button", name="Save").click()
    summary = page.locator(".summary")
    assert summary.get_by_role("link").count() == 5
    summary.get_by_role("link").first.click()
    assert page.url.endswith("#id_title")
    field = page.locator("#id_title")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    assert "id_title_error" in described
    assert page.locator("#id_title_error").is_visible()


def test_pg06_print_is_a_document_with_source_and_date(public_site, visit):
    page = visit(f"{public_site}/en/about/")
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    assert page.locator("h1").is_visible()
    assert "/en/about/" in page.locator(".printed").inner_text()


@pytest.mark.parametrize("path", PUBLIC)
def test_pg07_dark_is_as_readable_as_light(public_site, visit, axe, shots, path):
    page = visit(f"{public_site}/en/{path}", color_scheme="dark")
    page.screenshot(path=shots / f"{path.strip('/') or 'home'}-dark.png")
    assert axe(page) == []


def test_pg07_the_look_is_as_readable_in_the_dark(desk_site, signed_in, visit, axe, shots):
    page = visit(f"{desk_site}/en/desk/look/", color_scheme="dark", **signed_in)
    page.screenshot(path=shots / "look-dark.png", full_page=True)
    assert axe(page) == []


def test_pg08_an_address_that_leads_nowhere_is_answered_calmly(public_site, context, axe):
    page = context().new_page()
    answer = page.goto(f"{public_site}/ar/nowhere/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("main a.button").get_attribute("href") == "/ar/"
    assert axe(page) == []

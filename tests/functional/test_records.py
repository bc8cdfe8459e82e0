"""Records of a filing in a real browser: long lists are narrowed, legs are set on a map."""

from pathlib import Path
from typing import Any

import pytest

from cairn.accounts.models import User
from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.queries import observed
from tests.factories import MembershipFactory
from tests.functional.conftest import corners
from tests.reporting.filings.doing import World, world
from tests.reporting.observations.doing import added, draft


@pytest.fixture
def people(signed_in: dict[str, Any]) -> World:
    """Amina is an officer of the agency."""
    found = world()
    MembershipFactory(
        user=User.objects.get(username="amina"), organisation=found.agency, role="officer"
    )
    return found


def address(site: str, language: str, filing: Filing, rest: str = "") -> str:
    return f"{site}/{language}/desk/filings/{filing.ref}/records/{rest}"


def test_a_route_is_written_narrowing_lists_and_set_on_the_map_by_pointer_and_keyboard(
    desk_site, signed_in, people, visit, axe
):
    filing = draft(people, "route")
    page = visit(address(desk_site, "en", filing, "route/new/"), **signed_in)
    page.get_by_label("Short title").fill("Northern lorries")
    page.locator(".field:has(#id_leg-0-conveyance) .narrow-box").fill("PICK")
    assert page.locator("#id_leg-0-conveyance").input_value() == "pickup_4x4"
    page.get_by_label("Rising").check()
    page.locator("#id_leg-0-from_place").fill("Agadez")
    page.locator("#id_leg-0-from_country").fill("Niger")
    page.locator("#id_leg-0-to_place").fill("Arlit")
    page.locator("#id_leg-0-to_country").fill("Niger")
    page.get_by_role("button", name="Add a leg after leg 1").click()
    page.wait_for_selector("#leg-1")
    assert page.locator("#id_leg-1-from_place").input_value() == "Arlit"
    assert not observed(filing)
    page.locator("#id_leg-1-to_place").fill("Assamaka")
    page.get_by_role("button", name="Save, then set places on a map").click()
    page.wait_for_selector("[data-placing][data-ready]", timeout=20_000)
    assert axe(page) == []
    page.locator("[data-placing] canvas").click(position={"x": 200, "y": 150})
    assert page.get_by_text("Say first how exact the place is.").is_visible()
    page.locator("[data-spot='0-from'] [data-precision]").select_option("admin1")
    page.locator("[data-placing] canvas").click(position={"x": 200, "y": 150})
    whole = page.locator("[data-spot='0-from'] [data-lat]").input_value()
    assert whole.lstrip("-").isdigit()
    page.locator("[data-spot='0-to'] [name=chosen]").check()
    page.locator("[data-spot='0-to'] [data-precision]").select_option("named_place")
    page.locator("[data-placing] canvas").focus()
    page.keyboard.press("Enter")
    assert "." in page.locator("[data-spot='0-to'] [data-lat]").input_value()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    leg = observed(filing)[0].legs[0]
    assert (leg["from_lat"], leg["to_precision"]) == (int(whole), "named_place")


@corners
def test_pages_of_records_can_be_used_on_a_telephone_and_on_a_screen(
    desk_site, signed_in, people, visit, axe, width, language, shots: Path
):
    filing = draft(people, "incident")
    one = added(people, "incident", filing, legs=[{"from_place": "Agadez", "to_place": "Arlit"}])
    for name, rest in (("list", ""), ("form", f"incident/{one.ref}/")):
        page = visit(address(desk_site, language, filing, rest), width=width, **signed_in)
        page.screenshot(path=shots / f"records-{name}-{language}-{width}.png", full_page=True)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_every_field_of_a_form_with_several_legs_has_its_height_however_often_it_is_opened(
    desk_site, signed_in, people, visit, width
):
    filing = draft(people, "route")
    ends = [("Agadez", "Dirkou"), ("Dirkou", "Madama"), ("Tummo", "Sebha")]
    legs = [{"from_place": start, "to_place": end} for start, end in ends]
    one = added(people, "route", filing, legs=legs)
    at = address(desk_site, "fr", filing, f"route/{one.ref}/")
    page = visit(at, width=width, **signed_in)
    flat = """() => [...document.querySelectorAll("form .field")]
        .filter((one) => one.getBoundingClientRect().height < 20).map((one) => one.innerText)"""
    for _ in range(10):
        assert page.locator(".leg").count() == 3
        assert page.evaluate(flat) == []
        page.goto(at)

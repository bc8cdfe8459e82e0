"""Cases as a prosecutor meets them.

ca01 in French, from the library to a benefit inferred at sea without direct proof of payment
ca02 63 charges on a telephone, from right to left, with nothing beside the screen
"""

import pytest
from django.utils import timezone

from cairn.knowledge.shelving import shelve
from tests.functional.conftest import both_widths, fits
from tests.knowledge.cases.cases import shipped, tern

REF = "lib-0000000001-0"


@pytest.fixture
def shelf(transactional_db):
    now = timezone.now()
    shelve(ref=REF, kind="case", key="tern", number=1, body=tern(), at=now)
    for n, one in enumerate(shipped("cases.jsonl")[:5]):
        ref = f"lib-000000001{n}-0"
        shelve(ref=ref, kind="case", key=one["key"], number=1, body=one["record"], at=now)


def test_ca01_a_benefit_inferred_at_sea_is_three_clicks_from_the_library(desk_site, visit, shelf):
    page = visit(f"{desk_site}/fr/library/")
    page.locator("main .shelves a").first.click()
    page.get_by_role("link", name="En mer, un avantage établi ou déduit").click()
    assert page.locator("ul.records > li").count() == 1
    page.locator("ul.records > li a").first.click()
    words = page.locator("#element-benefit").inner_text()
    assert "déduit par le tribunal des circonstances" in words
    assert "aucune preuve directe d’un paiement" in words


def test_ca02_63_charges_fit_a_telephone_and_read_from_right_to_left(
    desk_site, visit, axe, shots, shelf
):
    page = visit(f"{desk_site}/ar/library/cases/{REF}/")
    assert page.locator("tr[id^=charge-]").count() == 63
    for width in both_widths(page):
        assert fits(page)
        page.screenshot(path=shots / f"case-ar-{width}.png", full_page=True)
        inner = page.locator(".charges").first
        over = inner.evaluate("e => e.scrollWidth - e.clientWidth")
        assert over <= 1
    assert axe(page) == []

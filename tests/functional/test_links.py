"""The page "Same event?" in a browser: fits, is accessible, and decides without JavaScript."""

import pytest

from cairn.accounts.models import User
from cairn.reporting.linking import accept_link, link_sources
from cairn.reporting.models import Account, LinkProposal
from tests.factories import MembershipFactory, OrganisationFactory
from tests.functional.conftest import both_widths, fits
from tests.reporting.linking.conftest import PUBLIC, account, batch_of

ADDRESS = "{site}/{language}/desk/links/{query}"


@pytest.fixture
def pairs(signed_in, settings, tmp_path):
    """Three pairs before a data steward: one waits, one was joined by machine, one by her."""
    settings.CAIRN_DATA = tmp_path
    amina = User.objects.get(username="amina")
    publisher = OrganisationFactory(name="International Organization for Migration (IOM)")
    MembershipFactory(user=amina, organisation=publisher, role="steward")
    one = batch_of("official", publisher, title="Missing Migrants Project, official exports")
    other = batch_of("package", publisher, title="Missing Migrants Project, in IOM's own package")
    for day, theirs in ((0, {}), (20, {"total": 5}), (40, {"days": 41, "survivors": None})):
        account(one.dataset, days=day, dead=3)
        account(other.dataset, **({"days": day} | theirs))
    link_sources(one=one.dataset, other=other.dataset, viewer=PUBLIC)
    waiting = LinkProposal.objects.filter(status="proposed").order_by("pk")
    accept_link(link=waiting.first(), by=amina)
    return waiting


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("shown", ["proposed", "automatic", "accepted", "undone"])
def test_the_page_fits_and_is_accessible(
    desk_site, signed_in, pairs, visit, axe, shots, language, shown
):
    address = ADDRESS.format(site=desk_site, language=language, query=f"?show={shown}")
    page = visit(address, **signed_in)
    assert page.locator("h1").count() == 1
    assert page.locator("section.card").count() == (0 if shown == "undone" else 1)
    for width in both_widths(page):
        page.screenshot(path=shots / f"links-{shown}-{language}-{width}.png", full_page=True)
        assert fits(page)
        assert axe(page) == []


def test_a_pair_is_decided_and_taken_back_without_javascript(desk_site, signed_in, pairs, visit):
    address = ADDRESS.format(site=desk_site, language="en", query="")
    page = visit(address, java_script_enabled=False, **signed_in)
    page.get_by_role("button", name="Same event", exact=True).click()
    assert "Both accounts now speak of one event." in page.locator("#messages").inner_text()
    assert Account.objects.values("incident").distinct().count() == 3
    page.goto(ADDRESS.format(site=desk_site, language="en", query="?show=accepted"))
    page.get_by_text("Take this back …").first.click()
    page.get_by_label("Reason").first.fill("Two boats on one day")
    page.get_by_role("button", name="Take back").first.click()
    assert "taken back" in page.locator("#messages").inner_text()
    page.goto(ADDRESS.format(site=desk_site, language="en", query="?show=undone"))
    assert "Two boats on one day" in page.locator("section.card").inner_text()
    assert Account.objects.values("incident").distinct().count() == 4

"""Laws in a real browser: the article on the day of the offence, and States beside each other.

lf01 without a script, by the date field and by the links of days; fits, and nothing axe objects to
lf02 from right to left and on a telephone, with a text that runs the other way
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cairn.kernel.refs import new_ref
from cairn.knowledge.shelving import shelve
from tests.functional.conftest import both_widths, fits
from tests.knowledge.laws.shipped import bodies

SPAIN = "esp-c-digo-penal-title-xv-bis-as-amended-by"
INVENTED = "qma-migration-offences-act-2008"


def shelved(key: str) -> str:
    now, ref = timezone.now(), new_ref("lib")
    shelve(ref=ref, kind="law", key=key, number=1, body=bodies()[key], at=now)
    return ref


@pytest.mark.parametrize("language", ["en", "ar"])
def test_lf01_the_article_of_the_day_is_found_by_a_date_field(desk_site, visit, axe, language):
    ref = shelved(SPAIN)
    page = visit(f"{desk_site}/{language}/library/laws/{ref}/", java_script_enabled=False)
    page.fill("#on", "2017-03-14")
    page.click("form.day button")
    assert page.url.endswith("?on=2017-03-14")
    article = page.locator("#art-318-bis")
    expect(article).to_contain_text("únicamente prestar ayuda humanitaria")
    expect(article.locator(".law-text")).to_have_attribute("dir", "ltr")
    article.locator("h3 a").click()
    assert page.url.endswith("/article/art-318-bis/?on=2017-03-14")
    expect(page.locator(".applies")).to_have_count(1)
    expect(page.locator("ins").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_lf02_pages_fit_and_are_accessible(desk_site, visit, axe, language):
    ref = shelved(INVENTED)
    shelved(SPAIN)
    for path in (
        "?country=QMA",
        f"{ref}/?on=2016-09-01",
        f"{ref}/article/art-7/?on=2012-01-01",
        "compare/?obligation=som-6-1-a&states=ESP,QMA&on=2017-03-14",
        "matrix/",
    ):
        page = visit(f"{desk_site}/{language}/library/laws/{path}")
        for _width in both_widths(page):
            assert fits(page), path
        assert axe(page) == [], path

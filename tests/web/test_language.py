"""The choice of language, the switch, and what a page says of its translation."""

from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from cairn.web.context import languages, page, reviewed


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("ar", "ar"),
        ("fr-CA, en;q=0.5", "fr"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("pt, es;q=0.8", "es"),
        ("sw", "en"),
        ("", "en"),
    ],
)
def test_the_first_address_leads_to_the_language_of_the_browser(catalogues, wanted, given):
    answer = Client().get("/", headers={"accept-language": wanted})
    assert answer.status_code == 302
    assert answer["Location"] == f"/{given}/"
    assert answer["Vary"] == "Accept-Language"
    assert "public" in answer["Cache-Control"]


def test_the_switch_keeps_page_and_query():
    request = RequestFactory().get("/en/glossary/?q=a%26b&q=c")
    found = {one.code: one.url for one in languages(request, "en")}
    assert found["ar"] == "/ar/glossary/?q=a%26b&q=c"
    assert found["en"] == "/en/glossary/?q=a%26b&q=c"
    assert len(found) == 6


def test_the_switch_leads_on_in_the_language_that_was_chosen():
    for path in ("/fr/desk/filings/?a=1", "/fr/desk/"):
        query = urlencode({"next": path})
        request = RequestFactory().get(f"/fr/account/login/?{query}")
        found = {one.code: one.url for one in languages(request, "fr")}
        wanted = urlencode({"next": path.replace("/fr/", "/ar/")})
        assert found["ar"] == f"/ar/account/login/?{wanted}"
    request = RequestFactory().get("/fr/account/login/?next=/frontier/")
    assert {one.url for one in languages(request, "fr") if one.code == "ar"} == {
        "/ar/account/login/?next=/frontier/"
    }


def test_a_page_without_language_switches_to_the_first_pages():
    request = RequestFactory().get("/api/v1/nothing?x=1")
    assert {one.url for one in languages(request, "en")} == {
        f"/{code}/" for code in ["ar", "en", "es", "fr", "ru", "zh"]
    }


def test_arabic_runs_from_right_to_left():
    with override("ar"):
        known = page(RequestFactory().get("/ar/"))["page"]
    assert (known["language"], known["direction"]) == ("ar", "rtl")


def test_the_source_language_needs_no_review_and_an_absent_catalogue_has_none():
    assert reviewed("en")
    assert not reviewed("tlh")

"""Whatever a view raises, the person meets a calm page and a program meets JSON."""

import pytest
from django.test import Client, RequestFactory, override_settings

from cairn.web.errors import csrf_failure

pytestmark = [
    pytest.mark.urls("tests.web.failing"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
STATUS = {
    "refused": 403,
    "absent": 404,
    "wrong": 400,
    "http404": 404,
    "denied": 403,
    "suspicious": 400,
    "broken": 500,
}


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False, headers={"accept": "text/html"})


@pytest.mark.parametrize("how", STATUS)
def test_a_person_meets_a_page_and_never_a_traceback(browser, how):
    answer = browser.get(f"/en/fail/{how}/")
    page = answer.content.decode()
    assert answer.status_code == STATUS[how]
    assert "<h1" in page
    assert "Traceback" not in page
    assert "ZeroDivisionError" not in page


@pytest.mark.parametrize("how", STATUS)
def test_the_api_answers_with_a_code_and_a_sentence(browser, how):
    answer = browser.get(f"/api/fail/{how}/")
    assert answer.status_code == STATUS[how]
    assert set(answer.json()) == {"code", "message"}


def test_whoever_accepts_only_json_gets_json():
    answer = Client().get("/en/fail/refused/", headers={"accept": "application/json"})
    assert answer.json() == {"code": "refused", "message": "You may not do that."}


def test_htmx_gets_a_fragment_for_the_place_of_messages():
    answer = Client().get(
        "/en/fail/refused/", headers={"accept": "text/html", "hx-request": "true"}
    )
    assert answer.status_code == 403
    assert answer["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()
    assert "You may not do that." in answer.content.decode()


def test_the_page_of_our_own_mistakes_speaks_six_languages(browser):
    page = browser.get("/en/fail/broken/").content.decode()
    for language in ["ar", "es", "fr", "ru", "zh"]:
        assert f'lang="{language}"' in page


def test_the_page_of_our_own_mistakes_needs_no_templates_of_the_site(browser):
    with override_settings(STORAGES={}, LOCALE_PATHS=[]):
        assert browser.get("/en/fail/broken/").status_code == 500


def test_an_address_without_a_language_leads_to_one(browser):
    answer = browser.get("/about/", headers={"accept-language": "ar"})
    assert answer.status_code == 302
    assert answer["Location"] == "/ar/about/"


def test_an_expired_form_says_what_to_do():
    request = RequestFactory().post("/en/", headers={"accept": "text/html"})
    answer = csrf_failure(request, reason="CSRF cookie not set.")
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()

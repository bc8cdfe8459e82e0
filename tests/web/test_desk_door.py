"""Nobody reaches the desk without two factors, and no page of it is kept anywhere."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import create_user, set_code_generator

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def amina():
    return create_user(
        username="amina", display_name="Amina", password="seven-grey-stones", by=None
    )


@pytest.fixture
def at_the_desk(client, amina) -> Client:
    set_code_generator(user=amina, secret=SECRET, by=None)
    client.force_login(amina, backend=BACKEND)
    return client


@pytest.mark.parametrize("path", ["/en/desk/", "/ar/desk/look/?a=1", "/en/desk/nowhere/"])
def test_a_stranger_is_sent_to_sign_in_and_back(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/{path[1:3]}/account/login/?next={quote(path, safe='')}"


def test_a_password_alone_leads_to_the_second_factor(client, amina):
    client.force_login(amina, backend=BACKEND)
    answer = client.get("/en/desk/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_index"))


def test_programs_are_told_instead_of_sent(client):
    answer = client.get("/desk/api/v1/anything", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"


def test_htmx_takes_the_whole_page_to_the_door(client):
    answer = client.get("/en/desk/", headers={"accept": "text/html", "hx-request": "true"})
    assert answer["HX-Redirect"].startswith("/en/account/login/")


def test_two_factors_open_the_desk(at_the_desk):
    answer = at_the_desk.get("/en/desk/")
    assert answer.status_code == 200
    assert answer.wsgi_request.viewer.username == "amina"


@pytest.mark.parametrize("path", ["/en/desk/", "/en/desk/look/", "/en/account/2fa/"])
def test_pages_of_the_desk_and_the_account_are_kept_nowhere(at_the_desk, path):
    assert "no-store" in at_the_desk.get(path)["Cache-Control"]


def test_public_pages_of_the_same_process_may_be_kept(at_the_desk):
    assert "no-store" not in at_the_desk.get("/en/about/").get("Cache-Control", "")

"""The log names nobody: a planted name in query, body, header, cookie or path is found in no line.

lg01  whatever is sent, no formatter writes what was typed
lg02  an exception is told by kind and place, never by its words
lg03  each line of a request bears its number, which the answer bears too
lg04  the web server's own log keeps the same rule
"""

import io
import json
import logging
import re

import pytest
from django.test import Client
from django.urls import path

from cairn.config.logs import Json, Lines
from cairn.web.tracing import HEADER

PLANTED = "Zykhailovna"
ADDRESS = "203.0.113.77"


def fail(request, name=""):
    raise ValueError(f"what {PLANTED} sent cannot be read")


def speak(request):
    logging.getLogger("cairn.jobs").warning("job %s failed", "job-1")
    return fail(request)


urlpatterns = [path("fail/<str:name>/", fail), path("speak/", speak)]


@pytest.fixture(params=[Lines, Json])
def written(request):
    """All that the whole program logs meanwhile, at any level, as one text."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    root, loud = logging.getLogger(), logging.getLogger("cairn.request")
    before = root.level, loud.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    loud.setLevel(logging.INFO)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(before[0])
    loud.setLevel(before[1])


def visit(client: Client) -> None:
    headers = {
        "user-agent": PLANTED,
        "referer": f"http://localhost/?q={PLANTED}",
        "x-forwarded-for": ADDRESS,
        "x-request-id": PLANTED,
        "authorization": f"Bearer {PLANTED}",
    }
    where = {"headers": headers, "REMOTE_ADDR": ADDRESS}
    client.cookies["cairn_desk"] = PLANTED
    client.get(f"/en/explore/detections/?place={PLANTED}", **where)
    client.get(f"/en/nowhere/{PLANTED}/", **where)
    client.get("/en/", **(where | {"headers": headers | {"host": f"{PLANTED}.example"}}))
    client.get("/metrics", **where)
    for _ in range(11):  # until the door is shut
        client.post(
            "/en/account/login/", {"login": PLANTED, "password": f"{PLANTED}-{PLANTED}"}, **where
        )
    client.post("/en/desk/", {"notice": PLANTED}, **where)
    strict = Client(enforce_csrf_checks=True)
    strict.post("/en/account/login/", {"login": PLANTED}, **where)
    client.generic(PLANTED, "/en/", **where)


@pytest.mark.django_db
def test_lg01_no_line_holds_what_was_typed(client, written):
    visit(client)
    text = written()
    assert text.count("answered") > 15
    assert "axes" in text  # it speaks of the failed sign-ins, and would name who and from where
    assert PLANTED.lower() not in text.lower()
    assert ADDRESS not in text


@pytest.mark.django_db
@pytest.mark.urls("tests.web.test_logs")
def test_lg02_an_exception_is_told_without_its_words(client, written):
    client.raise_request_exception = False
    answer = client.get(f"/fail/{PLANTED}/?a={PLANTED}")
    assert answer.status_code == 500
    text = written()
    assert PLANTED not in text
    assert "ValueError" in text
    assert re.search(r"tests/web/test_logs\.py:\d+ fail", text)
    assert "fail/<str:name>/" in text


@pytest.mark.urls("tests.web.test_logs")
def test_lg03_all_lines_of_a_request_bear_its_number(client, written):
    client.raise_request_exception = False
    number = client.get("/speak/")[HEADER]
    other = client.get("/speak/")[HEADER]
    assert re.fullmatch("[0-9a-f]{16}", number)
    assert number != other
    lines = [line for line in written().splitlines() if number in line]
    speakers = ["cairn.jobs", "django.request", "cairn.request"]
    assert [next(one for one in speakers if one in line) for line in lines] == speakers


def test_lg03_a_line_of_json_is_one_object():
    record = logging.LogRecord("cairn.request", logging.INFO, "", 1, "answered", None, None)
    record.told = {"route": "en/\ndesk/", "status": 200}
    line = Json().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["message"], told["status"]) == ("info", "answered", 200)


def test_lg04_the_web_server_keeps_the_rule(written):
    from gunicorn.config import Config

    from cairn.config.server_logs import ServerLogger

    logger = ServerLogger(Config())
    stream = io.StringIO()
    logger.error_log.handlers[0].setStream(stream)
    logger.warning(f"Invalid request from ip={ADDRESS}: {PLANTED}")
    logger.warning("Worker (pid:%s) was sent %s!", 7, "SIGKILL")
    try:
        raise ValueError(PLANTED)
    except ValueError:
        logger.exception("Error handling request %s", f"/?q={PLANTED}")
    text = stream.getvalue()
    assert len(text.splitlines()) == 3
    assert PLANTED not in text
    assert ADDRESS not in text
    assert "Worker (pid:%s) was sent %s!" in text
    assert "ValueError" in text

"""The table of threats: whole, current, and every test that it names exists.

Promise 4 of the design.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cairn.web.threats import State, Threat, threats
from tests.web.desk.conftest import Desk, person

ROOT = Path(settings.REPOSITORY) if hasattr(settings, "REPOSITORY") else Path(__file__).parents[2]
PAGE = "desk:threats"


def functions(path: Path) -> set[str]:
    """Names of functions, of which a test of a class is one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", threats(), ids=lambda one: str(one.number))
def test_every_test_that_is_named_exists(row):
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name in functions(ROOT / path), test


def test_there_are_all_the_rows_of_the_specification():
    assert len(threats()) == 23
    assert [one.number for one in threats() if one.state is State.NOT_PREVENTED] == [16]


def test_what_claims_more_than_it_proves_is_refused():
    with pytest.raises(ValueError, match="no test proves"):
        Threat(1, "A.", "B.", State.TESTED)
    with pytest.raises(ValueError, match="does not say what is missing"):
        Threat(1, "A.", "B.", State.PARTLY, tests=("tests/web/test_threats.py::x",))
    with pytest.raises(TypeError):
        Threat.read({"number": 1, "threat": "A.", "answer": "B.", "state": "not_built", "x": 1})


def test_the_file_for_readers_of_the_repository_is_current():
    subprocess.run([sys.executable, str(ROOT / "tools/threats.py"), "--check"], check=True)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar"])
def test_administrators_see_every_row_and_what_this_instance_is(settings, language):
    body = person("chief", "administrator")
    settings.ENVIRONMENT = settings.ENVIRONMENT.__class__()  # a laptop
    answer = Desk().enter(body).get(reverse(PAGE).replace("/en/", f"/{language}/"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert [f'id="threat-{one.number}"' in text for one in threats()] == [True] * 23
    assert "SQLite" in text
    if language == "en":
        assert text.count("not prevented") == 2  # row 16 anywhere, row 17 on a laptop
        assert threats()[15].answer in text


@pytest.mark.django_db
def test_administrators_read_of_each_row_that_no_test_proves_that_nothing_prevents_it():
    text = Desk().enter(person("chief", "administrator")).get(reverse(PAGE)).content.decode()
    rows = text.split('id="threat-')[1:]
    assert len(rows) == 23
    for one, row in zip(threats(), rows, strict=True):
        _, said = row.split('class="end-side"')[:2]
        admitted = "not built yet" in said or "not prevented" in said
        assert one.tests or admitted, one.number
        assert admitted == (one.state in (State.NOT_BUILT, State.NOT_PREVENTED) or one.halves)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "served", "words"),
    [
        ("PostgreSQL", {"database": "postgresql://a@/b"}, "one process with one role"),
        ("halves", {"database": "postgresql://a@/b", "public_role": "p"}, ""),
    ],
)
def test_what_this_instance_keeps_apart_is_said(settings, role, served, words):
    settings.ENVIRONMENT = settings.ENVIRONMENT.__class__(**served)
    text = Desk().enter(person("chief", "administrator")).get(reverse(PAGE)).content.decode()
    assert ("This instance" in text) == bool(words)
    assert text.count("not prevented") == (2 if words else 1)
    assert words in text


@pytest.mark.django_db
def test_others_are_told_that_it_is_for_administrators():
    assert Desk().enter(person("reader", "analyst")).get(reverse(PAGE)).status_code == 403

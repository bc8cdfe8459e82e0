"""People of one State and of the secretariat at the desk, each with a browser of her own."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import set_code_generator
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import World, world
from tests.web.desk.conftest import SECRET, Desk

NAMES = ("officer", "contact", "secretary")


@dataclass
class Office:
    """A State's people, each signed in."""

    people: World
    officer: Desk
    contact: Desk
    secretary: Desk


def office(state: str = "NER") -> Office:
    people = world(state)
    for name in NAMES:
        set_code_generator(user=getattr(people, name), secret=SECRET, by=None)
    return Office(people, *(Desk().enter(getattr(people, name)) for name in NAMES))


@pytest.fixture
def niger(db) -> Office:
    return office()


@pytest.fixture
def mali(db) -> Office:
    return office("MLI")


def says_purpose(desk: Desk, purpose: str = "statistics") -> Desk:
    """She has said for what she reads what others have filed."""
    answer = desk.send(reverse("desk:purpose"), purpose=purpose)
    assert answer.status_code == 302
    return desk


def page_of(name: str, filing: Filing, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[filing.ref, *more])


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def form_of(desk: Client, address: str) -> dict[str, str]:
    """All fields of the main form of a page as a browser would send them."""
    page = desk.get(address).content.decode()
    forms = re.findall(r'<form[^>]*method="post"[^>]*>.*?</form>', page, re.DOTALL)
    body = max(forms, key=len)
    body = re.sub(r"<template.*?</template>", "", body, flags=re.DOTALL)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", body):
        found = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        loose = found.get("type") in ("checkbox", "radio") and " checked" not in tag
        if "name" in found and not loose:
            fields[found["name"]] = found.get("value", "")
    selects = re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', body, re.DOTALL)
    for name, inside in selects:
        chosen = re.search(r'value="([^"]*)" selected', inside)
        first = re.search(r'value="([^"]*)"', inside)
        fields[name] = chosen[1] if chosen else first[1] if first else ""
    for name, inside in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body, re.DOTALL
    ):
        fields[name] = inside.strip()
    return fields


def line_named(fields: dict[str, str], measure: str, **dims: str) -> str:
    """The index of the line of the form that is of this."""
    for name, value in fields.items():
        index = name.removeprefix("m-")
        if not name.startswith("m-") or value != measure:
            continue
        of = {
            key.split("-")[2]: text for key, text in fields.items() if key.startswith(f"d-{index}-")
        }
        if of == dims:
            return index
    raise AssertionError(f"no line of {measure} {dims} in {sorted(fields)}")

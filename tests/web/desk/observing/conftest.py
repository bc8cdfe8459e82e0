"""Officers of two States, each with a second factor, and what they send."""

from dataclasses import replace
from typing import Any

import pytest

from cairn.accounts.actions import set_code_generator
from tests.reporting.filings.doing import World, world
from tests.web.desk.conftest import SECRET, Desk


def known(people: World) -> World:
    for who in (people.officer, people.contact, people.secretary):
        set_code_generator(user=who, secret=SECRET, by=None)
    return replace(people)


@pytest.fixture
def people(db: Any) -> World:
    return known(world())


@pytest.fixture
def others(db: Any) -> World:
    return known(world("MLI"))


@pytest.fixture
def officer(people: World) -> Desk:
    return Desk().enter(people.officer)

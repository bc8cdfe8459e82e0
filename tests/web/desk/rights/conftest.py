"""People of the rights channel, each signed in."""

from dataclasses import dataclass
from typing import Any

import pytest

from cairn.accounts.actions import set_code_generator
from tests.rights.doing import Channel, channel
from tests.web.desk.conftest import SECRET, Desk

NAMES = ("officer", "contact", "administrator", "student", "reviewer", "other")


@dataclass
class Pages:
    """The people, and a browser of each by her name."""

    who: Channel
    desks: dict[str, Desk]

    def __getattr__(self, name: str) -> Any:
        return self.desks[name]


@pytest.fixture
def pages(db) -> Pages:
    who = channel()
    for name in NAMES:
        set_code_generator(user=getattr(who, name), secret=SECRET, by=None)
    return Pages(who, {name: Desk().enter(getattr(who, name)) for name in NAMES})

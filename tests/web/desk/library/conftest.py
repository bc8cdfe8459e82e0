"""A library of leaflets, and browsers of those who keep it."""

from types import SimpleNamespace

import pytest

from cairn.knowledge.editing.actions import publish, put_entry
from tests.knowledge.leaflet.there import body, leaflets, people  # noqa: F401
from tests.web.desk.conftest import Desk


@pytest.fixture(autouse=True)
def _leaflets(request):
    request.getfixturevalue("leaflets")


@pytest.fixture
def desks(request):
    """Everybody's browser, by name."""
    found = request.getfixturevalue("people")
    names = ("librarian", "editor", "both", "analyst")
    return SimpleNamespace(**{name: Desk().enter(getattr(found, name)) for name in names})


@pytest.fixture
def put(request):
    """Brings a leaflet in, as the librarian unless another is named."""
    found = request.getfixturevalue("people")

    def made(key="a", title="A leaflet", *, by=None, public=False, ready=True, file="", **others):
        by = by or found.librarian
        entry, _ = put_entry(
            kind="leaflet", key=key, body=body(title, **others), by=by, ready=ready, origin=file
        )
        if public:
            entry = publish(entry=entry, number=entry.number, by=found.editor)
        return entry

    return made

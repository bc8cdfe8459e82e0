"""An index of its own for each test, and the tiny kind."""

import pytest

from tests.search import shelf


@pytest.fixture
def library(monkeypatch, settings, tmp_path):
    """A library with one kind, whose index lies in a folder of this test."""
    from cairn.knowledge.kinds import kinds
    from cairn.search import opened

    settings.CAIRN_DATA = tmp_path
    shelf.register(monkeypatch)
    yield tmp_path
    opened._opened.clear()
    monkeypatch.undo()
    kinds.cache_clear()

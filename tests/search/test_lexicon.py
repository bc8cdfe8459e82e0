"""The names of concepts are made once and kept beside the index.

lx01  what was kept says what is made anew
lx02  one that was made of something else, or is broken, is not read, and goes when another is kept
lx03  it is placed where a public process reads it
"""

import json

import pytest

from cairn.search import gathering, places
from cairn.search.lexicon import Lexicon
from cairn.search.outbox import indexing
from tests.search import shelf


@pytest.fixture(scope="module")
def anew():
    return gathering.gathered()


def plain(tables):
    return json.loads(json.dumps(tables.plain()))


def test_lx01_what_was_kept_is_what_would_be_made(anew, settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    assert gathering.keep()
    assert not gathering.keep()
    kept = gathering.tables()
    assert plain(kept) == plain(anew)
    words = ("inflatable", "boat")
    assert Lexicon(kept).naming(words, "en") == Lexicon(anew).naming(words, "en") != []


def test_lx02_what_does_not_fit_is_made_anew(anew, settings, tmp_path, monkeypatch):
    settings.CAIRN_DATA = tmp_path
    gathering.keep()
    old = gathering.kept()
    monkeypatch.setattr(gathering, "_name", lambda: f"{gathering.PREFIX}other.json")
    monkeypatch.setattr(gathering, "gathered", lambda: anew)
    assert gathering.tables() is anew  # of another version of the program
    assert gathering.keep()
    assert not old.exists()
    gathering.kept().write_text('{"concepts": [')
    assert gathering.tables() is anew


def test_lx03_it_is_placed_with_the_index(library, db, settings, tmp_path):
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.PUBLISHED_ROOT.mkdir()
    shelf.fill()
    indexing.rebuild()
    placed = settings.PUBLISHED_ROOT / "search" / "open" / gathering.kept().name
    assert placed.read_bytes() == gathering.kept().read_bytes()
    assert placed.stat().st_mode & 0o777 == 0o640
    settings.SEARCH_INDEX = placed.parent
    (places.own() / placed.name).unlink()
    assert plain(gathering.tables()) == json.loads(placed.read_bytes())

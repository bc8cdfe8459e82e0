"""The glossary: whole in six languages, and the file made from it is current."""

import subprocess
import sys

import pytest
from django.conf import settings

from cairn.web.glossary import glossary, read

NEEDED = {
    "account", "application", "arrival", "caveat", "count_basis", "dead", "detection",
    "encounter", "incident", "measure", "missing", "not_recorded", "precision", "route",
    "smuggled_migrant", "smuggling_of_migrants", "snapshot", "trafficking_in_persons", "withheld",
}  # fmt: skip


def test_the_words_that_pages_use_are_there():
    assert {entry.key for entry in glossary().entries} >= NEEDED


def test_every_term_has_six_names_and_a_definition():
    for entry in glossary().entries:
        assert all(entry.names.values()), entry.key
        assert entry.definition.endswith("."), entry.key


def test_an_unknown_key_or_a_missing_language_is_refused():
    term = {"key": "x", "group": "g", "usage": "ours", "definition": "X.", "en": "x"}
    with pytest.raises(ValueError, match="languages are"):
        read({"groups": [{"key": "g", "title": "G"}], "terms": [term]})
    with pytest.raises(TypeError):
        read({"groups": [{"key": "g", "title": "G", "colour": "red"}], "terms": []})


def test_the_file_for_readers_of_the_repository_is_current():
    tool = settings.REPOSITORY / "tools/glossary.py"
    subprocess.run([sys.executable, str(tool), "--check"], check=True)
